#ifndef SERVE_POOL_RESTARTS_H
#define SERVE_POOL_RESTARTS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Deciding when a worker that exited may be replaced.  Each worker of a pool
 * has a position, from 0 to the number of workers; a delay holds up the
 * position of the worker that caused it, and no other.
 *
 * A worker that exits before it serves delays its position, twice as long each
 * time.  A worker that has served is replaced at once, as a request may have
 * crashed it.  When one crash follows the other, RESTARTS_BURST workers are
 * replaced at once, and then one each RESTARTS_INTERVAL_MILLISECONDS, so that
 * starting workers does not use all processor time.
 *
 * The functions are pure: times are arguments, in milliseconds.
 */

#define RESTARTS_BURST		       20
#define RESTARTS_INTERVAL_MILLISECONDS 100

/* The delay after a worker that did not serve. */
#define RESTARTS_DELAY_FIRST_MILLISECONDS 100
#define RESTARTS_DELAY_MAX_MILLISECONDS	  30000

/* The most positions; the workers of further ones restart at once. */
#define RESTARTS_POSITIONS 2048

struct restarts {
	int64_t next; /* when a replacement that used the burst up is due */
	struct restart_position {
		int64_t due; /* no start before */
		int delay; /* of the last failure in a row; 0: none */
	} positions[RESTARTS_POSITIONS];
};

/* The worker of POSITION exited before it served.  Returns the delay. */
int restarts_failed(struct restarts *restarts, unsigned position, int64_t now);

/*
 * The worker of POSITION served and exited unexpectedly.  Returns the delay; 0:
 * start another one at once.
 */
int restarts_crashed(struct restarts *restarts, unsigned position, int64_t now);

/* May a worker of POSITION start?  Otherwise *DUE becomes the time, if sooner.
 */
bool restarts_is_due(const struct restarts *restarts, unsigned position,
    int64_t now, int64_t *due);

#endif
