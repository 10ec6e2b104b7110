#ifndef GATE_TRACER_H
#define GATE_TRACER_H

#include "gate/environ/mount.h"
#include "gate/request.h"
#include "gate/trace/trace.h"

/*
 * Which requests are traced, and where the answer shows it (--debug).  A
 * request asks with the header
 *
 *	X-Gantry-Trace: text		the trace replaces the answer
 *	X-Gantry-Trace: server-timing	the answer has a Server-Timing header
 *
 * and is honoured only if it comes from a loopback address.  REMOTE_ADDR says
 *so, after trusted proxies were applied.
 */

struct tracer {
	bool traces_all; /* every request, and no answer shows it */
	bool traces_asked; /* those that ask with the header */
	struct trace trace; /* of the request that is served now */
};

/* Free everything; idempotent. */
void tracer_clear(struct tracer *tracer);

/* REQUEST is about to be served: begin a trace if it may ask for one. */
void tracer_begin(struct tracer *tracer, struct request *request);

/* The environ is repaired: drop the trace if the client may not have it. */
void tracer_authorize(const struct tracer *tracer, struct request *request);

/* Around the call of the application. */
void tracer_call_begin(
    struct gantry_environ *environ, const struct mount *mount);
void tracer_call_end(struct gantry_environ *environ);

/* Replace the answer by the trace; nothing was sent yet. */
void tracer_replace(struct gantry_environ *environ);

#endif
