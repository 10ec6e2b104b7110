#ifndef GATE_LIMITS_H
#define GATE_LIMITS_H

#include "gate/environ/environ.h"

/*
 * How much a web server may send, and how long each step may take.  The
 * configuration holds one of these, and transports point to it.
 */

struct limits {
	unsigned connections; /* of a worker */
	unsigned connection_requests; /* at a time; more are refused */
	int64_t connection_memory; /* bytes that a connection may hold */
	int64_t receive_memory; /* bytes that all of a worker may hold */
	struct environ_limits params; /* of a request; more is 414 or 431 */
	int64_t body_size; /* bytes of a request's body; more: 413 */
	int64_t answer_spool; /* bytes of answers kept for a slow peer */
	unsigned deferred; /* requests of a worker that are deferred */
	int64_t deferred_buffer; /* bytes of their answers kept likewise */
	/* Time-outs, in milliseconds. */
	int timeout; /* for those below that are not set by themselves */
	int header_timeout; /* for a record's header to be complete */
	int params_timeout; /* from the first record to the last parameter */
	int body_timeout; /* between two parts of a body */
	int queue_timeout; /* for a request to find a thread; 0: none */
	int application_timeout; /* for the first byte of the answer */
	int request_timeout; /* see limits_request_timeout */
	int request_limit; /* for an application, in all; 0: none */
	int write_timeout; /* for the peer to read more of its answer */
	int deferred_timeout; /* for a deferred request to write */
	int idle_timeout; /* between two requests of a connection */
};

#define REQUEST_TIMEOUT_DEFAULT 60000

/*
 * How long an application may run without writing and without telling a step,
 * in milliseconds.  By default it is no shorter than the time for the first
 * byte.
 */
static inline int
limits_request_timeout(const struct limits *limits)
{
	if (limits->request_timeout > 0)
		return limits->request_timeout;
	return limits->application_timeout > REQUEST_TIMEOUT_DEFAULT
	    ? limits->application_timeout
	    : REQUEST_TIMEOUT_DEFAULT;
}

#endif
