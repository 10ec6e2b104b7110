/*
 * The sockets go through exec(3) as open descriptors, named in the environment:
 * GANTRY_SOCKETS is "NUMBER=ADDRESS" for each, one to a line.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "gantry/buffer.h"
#include "serve/socket/upgrade.h"

#define SOCKETS "GANTRY_SOCKETS"
#define READY	"GANTRY_READY"
#define TAKEN	'!' /* no address begins so */

static char *const *started_with;
static char program[4096]; /* the file, as it was called then */

void
upgrade_note(char *const arguments[])
{
	ssize_t length =
	    readlink("/proc/self/exe", program, sizeof(program) - 1);

	program[length > 0 ? length : 0] = '\0';
	started_with = arguments;
}

static void
keep_open(int descriptor)
{
	fcntl(descriptor, F_SETFD, 0);
}

static void
hand_over(const struct listeners *listeners, struct gantry_buffer *sockets)
{
	size_t i;

	for (i = 0; i < listeners->count; i++) {
		keep_open(listeners->descriptors[i]);
		gantry_buffer_printf(sockets, "%d=%s\n",
		    listeners->descriptors[i], listeners->addresses[i]);
	}
}

/* In the child: never returns. */
_Noreturn static void
become(const struct listeners *const *listeners, int ready)
{
	struct gantry_buffer sockets = { 0 };
	char number[16];
	sigset_t none;

	for (; *listeners != NULL; listeners++)
		hand_over(*listeners, &sockets);
	gantry_buffer_putc(&sockets, '\0');
	keep_open(ready);
	snprintf(number, sizeof(number), "%d", ready);
	if (gantry_buffer_failed(&sockets) ||
	    setenv(SOCKETS, sockets.data, 1) == -1 ||
	    setenv(READY, number, 1) == -1)
		_exit(1);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execv(program, started_with);
	fprintf(
	    stderr, "gantry: cannot run %s: %s\n", program, strerror(errno));
	_exit(1);
}

pid_t
upgrade_start(const struct listeners *const *listeners, int *ready,
    struct gantry_error *error)
{
	int ends[2];
	pid_t process;

	if (access(program, X_OK) == -1)
		return gantry_error_system(error, "cannot run %s", program);
	if (pipe2(ends, O_CLOEXEC) == -1)
		return gantry_error_system(error, "cannot make a pipe");
	process = fork();
	if (process == 0)
		become(listeners, ends[1]);
	close(ends[1]);
	if (process == -1) {
		gantry_error_system(error, "cannot start a process");
		close(ends[0]);
		return -1;
	}
	*ready = ends[0];
	return process;
}

int
upgrade_take(const char *address)
{
	char *line = getenv(SOCKETS), *equals, *end;
	int descriptor;

	for (; line != NULL && *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		equals = strchr(line, '=');
		if (end == NULL || equals == NULL)
			break;
		descriptor = atoi(line);
		if (strlen(address) != (size_t)(end - equals - 1) ||
		    strncmp(address, equals + 1, strlen(address)) != 0 ||
		    !listener_is(descriptor))
			continue;
		equals[1] = TAKEN; /* once only */
		fcntl(descriptor, F_SETFD, FD_CLOEXEC);
		return descriptor;
	}
	return -1;
}

void
upgrade_close_rest(void)
{
	const char *line = getenv(SOCKETS), *equals, *end;

	for (; line != NULL && *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		equals = strchr(line, '=');
		if (end == NULL || equals == NULL)
			break;
		if (equals[1] == TAKEN)
			continue;
		close(atoi(line));
	}
	unsetenv(SOCKETS);
}

void
upgrade_forget(void)
{
	const char *number = getenv(READY);

	if (number != NULL)
		close(atoi(number));
	unsetenv(READY);
}

bool
upgrade_done(void)
{
	const char *number = getenv(READY);
	int descriptor;

	if (number == NULL)
		return false;
	descriptor = atoi(number);
	if (write(descriptor, "r", 1) == 1)
		close(descriptor);
	unsetenv(READY);
	return true;
}
