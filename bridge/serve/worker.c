/*
 * One worker process.  Its main thread only waits for signals; the loop's
 * threads serve with all signals blocked, so that no read or write is cut.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/log.h"
#include "serve/signals.h"
#include "serve/worker.h"

/* Wait for a signal, and see to the deadlines meanwhile. */
static int
wait_for_signal(struct loop *loop)
{
	static const struct timespec busy = { .tv_nsec = 250000000 };
	static const struct timespec idle = { .tv_sec = 1 };
	sigset_t signals;
	int number;

	signals_fill(&signals);
	do {
		number = sigtimedwait(
		    &signals, NULL, loop_is_connected(loop) ? &busy : &idle);
		if (number == -1)
			loop_tick(loop);
	} while (number == -1 || number == SIGCHLD);
	return number;
}

int
worker_run(const struct loop_options *options, int ready)
{
	struct gantry_error error;
	struct loop *loop;

	/* A worker whose master is gone has no one left to stop it. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGPIPE, SIG_IGN);
	loop = loop_start(options, &error);
	if (loop == NULL) {
		log_error("worker cannot start: %s", error.text);
		return WORKER_EXIT_BOOT;
	}
	if (write(ready, "r", 1) != 1)
		log_warning("the master does not listen any more");
	close(ready);
	if (wait_for_signal(loop) != SIGTERM)
		_exit(0);
	if (loop_drain(loop, WORKER_PATIENCE_MILLISECONDS) == -1) {
		log_warning("requests still run after %d s; giving them up",
		    WORKER_PATIENCE_MILLISECONDS / 1000);
		_exit(1);
	}
	loop_free(loop);
	return 0;
}
