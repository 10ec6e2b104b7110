/*
 * The master sleeps in poll until a signal, a worker's word that it is at
 * something else, or the time to look after them.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "serve/master.h"
#include "serve/notify.h"
#include "serve/scoreboard.h"
#include "serve/signals.h"
#include "serve/upgrade.h"
#include "serve/workers.h"

/* A worker that dies younger than this makes the next one wait longer. */
#define YOUNG_MILLISECONDS	 5000
#define PAUSE_FIRST_MILLISECONDS 100
#define PAUSE_MAX_MILLISECONDS	 30000

/* How often the workers are looked after. */
#define LOOK_MILLISECONDS 1000

/* Room on the scoreboard for old and new workers at a time. */
#define PLACES_MIN  64
#define THREADS_MAX 256

struct master {
	const struct plan_source *source;
	struct plan *plan; /* the one that counts */
	struct plan *trial; /* the one of a reload whose workers start */
	int64_t trial_ends;
	struct plan *retired; /* a chain: those whose workers still end */
	struct scoreboard *board;
	struct workers *workers;
	struct admin *admin;
	int64_t started;
	int signals; /* a signalfd */
	int wake[2]; /* a pipe: a byte when a worker is at something else */
	int pause; /* before the next start, in milliseconds */
	int64_t start_after;
	int64_t spare_since; /* see struct pool_state */
	int upgrade; /* a descriptor: the new program's word; -1: none */
	bool hidden; /* by WINCH: no workers until HUP */
	bool ready; /* it was said that all workers serve */
	bool stopping;
	bool upgraded; /* what this program has made belongs to another */
	int status;
};

static void
in_child(void *owner)
{
	struct master *master = owner;

	close(master->signals);
	if (master->upgrade != -1)
		close(master->upgrade);
	admin_forget(master->admin);
	upgrade_forget();
}

static void
say_ready(struct master *master, const struct worker_counts *counts)
{
	FILE *file;

	if (master->ready)
		return;
	master->ready = true;
	if (master->plan->pid_file != NULL) {
		file = fopen(master->plan->pid_file, "we");
		if (file == NULL || fprintf(file, "%ld\n", (long)getpid()) < 0)
			log_error("cannot write %s: %s", master->plan->pid_file,
			    strerror(errno));
		if (file != NULL)
			fclose(file);
	}
	upgrade_done();
	notify_ready("serving");
	log_info("ready: %u workers, %u threads each", counts->serving,
	    master->plan->loop.threads);
}

/* How many workers must serve before a plan is as good as in place. */
static unsigned
first_workers(const struct plan *plan)
{
	const struct pool_options *pool = &plan->pool;

	if (pool->kind == POOL_ON_DEMAND)
		return 1;
	return pool->kind == POOL_STATIC ? pool->workers : pool->workers_min;
}

static bool
has_waiting(const struct plan *plan)
{
	struct pollfd waited[LISTENERS_MAX];
	size_t i;

	for (i = 0; i < plan->listeners.count; i++)
		waited[i] = (struct pollfd){
			.fd = plan->listeners.descriptors[i],
			.events = POLLIN,
		};
	return poll(waited, plan->listeners.count, 0) > 0;
}

/* Start or end workers as the pool wants it. */
static void
keep_pool(struct master *master)
{
	const struct pool_options *pool = &master->plan->pool;
	int64_t now = clock_milliseconds();
	struct worker_counts counts;
	struct pool_state state;
	int decision;

	workers_count(master->workers, master->plan, &counts);
	state = (struct pool_state){
		.starting = counts.starting,
		.serving = counts.serving,
		.idle = counts.idle,
		.waiting =
		    pool->kind == POOL_ON_DEMAND && has_waiting(master->plan),
	};
	if (!pool_has_spare(pool, &state))
		master->spare_since = 0;
	else if (master->spare_since == 0)
		master->spare_since = now;
	state.spare_since = master->spare_since;
	decision = pool_decide(pool, &state, now);
	if (decision < 0) {
		master->spare_since = 0;
		workers_end(master->workers, master->plan, (unsigned)-decision,
		    SIGTERM);
	}
	for (; decision > 0 && now >= master->start_after; decision--)
		if (workers_start(master->workers, master->plan) == -1)
			master->start_after = now + PAUSE_FIRST_MILLISECONDS;
	if (counts.starting == 0 && pool_decide(pool, &state, now) <= 0)
		say_ready(master, &counts);
}

/* Let the next start wait, twice as long each time workers die young. */
static void
wait_longer(struct master *master, const struct worker_death *death)
{
	if (death->age >= YOUNG_MILLISECONDS) {
		master->pause = 0;
		return;
	}
	master->pause =
	    master->pause == 0 ? PAUSE_FIRST_MILLISECONDS : master->pause * 2;
	if (master->pause > PAUSE_MAX_MILLISECONDS)
		master->pause = PAUSE_MAX_MILLISECONDS;
	master->start_after = clock_milliseconds() + master->pause;
	log_warning("the next worker starts in %d ms", master->pause);
}

static void
retire(struct master *master, struct plan *plan)
{
	workers_end(master->workers, plan, UINT32_MAX, SIGTERM);
	plan->next = master->retired;
	master->retired = plan;
}

static void
free_retired(struct master *master)
{
	struct plan **at = &master->retired, *plan;
	struct worker_counts counts;

	while ((plan = *at) != NULL) {
		workers_count(master->workers, plan, &counts);
		if (counts.starting + counts.serving + counts.draining > 0) {
			at = &plan->next;
			continue;
		}
		*at = plan->next;
		master->source->free(plan);
	}
}

static void
give_up_trial(struct master *master, const char *reason)
{
	struct plan *trial = master->trial;
	char text[512];

	snprintf(text, sizeof(text),
	    "reload given up: %s; the old workers stay", reason);
	log_error("%s", text);
	notify_ready(NULL);
	notify_status("the last reload was given up: %s", reason);
	admin_done(master->admin, ADMIN_RELOAD, false, text);
	master->trial = NULL;
	master->source->close(trial, master->plan);
	retire(master, trial);
}

static void
adopt_trial(struct master *master)
{
	struct plan *old = master->plan;
	char text[64];

	master->plan = master->trial;
	master->trial = NULL;
	master->hidden = false;
	master->source->close(old, master->plan);
	retire(master, old);
	notify_ready(NULL);
	notify_status("generation %u serves", master->plan->generation);
	snprintf(text, sizeof(text), "reloaded: generation %u serves",
	    master->plan->generation);
	log_info("%s", text);
	admin_done(master->admin, ADMIN_RELOAD, true, text);
}

static void
check_trial(struct master *master)
{
	struct worker_counts counts;

	workers_count(master->workers, master->trial, &counts);
	if (counts.serving >= first_workers(master->trial))
		adopt_trial(master);
	else if (clock_milliseconds() > master->trial_ends)
		give_up_trial(master, "the new workers did not serve in time");
}

/* Returns -1 with ERROR filled when there is nothing to wait for. */
static int
begin_reload(struct master *master, struct gantry_error *error)
{
	unsigned count;

	if (master->trial != NULL)
		give_up_trial(master, "another one was asked for");
	master->trial =
	    master->source->load(master->source->owner, master->plan, error);
	if (master->trial == NULL)
		return gantry_error_prefix(error, "reload refused");
	master->trial->generation = master->plan->generation + 1;
	if (master->trial->loop.threads > master->board->threads) {
		give_up_trial(master, "so many threads need a restart");
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "reload refused: so many threads need a restart");
	}
	log_info("reloading: generation %u starts", master->trial->generation);
	notify_reloading();
	master->trial_ends = clock_milliseconds() + master->trial->boot_timeout;
	for (count = first_workers(master->trial); count > 0; count--)
		if (workers_start(master->workers, master->trial) == -1) {
			give_up_trial(master, "no worker can be started");
			return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
			    "reload given up: no worker can be started; the "
			    "old workers stay");
		}
	return 0;
}

static void
reload(struct master *master)
{
	struct gantry_error error;

	if (begin_reload(master, &error) == -1)
		log_error("%s", error.text);
}

static void
note_death(struct master *master, const struct worker_death *death)
{
	if (master->stopping || death->asked)
		return;
	if (death->plan == master->trial) {
		give_up_trial(master, "a new worker ended before it served");
		return;
	}
	if (!death->served && !master->ready) {
		log_error("no worker could start; giving up");
		master->status = 1;
		kill(getpid(), SIGTERM);
		return;
	}
	wait_longer(master, death);
}

static void
stop(struct master *master, int signal)
{
	if (!master->stopping)
		log_info(signal == SIGTERM ? "stopping; requests may finish"
					   : "stopping at once");
	if (!master->stopping && !master->upgraded)
		notify_stopping();
	if (!master->stopping)
		listeners_unlink(&master->plan->listeners);
	master->stopping = true;
	workers_end(master->workers, NULL, UINT32_MAX, signal);
}

static void
upgrade(struct master *master)
{
	const struct listeners *const listeners[] = { &master->plan->listeners,
		admin_control(master->admin), admin_http(master->admin), NULL };
	struct gantry_error error;
	pid_t process;

	if (master->upgrade != -1) {
		log_warning("another program is about to take over already");
		return;
	}
	process = upgrade_start(listeners, &master->upgrade, &error);
	if (process == -1)
		log_error("no upgrade: %s", error.text);
	else
		log_info("upgrading: process %ld starts", (long)process);
}

/* The new program serves, or it never will. */
static void
end_upgrade(struct master *master)
{
	char byte;
	bool serves = read(master->upgrade, &byte, 1) == 1;

	close(master->upgrade);
	master->upgrade = -1;
	if (!serves) {
		log_error("upgrade given up: the new program ended before it "
			  "served; the old workers stay");
		return;
	}
	log_info("upgraded: another process serves now");
	master->upgraded = true;
	listeners_disown(&master->plan->listeners);
	admin_hand_over(master->admin);
	stop(master, SIGTERM);
}

static void
change_workers(struct master *master, int by)
{
	struct pool_options *pool = &master->plan->pool;

	if (by < 0 && pool->workers == 1)
		return;
	pool->workers += (unsigned)by;
	if (pool->workers > master->board->workers / 2)
		pool->workers = master->board->workers / 2;
	if (pool->workers_min > pool->workers)
		pool->workers_min = pool->workers;
	log_info("workers: %u", pool->workers);
}

/* A window that changes its size is not meant. */
static void
hide(struct master *master)
{
	if (isatty(STDIN_FILENO) || isatty(STDERR_FILENO))
		return;
	log_info("the workers end until the next reload");
	master->hidden = true;
	workers_end(master->workers, NULL, UINT32_MAX, SIGTERM);
}

static void
obey(struct master *master, int signal)
{
	switch (signal) {
	case SIGHUP:
		reload(master);
		break;
	case SIGUSR1:
		watching_reopen_logs(&master->plan->loop.watching);
		workers_signal(master->workers, SIGUSR1);
		break;
	case SIGUSR2:
		upgrade(master);
		break;
	case SIGTTIN:
		change_workers(master, 1);
		break;
	case SIGTTOU:
		change_workers(master, -1);
		break;
	case SIGWINCH:
		hide(master);
		break;
	case SIGCHLD:
		break;
	default:
		stop(master, signal);
		break;
	}
}

static void
describe(void *owner, struct status_master *status)
{
	const struct master *master = owner;
	struct worker_counts counts;

	workers_count(master->workers, NULL, &counts);
	status->started = master->started;
	status->generation = master->plan->generation;
	status->listeners = &master->plan->listeners;
	if (master->stopping)
		status->phase = STATUS_STOPPING;
	else if (!master->ready || master->hidden ||
	    (counts.serving == 0 && master->plan->pool.kind != POOL_ON_DEMAND))
		status->phase = STATUS_STARTING;
	else
		status->phase =
		    master->trial != NULL ? STATUS_RELOADING : STATUS_READY;
}

static enum admin_result
refuse_at_end(struct gantry_error *said)
{
	gantry_error_set(
	    said, GANTRY_ERROR_UNAVAILABLE, "gantry is about to end");
	return ADMIN_FAILED;
}

static enum admin_result
reload_by_order(void *owner, struct gantry_error *said)
{
	struct master *master = owner;

	if (master->stopping)
		return refuse_at_end(said);
	if (begin_reload(master, said) == 0)
		return ADMIN_LATER;
	log_error("%s", said->text);
	said->code = GANTRY_ERROR_SYSTEM; /* the order made sense */
	return ADMIN_FAILED;
}

static enum admin_result
stop_by_order(void *owner, struct gantry_error *said)
{
	(void)said;
	stop(owner, SIGTERM);
	return ADMIN_LATER;
}

static enum admin_result
scale_by_order(void *owner, unsigned workers, struct gantry_error *said)
{
	struct master *master = owner;
	const unsigned most = master->board->workers / 2;

	if (master->stopping)
		return refuse_at_end(said);
	if (workers > most) {
		gantry_error_set(said, GANTRY_ERROR_INPUT,
		    "there is room for %u workers; more need a restart with "
		    "--workers",
		    most);
		return ADMIN_FAILED;
	}
	change_workers(master, (int)workers - (int)master->plan->pool.workers);
	gantry_error_set(said, GANTRY_ERROR_NONE,
	    "workers: %u, until the next reload", master->plan->pool.workers);
	return ADMIN_DONE;
}

static enum admin_result
reopen_by_order(void *owner, struct gantry_error *said)
{
	struct master *master = owner;

	if (master->stopping)
		return refuse_at_end(said);
	obey(master, SIGUSR1);
	return ADMIN_DONE;
}

static void
take_signals(struct master *master)
{
	struct signalfd_siginfo information;

	while (read(master->signals, &information, sizeof(information)) ==
	    (ssize_t)sizeof(information))
		if (!master->stopping || information.ssi_signo == SIGINT ||
		    information.ssi_signo == SIGQUIT)
			obey(master, (int)information.ssi_signo);
}

static void
bury_dead(struct master *master)
{
	struct worker_death death;

	while (workers_reap(master->workers, &death))
		note_death(master, &death);
}

static bool
any_lives(const struct master *master)
{
	struct worker_counts counts;

	workers_count(master->workers, NULL, &counts);
	return counts.starting + counts.serving + counts.draining > 0;
}

/* What can be done at once, after each event and each second. */
static void
look_after(struct master *master)
{
	bury_dead(master);
	workers_check(master->workers);
	if (master->stopping)
		return;
	if (master->trial != NULL)
		check_trial(master);
	if (!master->hidden)
		keep_pool(master);
	free_retired(master);
}

/* The smaller of two times, of which -1 is for ever. */
static int
sooner(int a, int b)
{
	if (a == -1 || b == -1)
		return a == -1 ? b : a;
	return a < b ? a : b;
}

/* How long poll may sleep; the watchdog hears that it does not hang. */
static int
patience(const struct master *master)
{
	int64_t left = master->start_after - clock_milliseconds();
	int longest = sooner(notify_watchdog(), admin_patience(master->admin));

	longest = sooner(longest, LOOK_MILLISECONDS);
	return left > 0 && left < longest ? (int)left + 1 : longest;
}

static void
supervise(struct master *master)
{
	struct pollfd waited[3 + LISTENERS_MAX + ADMIN_POLL_MAX];
	char bytes[64];
	size_t count, i, first;

	while (!master->stopping || any_lives(master)) {
		waited[0] = (struct pollfd){ master->signals, POLLIN, 0 };
		waited[1] = (struct pollfd){ master->wake[0], POLLIN, 0 };
		waited[2] = (struct pollfd){ master->upgrade, POLLIN, 0 };
		count = 3;
		/* Until there is a worker, who waits for one is seen here. */
		for (i = 0; i < master->plan->listeners.count &&
		     master->plan->pool.kind == POOL_ON_DEMAND &&
		     !any_lives(master);
		     i++)
			waited[count++] = (struct pollfd){
				master->plan->listeners.descriptors[i], POLLIN,
				0
			};
		first = count;
		count +=
		    admin_poll(master->admin, waited + first, ADMIN_POLL_MAX);
		if (poll(waited, count, patience(master)) > 0) {
			while (read(master->wake[0], bytes, sizeof(bytes)) > 0)
				continue;
			if (waited[0].revents != 0)
				take_signals(master);
			if (waited[2].revents != 0)
				end_upgrade(master);
		}
		admin_handle(master->admin, waited + first, count - first);
		look_after(master);
	}
}

static int
prepare(struct master *master)
{
	const unsigned wanted = master->plan->pool.workers * 4;
	sigset_t signals;

	signals_block();
	signals_fill(&signals);
	master->board = scoreboard_new(
	    wanted > PLACES_MIN ? wanted : PLACES_MIN, THREADS_MAX);
	master->signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (master->board == NULL || master->signals == -1 ||
	    pipe2(master->wake, O_CLOEXEC | O_NONBLOCK) == -1)
		return -1;
	master->workers =
	    workers_new(master->board, master->wake, in_child, master);
	return master->workers == NULL ? -1 : 0;
}

static void
clean_up(struct master *master)
{
	admin_done(master->admin, ADMIN_STOP, true, "stopped");
	admin_close(master->admin);
	if (master->plan->pid_file != NULL && master->ready &&
	    !master->upgraded)
		unlink(master->plan->pid_file);
	free_retired(master);
	master->source->close(master->plan, NULL);
	master->source->free(master->plan);
	workers_free(master->workers);
	scoreboard_free(master->board);
	close(master->signals);
	close(master->wake[0]);
	close(master->wake[1]);
}

int
master_run(const struct plan_source *source)
{
	struct master master = {
		.source = source,
		.upgrade = -1,
		.started = clock_milliseconds(),
	};
	const struct admin_actions actions = {
		.owner = &master,
		.describe = describe,
		.reload = reload_by_order,
		.stop = stop_by_order,
		.scale = scale_by_order,
		.reopen = reopen_by_order,
	};
	struct gantry_error error;

	master.plan = source->load(source->owner, NULL, &error);
	if (master.plan != NULL)
		master.admin = admin_open(&master.plan->admin, &error);
	if (master.admin == NULL) {
		log_error("%s", error.text);
		if (master.plan != NULL) {
			source->close(master.plan, NULL);
			source->free(master.plan);
		}
		return error.code == GANTRY_ERROR_INPUT ? 2 : 1;
	}
	upgrade_close_rest();
	master.plan->generation = 1;
	if (prepare(&master) == -1) {
		log_error("the master cannot start: %s", strerror(errno));
		return 1;
	}
	admin_attach(master.admin, &actions, master.board);
	look_after(&master);
	supervise(&master);
	clean_up(&master);
	return master.status;
}
