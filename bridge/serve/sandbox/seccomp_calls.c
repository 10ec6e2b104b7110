/*
 * The lists have what the event loop, threads, malloc, open sockets, spooling
 * and reading SQLite need, and what each right of an application adds.  Without
 * rights, no call creates a socket, a process or a connection, or changes the
 * name, mode or owner of a file.
 *
 * Sockets and files may be shared with other processes, which the calls on open
 * descriptors must not harm: a listening socket could be closed for all
 * workers by shutdown(2) or made to block by fcntl(2), and signals could be
 * sent to others by F_SETOWN.  So these calls are restricted to what serving
 * needs.
 */
#include "serve/sandbox/seccomp_calls.h"

#ifdef HAVE_SECCOMP

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <stddef.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>

#define ALL_BITS UINT64_MAX
#define AN_INT	 UINT32_MAX /* the kernel looks at these bits only */

/* A test of an argument of type int. */
#define IS(at, value)                           \
	{                                       \
		(at), AN_INT, (uint64_t)(value) \
	}
#define LACKS(at, bits)                   \
	{                                 \
		(at), (uint64_t)(bits), 0 \
	}
#define ANYTHING        \
	{               \
		0, 0, 0 \
	}
#define IS_NULL(at)               \
	{                         \
		(at), ALL_BITS, 0 \
	}

/* A control command of an open descriptor. */
#define CONTROL(name, needs, value)    \
	{                              \
		name, needs, SPARES_0, \
		{                      \
			IS(1, value)   \
		}                      \
	}

/* One that makes a descriptor, with a number of at least its argument. */
#define DUPLICATE(name, needs, value)        \
	{                                    \
		name, needs, SPARES_0_AND_2, \
		{                            \
			IS(1, value)         \
		}                            \
	}

/* An option of a socket. */
#define OPTION(needs, level, value)                \
	{                                          \
		"setsockopt", needs, SPARES_0,     \
		{                                  \
			IS(1, level), IS(2, value) \
		}                                  \
	}

/* Flags of clone(2) for namespaces. */
#define NEW_NAMESPACES                                                 \
	(CLONE_NEWCGROUP | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWNS | \
	    CLONE_NEWPID | CLONE_NEWUSER | CLONE_NEWUTS)
#define OF_THREADS (CLONE_THREAD | CLONE_VM)

/* Flags of files that F_SETFL may set: not O_ASYNC, which sends signals. */
#define SETTABLE                                                            \
	(O_ACCMODE | O_APPEND | O_NONBLOCK | O_CLOEXEC | O_CREAT | O_EXCL | \
	    O_TRUNC | O_NOCTTY | 0100000 /* O_LARGEFILE */)

/* A connection, and neither a new one nor a datagram to anyone. */
#define TO_CONNECTED IS_NULL(4), LACKS(3, MSG_FASTOPEN)

static const char *const for_all[] = {
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
	"flock",
	"fsync",
	"fdatasync",
	"fadvise64",
	"pipe2",
	"sendfile",
	"sendfile64",
	/* metadata of files, which Landlock does not restrict */
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
	/* open sockets */
	"accept",
	"accept4",
	"recv",
	"recvfrom",
	"recvmsg",
	"getsockopt",
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
	NULL,
};

/* On open files; which may be opened, Landlock decides. */
static const char *const for_writes[] = {
	"ftruncate",
	"ftruncate64",
	"fallocate",
	"fchmod",
	"msync",
	"umask",
	NULL,
};

static const char *const for_connects[] = {
	"recvmmsg",
	NULL,
};

/* What programs need to start, and to wait for them. */
static const char *const for_runs[] = {
	"execve",
	"wait4",
	"waitid",
	"vfork",
	"fork",
	"mmap",
	"mmap2",
	"mprotect",
	"arch_prctl",
	"chdir",
	"fchdir",
	"umask",
	"getpgrp",
	"getpgid",
	"getsid",
	"setpgid",
	"setsid",
	"pipe",
	"getdents",
	"copy_file_range",
	"rt_sigsuspend",
	"pause",
	"alarm",
	"setitimer",
	"getitimer",
	"getxattr",
	"lgetxattr",
	"fgetxattr",
	"capget",
	"readahead",
	/* sem_open(3) makes a semaphore so; Landlock keeps it in its folder. */
	"link",
	NULL,
};

/* An interpreter's event loop wakes itself with these. */
static const char *const for_loads[] = {
	"socketpair",
	NULL,
};

const struct seccomp_list seccomp_allowed[] = {
	{ FOR_ALL, for_all },
	{ FOR_WRITES, for_writes },
	{ FOR_CONNECTS, for_connects },
	{ FOR_RUNS, for_runs },
	{ FOR_LOADS, for_loads },
	{ 0, NULL },
};

const struct seccomp_rule seccomp_allowed_if[] = {
	/* sending on connections */
	{ "send", FOR_ALL, SPARES_NOTHING, { LACKS(3, MSG_FASTOPEN) } },
	{ "sendto", FOR_ALL, SPARES_NOTHING, { TO_CONNECTED } },
	{ "shutdown", FOR_ALL, SPARES_0, { ANYTHING } },
	OPTION(FOR_ALL, SOL_SOCKET, SO_RCVTIMEO),
	OPTION(FOR_ALL, SOL_SOCKET, SO_SNDTIMEO),
	OPTION(FOR_ALL, SOL_SOCKET, SO_LINGER),
	OPTION(FOR_ALL, SOL_SOCKET, SO_KEEPALIVE),
	OPTION(FOR_ALL, IPPROTO_TCP, TCP_NODELAY),
	OPTION(FOR_ALL, IPPROTO_TCP, TCP_CORK),

	/* other descriptors of the same files */
	{ "dup", FOR_ALL, SPARES_0, { ANYTHING } },
	{ "dup2", FOR_ALL, SPARES_0_AND_1, { ANYTHING } },
	{ "dup3", FOR_ALL, SPARES_0_AND_1, { ANYTHING } },
	DUPLICATE("fcntl", FOR_ALL, F_DUPFD_CLOEXEC),
	CONTROL("fcntl", FOR_ALL, F_GETFD),
	CONTROL("fcntl", FOR_ALL, F_SETFD),
	CONTROL("fcntl", FOR_ALL, F_GETFL),
	CONTROL("fcntl", FOR_ALL, F_GETLK),
	CONTROL("fcntl", FOR_ALL, F_SETLK),
	CONTROL("fcntl", FOR_ALL, F_OFD_GETLK),
	CONTROL("fcntl", FOR_ALL, F_OFD_SETLK),
	CONTROL("fcntl", FOR_WRITES, F_SETLKW),
	CONTROL("fcntl", FOR_WRITES, F_OFD_SETLKW),
	DUPLICATE("fcntl", FOR_RUNS, F_DUPFD),
	{ "fcntl", FOR_CONNECTS | FOR_RUNS, SPARES_0,
	    { IS(1, F_SETFL), LACKS(2, AN_INT & ~(uint32_t)SETTABLE) } },
	DUPLICATE("fcntl64", FOR_ALL, F_DUPFD_CLOEXEC),
	CONTROL("fcntl64", FOR_ALL, F_GETFD),
	CONTROL("fcntl64", FOR_ALL, F_SETFD),
	CONTROL("fcntl64", FOR_ALL, F_GETFL),
	CONTROL("fcntl64", FOR_ALL, F_GETLK),
	CONTROL("fcntl64", FOR_ALL, F_SETLK),
	CONTROL("fcntl64", FOR_ALL, F_OFD_GETLK),
	CONTROL("fcntl64", FOR_ALL, F_OFD_SETLK),
	CONTROL("fcntl64", FOR_WRITES, F_SETLKW),
	CONTROL("fcntl64", FOR_WRITES, F_OFD_SETLKW),
	DUPLICATE("fcntl64", FOR_RUNS, F_DUPFD),
	{ "fcntl64", FOR_CONNECTS | FOR_RUNS, SPARES_0,
	    { IS(1, F_SETFL), LACKS(2, AN_INT & ~(uint32_t)SETTABLE) } },
	CONTROL("ioctl", FOR_ALL, TCGETS),
	CONTROL("ioctl", FOR_ALL, FIONREAD),
	CONTROL("ioctl", FOR_CONNECTS | FOR_LOADS, FIONBIO),
	/* Python makes each descriptor that it opens by a function so. */
	CONTROL("ioctl", FOR_ALL, FIOCLEX),
	CONTROL("ioctl", FOR_ALL, FIONCLEX),
	CONTROL("ioctl", FOR_RUNS, TIOCGWINSZ),

	/* threads of this process only */
	{ "clone", FOR_ALL,
	    .tests = { { 0, OF_THREADS | NEW_NAMESPACES, OF_THREADS } } },
	{ "prctl", FOR_ALL, SPARES_NOTHING, { IS(0, PR_SET_NAME) } },
	{ "prctl", FOR_ALL, SPARES_NOTHING, { IS(0, PR_GET_NAME) } },
	/* reading its own limits only */
	{ "prlimit64", FOR_ALL, SPARES_NOTHING, { IS(0, 0), IS_NULL(2) } },

	/* the times of an open file */
	{ "utimensat", FOR_WRITES, SPARES_NOTHING, { IS_NULL(1) } },

	/* no new code */
	{ "mmap", FOR_ALL, SPARES_NOTHING, { LACKS(2, PROT_EXEC) } },
	{ "mmap2", FOR_ALL, SPARES_NOTHING, { LACKS(2, PROT_EXEC) } },
	{ "mprotect", FOR_ALL, SPARES_NOTHING, { LACKS(2, PROT_EXEC) } },

	/* but that of files, which is not written afterwards */
	{ "mmap", FOR_LOADS, SPARES_NOTHING,
	    { LACKS(2, PROT_WRITE), LACKS(3, MAP_ANONYMOUS) } },
	{ "mmap2", FOR_LOADS, SPARES_NOTHING,
	    { LACKS(2, PROT_WRITE), LACKS(3, MAP_ANONYMOUS) } },

	/* connecting; the families are added with the addresses */
	{ "sendto", FOR_CONNECTS, SPARES_NOTHING, { LACKS(3, MSG_FASTOPEN) } },
	{ "sendmsg", FOR_CONNECTS, SPARES_NOTHING, { LACKS(2, MSG_FASTOPEN) } },
	{ "sendmmsg", FOR_CONNECTS, SPARES_NOTHING,
	    { LACKS(3, MSG_FASTOPEN) } },
	OPTION(FOR_CONNECTS, SOL_SOCKET, SO_RCVBUF),
	OPTION(FOR_CONNECTS, SOL_SOCKET, SO_SNDBUF),
	OPTION(FOR_CONNECTS, SOL_SOCKET, SO_REUSEADDR),
	OPTION(FOR_CONNECTS, IPPROTO_TCP, TCP_KEEPIDLE),
	OPTION(FOR_CONNECTS, IPPROTO_TCP, TCP_KEEPINTVL),
	OPTION(FOR_CONNECTS, IPPROTO_TCP, TCP_KEEPCNT),
	OPTION(FOR_CONNECTS, IPPROTO_TCP, TCP_USER_TIMEOUT),
	OPTION(FOR_CONNECTS, IPPROTO_TCP, TCP_QUICKACK),
	OPTION(FOR_CONNECTS, IPPROTO_IP, IP_TOS),
	OPTION(FOR_CONNECTS, IPPROTO_IP, IP_RECVERR),
	OPTION(FOR_CONNECTS, IPPROTO_IP, IP_MTU_DISCOVER),
	OPTION(FOR_CONNECTS, IPPROTO_IPV6, IPV6_TCLASS),
	OPTION(FOR_CONNECTS, IPPROTO_IPV6, IPV6_RECVERR),
	OPTION(FOR_CONNECTS, IPPROTO_IPV6, IPV6_MTU_DISCOVER),
	OPTION(FOR_CONNECTS, IPPROTO_IPV6, IPV6_V6ONLY),

	/* running programs, and what these need to start */
	{ "clone", FOR_RUNS, SPARES_NOTHING, { LACKS(0, NEW_NAMESPACES) } },
	{ NULL, 0, SPARES_NOTHING, { { 0, 0, 0 } } },
};

static const char *const judged_folders[] = {
	"unlink",
	"unlinkat",
	NULL,
};

static const char *const judged_writes[] = {
	"rmdir",
	"mkdir",
	"mkdirat",
	"rename",
	"renameat",
	"renameat2",
	"truncate",
	"truncate64",
	NULL,
};

static const char *const judged_connects[] = {
	"connect",
	NULL,
};

const struct seccomp_list seccomp_judged[] = {
	{ FOR_FOLDERS, judged_folders },
	{ FOR_WRITES, judged_writes },
	{ FOR_CONNECTS, judged_connects },
	{ 0, NULL },
};

const char *const seccomp_denied_to_jobs[] = {
	/* other processes */
	"ptrace",
	"process_vm_readv",
	"process_vm_writev",
	"process_madvise",
	"process_mrelease",
	"pidfd_getfd",
	"pidfd_send_signal",
	"kcmp",
	"rt_sigqueueinfo",
	"rt_tgsigqueueinfo",
	"tkill",
	"get_robust_list",
	/* the kernel, and parts that a program does not need */
	"acct",
	"add_key",
	"adjtimex",
	"bpf",
	"clock_adjtime",
	"clock_settime",
	"delete_module",
	"execveat",
	"fanotify_init",
	"finit_module",
	"init_module",
	"io_uring_enter",
	"io_uring_register",
	"io_uring_setup",
	"ioperm",
	"iopl",
	"kexec_file_load",
	"kexec_load",
	"keyctl",
	"lookup_dcookie",
	"memfd_create",
	"memfd_secret",
	"modify_ldt",
	"nfsservctl",
	"perf_event_open",
	"personality",
	"quotactl",
	"quotactl_fd",
	"reboot",
	"request_key",
	"sethostname",
	"setdomainname",
	"settimeofday",
	"swapoff",
	"swapon",
	"syslog",
	"userfaultfd",
	"vhangup",
	/* files by path, which Landlock does not restrict */
	"chmod",
	"chown",
	"fchmodat",
	"fchmodat2",
	"fchownat",
	"lchown",
	"mknod",
	"mknodat",
	"name_to_handle_at",
	"open_by_handle_at",
	/* memory and messages that processes share */
	"migrate_pages",
	"mq_getsetattr",
	"mq_notify",
	"mq_open",
	"mq_timedreceive",
	"mq_timedsend",
	"mq_unlink",
	"move_pages",
	"msgctl",
	"msgget",
	"msgrcv",
	"msgsnd",
	"remap_file_pages",
	"semctl",
	"semget",
	"semop",
	"semtimedop",
	"shmat",
	"shmctl",
	"shmdt",
	"shmget",
	"socketpair",
	"vmsplice",
	/* namespaces */
	"chroot",
	"fsconfig",
	"fsmount",
	"fsopen",
	"fspick",
	"mount",
	"mount_setattr",
	"move_mount",
	"open_tree",
	"pivot_root",
	"setns",
	"umount",
	"umount2",
	"unshare",
	NULL,
};

#define NEVER_IF(name, at, value)        \
	{                                \
		name, 0, SPARES_NOTHING, \
		{                        \
			IS(at, value)    \
		}                        \
	}
#define NO_NAMESPACE(flag)                    \
	{                                     \
		"clone", 0, SPARES_NOTHING,   \
		{                             \
			{                     \
				0, flag, flag \
			}                     \
		}                             \
	}

const struct seccomp_rule seccomp_denied_to_jobs_if[] = {
	NO_NAMESPACE(CLONE_NEWCGROUP),
	NO_NAMESPACE(CLONE_NEWIPC),
	NO_NAMESPACE(CLONE_NEWNET),
	NO_NAMESPACE(CLONE_NEWNS),
	NO_NAMESPACE(CLONE_NEWPID),
	NO_NAMESPACE(CLONE_NEWUSER),
	NO_NAMESPACE(CLONE_NEWUTS),
	/* signals to other processes, and input for a terminal */
	NEVER_IF("fcntl", 1, F_SETOWN),
	NEVER_IF("fcntl", 1, F_SETOWN_EX),
	NEVER_IF("fcntl", 1, F_SETSIG),
	NEVER_IF("fcntl", 1, F_NOTIFY),
	NEVER_IF("fcntl", 1, F_SETLEASE),
	NEVER_IF("ioctl", 1, FIOASYNC),
	NEVER_IF("ioctl", 1, FIOSETOWN),
	NEVER_IF("ioctl", 1, SIOCSPGRP),
	NEVER_IF("ioctl", 1, TIOCSTI),
	NEVER_IF("ioctl", 1, TIOCLINUX),
	{ NULL, 0, SPARES_NOTHING, { { 0, 0, 0 } } },
};

#endif
