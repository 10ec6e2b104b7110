/*
 * An application that tries what a sandbox must forbid.  The query names the
 * attempt, and the answer is "done" or the text of errno.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "applications.h"

/* The part of the query after "WHAT=". */
static const char *
argument(const char *query)
{
	const char *equals = strchr(query, '=');

	return equals != NULL ? equals + 1 : "";
}

static int
close_if_open(int descriptor)
{
	return descriptor == -1 ? -1 : close(descriptor);
}

static int
try_to_read(const char *path)
{
	return close_if_open(open(path, O_RDONLY | O_CLOEXEC));
}

static int
try_to_write(const char *path)
{
	return close_if_open(open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
}

/* If it succeeds, the worker is gone. */
static int
try_to_exec(const char *path)
{
	char *const arguments[] = { (char *)path, NULL };
	char *const environment[] = { NULL };

	execve(path, arguments, environment);
	return -1;
}

static int
try_to_fork(const char *unused)
{
	pid_t child = fork();

	(void)unused;
	if (child == 0)
		_exit(0);
	return child == -1 || waitpid(child, NULL, 0) == -1 ? -1 : 0;
}

static int
try_to_connect(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int result;

	if (descriptor == -1)
		return -1;
	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	result = connect(
	    descriptor, (const struct sockaddr *)&address, sizeof(address));
	close(descriptor);
	return result;
}

/* On an open descriptor of any kind. */
static int
try_to_connect_standard_input(const char *unused)
{
	struct sockaddr_in address = { .sin_family = AF_INET };

	(void)unused;
	return connect(
	    STDIN_FILENO, (const struct sockaddr *)&address, sizeof(address));
}

static int
try_to_listen(const char *unused)
{
	int descriptor = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int result;

	(void)unused;
	if (descriptor == -1)
		return -1;
	result = listen(descriptor, 1);
	close(descriptor);
	return result;
}

static int
try_to_listen_standard_input(const char *unused)
{
	(void)unused;
	return listen(STDIN_FILENO, 1);
}

static int
try_to_trace(const char *unused)
{
	(void)unused;
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == -1 ? -1 : 0;
}

static int
try_to_chmod(const char *path)
{
	return chmod(path, 0777);
}

static const struct {
	const char *name;
	int (*attempt)(const char *argument);
} attempts[] = {
	{ "read", try_to_read },
	{ "write", try_to_write },
	{ "exec", try_to_exec },
	{ "fork", try_to_fork },
	{ "connect", try_to_connect },
	{ "connect-stdin", try_to_connect_standard_input },
	{ "listen", try_to_listen },
	{ "listen-stdin", try_to_listen_standard_input },
	{ "trace", try_to_trace },
	{ "chmod", try_to_chmod },
};

int
trespass(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const char *query = gantry_environ_get(environ, "QUERY_STRING");
	size_t length = strcspn(query, "="), i;
	const char *said = "no such attempt";

	for (i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
		if (strlen(attempts[i].name) == length &&
		    memcmp(attempts[i].name, query, length) == 0)
			said = attempts[i].attempt(argument(query)) == 0
			    ? "done"
			    : strerror(errno);
	return gantry_write(
	    start_response(environ, "200 OK", headers), said, strlen(said));
}
