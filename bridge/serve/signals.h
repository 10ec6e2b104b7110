#ifndef SERVE_SIGNALS_H
#define SERVE_SIGNALS_H

#include <signal.h>

/*
 * The signals that master and workers wait for; serve/master/master.h explains
 * them.  They are blocked before the first fork and stay blocked.
 */
void signals_fill(sigset_t *signals);

/* A thread of a worker sends it to wake the main thread. */
#define SIGNAL_WAKE SIGUSR2

/* Block them in this thread and in the threads that it starts. */
void signals_block(void);

/*
 * From now on, SIGINT is none of them: it ends this process at once, or is for
 * the debugger that traces it, which never sees a signal that is blocked.
 */
void signals_leave_interrupt(void);

#endif
