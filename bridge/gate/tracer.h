#ifndef GATE_TRACER_H
#define GATE_TRACER_H

#include "gate/environ/mount.h"
#include "gate/request.h"
#include "gate/trace/trace.h"

/*
 * Which requests are traced, and where the answer shows it (--debug).  A
 * request asks with the header
 *
 *	X-Gantry-Trace: text		the trace comes in the answer's place
 *	X-Gantry-Trace: server-timing	the answer has a Server-Timing header
 *
 * and counts only if it comes from a loopback address, as REMOTE_ADDR says
 * after trusted proxies were believed.
 */

struct tracer {
	bool traces_all; /* every request, and no answer shows it */
	bool traces_asked; /* those that ask with the header */
	struct trace trace; /* of the request that is served now */
};

/* Free everything; idempotent. */
void tracer_clear(struct tracer *tracer);

/* REQUEST is about to be served: begin a trace, if one may be wanted. */
void tracer_begin(struct tracer *tracer, struct request *request);

/* It was repaired: drop the trace if its client may not ask for it. */
void tracer_admit(const struct tracer *tracer, struct request *request);

/* Its application is called, and has returned. */
void tracer_call_begin(
    struct gantry_environ *environ, const struct mount *mount);
void tracer_call_end(struct gantry_environ *environ);

/* Replace the answer by the trace; nothing was sent yet. */
void tracer_replace(struct gantry_environ *environ);

#endif
