/*
 * Which signals mean something to us.  None has a handler: they are waited for
 * where it is safe to act on them.
 */
#include <pthread.h>

#include "serve/signals.h"

void
signals_fill(sigset_t *signals)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGQUIT, SIGCHLD,
		SIGHUP, SIGUSR1, SIGUSR2, SIGTTIN, SIGTTOU, SIGWINCH };
	size_t i;

	sigemptyset(signals);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(signals, numbers[i]);
}

void
signals_block(void)
{
	sigset_t signals;

	/*
	 * One of them is SIGUSR1, which libfcgi gives a handler after which its
	 * accept fails for ever; blocked, it never runs.
	 */
	signals_fill(&signals);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
}
