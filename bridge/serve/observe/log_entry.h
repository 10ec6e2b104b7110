#ifndef SERVE_OBSERVE_LOG_ENTRY_H
#define SERVE_OBSERVE_LOG_ENTRY_H

#include <stdint.h>
#include <time.h>

#include "gate/request.h"
#include "serve/observe/counters.h"

/*
 * An answered request, for the access log and the slow log.
 */

struct log_entry {
	/* NULL: a thread still uses it; only the four texts are known. */
	struct gantry_environ *environ;
	const struct gantry_body *body; /* NULL: not from the application */
	const char *id, *client, *method, *target; /* or NULL */
	int status;
	int64_t bytes; /* of the body sent */
	int64_t microseconds; /* in all */
	int64_t waited; /* microseconds of them, deferred */
	int64_t client_time; /* of the others, waiting for the client */
	struct timespec now; /* CLOCK_REALTIME */
};

/* An entry of a request that was rejected before its application. */
struct log_entry log_entry_of_rejection(int status, int64_t milliseconds);

/* What ENTRY spent its time on, if it took at least THRESHOLD microseconds. */
enum slow_cause log_entry_cause(
    const struct log_entry *entry, int64_t threshold);

/* The variable NAME, or NULL. */
const char *log_entry_get(const struct log_entry *entry, const char *name);

/* The target as the client sent it, if known; or NULL. */
const char *log_entry_target(const struct log_entry *entry);

#endif
