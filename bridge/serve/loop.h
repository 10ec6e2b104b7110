#ifndef SERVE_LOOP_H
#define SERVE_LOOP_H

#include "gate/gate.h"
#include "serve/listener.h"

/*
 * A worker's event loop: threads that share one epoll instance, over the
 * listening sockets and the connections that web servers keep.  A slow request
 * holds up no other (serve/crew.h), and an idle connection holds no thread.
 */

struct loop;

struct loop_options {
	const struct gate_options *gate;
	struct listeners *listeners; /* must outlive the loop */
	unsigned threads;
	int timeout; /* milliseconds that a peer may be silent in a request */
};

/*
 * Open the applications in each thread and begin to serve.  Returns NULL with
 * ERROR filled when an application did not open.
 */
struct loop *loop_start(
    const struct loop_options *options, struct gantry_error *error);

/*
 * Stop gracefully: take no more connections than have come, close the idle
 * ones, let requests finish.  Returns 0, or -1 when some still ran after
 * PATIENCE milliseconds; the process is then only good for _exit.
 */
int loop_drain(struct loop *loop, int patience);

/* Close the applications and free the loop, after a successful drain. */
void loop_free(struct loop *loop);

#endif
