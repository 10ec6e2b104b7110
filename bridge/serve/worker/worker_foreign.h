#ifndef SERVE_WORKER_WORKER_FOREIGN_H
#define SERVE_WORKER_WORKER_FOREIGN_H

#include <pthread.h>

#include "gate/gate.h"
#include "serve/sandbox/sandbox.h"

/*
 * What a worker does differently when it has foreign applications
 * (gantry/contract.h).
 *
 * Signals.  A program inherits the signals that are blocked in the thread that
 * starts it.  So where foreign code runs, none is blocked: the signals that a
 * worker waits for have a handler, which sends them to the thread that waits,
 * where they are blocked.
 */

/* Does one of the mounts have a foreign application? */
bool foreign_is_mounted(const struct gate_options *options);

/*
 * Let signals that come to other threads go to THREAD of this process, which
 * waits for them.  Called again, it replaces handlers that applications have
 * installed.  If THREAD itself does not block them, SIGINT and SIGQUIT end the
 * process, and others are ignored.
 */
void foreign_forward_signals(pthread_t thread);

/* In a thread in which foreign code is about to run: block no signal. */
void foreign_unblock_signals(void);

/*
 * The worker is about to close its applications: end the process if that takes
 * longer than MILLISECONDS.
 */
void foreign_limit_end(int milliseconds);

/*
 * Enter the sandbox with OPTIONS and what the applications of GATE, which are
 * open, have found out that they need.  OPTIONS may be NULL: there is no
 * sandbox.  Returns 0, or -1 with ERROR filled.
 */
int foreign_enter_sandbox(const struct sandbox_options *options,
    const struct gate *gate, struct gantry_error *error);

#endif
