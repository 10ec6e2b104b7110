/*
 * The code of a module runs as soon as it is loaded, so another process does
 * that and sends what it read through a pipe: 'R' and the record, or 'E' and an
 * error, each after its length.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/modules/modules.h"
#include "gate/module/module_record.h"

#define PIPE	   3
#define FILE	   4
#define HEAD_SIZE  (1 + sizeof(uint32_t))
#define CHUNK_SIZE 65536
#define MEBIBYTE   ((rlim_t)1 << 20)

/* Between two looks at the signals that end this process, and at the child. */
#define SIGNAL_MILLISECONDS 50

/* Far above what loading a shared object with its libraries takes. */
static const struct {
	int resource;
	rlim_t most;
} limits[] = {
	{ RLIMIT_CORE, 0 },
	{ RLIMIT_NOFILE, 256 },
	{ RLIMIT_FSIZE, 0 },
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
	{ RLIMIT_DATA, 512 * MEBIBYTE },
#endif
	{ RLIMIT_CPU, 10 },
};

/* In the child: write all, or end. */
static void
send_bytes(const void *bytes, size_t size)
{
	ssize_t count;

	while (size > 0) {
		count = write(PIPE, bytes, size);
		if (count <= 0)
			_exit(1);
		bytes = (const char *)bytes + count;
		size -= (size_t)count;
	}
}

static void
send_message(char kind, const void *bytes, size_t size)
{
	const uint32_t length = (uint32_t)size;

	send_bytes(&kind, 1);
	send_bytes(&length, sizeof(length));
	send_bytes(bytes, size);
}

/* Keep the pipe and the file, and nothing else of the parent's. */
static int
arrange_descriptors(int end, int file)
{
	const int null = fcntl(open("/dev/null", O_RDWR), F_DUPFD, 10);
	const int high_end = fcntl(end, F_DUPFD, 10);
	const int high_file = fcntl(file, F_DUPFD, 10);
	int number;

	for (number = STDIN_FILENO; number <= STDERR_FILENO; number++)
		if (dup2(null, number) == -1)
			return -1;
	if (dup2(high_end, PIPE) == -1 || dup2(high_file, FILE) == -1)
		return -1;
	return close_range(FILE + 1, ~0U, 0);
}

static void
reset_signals(void)
{
	sigset_t none;
	int number;

	for (number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

static int
limit_resources(struct gantry_error *error)
{
	struct rlimit limit;
	size_t i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++) {
		if (getrlimit(limits[i].resource, &limit) == -1)
			return gantry_error_system(error, "cannot read limits");
		if (limit.rlim_max > limits[i].most)
			limit.rlim_max = limits[i].most;
		if (limit.rlim_cur > limit.rlim_max)
			limit.rlim_cur = limit.rlim_max;
		if (setrlimit(limits[i].resource, &limit) == -1)
			return gantry_error_system(error, "cannot set limits");
	}
	return 0;
}

/* In the child. */
_Noreturn static void
read_and_send(const struct module *module, const char *name,
    const struct privileges *privileges, int end)
{
	struct module own = { .path = module->path, .descriptor = FILE };
	struct gantry_buffer record = { 0 };
	struct gantry_error error = { .text = "cannot arrange descriptors" };

	setsid();
	reset_signals();
	if (arrange_descriptors(end, module->descriptor) == -1)
		_exit(1);
	if (privileges_drop(privileges, &error) == 0 &&
	    prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 &&
	    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
	    limit_resources(&error) == 0 &&
	    module_read(&own, name, &record, &error) != NULL)
		send_message('R', record.data, record.length);
	else
		send_message('E', error.text, strlen(error.text));
	_exit(0);
}

/* Is this process to end?  The master blocks the signals that say so. */
static bool
is_to_end(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 &&
	    (sigismember(&pending, SIGTERM) == 1 ||
		sigismember(&pending, SIGINT) == 1 ||
		sigismember(&pending, SIGQUIT) == 1);
}

static bool
has_ended(pid_t child)
{
	siginfo_t info = { 0 };

	return waitid(P_PID, (id_t)child, &info, WEXITED | WNOHANG | WNOWAIT) ==
	    0 &&
	    info.si_pid == child;
}

/*
 * Returns whether END can be read before DEADLINE, before is_to_end, and before
 * CHILD ends; a process that it started may still have the other end.
 */
static bool
wait_for(int end, pid_t child, int64_t deadline)
{
	struct pollfd watched = { .fd = end, .events = POLLIN };
	bool over = false;
	int64_t left;
	int result = 0;

	while (result == 0 && !over) {
		left = deadline - clock_milliseconds();
		if (left <= 0 || is_to_end())
			return false;
		over = has_ended(child);
		result = poll(&watched, 1,
		    left < SIGNAL_MILLISECONDS ? (int)left
					       : SIGNAL_MILLISECONDS);
		if (result == -1 && errno == EINTR)
			result = 0;
	}
	return result > 0;
}

/* How many bytes the message has in all; SIZE_MAX: its head is not there. */
static size_t
message_size(const struct gantry_buffer *message)
{
	uint32_t length;

	if (message->length < HEAD_SIZE)
		return SIZE_MAX;
	memcpy(&length, message->data + 1, sizeof(length));
	return HEAD_SIZE + length;
}

/*
 * Receive the message of CHILD.  Returns 1, or 0 when the time is over, -1 when
 * there is no more of it, or -2 when it is too long.
 */
static int
receive(int end, pid_t child, int64_t deadline, struct gantry_buffer *message)
{
	static char chunk[CHUNK_SIZE];
	ssize_t count;

	while (message->length < message_size(message)) {
		if (!wait_for(end, child, deadline))
			return has_ended(child) ? -1 : 0;
		count = read(end, chunk, sizeof(chunk));
		if (count == -1 && errno == EINTR)
			continue;
		if (count <= 0)
			return -1;
		if (message->length + (size_t)count >
			HEAD_SIZE + MODULE_RECORD_MAX ||
		    gantry_buffer_add(message, chunk, (size_t)count) == -1)
			return -2;
	}
	return message->length == message_size(message) ? 1 : -2;
}

/* End CHILD and what it has started.  Returns its status. */
static int
end_child(pid_t child, bool at_once)
{
	int status = 0, tries;

	/* What ended by itself has a better reason than SIGKILL. */
	for (tries = 0; !at_once && tries < 100 && !has_ended(child); tries++)
		usleep(10000);
	kill(-child, SIGKILL);
	kill(child, SIGKILL);
	while (waitpid(child, &status, 0) == -1 && errno == EINTR)
		;
	return status;
}

static int
explain_end(const char *path, int status, struct gantry_error *error)
{
	if (WIFSIGNALED(status))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "module %s: it ended the process that loaded it: signal "
		    "%d (%s)",
		    path, WTERMSIG(status), strsignal(WTERMSIG(status)));
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "module %s: it ended the process that loaded it, with status %d",
	    path, WEXITSTATUS(status));
}

static int
explain_time(const char *path, int timeout, struct gantry_error *error)
{
	if (is_to_end())
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "module %s was not read: a signal ends gantry", path);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "module %s: it was not loaded within %g seconds", path,
	    timeout / 1000.0);
}

/* Take what MESSAGE says, which the module at PATH may have made up. */
static int
take(const struct gantry_buffer *message, const char *path,
    struct gantry_buffer *record, struct gantry_error *error)
{
	static const char known[] = "module ";
	const char *text = message->data + HEAD_SIZE;
	size_t length = message->length - HEAD_SIZE, i;

	if (message->data[0] == 'R') {
		if (gantry_buffer_add(record, text, length) == 0)
			return 0;
		return gantry_error_memory(error);
	}
	gantry_error_set(error, GANTRY_ERROR_INPUT, "%.*s",
	    (int)(length < 4096 ? length : 4096), text);
	for (i = 0; error->text[i] != '\0'; i++)
		if (iscntrl((unsigned char)error->text[i]))
			error->text[i] = '?';
	if (strncmp(error->text, known, strlen(known)) != 0)
		gantry_error_prefix(error, "module %s", path);
	return -1;
}

int
module_reader_run(const struct module *module, const char *name,
    const struct module_source *source, struct gantry_buffer *record,
    struct gantry_error *error)
{
	const int64_t deadline = clock_milliseconds() + source->timeout;
	struct gantry_buffer message = { 0 };
	int ends[2], result, status;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) == -1)
		return gantry_error_system(error, "cannot create a pipe");
	child = fork();
	if (child == 0)
		read_and_send(module, name, source->privileges, ends[1]);
	close(ends[1]);
	if (child == -1) {
		close(ends[0]);
		return gantry_error_system(error, "cannot start a process");
	}
	result = receive(ends[0], child, deadline, &message);
	status = end_child(child, result != -1);
	if (result == 1)
		result = take(&message, module->path, record, error);
	else if (result == 0)
		result = explain_time(module->path, source->timeout, error);
	else if (result == -2)
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "module %s: what its application declares is not "
		    "well-formed, or longer than 1 MiB",
		    module->path);
	else
		result = explain_end(module->path, status, error);
	close(ends[0]);
	gantry_buffer_clear(&message);
	return result;
}
