/*
 * The old program starts the new one with its sockets and one end of a pipe,
 * which GANTRY_READY names.  The new one writes a byte there when it serves.
 * GANTRY_PREDECESSOR names a socket, for the connections of the old workers;
 * the byte says whether the new program knows what to do with it.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/this_program.h"
#include "serve/socket/activation.h"
#include "serve/socket/inherited_sockets.h"
#include "serve/socket/upgrade.h"

#define READY	    INHERITED_READY
#define PREDECESSOR "GANTRY_PREDECESSOR"

/* The byte; any other is that of a program that takes no connections. */
#define TAKES_CONNECTIONS "c"

static char *const *started_with;
static char program[4096]; /* its path at the start */

void
upgrade_note(char *const arguments[])
{
	ssize_t length =
	    readlink("/proc/self/exe", program, sizeof(program) - 1);

	program[length > 0 ? length : 0] = '\0';
	started_with = arguments;
}

static void
add_all(const struct listeners *listeners, struct gantry_buffer *sockets)
{
	size_t i;

	for (i = 0; i < listeners->count; i++)
		if (activation_index(listeners->descriptors[i]) == -1)
			inherited_sockets_add(sockets,
			    listeners->descriptors[i], listeners->addresses[i]);
}

/* The watchdog of the service manager is for this process from now on. */
static void
take_watchdog(void)
{
	char number[16];

	snprintf(number, sizeof(number), "%ld", (long)getpid());
	if (getenv("WATCHDOG_PID") != NULL)
		setenv("WATCHDOG_PID", number, 1);
}

/* Let DESCRIPTOR survive exec(3), and name it in the variable NAME. */
static int export(const char *name, int descriptor)
{
	char number[16];

	fcntl(descriptor, F_SETFD, 0);
	snprintf(number, sizeof(number), "%d", descriptor);
	return setenv(name, number, 1);
}

/* In the child: never returns. */
_Noreturn static void
become(const struct listeners *const *listeners, int ready, int connections)
{
	struct gantry_buffer sockets = { 0 };
	sigset_t none;

	for (; *listeners != NULL; listeners++)
		add_all(*listeners, &sockets);
	activation_export(&sockets);
	if (inherited_sockets_export(&sockets) == -1 ||
	    export(READY, ready) == -1 ||
	    export(PREDECESSOR, connections) == -1)
		_exit(1);
	take_watchdog();
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execv(program, started_with);
	program_print_error("cannot run %s: %s", program, strerror(errno));
	_exit(1);
}

/* The same kind as serve/worker/connection_transfer.h has. */
static int
open_connections(int ends[2])
{
	return socketpair(
	    AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends);
}

pid_t
upgrade_start(const struct listeners *const *listeners,
    struct upgrade_started *started, struct gantry_error *error)
{
	int ends[2], connections[2];
	pid_t process;

	if (access(program, X_OK) == -1)
		return gantry_error_system(error, "cannot run %s", program);
	if (pipe2(ends, O_CLOEXEC) == -1)
		return gantry_error_system(error, "cannot create a pipe");
	if (open_connections(connections) == -1) {
		gantry_error_system(error, "cannot create a pair of sockets");
		close(ends[0]);
		close(ends[1]);
		return -1;
	}
	process = fork();
	if (process == 0)
		become(listeners, ends[1], connections[1]);
	close(ends[1]);
	close(connections[1]);
	*started = (struct upgrade_started){ ends[0], connections[0] };
	if (process == -1) {
		gantry_error_system(error, "cannot start a process");
		close(started->ready);
		close(started->connections);
	}
	return process;
}

bool
upgrade_is_served(int ready, bool *takes)
{
	char byte = '\0';
	const bool serves = read(ready, &byte, 1) == 1;

	*takes = serves && byte == *TAKES_CONNECTIONS;
	return serves;
}

int
upgrade_take_predecessor(void)
{
	const char *number = getenv(PREDECESSOR);
	int descriptor = number != NULL ? atoi(number) : -1;

	if (descriptor <= STDERR_FILENO ||
	    fcntl(descriptor, F_SETFD, FD_CLOEXEC) == -1)
		descriptor = -1;
	unsetenv(PREDECESSOR);
	return descriptor;
}

void
upgrade_forget(void)
{
	const char *number = getenv(READY);

	if (number != NULL)
		close(atoi(number));
	unsetenv(READY);
}

void
upgrade_done(void)
{
	const char *number = getenv(READY);
	int descriptor;

	if (number == NULL)
		return;
	descriptor = atoi(number);
	if (write(descriptor, TAKES_CONNECTIONS, 1) == 1)
		close(descriptor);
	unsetenv(READY);
}
