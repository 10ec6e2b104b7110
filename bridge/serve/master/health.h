#ifndef SERVE_MASTER_HEALTH_H
#define SERVE_MASTER_HEALTH_H

#include "serve/master/master_state.h"

/* Can requests be served?  What /readyz answers, beyond the state. */

/*
 * Describe in TEXT, which has SIZE bytes, what keeps requests from being
 * served: a listening socket that was shut down, or workers that show no life.
 * False, with an empty TEXT, if nothing is known.
 */
bool health_find_problem(const struct master *master, char *text, size_t size);

/* The same of one pool, without its name. */
bool health_find_pool_problem(const struct master *master,
    const struct pool *pool, char *text, size_t size);

/*
 * Tell the service manager that this process serves, with the line TEXT, which
 * may be NULL, or with the pool that cannot start.
 */
void health_notify_ready(const struct master *master, const char *text);

/* Is there a pool that could not start? */
bool health_is_failing(const struct master *master);

/* About once a second: log each listening socket that was shut down, once. */
void health_check(struct master *master);

#endif
