/*
 * The signal handler may interrupt any code, so it only makes system calls and
 * takes notes.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/openat2.h>
#include <netinet/in.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "serve/sandbox/denials.h"
#include "serve/sandbox/sigsys.h"

#ifndef SYS_SECCOMP
#define SYS_SECCOMP 1
#endif

/* What a call is about: which arguments have its path, and what tells it. */
struct sort {
	int number;
	enum denial_kind kind;
	int folder, path; /* the arguments; -1: none */
	int value; /* likewise: a command or a family */
	bool is_judged; /* by Landlock, as the filter allows it */
};

struct call {
	int number;
	uint64_t arguments[6];
	const struct sort *sort;
};

/* What a repeated call fails with if the filter denies it; no call does. */
#define DENIED_AGAIN ENOTRECOVERABLE

static uint64_t pass;
static bool resolves_names;

#if defined(__x86_64__)

static void
read_arguments(const ucontext_t *context, uint64_t *arguments)
{
	static const int registers[] = { REG_RDI, REG_RSI, REG_RDX, REG_R10,
		REG_R8, REG_R9 };
	size_t i;

	for (i = 0; i < 6; i++)
		arguments[i] =
		    (uint64_t)context->uc_mcontext.gregs[registers[i]];
}

static void
put_result(ucontext_t *context, long result)
{
	context->uc_mcontext.gregs[REG_RAX] = result;
}

#elif defined(__aarch64__)

static void
read_arguments(const ucontext_t *context, uint64_t *arguments)
{
	size_t i;

	for (i = 0; i < 6; i++)
		arguments[i] = context->uc_mcontext.regs[i];
}

static void
put_result(ucontext_t *context, long result)
{
	context->uc_mcontext.regs[0] = (uint64_t)result;
}

#endif

bool
sigsys_is_possible(void)
{
#if defined(__x86_64__) || defined(__aarch64__)
	return true;
#else
	return false;
#endif
}

#if defined(__x86_64__) || defined(__aarch64__)

static const struct sort sorts[] = {
	{ SYS_openat, DENIAL_READ, 0, 1, -1, true },
	{ SYS_openat2, DENIAL_READ, 0, 1, -1, true },
	{ SYS_unlinkat, DENIAL_CHANGE, 0, 1, -1, true },
	{ SYS_mkdirat, DENIAL_CHANGE, 0, 1, -1, true },
	{ SYS_renameat, DENIAL_CHANGE, 2, 3, -1, true },
	{ SYS_renameat2, DENIAL_CHANGE, 2, 3, -1, true },
	{ SYS_truncate, DENIAL_CHANGE, -1, 0, -1, true },
	{ SYS_connect, DENIAL_SEND, -1, -1, -1, true },
#ifdef SYS_open
	{ SYS_open, DENIAL_READ, -1, 0, -1, true },
	{ SYS_unlink, DENIAL_CHANGE, -1, 0, -1, true },
	{ SYS_rmdir, DENIAL_CHANGE, -1, 0, -1, true },
	{ SYS_mkdir, DENIAL_CHANGE, -1, 0, -1, true },
	{ SYS_rename, DENIAL_CHANGE, -1, 1, -1, true },
	{ SYS_creat, DENIAL_WRITE, -1, 0, -1, false },
	{ SYS_chmod, DENIAL_OTHER, -1, 0, -1, false },
	{ SYS_chown, DENIAL_OTHER, -1, 0, -1, false },
	{ SYS_link, DENIAL_OTHER, -1, 1, -1, false },
	{ SYS_symlink, DENIAL_OTHER, -1, 1, -1, false },
	{ SYS_fork, DENIAL_RUN, -1, -1, -1, false },
	{ SYS_vfork, DENIAL_RUN, -1, -1, -1, false },
#endif
	{ SYS_fchmodat, DENIAL_OTHER, 0, 1, -1, false },
	{ SYS_fchownat, DENIAL_OTHER, 0, 1, -1, false },
	{ SYS_utimensat, DENIAL_OTHER, 0, 1, -1, false },
	{ SYS_linkat, DENIAL_OTHER, 2, 3, -1, false },
	{ SYS_symlinkat, DENIAL_OTHER, 1, 2, -1, false },
	{ SYS_ftruncate, DENIAL_CHANGE, -1, -1, -1, false },
	{ SYS_fallocate, DENIAL_CHANGE, -1, -1, -1, false },
	{ SYS_fchmod, DENIAL_CHANGE, -1, -1, -1, false },
	{ SYS_execve, DENIAL_RUN, -1, 0, -1, false },
	{ SYS_execveat, DENIAL_RUN, 0, 1, -1, false },
	{ SYS_clone, DENIAL_RUN, -1, -1, -1, false },
	{ SYS_socket, DENIAL_SOCKET, -1, -1, 0, false },
	{ SYS_sendto, DENIAL_SEND, -1, -1, -1, false },
	{ SYS_sendmsg, DENIAL_SEND, -1, -1, -1, false },
	{ SYS_sendmmsg, DENIAL_SEND, -1, -1, -1, false },
	{ SYS_recvmmsg, DENIAL_SEND, -1, -1, -1, false },
	{ SYS_fcntl, DENIAL_OTHER, -1, -1, 1, false },
	{ SYS_ioctl, DENIAL_OTHER, -1, -1, 1, false },
	{ SYS_prctl, DENIAL_OTHER, -1, -1, 0, false },
};

static const struct sort other = { -1, DENIAL_OTHER, -1, -1, -1, false };

static const struct sort *
find_sort(int number)
{
	size_t i;

	for (i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++)
		if (sorts[i].number == number)
			return &sorts[i];
	return &other;
}

static const char *
path_of(const struct call *call)
{
	if (call->sort->path == -1)
		return NULL;
	return (const char *)(uintptr_t)call->arguments[call->sort->path];
}

static int
folder_of(const struct call *call)
{
	if (call->sort->folder == -1)
		return AT_FDCWD;
	return (int)call->arguments[call->sort->folder];
}

static void
note(const struct call *call, enum denial_kind kind, int value)
{
	const struct denial denial = {
		.kind = kind,
		.number = call->number,
		.value = value,
		.folder = folder_of(call),
		.path = path_of(call),
	};

	denial_note(&denial);
}

/* Would the permissions of the file PATH deny it, too? */
static bool
is_denied_anyway(int folder, const char *path, int mode)
{
	return faccessat(folder, path, mode, 0) == -1 && errno == EACCES;
}

/* The same for the folder that PATH is in. */
static bool
is_folder_closed(int folder, const char *path)
{
	const char *slash = strrchr(path, '/');
	size_t length = slash == NULL ? 0 : (size_t)(slash - path) + 1;
	char above[PATH_MAX] = ".";

	if (length >= sizeof(above))
		return true;
	if (length > 0) {
		memcpy(above, path, length);
		above[length] = '\0';
	}
	return is_denied_anyway(folder, above, W_OK | X_OK);
}

/* The flags of the kernel's copy were valid, as it reported EACCES. */
static int
open_flags(const struct call *call)
{
	const uint64_t *given = call->arguments;
	const struct open_how *how = (const void *)(uintptr_t)given[2];

	if (call->number == SYS_openat2)
		return (int)how->flags;
	return (int)given[call->number == SYS_openat ? 2 : 1];
}

/* Landlock denied to open a file. */
static void
note_open(const struct call *call)
{
	const int folder = folder_of(call), flags = open_flags(call);
	const char *path = path_of(call);
	const bool reads = (flags & O_ACCMODE) == O_RDONLY &&
	    (flags & (O_CREAT | O_TRUNC)) == 0;
	const int mode = (flags & O_ACCMODE) == O_RDONLY ? R_OK
	    : (flags & O_ACCMODE) == O_WRONLY		 ? W_OK
							 : R_OK | W_OK;

	if (is_denied_anyway(folder, path, mode) ||
	    ((flags & O_CREAT) != 0 && faccessat(folder, path, F_OK, 0) == -1 &&
		is_folder_closed(folder, path)))
		return;
	note(call, reads ? DENIAL_READ : DENIAL_WRITE, -1);
}

/* Landlock denied to connect to a port. */
static void
note_port(const struct call *call)
{
	const struct sockaddr_in *address =
	    (const void *)(uintptr_t)call->arguments[1];

	/* The port has one place in both families. */
	if (address->sin_family == AF_INET || address->sin_family == AF_INET6)
		note(call, DENIAL_PORT, ntohs(address->sin_port));
}

/* glibc looks for nscd like this, and does without. */
static bool
is_name_cache(const struct call *call)
{
	return resolves_names && call->number == SYS_socket &&
	    (int)call->arguments[0] == AF_UNIX &&
	    (int)call->arguments[1] ==
	    (SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK);
}

/* The filter denied it, so nobody has checked the pointer to its path. */
static void
note_call(struct call *call)
{
	static const struct sort unreadable = { -1, DENIAL_OTHER, -1, -1, -1,
		false };
	const char *path = path_of(call);
	enum denial_kind kind = call->sort->kind;
	int value = -1;

	if (is_name_cache(call))
		return;
	if (call->sort->value != -1)
		value = (int)call->arguments[call->sort->value];
	if (path != NULL && faccessat(folder_of(call), path, F_OK, 0) == -1 &&
	    errno == EFAULT)
		call->sort = &unreadable;
	note(call, kind, value);
}

/* Repeat the call with the cookie.  Returns its result or a negative errno. */
static long
repeat(const struct call *call)
{
	const uint64_t *given = call->arguments;
	long result;

#ifdef SYS_open
	if (call->number == SYS_open)
		result = syscall(SYS_openat, AT_FDCWD, given[0], given[1],
		    given[2], 0, pass);
	else
#endif
		result = syscall(call->number, given[0], given[1], given[2],
		    given[3], given[4], pass);
	return result == -1 ? -errno : result;
}

/* Make the call that Landlock judges, and note if that denies it. */
static long
judge(struct call *call)
{
	const long result = repeat(call);

	if (result == -DENIED_AGAIN) {
		note_call(call);
		return -EPERM;
	}
	if (result != -EACCES)
		return result;
	if (call->sort->kind == DENIAL_READ)
		note_open(call);
	else if (call->sort->kind == DENIAL_SEND)
		note_port(call);
	else if (!is_folder_closed(folder_of(call), path_of(call)))
		note(call, call->sort->kind, -1);
	return result;
}

/* Change the mode or the times of an open file, as CALL wants for a path. */
static long
change_file(const struct call *call, int file)
{
	const uint64_t given = call->arguments[call->sort->path + 1];

	if (call->number == SYS_utimensat)
		return syscall(SYS_utimensat, file, NULL, given, 0);
	return fchmod(file, (mode_t)given);
}

/*
 * The filter denies chmod(2) and utimensat(2), because Landlock does not
 * restrict them.  A file that may be written may be changed so, too: it is
 * opened for writing, which Landlock judges, and changed by its descriptor.
 * Returns whether CALL was one of these and was made.
 */
static bool
changes_file(const struct call *call)
{
	const int flags = O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	const char *path = path_of(call);
	long file, result;

	if (path == NULL ||
	    (call->number != SYS_fchmodat &&
#ifdef SYS_chmod
		call->number != SYS_chmod &&
#endif
		call->number != SYS_utimensat))
		return false;
	file = syscall(SYS_openat, folder_of(call), path, flags, 0, 0, pass);
	if (file == -1)
		return false;
	result = change_file(call, (int)file);
	close((int)file);
	return result == 0;
}

static void
handle_sigsys(int number, siginfo_t *information, void *context)
{
	struct call call = { .number = information->si_syscall };
	const int before = errno;
	long result = -EPERM;

	(void)number;
	if (information->si_code != SYS_SECCOMP)
		return; /* another process sent the signal */
	read_arguments(context, call.arguments);
	call.sort = find_sort(call.number);
	if (changes_file(&call))
		result = 0;
	else if (!call.sort->is_judged)
		note_call(&call);
	else if (call.arguments[5] == pass)
		result = -DENIED_AGAIN; /* this is the repetition */
	else
		result = judge(&call);
	put_result(context, result);
	errno = before;
}

int
sigsys_catch(bool resolves, uint64_t *cookie, struct gantry_error *error)
{
	struct sigaction action = { .sa_sigaction = handle_sigsys,
		.sa_flags = SA_SIGINFO | SA_NODEFER };

	resolves_names = resolves;
	if (getrandom(&pass, sizeof(pass), 0) != (ssize_t)sizeof(pass) ||
	    sigaction(SIGSYS, &action, NULL) == -1)
		return gantry_error_system(error, "cannot handle SIGSYS");
	*cookie = pass;
	return 0;
}

#else

int
sigsys_catch(bool resolves, uint64_t *cookie, struct gantry_error *error)
{
	(void)resolves;
	*cookie = pass;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "denied calls are not counted on this processor");
}

#endif
