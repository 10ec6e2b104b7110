#ifndef SERVE_DEVELOPMENT_CRASH_GUARD_H
#define SERVE_DEVELOPMENT_CRASH_GUARD_H

#include "gate/request.h"
#include "serve/development/stack.h"

/*
 * A call that may crash.  The thread comes back from a fatal signal, so that a
 * developer's browser can show where it came from.  What the call had locked or
 * half changed stays so: the process must be replaced soon.  A server that is
 * not for development has no use for this.
 */

/*
 * Install the handlers of fatal signals, over those of serve/observe; once in a
 * process.  With a sanitizer, which reports such signals itself, nothing is
 * done.
 */
void crash_guard_prepare(void);

/*
 * Return what CALL returns for REQUEST.  If it crashed, return -1 with STACK
 * filled and *SIGNAL, which is 0 otherwise, the number of the signal.
 */
int crash_guard_call(struct request *request,
    int (*call)(struct request *request), struct stack *stack, int *signal);

#endif
