#ifndef SERVE_OBSERVE_LOG_ENTRY_H
#define SERVE_OBSERVE_LOG_ENTRY_H

#include <stdint.h>
#include <time.h>

#include "gate/request.h"

/*
 * A request that was answered, as the logs of requests are told of it.
 */

struct log_entry {
	/* NULL: a thread still uses it, and the four below are known alone. */
	struct gantry_environ *environ;
	const struct gantry_body *body; /* NULL: it is not the application's */
	const char *id, *client, *method, *target; /* or NULL */
	int status;
	int64_t bytes; /* of the body that was sent */
	int64_t microseconds;
	struct timespec now; /* CLOCK_REALTIME */
};

/* An entry of an answer that was given in the application's place. */
struct log_entry log_entry_of_refusal(int status, int64_t milliseconds);

/* The variable NAME, or NULL. */
const char *log_entry_get(const struct log_entry *entry, const char *name);

/* What the client asked for, as it wrote it if that is known; or NULL. */
const char *log_entry_target(const struct log_entry *entry);

#endif
