/*
 * Which signals mean something to us.  None has a handler: they are waited for
 * where it is safe to act on them.
 */
#include <pthread.h>

#include "serve/signals.h"

void
signals_fill(sigset_t *signals)
{
	sigemptyset(signals);
	sigaddset(signals, SIGTERM);
	sigaddset(signals, SIGINT);
	sigaddset(signals, SIGQUIT);
	sigaddset(signals, SIGCHLD);
}

void
signals_block(void)
{
	sigset_t signals;

	signals_fill(&signals);
	/*
	 * libfcgi gives SIGUSR1 a handler after which its accept fails for
	 * ever; blocked, it never runs.
	 */
	sigaddset(&signals, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
}
