#ifndef SERVE_WORKER_START_SIGNALS_H
#define SERVE_WORKER_START_SIGNALS_H

#include <pthread.h>

#include "gantry/error.h"

/*
 * Ending a worker that still starts.  Its main thread opens applications then,
 * which may take long, so another thread waits for the signals.
 */

/*
 * Until start_signals_ignore, SIGTERM, SIGINT and SIGQUIT end the process with
 * status 0.  All signals are blocked (serve/signals.h).  Returns 0, or -1 with
 * ERROR filled.
 */
int start_signals_watch(pthread_t *thread, struct gantry_error *error);

/* End THREAD: from here on, the signals wait for whoever reads them. */
void start_signals_ignore(pthread_t thread);

#endif
