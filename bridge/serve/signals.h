#ifndef SERVE_SIGNALS_H
#define SERVE_SIGNALS_H

#include <signal.h>

/*
 * The signals that master and worker wait for; serve/master/master.h says what
 * they mean.  They are blocked before the first fork and never unblocked.
 */
void signals_fill(sigset_t *signals);

/* By it a worker's threads make its main thread look what there is to do. */
#define SIGNAL_WAKE SIGUSR2

/* Block them in this thread and in those that it starts. */
void signals_block(void);

#endif
