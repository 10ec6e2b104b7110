/*
 * The system calls that a worker may make.  The list has what the event loop,
 * threads, malloc, open sockets, spooling and reading SQLite need.  No call in
 * it creates a socket, a process or a connection, or changes the name, mode or
 * owner of a file.
 */
#include "serve/sandbox/seccomp.h"

#ifdef HAVE_SECCOMP

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "serve/sandbox/sigsys.h"

/* By name, as not every processor has all of them. */
static const char *const allowed[] = {
	/* open descriptors */
	"read",
	"readv",
	"pread64",
	"preadv",
	"preadv2",
	"write",
	"writev",
	"pwrite64",
	"pwritev",
	"pwritev2",
	"lseek",
	"_llseek",
	"close",
	"close_range",
	"dup",
	"dup2",
	"dup3",
	"fcntl",
	"fcntl64",
	"flock",
	"fsync",
	"fdatasync",
	"ftruncate",
	"ftruncate64",
	"fallocate",
	"fadvise64",
	"pipe2",
	"sendfile",
	"sendfile64",
	/* files, restricted by Landlock */
	"fstat",
	"fstat64",
	"stat",
	"stat64",
	"lstat",
	"lstat64",
	"newfstatat",
	"fstatat64",
	"statx",
	"fstatfs",
	"fstatfs64",
	"statfs",
	"statfs64",
	"access",
	"faccessat",
	"faccessat2",
	"readlink",
	"readlinkat",
	"getcwd",
	"getdents64",
	"unlink",
	"unlinkat",
	/* open sockets */
	"accept",
	"accept4",
	"recv",
	"recvfrom",
	"recvmsg",
	"recvmmsg",
	"send",
	"sendto",
	"sendmsg",
	"sendmmsg",
	"shutdown",
	"getsockopt",
	"setsockopt",
	"getsockname",
	"getpeername",
	/* waiting */
	"poll",
	"ppoll",
	"ppoll_time64",
	"select",
	"_newselect",
	"pselect6",
	"pselect6_time64",
	"epoll_create1",
	"epoll_ctl",
	"epoll_wait",
	"epoll_pwait",
	"epoll_pwait2",
	"eventfd2",
	"timerfd_create",
	"timerfd_settime",
	"timerfd_gettime",
	"signalfd4",
	"nanosleep",
	"clock_nanosleep",
	"clock_nanosleep_time64",
	"restart_syscall",
	/* threads and signals */
	"futex",
	"futex_time64",
	"futex_waitv",
	"set_robust_list",
	"get_robust_list",
	"rseq",
	"membarrier",
	"set_tid_address",
	"sched_yield",
	"sched_getaffinity",
	"sched_getparam",
	"sched_getscheduler",
	"exit",
	"exit_group",
	"rt_sigaction",
	"rt_sigprocmask",
	"rt_sigreturn",
	"rt_sigtimedwait",
	"rt_sigtimedwait_time64",
	"rt_sigpending",
	"sigaltstack",
	"sigreturn",
	/* memory */
	"brk",
	"munmap",
	"mremap",
	"madvise",
	"mincore",
	/* identity and time */
	"getpid",
	"getppid",
	"gettid",
	"getuid",
	"geteuid",
	"getgid",
	"getegid",
	"getresuid",
	"getresgid",
	"getgroups",
	"getrusage",
	"getrlimit",
	"sysinfo",
	"uname",
	"times",
	"time",
	"gettimeofday",
	"clock_gettime",
	"clock_gettime64",
	"clock_getres",
	"getrandom",
	"getcpu",
};

/* Allowed if the bits MASK of argument AT are VALUE. */
static const struct {
	const char *name;
	unsigned at;
	uint64_t mask, value;
} conditional[] = {
	/* threads only */
	{ "clone", 0, CLONE_THREAD | CLONE_VM, CLONE_THREAD | CLONE_VM },
	/* no new code */
	{ "mmap", 2, PROT_EXEC, 0 },
	{ "mmap2", 2, PROT_EXEC, 0 },
	{ "mprotect", 2, PROT_EXEC, 0 },
	{ "ioctl", 1, UINT32_MAX, TCGETS },
	{ "ioctl", 1, UINT32_MAX, FIONREAD },
	{ "ioctl", 1, UINT32_MAX, FIONBIO },
	{ "prctl", 0, UINT32_MAX, PR_SET_NAME },
	{ "prctl", 0, UINT32_MAX, PR_GET_NAME },
	/* reading limits only */
	{ "prlimit64", 2, UINT64_MAX, 0 },
};

/*
 * posix_spawn(3), system(3) and popen(3) create processes with all signals
 * blocked, so SIGSYS would kill the worker.  They fail with EPERM and are not
 * counted.
 */
static const struct scmp_arg_cmp spawns = {
	.arg = 0,
	.op = SCMP_CMP_MASKED_EQ,
	.datum_a = CLONE_THREAD | CLONE_VFORK,
	.datum_b = CLONE_VFORK,
};

/* Fail as on an older kernel, so that glibc uses another call. */
static const char *const unknown[] = { "clone3" };

bool
seccomp_filter_is_possible(void)
{
	const uint32_t action = SECCOMP_RET_TRAP;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static int
add(scmp_filter_ctx filter, uint32_t action, const char *name, unsigned count,
    struct scmp_arg_cmp condition)
{
	int number = seccomp_syscall_resolve_name(name);
	int result;

	/* This processor does not have the call. */
	if (number < 0)
		return 0;
	result =
	    seccomp_rule_add_array(filter, action, number, count, &condition);
	return result == -EDOM ? 0 : result;
}

static int
add_allowed(scmp_filter_ctx filter)
{
	const struct scmp_arg_cmp none = { 0 };
	int result = 0;
	size_t i;

	for (i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++)
		if (result == 0)
			result =
			    add(filter, SCMP_ACT_ALLOW, allowed[i], 0, none);
	for (i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		if (result == 0)
			result = add(filter, SCMP_ACT_ERRNO(ENOSYS), unknown[i],
			    0, none);
	return result;
}

static int
add_conditional(scmp_filter_ctx filter)
{
	int result = 0;
	size_t i;

	for (i = 0; i < sizeof(conditional) / sizeof(conditional[0]); i++)
		if (result == 0)
			result = add(filter, SCMP_ACT_ALLOW,
			    conditional[i].name, 1,
			    SCMP_CMP64(conditional[i].at, SCMP_CMP_MASKED_EQ,
				conditional[i].mask, conditional[i].value));
	if (result == 0 && sigsys_is_possible())
		result = add(filter, SCMP_ACT_ERRNO(EPERM), "clone", 1, spawns);
	/* abort(3) of this process */
	if (result == 0)
		result = add(filter, SCMP_ACT_ALLOW, "tgkill", 1,
		    SCMP_CMP64(0, SCMP_CMP_EQ, (uint64_t)getpid()));
	return result;
}

/* Allow opens that the handler has checked (serve/sandbox/sigsys.h). */
static int
add_opens(scmp_filter_ctx filter, bool counted, uint64_t cookie)
{
	const struct scmp_arg_cmp passes = SCMP_CMP64(5, SCMP_CMP_EQ, cookie);
	int result =
	    add(filter, SCMP_ACT_ALLOW, "openat", counted ? 1 : 0, passes);

	/* It opens names from clients below a folder. */
	if (result == 0)
		result = add(
		    filter, SCMP_ACT_ALLOW, "openat2", counted ? 1 : 0, passes);
	if (result == 0 && !counted)
		result = add(filter, SCMP_ACT_ALLOW, "open", 0, passes);
	return result;
}

int
seccomp_filter_enter(struct gantry_error *error)
{
	const bool counted = sigsys_is_possible();
	scmp_filter_ctx filter;
	uint64_t cookie = 0;
	int result;

	if (counted && sigsys_catch(&cookie, error) == -1)
		return -1;
	filter = seccomp_init(counted ? SCMP_ACT_TRAP : SCMP_ACT_ERRNO(EPERM));
	if (filter == NULL)
		return gantry_error_memory(error);
	/* The filter also applies to threads that applications started. */
	result = seccomp_attr_set(filter, SCMP_FLTATR_CTL_TSYNC, 1);
	if (result == 0)
		result = add_allowed(filter);
	if (result == 0)
		result = add_conditional(filter);
	if (result == 0)
		result = add_opens(filter, counted, cookie);
	if (result == 0)
		result = seccomp_load(filter);
	seccomp_release(filter);
	if (result == 0)
		return 0;
	errno = -result;
	return gantry_error_system(error, "cannot filter system calls");
}

const char *
seccomp_filter_call_name(int number)
{
	static char text[64];
	char *name = seccomp_syscall_resolve_num_arch(SCMP_ARCH_NATIVE, number);

	if (name != NULL)
		snprintf(text, sizeof(text), "%s", name);
	else
		snprintf(text, sizeof(text), "system call %d", number);
	free(name);
	return text;
}

#else /* !HAVE_SECCOMP */

bool
seccomp_filter_is_possible(void)
{
	return false;
}

int
seccomp_filter_enter(struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "gantry was built without libseccomp");
}

const char *
seccomp_filter_call_name(int number)
{
	(void)number;
	return "a system call";
}

#endif
