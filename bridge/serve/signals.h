#ifndef SERVE_SIGNALS_H
#define SERVE_SIGNALS_H

#include <signal.h>

/*
 * The signals that master and worker wait for: SIGTERM, SIGINT, SIGQUIT and
 * SIGCHLD.  They are blocked before the first fork and never unblocked.
 */
void signals_fill(sigset_t *signals);

/* Block them in this thread and in those that it starts. */
void signals_block(void);

#endif
