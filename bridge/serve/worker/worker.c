/*
 * One worker process.  Its main thread waits for signals and keeps the time;
 * the loop's threads serve with all signals blocked, so that none interrupts a
 * read or a write.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "base/log/log_losses.h"
#include "base/this_program.h"
#include "gate/hooks/process_hooks.h"
#include "serve/development/development.h"
#include "serve/observe/backtrace.h"
#include "serve/signals.h"
#include "serve/worker/log_handover.h"
#include "serve/worker/loop.h"
#include "serve/worker/worker.h"
#include "serve/worker/worker_descriptors.h"
#include "serve/worker/worker_foreign.h"

/* Between two ticks, with and without connections. */
#define BUSY_MILLISECONDS 250
#define IDLE_MILLISECONDS 1000

/* What foreign applications have at least to close. */
#define CLOSE_MILLISECONDS 500

struct worker {
	const struct worker_options *options;
	struct score_page *page;
	struct loop *loop;
	int64_t max_requests; /* 0: any number */
	bool lacks_logs; /* new log files wait for free descriptors */
	bool told_busy; /* the master knows that all threads are busy */
};

/* Why a worker ends. */
enum ending {
	ENDING_REPLACED, /* another worker takes over */
	ENDING_GRACEFUL,
	ENDING_QUICK,
};

static void
wake_master(const struct worker *worker)
{
	/* A full pipe wakes the master, too; a death of it sends SIGTERM. */
	if (write(worker->options->relay, "w", 1) != 1 && errno != EAGAIN)
		log_warning("cannot notify the master: it is gone");
}

static void
enter(struct worker *worker, enum score_state state)
{
	atomic_store(&worker->page->state, (int)state);
	wake_master(worker);
}

/* The master may start another worker when this one has no free thread. */
static void
tell_if_busy(struct worker *worker)
{
	const bool busy = atomic_load(&worker->options->pool->growing) &&
	    loop_is_busy(worker->loop);

	if (busy && !worker->told_busy)
		wake_master(worker);
	worker->told_busy = busy;
}

static int64_t
draw_max_requests(const struct worker_config *config)
{
	if (config->max_requests == 0)
		return 0;
	srandom((unsigned)(getpid() ^ clock_milliseconds()));
	return (int64_t)config->max_requests +
	    (config->max_requests_jitter > 0
		    ? random() % (config->max_requests_jitter + 1)
		    : 0);
}

/* Has it served max_requests? */
static bool
is_served(const struct worker *worker)
{
	return worker->max_requests > 0 &&
	    loop_requests(worker->loop) >= worker->max_requests;
}

/* Must another worker replace this one?  Logs the reason. */
static bool
is_due(const struct worker *worker)
{
	const struct worker_options *options = worker->options;
	const struct worker_config *config = options->config;
	int64_t rss = atomic_load(&options->master->rss[options->slot]);

	if (loop_timed_out(worker->loop)) {
		log_error("a request hangs; another worker takes over");
		return true;
	}
	if (loop_has_crashed(worker->loop))
		return true;
	if (is_served(worker)) {
		log_info("%lld requests were served; another worker takes over",
		    (long long)loop_requests(worker->loop));
		return true;
	}
	if (config->max_rss > 0 && rss > config->max_rss) {
		log_info("%lld MiB are in use; another worker takes over",
		    (long long)(rss >> 20));
		return true;
	}
	return false;
}

static void
tick(struct worker *worker)
{
	struct score_page *page = worker->page;

	loop_tick(worker->loop);
	atomic_store(&page->heartbeat, clock_milliseconds());
	atomic_store(&page->queued, (int64_t)loop_queued(worker->loop));
}

/* The master sends SIGUSR1 when there is something to receive. */
static void
receive_logs(struct worker *worker)
{
	struct log_files files;
	int result = log_handover_receive(worker->options->handover, &files);

	if (result == -1 && !worker->lacks_logs)
		log_error("cannot take the log files that were opened anew: "
			  "too many open files; the old ones are written until "
			  "some are closed");
	worker->lacks_logs = result == -1;
	if (result != 1)
		return;
	loop_replace_logs(worker->loop, files.descriptors);
	log_files_close(&files);
}

/* Count and log the lines that the logs did not take. */
static void
report_losses(struct worker *worker, int64_t now)
{
	atomic_int_least64_t *counted =
	    &worker->page->totals.counters[COUNTER_LOG_LINES_LOST];
	unsigned lost;
	int log;

	for (log = 0; log < LOG_RELAY_LOGS; log++)
		if ((lost = log_losses_take((enum log_relay_log)log)) > 0)
			atomic_fetch_add(&counted[log], lost);
	log_report_losses(now);
}

/*
 * Wait until the next tick or a signal, and watch the threads meanwhile.
 * Returns the signal, or -1.
 */
static int
wait_for_signal(struct worker *worker, const sigset_t *signals)
{
	const int64_t begun = clock_milliseconds();
	struct timespec timeout;
	int64_t left, now, until;
	int number;

	for (;;) {
		now = clock_milliseconds();
		/* Connections may have come meanwhile. */
		until = begun +
		    (loop_connections(worker->loop) > 0 ? BUSY_MILLISECONDS
							: IDLE_MILLISECONDS);
		if (now >= until)
			return -1;
		left = until - now;
		if (loop_watch(worker->loop) && left > LOOP_WATCH_MILLISECONDS)
			left = LOOP_WATCH_MILLISECONDS;
		tell_if_busy(worker);
		timeout = (struct timespec){
			.tv_sec = left / 1000,
			.tv_nsec = left % 1000 * 1000000,
		};
		number = sigtimedwait(signals, NULL, &timeout);
		if (number > 0 && number != SIGNAL_WAKE)
			return number;
		if (number == SIGNAL_WAKE &&
		    (is_served(worker) || loop_has_crashed(worker->loop)))
			return number;
	}
}

/* Wait for a signal or a reason to be replaced, and tick meanwhile. */
static enum ending
wait_for_end(struct worker *worker)
{
	sigset_t signals;
	int number;

	signals_fill(&signals);
	for (;;) {
		number = wait_for_signal(worker, &signals);
		if (number == SIGTERM)
			return ENDING_GRACEFUL;
		if (number == SIGINT || number == SIGQUIT)
			return ENDING_QUICK;
		if (number == SIGUSR1 || worker->lacks_logs)
			receive_logs(worker);
		/* Also those for which it had too many open files. */
		loop_take_connections(worker->loop);
		tick(worker);
		report_losses(worker, clock_milliseconds());
		sandbox_report();
		if (is_due(worker))
			return ENDING_REPLACED;
	}
}

/* Log what still runs and where it hangs. */
static void
give_up(struct worker *worker)
{
	log_error("requests still run after %d ms (graceful-timeout); giving "
		  "them up",
	    worker->options->config->graceful_timeout);
	loop_log_running(worker->loop);
	loop_flush_logs(worker->loop);
	sandbox_report();
	/* As gunicorn does: leave a core where cores are enabled. */
	abort();
}

/* Abort the requests. */
_Noreturn static void
end_at_once(struct worker *worker)
{
	loop_end_deferred(worker->loop);
	loop_flush_logs(worker->loop);
	sandbox_report();
	report_losses(worker, INT64_MAX);
	_exit(0);
}

/* Was this worker told to end at once? */
static bool
is_to_end_at_once(void)
{
	const struct timespec none = { 0 };
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGINT);
	sigaddset(&signals, SIGQUIT);
	return sigtimedwait(&signals, NULL, &none) > 0;
}

/* While requests finish: logs may be opened anew, or nobody waits longer. */
static void
tick_of_drain(void *owner)
{
	if (is_to_end_at_once())
		end_at_once(owner);
	receive_logs(owner);
}

/* How much of PATIENCE is left, which began at BEGUN; at least a part. */
static int
left_of(int patience, int64_t begun)
{
	const int64_t left = begun + patience - clock_milliseconds();

	return left > CLOSE_MILLISECONDS ? (int)left : CLOSE_MILLISECONDS;
}

static int
end(struct worker *worker, enum ending ending)
{
	/*
	 * A connection that waits may have woken this worker alone, so this
	 * worker serves it, unless a request hangs and all other threads are
	 * busy, or hang, too: then it is for the worker that is started.
	 */
	const struct loop_drain_options options = {
		.accepts_waiting = ending == ENDING_GRACEFUL ||
		    !loop_timed_out(worker->loop) ||
		    loop_has_idle_thread(worker->loop),
		.patience = worker->options->config->graceful_timeout,
		.tick = tick_of_drain,
		.owner = worker,
	};

	const int64_t begun = clock_milliseconds();

	enter(worker, SCORE_DRAINING);
	if (loop_drain(worker->loop, &options) == -1)
		give_up(worker);
	sandbox_report();
	report_losses(worker, INT64_MAX);
	if (foreign_is_mounted(worker->options->config->loop.gate))
		foreign_limit_end(left_of(options.patience, begun));
	loop_free(worker->loop);
	return 0;
}

int
worker_set_environment(
    const struct worker_config *config, struct gantry_error *error)
{
	size_t i;

	if (privileges_set_environment(config->loop.privileges, error) == -1)
		return -1;
	for (i = 0; i < config->environment_count; i++)
		if (putenv((char *)config->environment[i]) != 0)
			return gantry_error_memory(error);
	return 0;
}

/* Give up what the master may do and has open.  Returns 0 or -1. */
static int
leave_master(const struct worker_options *options, struct loop_options *loop,
    struct sandbox_options *sandbox, struct gantry_error *error)
{
	if (worker_set_environment(options->config, error) == -1 ||
	    privileges_drop(loop->privileges, error) == -1 ||
	    worker_descriptors_move(loop, sandbox, error) == -1)
		return -1;
	return worker_descriptors_keep(
	    loop, options->relay, options->handover, error);
}

/* The same of the template, which has given up the rest.  Returns 0 or -1. */
static int
leave_template(const struct worker_options *options, struct loop_options *loop,
    struct sandbox_options *sandbox, struct gantry_error *error)
{
	const int *own;

	if (worker_descriptors_adopt(loop, sandbox, options->relay, error) ==
	    -1)
		return -1;
	for (own = options->inherited; *own != -1; own++)
		close(*own);
	return 0;
}

static void
handle_signals(
    const struct worker_options *options, const struct loop_options *loop)
{
	struct score_page *page = options->page;

	/* Python has handlers of its own, which call those of the template. */
	if (options->inherited != NULL) {
		backtrace_move(&page->crashed_tid, &page->stack);
		return;
	}
	signal(SIGPIPE, SIG_IGN);
	/* Beyond RLIMIT_FSIZE, a write to the spool fails instead. */
	signal(SIGXFSZ, SIG_IGN);
	backtrace_prepare(
	    &page->crashed_tid, sandbox_write_report, &page->stack);
	backtrace_prepare_thread();
	if (loop->development != NULL)
		development_prepare(loop->development);
	if (loop->development != NULL && loop->development->is_debugged)
		signals_leave_interrupt();
}

/* Become a worker.  Returns 0, or -1 with ERROR filled. */
static int
become_worker(const struct worker_options *options, struct loop_options *loop,
    struct sandbox_options *sandbox, struct gantry_error *error)
{
	/* First, since dropping privileges clears PR_SET_PDEATHSIG. */
	if ((options->inherited != NULL
		    ? leave_template(options, loop, sandbox, error)
		    : leave_master(options, loop, sandbox, error)) == -1)
		return -1;
	/* Without its master, nobody would stop a worker. */
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	program_set_worker(options->slot + 1);
	if (getppid() != options->parent)
		return gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "its master has ended");
	handle_signals(options, loop);
	return 0;
}

static void
end_preparation(int signal)
{
	(void)signal;
	_exit(0);
}

/* Nothing is shared with other threads, so a handler can end the process. */
static void
end_preparation_by_signals(void)
{
	static const int numbers[] = { SIGTERM, SIGINT, SIGQUIT };
	const struct sigaction action = { .sa_handler = end_preparation };
	sigset_t signals;
	size_t i;

	sigemptyset(&signals);
	for (i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		sigaction(numbers[i], &action, NULL);
		sigaddset(&signals, numbers[i]);
	}
	sigprocmask(SIG_UNBLOCK, &signals, NULL);
}

int
worker_prepare(const struct worker_options *options)
{
	struct loop_options loop = options->config->loop;
	const struct gate_options *gate = loop.gate;
	struct sandbox_options sandbox = { .mode = SANDBOX_OFF };
	struct gantry_error error;

	if (loop.sandbox != NULL)
		sandbox = *loop.sandbox;
	loop.transfer = options->transfer;
	sandbox_count_in(
	    &options->page->totals.counters[COUNTER_SANDBOX_VIOLATIONS]);
	if (become_worker(options, &loop, &sandbox, &error) == 0) {
		end_preparation_by_signals();
		if (hooks_load(gate->mounts, gate->mount_count, &error) == 0 &&
		    sandbox_enter(&sandbox, &error) == 0 &&
		    hooks_prepare(gate->mounts, gate->mount_count, &error) ==
			0) {
			sandbox_report();
			atomic_store(&options->page->opened, true);
			return 0;
		}
	}
	sandbox_report();
	log_error("cannot prepare: %s", error.text);
	return WORKER_EXIT_BOOT;
}

int
worker_run(const struct worker_options *options)
{
	struct worker worker = {
		.options = options,
		.page = options->page,
		.max_requests = draw_max_requests(options->config),
	};
	struct loop_options loop = options->config->loop;
	struct sandbox_options sandbox = { .mode = SANDBOX_OFF };
	struct gantry_error error;
	enum ending ending;

	if (loop.sandbox != NULL)
		sandbox = *loop.sandbox;
	loop.sandbox = &sandbox;
	loop.transfer = options->transfer;
	if (become_worker(options, &loop, &sandbox, &error) == -1) {
		log_error("worker cannot start: %s", error.text);
		return WORKER_EXIT_BOOT;
	}
	loop.observer.page = options->page;
	loop.master = options->master;
	loop.pool = options->pool;
	loop.max_requests = worker.max_requests;
	loop.wake = options->relay;
	sandbox_count_in(
	    &options->page->totals.counters[COUNTER_SANDBOX_VIOLATIONS]);
	worker.loop = loop_open(&loop, &error);
	if (worker.loop == NULL) {
		log_error("worker cannot start: %s", error.text);
		return WORKER_EXIT_BOOT;
	}
	/* Before a thread serves: the first request may crash it. */
	atomic_store(&options->page->opened, true);
	if (loop_start(worker.loop, &error) == -1) {
		log_error("worker cannot start: %s", error.text);
		_exit(WORKER_EXIT_BOOT);
	}
	tick(&worker);
	enter(&worker, SCORE_SERVING);
	/* SIGUSR1 may have come while applications opened. */
	receive_logs(&worker);
	ending = wait_for_end(&worker);
	if (ending == ENDING_QUICK)
		end_at_once(&worker);
	return end(&worker, ending);
}
