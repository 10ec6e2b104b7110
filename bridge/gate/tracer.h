#ifndef GATE_TRACER_H
#define GATE_TRACER_H

#include "gate/gate.h"

/*
 * Which requests are traced, and where the answer shows it (--debug).  A
 * request asks with the header
 *
 *	X-Gantry-Trace: text		the trace comes in the answer's place
 *	X-Gantry-Trace: server-timing	the answer has a Server-Timing header
 *
 * and is heard only if it comes from a loopback address, as REMOTE_ADDR says
 * after trusted proxies were believed.
 */

/* REQUEST is about to be served: begin a trace, if one may be wanted. */
void tracer_begin(struct gate *gate, struct request *request);

/* It was repaired: is the trace for who asked for it? */
void tracer_admit(const struct gate *gate, struct request *request);

/* Its application is called, and has returned. */
void tracer_call_begin(
    struct gantry_environ *environ, const struct mount *mount);
void tracer_call_end(struct gantry_environ *environ);

/* Put the trace in the place of the answer, of which nothing was sent. */
void tracer_replace(struct gantry_environ *environ);

#endif
