/*
 * The process that owns the sockets and never reads a request.  It sleeps in
 * poll until a signal, a worker's word that it is ready, or the time to replace
 * a dead one.
 */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "serve/master.h"
#include "serve/signals.h"
#include "serve/worker.h"

/* A worker that dies younger than this makes the next one wait longer. */
#define YOUNG_MILLISECONDS	 5000
#define PAUSE_FIRST_MILLISECONDS 100
#define PAUSE_MAX_MILLISECONDS	 30000

struct slot {
	pid_t process; /* 0: none runs */
	int64_t started;
};

struct master {
	const struct loop_options *options;
	unsigned workers;
	struct slot *slots;
	int signals; /* a signalfd */
	int ready[2]; /* a pipe: a byte for each worker that serves */
	unsigned serving; /* bytes read from it */
	int pause; /* before the next start, in milliseconds */
	int64_t start_after;
	bool stopping;
	bool boot_failed;
};

static void
start_worker(struct master *master, struct slot *slot)
{
	pid_t process = fork();

	if (process == 0) {
		close(master->signals);
		close(master->ready[0]);
		exit(worker_run(master->options, master->ready[1]));
	}
	if (process == -1) {
		log_error("cannot start a worker: %s", strerror(errno));
		master->start_after =
		    clock_milliseconds() + PAUSE_FIRST_MILLISECONDS;
		return;
	}
	slot->process = process;
	slot->started = clock_milliseconds();
}

static void
start_missing(struct master *master)
{
	unsigned i;

	if (master->stopping || clock_milliseconds() < master->start_after)
		return;
	for (i = 0; i < master->workers; i++)
		if (master->slots[i].process == 0)
			start_worker(master, &master->slots[i]);
}

static void
log_death(pid_t process, int status)
{
	if (WIFSIGNALED(status))
		log_error("worker %ld was killed by signal %d (%s)%s",
		    (long)process, WTERMSIG(status),
		    strsignal(WTERMSIG(status)),
		    WTERMSIG(status) == SIGKILL ? "; out of memory?" : "");
	else
		log_error("worker %ld ended with status %d", (long)process,
		    WEXITSTATUS(status));
}

/* Let the next start wait, twice as long each time workers die young. */
static void
note_death(struct master *master, const struct slot *slot, int status)
{
	int64_t now = clock_milliseconds();

	log_death(slot->process, status);
	if (WIFEXITED(status) && WEXITSTATUS(status) == WORKER_EXIT_BOOT &&
	    master->serving == 0)
		master->boot_failed = true;
	if (now - slot->started >= YOUNG_MILLISECONDS) {
		master->pause = 0;
		return;
	}
	master->pause =
	    master->pause == 0 ? PAUSE_FIRST_MILLISECONDS : master->pause * 2;
	if (master->pause > PAUSE_MAX_MILLISECONDS)
		master->pause = PAUSE_MAX_MILLISECONDS;
	master->start_after = now + master->pause;
	log_warning("the next worker starts in %d ms", master->pause);
}

static void
reap(struct master *master)
{
	pid_t process;
	int status;
	unsigned i;

	while ((process = waitpid(-1, &status, WNOHANG)) > 0) {
		for (i = 0; i < master->workers; i++)
			if (master->slots[i].process == process)
				break;
		if (i == master->workers)
			continue; /* an orphan that init's role brought us */
		if (!master->stopping)
			note_death(master, &master->slots[i], status);
		master->slots[i].process = 0;
	}
}

static void
stop(struct master *master, int number)
{
	unsigned i;

	if (!master->stopping) {
		log_info(number == SIGTERM ? "stopping; requests may finish"
					   : "stopping at once");
		listeners_unlink(master->options->listeners);
	}
	master->stopping = true;
	for (i = 0; i < master->workers; i++)
		if (master->slots[i].process != 0)
			kill(master->slots[i].process, number);
}

static void
take_signals(struct master *master)
{
	struct signalfd_siginfo information;

	while (read(master->signals, &information, sizeof(information)) ==
	    (ssize_t)sizeof(information)) {
		if (information.ssi_signo == SIGCHLD)
			reap(master);
		else
			stop(master, (int)information.ssi_signo);
	}
}

static void
take_ready(struct master *master)
{
	char byte;

	if (read(master->ready[0], &byte, 1) != 1)
		return;
	if (++master->serving == master->workers)
		log_info("ready: %u workers, %u threads each", master->workers,
		    master->options->threads);
}

static bool
any_runs(const struct master *master)
{
	unsigned i;

	for (i = 0; i < master->workers; i++)
		if (master->slots[i].process != 0)
			return true;
	return false;
}

/* How long poll may sleep: until a dead worker is to be replaced. */
static int
patience(const struct master *master)
{
	int64_t left = master->start_after - clock_milliseconds();
	unsigned i;

	for (i = 0; i < master->workers && !master->stopping; i++)
		if (master->slots[i].process == 0)
			return left > 0 ? (int)left + 1 : 1;
	return -1;
}

static void
supervise(struct master *master)
{
	struct pollfd waited[2] = {
		{ .fd = master->signals, .events = POLLIN },
		{ .fd = master->ready[0], .events = POLLIN },
	};

	for (;;) {
		start_missing(master);
		if (poll(waited, 2, patience(master)) > 0) {
			/* Who died may have said before that it was ready. */
			if (waited[1].revents != 0)
				take_ready(master);
			if (waited[0].revents != 0)
				take_signals(master);
		}
		if (master->boot_failed && !master->stopping) {
			log_error("no worker could start; giving up");
			stop(master, SIGTERM);
		}
		if (master->stopping && !any_runs(master))
			return;
	}
}

int
master_run(const struct loop_options *options, unsigned workers)
{
	struct master master = { .options = options, .workers = workers };
	sigset_t signals;

	signals_block();
	signals_fill(&signals);
	master.slots = calloc(workers, sizeof(*master.slots));
	master.signals = signalfd(-1, &signals, SFD_CLOEXEC | SFD_NONBLOCK);
	if (master.slots == NULL || master.signals == -1 ||
	    pipe(master.ready) == -1) {
		log_error("the master cannot start: %s", strerror(errno));
		return 1;
	}
	supervise(&master);
	close(master.signals);
	close(master.ready[0]);
	close(master.ready[1]);
	free(master.slots);
	return master.boot_failed ? 1 : 0;
}
