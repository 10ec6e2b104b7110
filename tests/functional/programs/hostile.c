/*
 * An application that an attacker has taken over: it makes, by raw system
 * calls, each call that could leave the sandbox.  The answer has a line for
 * each attack: its name, and the error or "done".  The query has folders for
 * the attacks on files: inside=FOLDER, which may be read, and outside=FOLDER.
 * With only=NAME it makes one attack.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/kcmp.h>
#include <linux/perf_event.h>
#include <linux/sched.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

#include "applications.h"

#if defined(__x86_64__)

/* An argument with other upper bits, which the kernel does not look at. */
#define UPPER(value) ((uint64_t)(unsigned)(value) | UINT64_C(1) << 32)

/* The addresses and arguments of the attacks. */
struct attack {
	char inside[256], outside[256]; /* files, by put_name */
	struct sockaddr_un local;
	struct sockaddr_in remote;
	struct msghdr message;
	struct mmsghdr messages;
	struct iovec part;
	int connection; /* of the web server */
	int listener; /* which all workers share */
};

typedef long attack(const struct attack *with);

/* A file NAME in the folder that follows KEY in QUERY. */
static void
put_name(char path[256], const char *query, const char *key, const char *name)
{
	const char *value = strstr(query, key);

	*path = '\0';
	if (value == NULL)
		return;
	value += strlen(key);
	snprintf(path, 256, "%.*s/%s", (int)strcspn(value, "&"), value, name);
}

/* A socket that is connected to the web server. */
static int
find_connection(void)
{
	struct sockaddr_storage peer;
	socklen_t length;
	int i;

	for (i = 3; i < 1024; i++) {
		length = sizeof(peer);
		if (getpeername(i, (struct sockaddr *)&peer, &length) == 0)
			return i;
	}
	return -1;
}

static int
find_listener(void)
{
	struct rlimit limit = { 0, 0 };
	socklen_t length;
	int i, listens;

	getrlimit(RLIMIT_NOFILE, &limit);
	for (i = (int)limit.rlim_cur - 1; i > 2; i--) {
		length = sizeof(listens);
		if (getsockopt(
			i, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) == 0 &&
		    listens == 1)
			return i;
	}
	return -1;
}

#define ATTACK(name, call)                          \
	static long name(const struct attack *with) \
	{                                           \
		(void)with;                         \
		return call;                        \
	}

/* Connecting and sending to others. */
ATTACK(sockets, syscall(SYS_socket, AF_INET, SOCK_STREAM, 0))
ATTACK(socket_unix, syscall(SYS_socket, AF_UNIX, SOCK_DGRAM, 0))
ATTACK(socket_netlink, syscall(SYS_socket, AF_NETLINK, SOCK_RAW, 0))
ATTACK(socket_packet, syscall(SYS_socket, AF_PACKET, SOCK_RAW, 0))
ATTACK(socket_vsock, syscall(SYS_socket, AF_VSOCK, SOCK_STREAM, 0))
ATTACK(socket_alg, syscall(SYS_socket, AF_ALG, SOCK_SEQPACKET, 0))
ATTACK(socket_upper, syscall(SYS_socket, UPPER(AF_INET), SOCK_STREAM, 0))
ATTACK(connects,
    syscall(SYS_connect, with->connection, &with->remote, sizeof(with->remote)))
ATTACK(connect_bad_pointer, syscall(SYS_connect, 3, 8, 16))
ATTACK(binds,
    syscall(SYS_bind, with->connection, &with->remote, sizeof(with->remote)))
ATTACK(listens, syscall(SYS_listen, with->connection, 1))
ATTACK(fast_open,
    syscall(SYS_sendto, with->connection, "x", 1, MSG_FASTOPEN, &with->remote,
	sizeof(with->remote)))
ATTACK(fast_open_connected,
    syscall(SYS_sendto, with->connection, "x", 1, MSG_FASTOPEN, NULL, 0))
ATTACK(fast_open_upper,
    syscall(SYS_sendto, with->connection, "x", 1, UPPER(MSG_FASTOPEN), NULL, 0))
ATTACK(sends_elsewhere,
    syscall(SYS_sendto, with->connection, "x", 1, MSG_DONTWAIT, &with->local,
	sizeof(with->local)))
ATTACK(sends_message,
    syscall(SYS_sendmsg, with->connection, &with->message, MSG_DONTWAIT))
ATTACK(sends_messages,
    syscall(SYS_sendmmsg, with->connection, &with->messages, 1, MSG_DONTWAIT))
ATTACK(receives_messages,
    syscall(
	SYS_recvmmsg, with->connection, &with->messages, 1, MSG_DONTWAIT, NULL))
static long
pairs(const struct attack *with)
{
	int ends[2];

	(void)with;
	return syscall(SYS_socketpair, AF_UNIX, SOCK_DGRAM, 0, ends);
}
static long
attaches_filter(const struct attack *with)
{
	struct sock_filter code = { BPF_RET | BPF_K, 0, 0, 0 };
	const struct sock_fprog program = { 1, &code };

	return syscall(SYS_setsockopt, with->connection, SOL_SOCKET,
	    SO_ATTACH_FILTER, &program, sizeof(program));
}
static long
sets_ulp(const struct attack *with)
{
	return syscall(
	    SYS_setsockopt, with->connection, IPPROTO_TCP, TCP_ULP, "tls", 3);
}
static long
sets_peek(const struct attack *with)
{
	const int on = 1;

	return syscall(SYS_setsockopt, with->connection, UPPER(SOL_SOCKET),
	    SO_PEEK_OFF, &on, sizeof(on));
}

/* The listening socket, which is shared. */
ATTACK(shuts_down, syscall(SYS_shutdown, with->listener, SHUT_RDWR))
ATTACK(
    shuts_down_upper, syscall(SYS_shutdown, UPPER(with->listener), SHUT_RDWR))
ATTACK(listener_fast_open,
    syscall(SYS_sendto, with->listener, "x", 1, MSG_FASTOPEN, &with->remote,
	sizeof(with->remote)))
ATTACK(listener_connects,
    syscall(SYS_connect, with->listener, &with->remote, sizeof(with->remote)))
ATTACK(listener_duplicates, syscall(SYS_dup, with->listener))
ATTACK(listener_duplicates_upper, syscall(SYS_dup, UPPER(with->listener)))
ATTACK(listener_duplicates_to, syscall(SYS_dup2, with->listener, 100))
ATTACK(listener_duplicates_3, syscall(SYS_dup3, with->listener, 100, 0))
ATTACK(
    listener_duplicates_above, syscall(SYS_fcntl, with->listener, F_DUPFD, 100))
ATTACK(listener_duplicates_closed,
    syscall(SYS_fcntl, with->listener, F_DUPFD_CLOEXEC, 100))
ATTACK(listener_replaced, syscall(SYS_dup2, with->connection, with->listener))
ATTACK(
    transfer_replaced, syscall(SYS_dup2, with->connection, with->listener + 1))
ATTACK(transfer_replaced_upper,
    syscall(SYS_dup2, with->connection, UPPER(with->listener + 1)))
ATTACK(transfer_replaced_3,
    syscall(SYS_dup3, with->connection, with->listener + 1, 0))
ATTACK(transfer_reached,
    syscall(SYS_fcntl, with->connection, F_DUPFD_CLOEXEC, with->listener + 1))
ATTACK(transfer_duplicates, syscall(SYS_dup, with->listener + 1))
ATTACK(transfer_closes, syscall(SYS_close, with->listener + 1))
ATTACK(transfer_closes_upper, syscall(SYS_close, UPPER(with->listener + 1)))
ATTACK(
    transfer_closes_range, syscall(SYS_close_range, with->listener + 1, ~0U, 0))
ATTACK(
    transfer_shuts_down, syscall(SYS_shutdown, with->listener + 1, SHUT_RDWR))
ATTACK(transfer_sends_upper,
    syscall(
	SYS_sendmsg, UPPER(with->listener + 1), &with->message, MSG_DONTWAIT))
ATTACK(listener_blocks, syscall(SYS_fcntl, with->listener, F_SETFL, 0))
static long
listener_waits(const struct attack *with)
{
	const int lots = 1000000;

	return syscall(SYS_setsockopt, with->listener, SOL_SOCKET, SO_RCVLOWAT,
	    &lots, sizeof(lots));
}

/* Signals to other processes. */
ATTACK(kills, syscall(SYS_kill, getppid(), SIGCONT))
ATTACK(kills_all, syscall(SYS_kill, -1, 0))
ATTACK(kills_thread, syscall(SYS_tkill, getppid(), SIGCONT))
ATTACK(kills_group, syscall(SYS_tgkill, getppid(), getppid(), SIGCONT))
ATTACK(opens_process, syscall(SYS_pidfd_open, getppid(), 0))
ATTACK(owns, syscall(SYS_fcntl, with->connection, F_SETOWN, getppid()))
ATTACK(owns_upper,
    syscall(SYS_fcntl, with->connection, UPPER(F_SETOWN), getppid()))
static long
owns_more(const struct attack *with)
{
	const struct f_owner_ex owner = { F_OWNER_PID, getppid() };

	return syscall(SYS_fcntl, with->connection, F_SETOWN_EX, &owner);
}
ATTACK(sets_signal, syscall(SYS_fcntl, with->connection, F_SETSIG, SIGCONT))
ATTACK(is_asynchronous, syscall(SYS_fcntl, with->connection, F_SETFL, O_ASYNC))
ATTACK(blocks, syscall(SYS_fcntl, with->connection, F_SETFL, 0))
ATTACK(notifies, syscall(SYS_fcntl, 0, F_NOTIFY, DN_ACCESS))
ATTACK(leases, syscall(SYS_fcntl, 0, F_SETLEASE, F_RDLCK))
static long
sets_fioasync(const struct attack *with)
{
	const int on = 1;

	return syscall(SYS_ioctl, with->connection, FIOASYNC, &on);
}
static long
sets_fiosetown(const struct attack *with)
{
	const int parent = getppid();

	return syscall(SYS_ioctl, with->connection, FIOSETOWN, &parent);
}
ATTACK(types, syscall(SYS_ioctl, 0, TIOCSTI, "x"))
static long
queues(const struct attack *with)
{
	siginfo_t information = { .si_signo = SIGCONT, .si_code = SI_QUEUE };

	(void)with;
	return syscall(SYS_rt_sigqueueinfo, getppid(), SIGCONT, &information);
}

/* Memory and state of other processes. */
static long
reads_memory(const struct attack *with)
{
	return syscall(
	    SYS_process_vm_readv, getppid(), &with->part, 1, &with->part, 1, 0);
}
static long
writes_memory(const struct attack *with)
{
	return syscall(SYS_process_vm_writev, getppid(), &with->part, 1,
	    &with->part, 1, 0);
}
ATTACK(traces, syscall(SYS_ptrace, PTRACE_ATTACH, getppid(), 0, 0))
ATTACK(compares, syscall(SYS_kcmp, getppid(), getpid(), KCMP_FILE, 0, 0))
static long
finds_robust_list(const struct attack *with)
{
	void *head;
	size_t length;

	(void)with;
	return syscall(SYS_get_robust_list, getppid(), &head, &length);
}
static long
reads_limits(const struct attack *with)
{
	struct rlimit limit;

	(void)with;
	return syscall(SYS_prlimit64, getppid(), RLIMIT_NOFILE, NULL, &limit);
}
static long
sets_limits(const struct attack *with)
{
	const struct rlimit limit = { 0, 0 };

	(void)with;
	return syscall(SYS_prlimit64, 0, RLIMIT_CORE, &limit, NULL);
}
ATTACK(sets_priority, syscall(SYS_setpriority, PRIO_PROCESS, getppid(), 19))
static long
sets_affinity(const struct attack *with)
{
	const unsigned long mask = 1;

	(void)with;
	return syscall(SYS_sched_setaffinity, getppid(), sizeof(mask), &mask);
}
ATTACK(shares_memory, syscall(SYS_shmget, IPC_PRIVATE, 4096, 0600))
ATTACK(attaches_memory, syscall(SYS_shmat, 0, NULL, 0))
ATTACK(opens_queue, syscall(SYS_mq_open, "/x", O_CREAT | O_RDWR, 0600, NULL))
ATTACK(remaps, syscall(SYS_remap_file_pages, 0, 4096, 0, 0, 0))

/* New code, programs and processes. */
ATTACK(runs, syscall(SYS_execve, "/bin/true", NULL, NULL))
ATTACK(runs_bad_pointer, syscall(SYS_execve, 8, NULL, NULL))
ATTACK(runs_at, syscall(SYS_execveat, 0, "", NULL, NULL, AT_EMPTY_PATH))
ATTACK(makes_memory_file, syscall(SYS_memfd_create, "x", 0))
ATTACK(maps_code,
    syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_EXEC,
	MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
ATTACK(maps_code_upper,
    syscall(SYS_mmap, NULL, 4096, UPPER(PROT_READ | PROT_EXEC),
	MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
static long
protects_code(const struct attack *with)
{
	void *page = (void *)((uintptr_t)with & ~(uintptr_t)4095);

	return syscall(
	    SYS_mprotect, page, 4096, PROT_READ | PROT_WRITE | PROT_EXEC);
}
ATTACK(
    protects_code_by_key, syscall(SYS_pkey_mprotect, NULL, 4096, PROT_EXEC, -1))
ATTACK(forks, syscall(SYS_fork))
ATTACK(clones, syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0))
ATTACK(clones_3, syscall(SYS_clone3, NULL, 0))
ATTACK(clones_namespace,
    syscall(SYS_clone, CLONE_THREAD | CLONE_VM | CLONE_SIGHAND | CLONE_NEWNET,
	0, 0, 0, 0))
ATTACK(unshares, syscall(SYS_unshare, CLONE_NEWUSER))
ATTACK(enters_namespace, syscall(SYS_setns, 0, 0))
ATTACK(changes_personality, syscall(SYS_personality, 0x0400000))
ATTACK(becomes_dumpable, syscall(SYS_prctl, PR_SET_DUMPABLE, 1, 0, 0, 0))
ATTACK(survives_parent, syscall(SYS_prctl, PR_SET_PDEATHSIG, 0, 0, 0, 0))
ATTACK(becomes_root, syscall(SYS_setresuid, 0, 0, 0))

/* Parts of the kernel that are often attacked. */
ATTACK(sets_up_uring, syscall(SYS_io_uring_setup, 1, NULL))
ATTACK(faults_itself, syscall(SYS_userfaultfd, 1))
ATTACK(loads_bpf, syscall(SYS_bpf, BPF_MAP_CREATE, NULL, 0))
ATTACK(counts_events, syscall(SYS_perf_event_open, NULL, 0, 0, 0, 0))
ATTACK(adds_key, syscall(SYS_add_key, "user", "x", "x", 1, -3))
ATTACK(asks_key, syscall(SYS_keyctl, 0, -3))
ATTACK(loads_module, syscall(SYS_init_module, NULL, 0, ""))
ATTACK(splices, syscall(SYS_splice, 0, NULL, 0, NULL, 0, 0))
ATTACK(tees, syscall(SYS_tee, 0, 0, 1, 0))
ATTACK(splices_memory, syscall(SYS_vmsplice, 1, &with->part, 1, 0))
ATTACK(watches, syscall(SYS_inotify_init1, 0))

/* The file system. */
ATTACK(mounts, syscall(SYS_mount, "none", "/", "tmpfs", 0, NULL))
ATTACK(changes_root, syscall(SYS_chroot, "/"))
ATTACK(changes_folder, syscall(SYS_chdir, "/"))
ATTACK(changes_mode, syscall(SYS_chmod, with->inside, 0777))
ATTACK(changes_mode_at, syscall(SYS_fchmodat, AT_FDCWD, with->inside, 0777))
ATTACK(changes_owner, syscall(SYS_chown, with->inside, 1, 1))
ATTACK(links, syscall(SYS_link, with->inside, with->outside))
ATTACK(links_symbolically, syscall(SYS_symlink, "/", with->outside))
ATTACK(renames, syscall(SYS_rename, with->inside, with->outside))
ATTACK(makes_folder, syscall(SYS_mkdir, with->outside, 0700))
ATTACK(makes_node, syscall(SYS_mknod, with->outside, 0600, 0))
ATTACK(truncates, syscall(SYS_truncate, with->inside, 0))
ATTACK(truncates_log, syscall(SYS_ftruncate, 2, 0))
ATTACK(allocates, syscall(SYS_fallocate, 2, 0, 0, 1))
ATTACK(opens_by_handle, syscall(SYS_open_by_handle_at, 0, NULL, O_RDONLY))
ATTACK(truncates_on_opening,
    syscall(SYS_openat, AT_FDCWD, with->inside, O_RDONLY | O_TRUNC))

/* What Landlock alone denies. */
ATTACK(reads_outside, syscall(SYS_openat, AT_FDCWD, with->outside, O_RDONLY))
ATTACK(reads_outside_old, syscall(SYS_open, with->outside, O_RDONLY))
ATTACK(reads_passwords, syscall(SYS_open, "/etc/passwd", O_RDONLY))
ATTACK(writes_inside, syscall(SYS_open, with->inside, O_WRONLY))
ATTACK(
    writes_outside, syscall(SYS_open, with->outside, O_WRONLY | O_CREAT, 0600))
ATTACK(removes_outside, syscall(SYS_unlink, with->outside))
ATTACK(lists_root, syscall(SYS_open, "/", O_RDONLY | O_DIRECTORY))

#define LIST(name)          \
	{                   \
#name, name \
	}

static const struct {
	const char *name;
	attack *attack;
} attacks[] = {
	LIST(sockets),
	LIST(socket_unix),
	LIST(socket_netlink),
	LIST(socket_packet),
	LIST(socket_vsock),
	LIST(socket_alg),
	LIST(socket_upper),
	LIST(connects),
	LIST(connect_bad_pointer),
	LIST(binds),
	LIST(listens),
	LIST(fast_open),
	LIST(fast_open_connected),
	LIST(fast_open_upper),
	LIST(sends_elsewhere),
	LIST(sends_message),
	LIST(sends_messages),
	LIST(receives_messages),
	LIST(pairs),
	LIST(attaches_filter),
	LIST(sets_ulp),
	LIST(sets_peek),
	LIST(shuts_down),
	LIST(shuts_down_upper),
	LIST(listener_fast_open),
	LIST(listener_connects),
	LIST(listener_duplicates),
	LIST(listener_duplicates_upper),
	LIST(listener_duplicates_to),
	LIST(listener_duplicates_3),
	LIST(listener_duplicates_above),
	LIST(listener_duplicates_closed),
	LIST(listener_replaced),
	LIST(transfer_replaced),
	LIST(transfer_replaced_upper),
	LIST(transfer_replaced_3),
	LIST(transfer_reached),
	LIST(transfer_duplicates),
	LIST(transfer_closes),
	LIST(transfer_closes_upper),
	LIST(transfer_closes_range),
	LIST(transfer_shuts_down),
	LIST(transfer_sends_upper),
	LIST(listener_blocks),
	LIST(listener_waits),
	LIST(kills),
	LIST(kills_all),
	LIST(kills_thread),
	LIST(kills_group),
	LIST(opens_process),
	LIST(owns),
	LIST(owns_upper),
	LIST(owns_more),
	LIST(sets_signal),
	LIST(is_asynchronous),
	LIST(blocks),
	LIST(notifies),
	LIST(leases),
	LIST(sets_fioasync),
	LIST(sets_fiosetown),
	LIST(types),
	LIST(queues),
	LIST(reads_memory),
	LIST(writes_memory),
	LIST(traces),
	LIST(compares),
	LIST(finds_robust_list),
	LIST(reads_limits),
	LIST(sets_limits),
	LIST(sets_priority),
	LIST(sets_affinity),
	LIST(shares_memory),
	LIST(attaches_memory),
	LIST(opens_queue),
	LIST(remaps),
	LIST(runs),
	LIST(runs_bad_pointer),
	LIST(runs_at),
	LIST(makes_memory_file),
	LIST(maps_code),
	LIST(maps_code_upper),
	LIST(protects_code),
	LIST(protects_code_by_key),
	LIST(forks),
	LIST(clones),
	LIST(clones_3),
	LIST(clones_namespace),
	LIST(unshares),
	LIST(enters_namespace),
	LIST(changes_personality),
	LIST(becomes_dumpable),
	LIST(survives_parent),
	LIST(becomes_root),
	LIST(sets_up_uring),
	LIST(faults_itself),
	LIST(loads_bpf),
	LIST(counts_events),
	LIST(adds_key),
	LIST(asks_key),
	LIST(loads_module),
	LIST(splices),
	LIST(tees),
	LIST(splices_memory),
	LIST(watches),
	LIST(mounts),
	LIST(changes_root),
	LIST(changes_folder),
	LIST(changes_mode),
	LIST(changes_mode_at),
	LIST(changes_owner),
	LIST(links),
	LIST(links_symbolically),
	LIST(renames),
	LIST(makes_folder),
	LIST(makes_node),
	LIST(truncates),
	LIST(truncates_log),
	LIST(allocates),
	LIST(opens_by_handle),
	LIST(truncates_on_opening),
	LIST(reads_outside),
	LIST(reads_outside_old),
	LIST(reads_passwords),
	LIST(writes_inside),
	LIST(writes_outside),
	LIST(lists_root),
	/* the last one: the others on files need it */
	LIST(removes_outside),
};

/* The calls of other architectures end the process. */
static void
call_foreign(const char *query)
{
	long result;

	if (strstr(query, "x32") != NULL)
		syscall(0x40000000 | SYS_getpid);
	/* getpid of i386 */
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");
}

static void
prepare(struct attack *with, const char *query)
{
	*with = (struct attack){
		.local.sun_family = AF_UNIX,
		.local.sun_path = "/dev/log",
		.remote.sin_family = AF_INET,
		.remote.sin_port = htons(9),
		.part = { with, 1 },
		.connection = find_connection(),
		.listener = find_listener(),
	};
	with->remote.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	put_name(with->inside, query, "inside=", "file");
	put_name(with->outside, query, "outside=", "file");
}

/* Does QUERY ask for the attack NAME, or for all? */
static bool
is_asked(const char *query, const char *name)
{
	const char *only = strstr(query, "only=");

	return only == NULL ||
	    (strncmp(only + strlen("only="), name, strlen(name)) == 0 &&
		only[strlen("only=") + strlen(name)] == '&');
}

static int
hostile(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const char *query = gantry_environ_get(environ, "QUERY_STRING"), *text;
	struct gantry_body *body = start_response(environ, "200 OK", headers);
	struct attack with;
	size_t i;
	long result;
	int reason;

	prepare(&with, query);
	if (strstr(query, "foreign") != NULL)
		call_foreign(query);
	for (i = 0; i < sizeof(attacks) / sizeof(attacks[0]); i++) {
		if (!is_asked(query, attacks[i].name))
			continue;
		errno = 0;
		/* Aligned for send(2); complete when it is called. */
		with.message =
		    (struct msghdr){ .msg_iov = &with.part, .msg_iovlen = 1 };
		with.messages.msg_hdr = with.message;
		result = attacks[i].attack(&with);
		reason = errno;
		if (result == 0 && getppid() == 0)
			_exit(0); /* a child in its own namespace */
		text =
		    gantry_environ_format(environ, "%s %s\n", attacks[i].name,
			result == -1 ? strerrorname_np(reason) : "done");
		if (gantry_write(body, text, strlen(text)) == -1)
			return -1;
	}
	return 0;
}

#else

static int
hostile(struct gantry_environ *environ, gantry_start_response *start_response)
{
	(void)environ;
	(void)start_response;
	return -1;
}

#endif

static const struct gantry_setting settings[] = {
	{ .key = "folder", .help = "a folder that may be read" },
	{ .key = NULL },
};

static const char *const reads[] = { "folder", NULL };

const struct gantry_application hostile_application = {
	.name = "hostile",
	.help = "tries all that could leave the sandbox",
	.settings = settings,
	.call = hostile,
	.reads = reads,
};
