/*
 * The signals that gantry handles.  None of them has a handler: they are read
 * from a signalfd(2) or sigtimedwait(2), where it is safe to act.
 */
#include <pthread.h>
#include <stdbool.h>

#include "serve/signals.h"

static bool leaves_interrupt;

void
signals_leave_interrupt(void)
{
	sigset_t interrupt;

	leaves_interrupt = true;
	sigemptyset(&interrupt);
	sigaddset(&interrupt, SIGINT);
	pthread_sigmask(SIG_UNBLOCK, &interrupt, NULL);
}

void
signals_fill(sigset_t *signals)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGQUIT, SIGCHLD,
		SIGHUP, SIGUSR1, SIGUSR2, SIGTTIN, SIGTTOU, SIGWINCH };
	size_t i;

	sigemptyset(signals);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		sigaddset(signals, numbers[i]);
	if (leaves_interrupt)
		sigdelset(signals, SIGINT);
}

void
signals_block(void)
{
	sigset_t signals;

	/*
	 * libfcgi installs a handler for SIGUSR1, after which its accept always
	 * fails.  While the signal is blocked, the handler never runs.
	 */
	signals_fill(&signals);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
}
