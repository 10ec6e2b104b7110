/*
 * A thread that exists only while applications open.  The signals stay blocked,
 * so that threads which an application starts never receive one.
 */
#include <errno.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "serve/signals.h"
#include "serve/worker/start_signals.h"

static void *
wait_for_signal(void *unused)
{
	const struct timespec now = { 0 };
	sigset_t ends, signals;
	int number = SIGNAL_WAKE;

	sigemptyset(&ends);
	sigaddset(&ends, SIGTERM);
	sigaddset(&ends, SIGINT);
	sigaddset(&ends, SIGQUIT);
	signals = ends;
	sigaddset(&signals, SIGNAL_WAKE);
	while ((errno = sigwait(&signals, &number)) == EINTR)
		continue;
	/*
	 * Nothing is served yet, so there is nothing to finish.  A signal that
	 * was forwarded to this thread would be lost with it, and sigwait may
	 * have preferred SIGNAL_WAKE.
	 */
	if (number != SIGNAL_WAKE || sigtimedwait(&ends, NULL, &now) > 0)
		_exit(0);
	return unused;
}

int
start_signals_watch(pthread_t *thread, struct gantry_error *error)
{
	errno = pthread_create(thread, NULL, wait_for_signal, NULL);
	if (errno != 0)
		return gantry_error_system(error, "cannot start a thread");
	return 0;
}

void
start_signals_ignore(pthread_t thread)
{
	pthread_kill(thread, SIGNAL_WAKE);
	pthread_join(thread, NULL);
}
