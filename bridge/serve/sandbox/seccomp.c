/*
 * From the lists in seccomp_calls.c to filters.  A worker may make only the
 * calls in a list; a job, which may be any program, all but those in another.
 *
 * libseccomp compares all 64 bits of an argument, and the kernel reads only the
 * lower half of an int.  So an int is compared with a mask, or such that other
 * upper bits deny the call.
 */
#include "serve/sandbox/seccomp.h"

#ifdef HAVE_SECCOMP

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "serve/sandbox/endpoint.h"
#include "serve/sandbox/seccomp_calls.h"
#include "serve/sandbox/sigsys.h"

/* Versions of Landlock. */
#define WITH_TRUNCATE 3
#define WITH_SIGNALS  6

/* SOCK_NONBLOCK and SOCK_CLOEXEC are beside the type of a socket. */
#define TYPE_MASK 0xf

/* Above the families of sockets that the kernel has. */
#define FAMILIES_MAX 64

/* A call has six arguments at most. */
#define COOKIE_AT	5
#define COMPARISONS_MAX (SECCOMP_TESTS_MAX + 3)

/* A filter that is being made; the first failure stays. */
struct making {
	scmp_filter_ctx filter;
	int result; /* of libseccomp: 0, or a negative errno */
	const struct sandbox_options *options;
	struct endpoint_summary connects;
	unsigned needs; /* which of enum seccomp_need apply */
	bool counted; /* the handler repeats calls to judge them */
	uint64_t cookie; /* which then lets them pass */
	int landlock;
};

/*
 * posix_spawn(3), system(3) and popen(3) create processes with all signals
 * blocked, so SIGSYS would kill the worker.  They fail with EPERM and are not
 * counted.
 */
static const struct seccomp_test spawns = { 0, CLONE_THREAD | CLONE_VFORK,
	CLONE_VFORK };

/* So does subprocess of Python, with whatever call creates a process. */
static const struct seccomp_test processes = { 0, CLONE_THREAD, 0 };
static const char *const forks[] = { "vfork", "fork", NULL };

/* Fail as on an older kernel, so that libraries use another call. */
static const char *const unknown[] = { "clone3", NULL };

/*
 * A worker that is root: SQLite gives a journal the owner of its database, and
 * works on without.
 */
static const char *const quiet[] = { "fchown", NULL };

bool
seccomp_filter_is_possible(void)
{
	const uint32_t action = SECCOMP_RET_TRAP;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

/* Add a rule with ACTION for the call NAME if the COMPARISONS hold. */
static void
add(struct making *making, uint32_t action, const char *name, unsigned count,
    const struct scmp_arg_cmp *comparisons)
{
	int number = seccomp_syscall_resolve_name(name);
	int result;

	/* This processor does not have the call, or a rule failed before. */
	if (number < 0 || making->result != 0)
		return;
	result = seccomp_rule_add_array(
	    making->filter, action, number, count, comparisons);
	making->result = result == -EDOM ? 0 : result;
}

static struct scmp_arg_cmp
compare(const struct seccomp_test *test)
{
	return SCMP_CMP64(
	    test->at, SCMP_CMP_MASKED_EQ, test->mask, test->value);
}

/* The tests of RULE; returns their number. */
static unsigned
fill(struct scmp_arg_cmp *comparisons, const struct seccomp_rule *rule)
{
	unsigned count = 0;
	size_t i;

	for (i = 0; i < SECCOMP_TESTS_MAX; i++)
		if (rule->tests[i].mask != 0)
			comparisons[count++] = compare(&rule->tests[i]);
	return count;
}

static void
allow(struct making *making, const struct seccomp_rule *rule, bool is_judged)
{
	const struct sandbox_options *options = making->options;
	const uint64_t first = (uint64_t)options->listeners_first;
	struct scmp_arg_cmp comparisons[COMPARISONS_MAX];
	unsigned count = fill(comparisons, rule);

	/* All other descriptors are below those of the listening sockets. */
	if (rule->spared != SPARES_NOTHING && options->listeners_count > 0)
		comparisons[count++] = SCMP_CMP64(0, SCMP_CMP_LT, first);
	if (rule->spared > SPARES_0 && options->listeners_count > 0)
		comparisons[count++] = SCMP_CMP64(
		    rule->spared == SPARES_0_AND_1 ? 1 : 2, SCMP_CMP_LT, first);
	if (is_judged && making->counted)
		comparisons[count++] =
		    SCMP_CMP64(COOKIE_AT, SCMP_CMP_EQ, making->cookie);
	add(making, SCMP_ACT_ALLOW, rule->name, count, comparisons);
}

static void
allow_list(
    struct making *making, const struct seccomp_list *list, bool is_judged)
{
	struct seccomp_rule rule = { .name = NULL };
	size_t i;

	for (; list->names != NULL; list++)
		for (i = 0; list->names[i] != NULL; i++) {
			rule.name = list->names[i];
			if ((list->needs & making->needs) != 0)
				allow(making, &rule, is_judged);
		}
}

static void
allow_lists(struct making *making)
{
	const struct seccomp_rule *rule;

	allow_list(making, seccomp_allowed, false);
	allow_list(making, seccomp_judged, true);
	for (rule = seccomp_allowed_if; rule->name != NULL; rule++)
		if ((rule->needs & making->needs) != 0)
			allow(making, rule, false);
}

static void
fail_with(struct making *making, int number, const char *const *names)
{
	for (; *names != NULL; names++)
		add(making, SCMP_ACT_ERRNO((uint32_t)number), *names, 0, NULL);
}

/*
 * Opening files.  Before Landlock restricted truncation, a file that may only
 * be read could be emptied with O_TRUNC.
 */
static void
allow_opens(struct making *making)
{
	static const struct seccomp_test truncates = { 2, O_TRUNC, 0 };
	const bool may_truncate = making->landlock >= WITH_TRUNCATE ||
	    (making->needs & FOR_WRITES) != 0;
	struct seccomp_rule rule = { .name = "openat" };

	if (!may_truncate)
		rule.tests[0] = truncates;
	allow(making, &rule, true);
	/* With the handler, open is repeated as openat. */
	if (!making->counted) {
		rule.name = "open";
		rule.tests[0].at = 1;
		allow(making, &rule, true);
	}
	/* It opens names from clients below a folder. */
	rule = (struct seccomp_rule){ .name = "openat2" };
	if (may_truncate)
		allow(making, &rule, true);
	else
		add(making, SCMP_ACT_ERRNO(ENOSYS), rule.name, 0, NULL);
}

static void
allow_socket(struct making *making, int family, int type, int protocol)
{
	const struct scmp_arg_cmp comparisons[] = {
		SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, UINT32_MAX, (uint64_t)family),
		SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, TYPE_MASK, (uint64_t)type),
		SCMP_CMP64(
		    2, SCMP_CMP_MASKED_EQ, UINT32_MAX, (uint64_t)protocol),
	};

	add(making, SCMP_ACT_ALLOW, "socket", 3, comparisons);
}

/*
 * New sockets.  Landlock restricts TCP alone, so other protocols, such as MPTCP
 * and raw IP, are denied.
 */
static void
allow_sockets(struct making *making)
{
	static const int families[] = { AF_INET, AF_INET6 };
	const struct endpoint_summary *connects = &making->connects;
	size_t i;

	for (i = 0; i < 2 && connects->has_internet; i++) {
		allow_socket(making, families[i], SOCK_STREAM, 0);
		allow_socket(making, families[i], SOCK_STREAM, IPPROTO_TCP);
		if (!connects->has_udp)
			continue;
		allow_socket(making, families[i], SOCK_DGRAM, 0);
		allow_socket(making, families[i], SOCK_DGRAM, IPPROTO_UDP);
	}
	if (connects->has_unix) {
		allow_socket(making, AF_UNIX, SOCK_STREAM, 0);
		allow_socket(making, AF_UNIX, SOCK_DGRAM, 0);
		allow_socket(making, AF_UNIX, SOCK_SEQPACKET, 0);
	}
	/* Name resolution asks which addresses this machine has. */
	if (connects->has_names)
		allow_socket(making, AF_NETLINK, SOCK_RAW, 0);
}

/*
 * Only the transfer can send a descriptor.  It is the highest one, and it
 * cannot be closed, so that no other ever gets its number.
 */
static void
allow_transfer(struct making *making)
{
	const uint64_t transfer = (uint64_t)making->options->transfer;
	const unsigned count = transfer > 0;
	const struct scmp_arg_cmp keeps[] = {
		SCMP_CMP64(0, SCMP_CMP_LT, transfer),
		SCMP_CMP64(1, SCMP_CMP_LT, transfer),
	};
	const struct scmp_arg_cmp none =
	    SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, UINT32_MAX, UINT32_MAX);
	const struct scmp_arg_cmp sends = SCMP_CMP64(0, SCMP_CMP_EQ, transfer);
	const struct scmp_arg_cmp ends[] = {
		SCMP_CMP64(0, SCMP_CMP_EQ, transfer),
		SCMP_CMP64(1, SCMP_CMP_EQ, SHUT_RD),
	};

	add(making, SCMP_ACT_ALLOW, "close", count, &keeps[0]);
	/* An error of the application, and not an attack. */
	add(making, SCMP_ACT_ALLOW, "close", count, &none);
	add(making, SCMP_ACT_ALLOW, "close_range", count, &keeps[1]);
	if (transfer == 0)
		return;
	add(making, SCMP_ACT_ALLOW, "sendmsg", 1, &sends);
	add(making, SCMP_ACT_ALLOW, "shutdown", 2, ends);
}

/* Signals to itself, for abort(3), and to the programs that it runs. */
static void
allow_signals(struct making *making)
{
	const struct scmp_arg_cmp itself =
	    SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, UINT32_MAX, (uint64_t)getpid());
	const struct scmp_arg_cmp reload[] = {
		SCMP_CMP64(
		    0, SCMP_CMP_MASKED_EQ, UINT32_MAX, (uint64_t)getppid()),
		SCMP_CMP64(1, SCMP_CMP_MASKED_EQ, UINT32_MAX, SIGHUP),
	};

	add(making, SCMP_ACT_ALLOW, "tgkill", 1, &itself);
	if (making->options->rights.reloads)
		add(making, SCMP_ACT_ALLOW, "kill", 2, reload);
	if ((making->needs & FOR_RUNS) == 0 || making->landlock < WITH_SIGNALS)
		return;
	add(making, SCMP_ACT_ALLOW, "kill", 0, NULL);
	add(making, SCMP_ACT_ALLOW, "tgkill", 0, NULL);
}

static bool
has_any(const char *const *list)
{
	return list != NULL && *list != NULL;
}

static unsigned
needs_of(const struct sandbox_rights *rights)
{
	unsigned needs = FOR_ALL;

	if (has_any(rights->writes))
		needs |= FOR_WRITES | FOR_FOLDERS;
	if (has_any(rights->spools))
		needs |= FOR_FOLDERS;
	if (has_any(rights->connects))
		needs |= FOR_CONNECTS;
	if (has_any(rights->runs))
		needs |= FOR_RUNS;
	if (rights->loads)
		needs |= FOR_LOADS;
	return needs;
}

/* With DEFAULT for the calls without a rule.  Returns 0, or -1. */
static int
begin(struct making *making, uint32_t fallback, struct gantry_error *error)
{
	making->filter = seccomp_init(fallback);
	if (making->filter == NULL)
		return gantry_error_memory(error);
	/* Calls of another architecture end the process, not one thread. */
	making->result = seccomp_attr_set(
	    making->filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	return 0;
}

static int
finish(struct making *making, struct gantry_error *error)
{
	if (making->result == 0)
		making->result = seccomp_load(making->filter);
	seccomp_release(making->filter);
	if (making->result == 0)
		return 0;
	errno = -making->result;
	return gantry_error_system(error, "cannot filter system calls");
}

int
seccomp_filter_enter(const struct sandbox_options *options, int landlock,
    struct gantry_error *error)
{
	struct making making = {
		.options = options,
		.connects = endpoint_summarize(options->rights.connects),
		.needs = needs_of(&options->rights),
		.landlock = landlock,
	};
	const struct scmp_arg_cmp spawn =
	    compare(options->rights.loads ? &processes : &spawns);

	/* A program that is run has no handler, so SIGSYS would end it. */
	making.counted = sigsys_is_possible() && (making.needs & FOR_RUNS) == 0;
	if (making.counted &&
	    sigsys_catch(making.connects.has_internet, &making.cookie, error) ==
		-1)
		return -1;
	if (begin(&making,
		making.counted ? SCMP_ACT_TRAP : SCMP_ACT_ERRNO(EPERM),
		error) == -1)
		return -1;
	/* The filter also applies to threads that applications started. */
	if (making.result == 0)
		making.result =
		    seccomp_attr_set(making.filter, SCMP_FLTATR_CTL_TSYNC, 1);
	allow_lists(&making);
	allow_opens(&making);
	allow_sockets(&making);
	allow_transfer(&making);
	allow_signals(&making);
	if (making.counted) {
		fail_with(&making, ENOSYS, unknown);
		fail_with(&making, EPERM, quiet);
		if (options->rights.loads)
			fail_with(&making, EPERM, forks);
		add(&making, SCMP_ACT_ERRNO(EPERM), "clone", 1, &spawn);
	} else {
		fail_with(&making, ENOSYS, unknown);
	}
	return finish(&making, error);
}

/* Deny sockets of all families but those of CONNECTS. */
static void
deny_sockets(struct making *making)
{
	const struct endpoint_summary *connects = &making->connects;
	struct scmp_arg_cmp comparison =
	    SCMP_CMP64(0, SCMP_CMP_GE, FAMILIES_MAX);
	uint64_t i;

	add(making, SCMP_ACT_ERRNO(EPERM), "socket", 1, &comparison);
	for (i = 0; i < FAMILIES_MAX; i++) {
		if ((i == AF_UNIX && connects->has_unix) ||
		    ((i == AF_INET || i == AF_INET6) &&
			connects->has_internet) ||
		    (i == AF_NETLINK && connects->has_names))
			continue;
		comparison = SCMP_CMP64(0, SCMP_CMP_MASKED_EQ, UINT32_MAX, i);
		add(making, SCMP_ACT_ERRNO(EPERM), "socket", 1, &comparison);
	}
}

int
seccomp_filter_enter_job(const struct sandbox_rights *rights, int landlock,
    struct gantry_error *error)
{
	static const char *const signals[] = { "kill", "tgkill", NULL };
	struct making making = {
		.connects = endpoint_summarize(rights->connects),
		.landlock = landlock,
	};
	struct scmp_arg_cmp comparisons[COMPARISONS_MAX];
	const struct seccomp_rule *rule;

	if (begin(&making, SCMP_ACT_ALLOW, error) == -1)
		return -1;
	fail_with(&making, EPERM, seccomp_denied_to_jobs);
	for (rule = seccomp_denied_to_jobs_if; rule->name != NULL; rule++)
		add(&making, SCMP_ACT_ERRNO(EPERM), rule->name,
		    fill(comparisons, rule), comparisons);
	deny_sockets(&making);
	fail_with(&making, ENOSYS, unknown);
	/* Else Landlock restricts them to the job's own processes. */
	if (landlock < WITH_SIGNALS)
		fail_with(&making, EPERM, signals);
	return finish(&making, error);
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

static int
fail(struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "gantry was built without libseccomp");
}

int
seccomp_filter_enter(const struct sandbox_options *options, int landlock,
    struct gantry_error *error)
{
	(void)options;
	(void)landlock;
	return fail(error);
}

int
seccomp_filter_enter_job(const struct sandbox_rights *rights, int landlock,
    struct gantry_error *error)
{
	(void)rights;
	(void)landlock;
	return fail(error);
}

const char *
seccomp_filter_call_name(int number)
{
	(void)number;
	return "a system call";
}

#endif
