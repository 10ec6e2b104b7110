#ifndef SERVE_PLAN_H
#define SERVE_PLAN_H

#include "serve/admin.h"
#include "serve/loop.h"
#include "serve/pool.h"

/*
 * One reading of the configuration as the master and its workers need it.  A
 * reload makes another one; this one lives until its last worker has ended.
 */

struct plan {
	struct plan *next; /* for the master: retired after this one */
	unsigned generation; /* 1, and one more with each reload */
	struct loop_options loop;
	struct pool_options pool;
	struct admin_options admin; /* the first plan's counts */
	struct listeners listeners;
	int boot_timeout; /* milliseconds until a new worker must serve */
	int graceful_timeout; /* milliseconds for the last requests */
	unsigned max_requests; /* of a worker; 0: any number */
	unsigned max_requests_jitter; /* up to so many more, at random */
	int64_t max_rss; /* bytes of a worker; 0: any number */
	const char *pid_file; /* NULL: none */
};

/* Where plans come from. */
struct plan_source {
	void *owner;
	/*
	 * Read the configuration and open its sockets; those that BEFORE, which
	 * may be NULL, has are shared.  NULL with ERROR filled.
	 */
	struct plan *(*load)(
	    void *owner, struct plan *before, struct gantry_error *error);
	/* Close those sockets of PLAN that KEPT does not share. */
	void (*close)(struct plan *plan, const struct plan *kept);
	/* Free what is left of it. */
	void (*free)(struct plan *plan);
};

#endif
