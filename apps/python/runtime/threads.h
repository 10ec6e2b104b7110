#ifndef PYTHON_RUNTIME_THREADS_H
#define PYTHON_RUNTIME_THREADS_H

#include "python/runtime/py.h"

#include <gantry/contract.h>

/*
 * The thread states of Python and the GIL.  Each thread that serves keeps its
 * state from its first request to its last, so that threading.local lasts over
 * requests, and libraries with PyGILState_Ensure find it.
 */

/*
 * Before Python starts: let the extensions of Python, which are not linked with
 * its library, find that.  Returns 0, or -1 with ERROR filled.
 */
int threads_share_symbols(struct gantry_error *error);

/* This thread has started Python and has the GIL. */
void threads_adopt(void);

/* Take the GIL, and let it go. */
void threads_enter(void);
void threads_leave(void);

/* Before this thread ends, without the GIL: free its state. */
void threads_forget(void);

/* In milliseconds; with the GIL. */
void threads_set_switch_interval(int64_t milliseconds);

/* The request that this thread runs; NULL: none. */
struct gantry_environ *threads_environ(void);
/* A number that no other request of this thread has; 0: no request. */
uint64_t threads_request(void);
void threads_set_environ(struct gantry_environ *environ);

/*
 * The functions of Python that long requests are in, for the status (where.c).
 *
 * In a thread that serves: look at requests from now on.
 */
void where_start(void);

/* With the GIL: this thread runs the request of ENVIRON; it has ended. */
void where_begin(struct gantry_environ *environ);
void where_end(void);

/* With the GIL: has the application told a step, which the status shows? */
void where_keep_step(bool has_step);

#endif
