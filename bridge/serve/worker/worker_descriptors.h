#ifndef SERVE_WORKER_DESCRIPTORS_H
#define SERVE_WORKER_DESCRIPTORS_H

#include "serve/worker/loop_options.h"

/*
 * The descriptors of a worker.  It inherits all of the master's, and keeps:
 *
 *	0, 1, 2		/dev/null, and the output of the master
 *	the relay	a pipe to the master (base/log/log_relay.h)
 *	the hand-over	a socket that only receives (log_handover.h)
 *	log files	that are only appended to
 *	listeners	the sockets of its configuration
 *	the transfer	a socket for connections (connection_transfer.h)
 *	modules		until they are loaded (gate/module/module.h)
 */

/*
 * Move LOOP's listening sockets, and the transfer after them, to consecutive
 * descriptors, as high as the limit of open files allows, and tell SANDBOX
 * which.  Returns 0, or -1 with ERROR filled.
 */
int worker_descriptors_move(struct loop_options *loop,
    struct sandbox_options *sandbox, struct gantry_error *error);

/*
 * Give the sockets of log daemons up for the relay, and close everything but
 * the above, of LOOP's logs and listeners.  Returns 0, or -1 with ERROR filled.
 */
int worker_descriptors_keep(const struct loop_options *loop, int relay,
    int handover, struct gantry_error *error);

/*
 * In a worker that was forked from a template, which had done the above: move
 * LOOP's sockets, and use RELAY.  What applications have opened stays open.
 * Returns 0, or -1 with ERROR filled.
 */
int worker_descriptors_adopt(struct loop_options *loop,
    struct sandbox_options *sandbox, int relay, struct gantry_error *error);

#endif
