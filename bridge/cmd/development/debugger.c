/*
 * The worker is no child of gdb: gdb attaches to it, and to the next one when a
 * change has replaced it.  bridge/gdb/gantry-dev-gdb.py does that.
 */
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/development/debugger.h"

#define GDB "gdb"

static int
is_in_folder(const char *folder, size_t length)
{
	char path[PATH_MAX];

	snprintf(path, sizeof(path), "%.*s/" GDB, (int)length, folder);
	return access(path, X_OK) == 0;
}

int
debugger_find(struct gantry_error *error)
{
	const char *path = getenv("PATH");
	size_t length;

	for (; path != NULL && *path != '\0';
	     path += length + (path[length] == ':')) {
		length = strcspn(path, ":");
		if (is_in_folder(path, length))
			return 0;
	}
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "--debugger needs gdb, which is not in PATH; install the package "
	    "gdb");
}

static int
write_script(const char *path, const char *const *line)
{
	FILE *file = fopen(path, "we");

	if (file == NULL)
		return -1;
	for (; *line != NULL; line++)
		fputs(*line, file);
	return fclose(file);
}

pid_t
debugger_start(
    const char *folder, const char *pid_file, struct gantry_error *error)
{
	char gantry[PATH_MAX], dev[PATH_MAX], breakpoints[PATH_MAX];
	sigset_t none;
	pid_t process;

	snprintf(gantry, sizeof(gantry), "%s/gantry-gdb.py", folder);
	snprintf(dev, sizeof(dev), "%s/gantry-dev-gdb.py", folder);
	snprintf(breakpoints, sizeof(breakpoints), "%s/breakpoints", folder);
	if (write_script(gantry, debugger_script_gantry) == -1 ||
	    write_script(dev, debugger_script_dev) == -1)
		return gantry_error_system(error, "cannot write %s", dev);
	process = fork();
	if (process == -1)
		return gantry_error_system(error, "cannot start gdb");
	if (process > 0)
		return process;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	setenv("GANTRY_DEVELOPMENT_PID", pid_file, 1);
	if (access(breakpoints, R_OK) == 0)
		execlp(GDB, GDB, "-q", "-x", gantry, "-x", dev, "-x",
		    breakpoints, "-ex", "continue", (char *)NULL);
	else
		execlp(GDB, GDB, "-q", "-x", gantry, "-x", dev, (char *)NULL);
	fprintf(stderr, "cannot run gdb: %s\n", strerror(errno));
	_exit(1);
}
