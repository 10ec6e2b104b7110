/*
 * The sandbox: what it allows, denies and counts.  Each test enters it in a
 * child, as it is permanent.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/sandbox/landlock.h"
#include "serve/sandbox/sandbox.h"
#include "serve/sandbox/seccomp.h"
#include "unit.h"

#ifndef SANITIZED

static struct gantry_error error;
static atomic_int_least64_t *violations;

/* The number of a listening socket that must be unharmed; 0: there is none. */
static int protected_listener;

/* The body of a test in the sandbox.  Returns 0, or where it failed. */
typedef int visit(void);

/*
 * Enter the sandbox in a child and call WHAT.  Returns its exit status as a
 * shell does.
 */
static int
in_sandbox(visit *what)
{
	const char *replaced[] = { unit_path("data/cache"), NULL };
	const char *spools[] = { unit_path("spool"), NULL };
	const struct sandbox_options options = { .rights.replaced = replaced,
		.rights.spools = spools,
		.listeners_first = protected_listener,
		.listeners_count = protected_listener != 0 };
	pid_t child;
	int status;

	mkdir(unit_path("data"), 0755);
	mkdir(unit_path("spool"), 0755);
	unit_write_text(unit_path("data/cache"), "cache");
	unit_write_text(unit_path("other"), "other");
	violations = mmap(NULL, sizeof(*violations), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	ck_assert_ptr_ne(violations, MAP_FAILED);
	fflush(NULL);
	child = fork();
	ck_assert_int_ne(child, -1);
	if (child == 0) {
		sandbox_count_in(violations);
		if (sandbox_enter(&options, &error) == -1) {
			fprintf(stderr, "%s\n", error.text);
			_exit(99);
		}
		_exit(what());
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static bool
can_open(const char *path, int flags)
{
	int descriptor = open(path, flags | O_CLOEXEC, 0600);

	if (descriptor != -1)
		close(descriptor);
	return descriptor != -1;
}

static int
open_files(void)
{
	if (!can_open(unit_path("data/cache"), O_RDONLY))
		return 1;
	/* A file published later beside the named one. */
	if (!can_open(unit_path("data"), O_RDONLY | O_DIRECTORY))
		return 2;
	if (can_open(unit_path("data/cache"), O_RDWR) || errno != EACCES)
		return 3;
	if (can_open(unit_path("data/new"), O_WRONLY | O_CREAT))
		return 4;
	if (can_open(unit_path("data/cache"), O_RDONLY | O_TRUNC))
		return 9;
	if (can_open(unit_path("other"), O_RDONLY) || errno != EACCES)
		return 5;
	if (!can_open(unit_path("spool"), O_TMPFILE | O_RDWR) ||
	    !can_open(unit_path("spool/new"), O_RDWR | O_CREAT | O_TRUNC) ||
	    unlink(unit_path("spool/new")) == -1)
		return 6;
	if (!can_open("/dev/null", O_RDWR) ||
	    !can_open("/dev/urandom", O_RDONLY))
		return 7;
	if (unlink(unit_path("other")) == 0)
		return 8;
	return 0;
}

START_TEST(files_open_only_in_allowed_folders)
{
	ck_assert_int_eq(in_sandbox(open_files), 0);
	ck_assert(unit_exists(unit_path("other")));
	/* unlink included */
	ck_assert_int_eq(atomic_load(violations), 5);
}
END_TEST

/* Returns 0 or errno. */
static int
open_beneath(int folder, const char *path)
{
	const struct open_how how = { .flags = O_RDONLY | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH };
	long descriptor = syscall(SYS_openat2, folder, path, &how, sizeof(how));

	if (descriptor == -1)
		return errno;
	close((int)descriptor);
	return 0;
}

static int
open_files_beneath(void)
{
	/* O_PATH needs no right to read the folder. */
	int data = open(unit_path("data"), O_PATH | O_CLOEXEC);
	int all = open(unit_path(NULL), O_PATH | O_CLOEXEC);

	if (data == -1 || all == -1)
		return 1;
	if (open_beneath(data, "cache") != 0 ||
	    open_beneath(all, "data/cache") != 0)
		return 2;
	if (open_beneath(data, "../data/cache") != EXDEV ||
	    open_beneath(data, "none") != ENOENT)
		return 3;
	return open_beneath(all, "other") == EACCES ? 0 : 4;
}

START_TEST(openat2_follows_the_same_rules)
{
	ck_assert_int_eq(in_sandbox(open_files_beneath), 0);
	ck_assert_int_eq(atomic_load(violations), 1);
}
END_TEST

/* Errors other than denials are not counted. */
static int
miss_files(void)
{
	if (can_open(unit_path("data/none"), O_RDONLY) || errno != ENOENT)
		return 1;
	if (can_open(unit_path("data/cache/x"), O_RDONLY) || errno != ENOTDIR)
		return 2;
	return 0;
}

START_TEST(a_missing_file_is_not_a_violation)
{
	ck_assert_int_eq(in_sandbox(miss_files), 0);
	ck_assert_int_eq(atomic_load(violations), 0);
}
END_TEST

static int
run_programs(void)
{
	char *const arguments[] = { (char *)"true", NULL };

	if (execve("/bin/true", arguments, NULL) != -1 || errno != EPERM)
		return 1;
	if (fork() != -1 || errno != EPERM)
		return 2;
	/* It fails uncounted, as its signals are blocked. */
	if (system("true") == 0)
		return 3;
	if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != -1 || errno != EPERM)
		return 4;
	if (kill(getppid(), 0) != -1 || errno != EPERM)
		return 5;
	if (mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS,
		-1, 0) != MAP_FAILED)
		return 6;
	return 0;
}

START_TEST(no_program_or_process_can_be_started)
{
	ck_assert_int_eq(in_sandbox(run_programs), 0);
	ck_assert_int_eq(atomic_load(violations), 5);
}
END_TEST

static int ends[2], listening;

static int
use_sockets(void)
{
	const struct sockaddr nowhere = { .sa_family = AF_UNIX };
	char byte = 'x';

	if (socket(AF_INET, SOCK_STREAM, 0) != -1 || errno != EPERM)
		return 1;
	if (connect(listening, &nowhere, sizeof(nowhere)) != -1 ||
	    errno != EPERM)
		return 2;
	if (bind(listening, &nowhere, sizeof(nowhere)) != -1 || errno != EPERM)
		return 3;
	if (listen(listening, 1) != -1 || errno != EPERM)
		return 4;
	if (send(ends[0], &byte, 1, 0) != 1 || recv(ends[1], &byte, 1, 0) != 1)
		return 5;
	if (accept4(listening, NULL, NULL, SOCK_NONBLOCK) != -1 ||
	    errno == EPERM)
		return 6;
	return 0;
}

START_TEST(open_sockets_work_and_new_ones_are_denied)
{
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	listening = socket(AF_UNIX, SOCK_STREAM, 0);
	ck_assert_int_eq(in_sandbox(use_sockets), 0);
	ck_assert_int_eq(atomic_load(violations), 4);
}
END_TEST

/* Of SOCKET, by each call that could do it; returns the one that worked. */
static int
harm(long socket)
{
	const long upper = socket | 1L << 32;
	const struct timeval none = { 0 };

	if (syscall(SYS_shutdown, socket, SHUT_RDWR) == 0 ||
	    syscall(SYS_shutdown, upper, SHUT_RDWR) == 0)
		return 1;
	if (syscall(SYS_dup, socket) != -1 || syscall(SYS_dup, upper) != -1 ||
	    syscall(SYS_dup3, socket, 9, 0) != -1)
		return 2;
	if (syscall(SYS_fcntl, socket, F_DUPFD_CLOEXEC, 0) != -1 ||
	    syscall(SYS_fcntl, upper, F_DUPFD_CLOEXEC, 0) != -1 ||
	    syscall(SYS_fcntl, socket, F_SETFL, 0) != -1)
		return 3;
	if (syscall(SYS_setsockopt, socket, SOL_SOCKET, SO_RCVTIMEO, &none,
		sizeof(none)) != -1)
		return 4;
	return 0;
}

/* The listening socket is the highest descriptor. */
static int
harm_listener(void)
{
	if (harm(listening) != 0)
		return harm(listening);
	/* On a connection, the calls work. */
	if (shutdown(ends[0], SHUT_WR) == -1)
		return 5;
	return accept4(listening, NULL, NULL, SOCK_NONBLOCK) != -1 ||
		errno == EPERM
	    ? 6
	    : 0;
}

START_TEST(listening_sockets_cannot_be_harmed)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof(address.sun_path), "%s",
	    unit_path("socket"));
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	listening = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	ck_assert_int_eq(
	    bind(listening, (const struct sockaddr *)&address, sizeof(address)),
	    0);
	ck_assert_int_eq(listen(listening, 1), 0);
	protected_listener = listening;
	ck_assert_int_eq(in_sandbox(harm_listener), 0);
	protected_listener = 0;
}
END_TEST

static void *
trespass(void *argument)
{
	return can_open("/etc/passwd", O_RDONLY) ||
		socket(AF_INET, SOCK_STREAM, 0) != -1
	    ? argument
	    : NULL;
}

static int
start_threads(void)
{
	pthread_t threads[4];
	void *result;
	size_t i;

	for (i = 0; i < 4; i++)
		if (pthread_create(&threads[i], NULL, trespass, threads) != 0)
			return 1;
	for (i = 0; i < 4; i++)
		if (pthread_join(threads[i], &result) != 0 || result != NULL)
			return 2;
	return 0;
}

START_TEST(new_threads_are_in_the_sandbox)
{
	ck_assert_int_eq(in_sandbox(start_threads), 0);
	ck_assert_int_eq(atomic_load(violations), 8);
}
END_TEST

static pthread_barrier_t entered;

static void *
make_socket(void *argument)
{
	pthread_barrier_wait(&entered);
	return socket(AF_INET, SOCK_STREAM, 0) != -1 ? argument : NULL;
}

/* The exit status of a child that had a thread before. */
static int
enter_with_a_thread(void)
{
	const struct sandbox_options options = { .mode = SANDBOX_ON };
	pthread_t thread;
	void *result;

	pthread_barrier_init(&entered, NULL, 2);
	if (pthread_create(&thread, NULL, make_socket, &entered) != 0 ||
	    sandbox_enter(&options, &error) == -1)
		return 1;
	pthread_barrier_wait(&entered);
	return pthread_join(thread, &result) == 0 && result == NULL ? 0 : 2;
}

START_TEST(running_threads_are_in_the_sandbox)
{
	pid_t child = fork();
	int status;

	if (child == 0)
		_exit(enter_with_a_thread());
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

static int
be_reported(void)
{
	const char *log;
	int i;

	for (i = 0; i < 3; i++) {
		can_open("/etc/passwd", O_RDONLY);
		socket(AF_INET, SOCK_STREAM, 0);
	}
	unit_capture();
	sandbox_report();
	sandbox_report();
	log = unit_captured();
	if (strstr(log,
		"denied opening /etc/passwd for reading; if the application "
		"needs it, set sandbox.reads = /etc/passwd for its mount") ==
	    NULL)
		return 1;
	if (strstr(log,
		"denied a socket of AF_INET; if the application needs it, set "
		"sandbox.connects = HOST:PORT for its mount") == NULL)
		return 2;
	return strchr(strchr(log, '\n') + 1, '\n')[1] == '\0' ? 0 : 3;
}

START_TEST(the_first_denial_of_a_call_is_logged)
{
	ck_assert_int_eq(in_sandbox(be_reported), 0);
	ck_assert_int_eq(atomic_load(violations), 6);
}
END_TEST

/* An application that tries one path after the other does not fill the log. */
static int
try_many_paths(void)
{
	const char *log, *line;
	char path[32];
	int i, lines = 0;

	for (i = 0; i < 100; i++) {
		snprintf(path, sizeof(path), "/etc/%d", i);
		/* Making it is denied, whether it exists or not. */
		can_open(path, O_RDONLY | O_CREAT);
		can_open("/etc/passwd", O_RDONLY);
	}
	unit_capture();
	sandbox_report();
	log = unit_captured();
	for (line = log; (line = strchr(line, '\n')) != NULL; line++)
		lines++;
	if (lines != 8)
		return 1;
	return strstr(log, "further denials of this call are only counted\n") ==
		NULL
	    ? 2
	    : 0;
}

START_TEST(the_lines_of_a_call_are_bounded)
{
	ck_assert_int_eq(in_sandbox(try_many_paths), 0);
	ck_assert_int_eq(atomic_load(violations), 200);
}
END_TEST

static int
abort_itself(void)
{
	abort();
}

START_TEST(a_crash_still_ends_the_process)
{
	ck_assert_int_eq(in_sandbox(abort_itself), 128 + SIGABRT);
}
END_TEST

/*
 * In a child: libcheck sets a timer when a test ends, which the sandbox denies;
 * it would then use another clock than at the start.
 */
START_TEST(a_missing_folder_is_logged)
{
	const char *replaced[] = { unit_path("none/cache"), NULL };
	const struct sandbox_options options = { .rights.replaced = replaced };
	pid_t child;
	int status;

	unit_capture();
	child = fork();
	if (child == 0)
		_exit(sandbox_enter(&options, &error) == 0 ? 0 : 1);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "none: No such file"));
	ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(the_target_of_a_symlink_can_be_read)
{
	const char *reads[] = { unit_path("near/link"), NULL };
	const struct sandbox_options options = { .rights.reads = reads };
	pid_t child;
	int status;

	mkdir(unit_path("far"), 0755);
	mkdir(unit_path("near"), 0755);
	unit_write_text(unit_path("far/cache"), "cache");
	ck_assert_int_eq(
	    symlink(unit_path("far/cache"), unit_path("near/link")), 0);
	child = fork();
	if (child == 0) {
		if (sandbox_enter(&options, &error) == -1)
			_exit(1);
		_exit(can_open(unit_path("near/link"), O_RDONLY) ? 0 : 2);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

START_TEST(files_beside_a_folder_cannot_be_read)
{
	const char *reads[] = { unit_path("site"), NULL };
	const struct sandbox_options options = { .rights.reads = reads };
	pid_t child;
	int status;

	mkdir(unit_path("site"), 0755);
	unit_write_text(unit_path("site/page"), "page");
	unit_write_text(unit_path("other"), "other");
	child = fork();
	if (child == 0) {
		if (sandbox_enter(&options, &error) == -1)
			_exit(1);
		if (!can_open(unit_path("site/page"), O_RDONLY))
			_exit(2);
		_exit(can_open(unit_path("other"), O_RDONLY) ? 3 : 0);
	}
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
}
END_TEST

#endif

START_TEST(without_a_sandbox_nothing_is_denied)
{
	const struct sandbox_options off = { .mode = SANDBOX_OFF };
	struct gantry_error nothing;
	int descriptor;

	ck_assert_int_eq(sandbox_probe(&off, &nothing), 0);
	ck_assert_int_eq(sandbox_enter(&off, &nothing), 0);
	ck_assert_int_eq(sandbox_enter(NULL, &nothing), 0);
	descriptor = open("/etc/passwd", O_RDONLY);
	ck_assert_int_ne(descriptor, -1);
	close(descriptor);
}
END_TEST

START_TEST(a_required_sandbox_is_complete_or_an_error)
{
	const struct sandbox_options options = { .mode = SANDBOX_REQUIRE };
	struct gantry_error reason = { 0 };
	int result = sandbox_probe(&options, &reason);

#ifdef SANITIZED
	ck_assert_int_eq(result, -1);
	ck_assert_ptr_nonnull(strstr(reason.text, "sanitizers"));
#else
	ck_assert_int_eq(result,
	    landlock_abi() > 0 && seccomp_filter_is_possible() ? 0 : -1);
#endif
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
#ifndef SANITIZED
		files_open_only_in_allowed_folders,
		openat2_follows_the_same_rules,
		a_missing_file_is_not_a_violation,
		no_program_or_process_can_be_started,
		open_sockets_work_and_new_ones_are_denied,
		listening_sockets_cannot_be_harmed,
		new_threads_are_in_the_sandbox,
		running_threads_are_in_the_sandbox,
		the_first_denial_of_a_call_is_logged,
		the_lines_of_a_call_are_bounded,
		a_crash_still_ends_the_process,
		a_missing_folder_is_logged,
		the_target_of_a_symlink_can_be_read,
		files_beside_a_folder_cannot_be_read,
#endif
		without_a_sandbox_nothing_is_denied,
		a_required_sandbox_is_complete_or_an_error,
		NULL,
	};

	return unit_run("serve/sandbox", tests);
}
