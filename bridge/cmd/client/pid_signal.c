/*
 * The process is held by a descriptor from before it is checked, so its id
 * cannot become that of another process.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "base/this_program.h"
#include "cmd/client/pid_signal.h"

/* The kernel keeps so many bytes of a program's name, see proc(5). */
#define NAME_KEPT 15

pid_t
pid_signal_read(const char *path, struct gantry_error *error)
{
	FILE *file = fopen(path, "re");
	char text[32] = "", *end;
	long number;

	if (file == NULL) {
		gantry_error_system(error, "cannot read the PID file %s", path);
		return -1;
	}
	if (fgets(text, sizeof(text), file) == NULL)
		text[0] = '\0';
	fclose(file);
	number = strtol(text, &end, 10);
	if (end != text && (*end == '\n' || *end == '\0') && number > 0 &&
	    number <= INT_MAX)
		return (pid_t)number;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the PID file %s does not have the number of a process", path);
}

/* Does PROCESS run this program? */
static bool
is_this_program(pid_t process)
{
	char path[64], name[NAME_KEPT + 2] = "";
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/comm", (long)process);
	file = fopen(path, "re");
	if (file == NULL)
		return false;
	if (fgets(name, sizeof(name), file) == NULL)
		name[0] = '\0';
	fclose(file);
	name[strcspn(name, "\n")] = '\0';
	return strncmp(name, program_name(), NAME_KEPT) == 0;
}

static int
send_to(
    int process, const struct pid_signal *signal, struct gantry_error *error)
{
	struct pollfd ended = { .fd = process, .events = POLLIN };

	if (pidfd_send_signal(process, signal->number, NULL, 0) == -1 &&
	    errno == EPERM)
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "not permitted to send a signal to it; run this as root or "
		    "as the user that %s runs as",
		    program_name());
	while (signal->waits && poll(&ended, 1, -1) == -1 && errno == EINTR)
		continue;
	return 0;
}

pid_t
pid_signal_send(const char *path, const struct pid_signal *signal,
    struct gantry_error *error)
{
	const pid_t number = pid_signal_read(path, error);
	int process, result;

	if (number == -1)
		return -1;
	process = pidfd_open(number, 0);
	if (process == -1 || !is_this_program(number)) {
		if (process != -1)
			close(process);
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "no %s runs: process %ld of the PID file %s %s",
		    program_name(), (long)number, path,
		    process == -1 ? "has ended" : "is another program");
	}
	result = send_to(process, signal, error);
	close(process);
	if (result == -1)
		return gantry_error_prefix(error,
		    "process %ld of the PID "
		    "file %s",
		    (long)number, path);
	return number;
}
