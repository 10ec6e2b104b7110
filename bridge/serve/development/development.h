#ifndef SERVE_DEVELOPMENT_H
#define SERVE_DEVELOPMENT_H

#include "serve/development/development_thread.h"

/*
 * What gantry dev adds to a thread of a worker: each request has a line and a
 * page, a failure is shown in the browser, and requests under a strange host
 * are refused.
 */

/* In a worker, once, before its threads. */
void development_prepare(const struct development_options *options);

/*
 * Attach THREAD to GATE, the one of a thread.  Both, and OPTIONS, must stay
 * where they are.  Returns 0, or -1 with ERROR filled.
 */
int development_attach(struct development_thread *thread,
    const struct development_options *options, struct gate *gate,
    struct gantry_error *error);

/* Free everything; idempotent, and safe on zeros. */
void development_clear(struct development_thread *thread);

#endif
