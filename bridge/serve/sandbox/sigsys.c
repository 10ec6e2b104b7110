/*
 * The signal handler may interrupt any code, so it only counts and takes notes.
 * sigsys_report logs the notes later.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <signal.h>
#include <stddef.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

#include "base/log/log.h"
#include "serve/sandbox/sigsys.h"

#define CALLS_MAX  1024 /* above all numbers of system calls */
#define NOTES_MAX  32
#define PATH_NOTED 256

#ifndef SYS_SECCOMP
#define SYS_SECCOMP 1
#endif

/* A note about the first denial of a call. */
struct note {
	atomic_int state;
	int number;
	char path[PATH_NOTED]; /* if it opens a file */
};

enum {
	NOTE_EMPTY,
	NOTE_WRITTEN,
	NOTE_LOGGED,
};

struct call {
	int number;
	uint64_t arguments[6];
};

static atomic_int_least64_t here;
static _Atomic(atomic_int_least64_t *) shared = &here;
static atomic_bool seen[CALLS_MAX];
static struct note notes[NOTES_MAX];
static atomic_size_t note_count;
static uint64_t pass;

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

static bool
is_open(int number)
{
#ifdef SYS_open
	if (number == SYS_open)
		return true;
#endif
	return number == SYS_openat || number == SYS_openat2;
}

#if defined(__x86_64__) || defined(__aarch64__)

static void
note(const struct call *call, const char *path)
{
	struct note *empty;
	size_t at;

	atomic_fetch_add(&here, 1);
	if (atomic_load(&shared) != &here)
		atomic_fetch_add(atomic_load(&shared), 1);
	if (call->number < 0 || call->number >= CALLS_MAX ||
	    atomic_exchange(&seen[call->number], true))
		return;
	at = atomic_fetch_add(&note_count, 1);
	if (at >= NOTES_MAX)
		return;
	empty = &notes[at];
	empty->number = call->number;
	if (path != NULL)
		strncpy(empty->path, path, sizeof(empty->path) - 1);
	atomic_store(&empty->state, NOTE_WRITTEN);
}

/* Would the permissions of the file deny it, too? */
static bool
is_denied_anyway(int folder, const char *path, int flags)
{
	int mode = (flags & O_ACCMODE) == O_RDONLY ? R_OK
	    : (flags & O_ACCMODE) == O_WRONLY	   ? W_OK
						   : R_OK | W_OK;

	return faccessat(folder, path, mode, 0) == -1 && errno == EACCES;
}

/* Note the CALL, which opens PATH, if Landlock denied it. */
static long
judge(const struct call *call, long result, int folder, const char *path,
    int flags)
{
	if (result != -1)
		return result;
	result = -errno;
	if (result == -EACCES && !is_denied_anyway(folder, path, flags))
		note(call, path);
	return result;
}

/* Repeat the call with the cookie, which the filter lets pass. */
static long
repeat(const struct call *call)
{
	const uint64_t *given = call->arguments;
	bool has_folder = call->number == SYS_openat;
	int folder = has_folder ? (int)given[0] : AT_FDCWD;
	const char *path = (const char *)(uintptr_t)given[has_folder ? 1 : 0];
	int flags = (int)given[has_folder ? 2 : 1];
	int mode = (int)given[has_folder ? 3 : 2];

	return judge(call,
	    syscall(SYS_openat, folder, path, flags, mode, 0, pass), folder,
	    path, flags);
}

/* The kernel reported EACCES, so the pointer to the flags is valid. */
static long
repeat_openat2(const struct call *call)
{
	const uint64_t *given = call->arguments;
	int folder = (int)given[0];
	const char *path = (const char *)(uintptr_t)given[1];
	const struct open_how *how = (const void *)(uintptr_t)given[2];
	long result =
	    syscall(SYS_openat2, folder, path, how, (size_t)given[3], 0, pass);

	return judge(call, result, folder, path,
	    result == -1 && errno == EACCES ? (int)how->flags : 0);
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
	if (call.number == SYS_openat2)
		result = repeat_openat2(&call);
	else if (is_open(call.number))
		result = repeat(&call);
	else
		note(&call, NULL);
	put_result(context, result);
	errno = before;
}

int
sigsys_catch(uint64_t *cookie, struct gantry_error *error)
{
	struct sigaction action = { .sa_sigaction = handle_sigsys,
		.sa_flags = SA_SIGINFO | SA_NODEFER };

	if (getrandom(&pass, sizeof(pass), 0) != (ssize_t)sizeof(pass) ||
	    sigaction(SIGSYS, &action, NULL) == -1)
		return gantry_error_system(error, "cannot handle SIGSYS");
	*cookie = pass;
	return 0;
}

#else

int
sigsys_catch(uint64_t *cookie, struct gantry_error *error)
{
	*cookie = pass;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "denied calls are not counted on this processor");
}

#endif

void
sigsys_count_in(atomic_int_least64_t *violations)
{
	atomic_store(&shared, violations);
}

void
sigsys_report(const char *(*name)(int number))
{
	int written;
	size_t i;

	for (i = 0; i < NOTES_MAX; i++) {
		written = NOTE_WRITTEN;
		if (!atomic_compare_exchange_strong(
			&notes[i].state, &written, NOTE_LOGGED))
			continue;
		log_error("the sandbox denied %s%s%s; further denials of this "
			  "call are only counted",
		    name(notes[i].number),
		    notes[i].path[0] != '\0' ? " of " : "", notes[i].path);
	}
}
