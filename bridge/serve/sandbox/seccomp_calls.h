#ifndef SERVE_SANDBOX_SECCOMP_CALLS_H
#define SERVE_SANDBOX_SECCOMP_CALLS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * The lists of system calls for the filters.  Calls are named, as not every
 * processor has all of them.
 */

/* The rights that a call is for. */
enum seccomp_need {
	FOR_ALL = 1, /* every worker */
	FOR_WRITES = 2,
	FOR_CONNECTS = 4,
	FOR_RUNS = 8,
	FOR_FOLDERS = 16, /* spools or WRITES */
	FOR_LOADS = 32, /* the code of files */
};

#define SECCOMP_TESTS_MAX 3

/* The argument AT, of which the bits in MASK must be VALUE. */
struct seccomp_test {
	unsigned at;
	uint64_t mask; /* 0: no test */
	uint64_t value;
};

/* The arguments that may not be a listening socket, or the transfer. */
enum seccomp_spared {
	SPARES_NOTHING,
	SPARES_0, /* the first */
	SPARES_0_AND_1, /* nor the second, the number of a new descriptor */
	SPARES_0_AND_2,
};

/* A call, and the tests that the rule is about. */
struct seccomp_rule {
	const char *name;
	unsigned needs; /* one of these rights is enough */
	enum seccomp_spared spared;
	struct seccomp_test tests[SECCOMP_TESTS_MAX];
};

/* Calls for one of the rights NEEDS; the names are ended by NULL. */
struct seccomp_list {
	unsigned needs;
	const char *const *names;
};

/* What workers may call; each is ended by an entry without names. */
extern const struct seccomp_list seccomp_allowed[];
extern const struct seccomp_rule seccomp_allowed_if[];

/*
 * What workers may call if Landlock allows it; the handler repeats them to
 * notice a denial (sigsys.h).  Opening files comes beside these.
 */
extern const struct seccomp_list seccomp_judged[];

/* What jobs may not call; ended by NULL, and a NULL name.  No needs are set. */
extern const char *const seccomp_denied_to_jobs[];
extern const struct seccomp_rule seccomp_denied_to_jobs_if[];

#endif
