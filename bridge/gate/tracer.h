#ifndef GATE_TRACER_H
#define GATE_TRACER_H

#include "gate/environ/mount.h"
#include "gate/request.h"
#include "gate/trace/trace.h"

/*
 * Which requests are traced, and where the answer shows it (--debug).  A
 * request asks with the header
 *
 *	X-Gantry-Trace: text SECRET		the trace replaces the answer
 *	X-Gantry-Trace: server-timing SECRET	the answer has a Server-Timing
 *						header
 *
 * Its address says nothing: behind a proxy, everyone may seem to be local.  The
 * header is removed before anything can show it.
 */

#define TRACER_VARIABLE "HTTP_X_GANTRY_TRACE"

struct tracer {
	bool traces_all; /* every request, and no answer shows it */
	bool is_asked; /* requests may ask with the header */
	const char *secret; /* that they must know; NULL: none does */
	struct trace trace; /* of the request that is served now */
};

#define TRACER_SECRET_SIZE 33 /* 128 bits in hexadecimal, and a NUL */

/*
 * Make a random secret.  Returns 0, or -1 with ERROR if the system has no
 * random bytes.
 */
int tracer_make_secret(
    char secret[TRACER_SECRET_SIZE], struct gantry_error *error);

/* Free everything; idempotent. */
void tracer_clear(struct tracer *tracer);

/* REQUEST is about to be served: begin a trace if it may have one. */
void tracer_begin(struct tracer *tracer, struct request *request);

/* Around the call of the application. */
void tracer_call_begin(
    struct gantry_environ *environ, const struct mount *mount);
void tracer_call_end(struct gantry_environ *environ);

/*
 * A traced REQUEST leaves its thread: it takes its trace with it.  If memory
 * runs out, it is not traced any more.
 */
void tracer_keep(struct request *request);

/* Free what tracer_keep has kept; idempotent. */
void tracer_drop(struct request *request);

/* Replace the answer by the trace; nothing was sent yet. */
void tracer_replace(struct gantry_environ *environ);

#endif
