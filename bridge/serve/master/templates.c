/*
 * The master never waits for a template.  What it has ordered is an entry
 * without a process, until the worker itself reports.
 */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/master/worker_entries.h"
#include "serve/worker/template.h"

/* Reports of one template that are read in a turn. */
#define REPORTS_A_TURN 64

/* The turns for the last lines of one that has ended. */
#define LAST_TURNS 64

/* From being told to end to SIGKILL. */
#define END_MILLISECONDS 2000

static const struct request_observer_options *
observer_of(const struct template *template)
{
	return &template->pool->worker.loop.observer;
}

static unsigned
number_of(const struct worker_table *workers, const struct template *template)
{
	return TEMPLATES_FIRST +
	    (unsigned)(template - workers->templates.all);
}

/* Wait for what can be read from DESCRIPTOR of TEMPLATE. */
static int
watch(struct worker_table *workers, const struct template *template,
    int descriptor)
{
	struct epoll_event event = {
		.events = EPOLLIN,
		.data.u32 = number_of(workers, template),
	};

	return epoll_ctl(workers->relays, EPOLL_CTL_ADD, descriptor, &event);
}

static void
close_orders(struct worker_table *workers, struct template *template)
{
	if (template->orders == -1)
		return;
	epoll_ctl(workers->relays, EPOLL_CTL_DEL, template->orders, NULL);
	/* A child of the master may have it, too, for a moment. */
	shutdown(template->orders, SHUT_RDWR);
	close(template->orders);
	template->orders = -1;
}

static void
close_logs(struct worker_table *workers, struct template *template)
{
	epoll_ctl(workers->relays, EPOLL_CTL_DEL, template->logs.relay, NULL);
	worker_logs_close(&template->logs);
}

_Noreturn static void
be_template(struct worker_table *workers, const struct pool *pool,
    const struct worker_ends *ends, int orders)
{
	struct template_options options = {
		.parent = workers->owning,
		.config = &pool->worker,
		.relay = ends->relay,
		.handover = ends->handover,
		.orders = orders,
	};

	options.master = master_memory_join(&workers->board->memory);
	if (options.master != NULL)
		options.pool = &options.master->pools[pool->number];
	workers->in_child(workers->owner);
	if (options.master == NULL) {
		log_error("the template of workers cannot start: cannot map "
			  "memory: %s",
		    strerror(errno));
		_exit(WORKER_EXIT_BOOT);
	}
	exit(template_run(&options));
}

/* Fork the process of TEMPLATE.  Returns 0, or -1 with errno set. */
static int
fork_template(struct worker_table *workers, struct template *template)
{
	struct worker_ends logs;
	int orders[2];

	if (template_orders_open(orders) == -1)
		return -1;
	template->orders = orders[0];
	if (worker_logs_open(&template->logs, &logs) == -1) {
		close(orders[1]);
		close_orders(workers, template);
		return -1;
	}
	if (watch(workers, template, orders[0]) == 0 &&
	    watch(workers, template, template->logs.relay) == 0)
		template->process = fork();
	if (template->process == 0)
		be_template(workers, template->pool, &logs, orders[1]);
	worker_ends_close(&logs);
	close(orders[1]);
	if (template->process != -1)
		return 0;
	close_orders(workers, template);
	close_logs(workers, template);
	return -1;
}

/* Returns NULL with errno set on failure. */
static struct template *
start(struct worker_table *workers, struct pool *pool)
{
	struct template *template = workers->templates.all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0 && template->pool != NULL; left--)
		template++;
	if (left == 0) {
		errno = EAGAIN;
		return NULL;
	}
	/* Workers are children of a child that ends. */
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) == -1)
		return NULL;
	*template = (struct template){ .pool = pool, .process = -1 };
	if (fork_template(workers, template) == 0)
		return template;
	template->pool = NULL;
	return NULL;
}

int
templates_order(struct worker_table *workers, struct pool *pool,
    const struct template_order *order)
{
	struct template *template = workers->templates.all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template++)
		if (template->pool == pool && template->orders != -1)
			break;
	if (left == 0)
		template = start(workers, pool);
	return template != NULL ? template_orders_send(template->orders, order)
				: -1;
}

pid_t
templates_process(const struct worker_table *workers, const struct pool *pool)
{
	const struct template *template = workers->templates.all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template++)
		if (template->pool != NULL &&
		    (pool == NULL || template->pool == pool))
			return template->process;
	return 0;
}

/* Is PROCESS a child that this process has not reaped? */
static bool
is_child(pid_t process)
{
	siginfo_t information;

	return process > 0 &&
	    waitid(P_PID, (id_t)process, &information,
		WEXITED | WNOHANG | WNOWAIT) == 0;
}

static bool
is_known(const struct worker_table *workers, pid_t process)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].process == process)
			return true;
	for (i = 0; i < TEMPLATES_MAX; i++)
		if (workers->templates.all[i].pool != NULL &&
		    workers->templates.all[i].process == process)
			return true;
	return false;
}

/* Returns whether REPORT can be true. */
static bool
accept_report(struct worker_table *workers, const struct template *template,
    const struct template_report *report)
{
	struct entry *entry;

	if (report->slot >= workers->board->slot_count)
		return false;
	entry = &workers->entries[report->slot];
	/* It may have been late, and be lost. */
	if (!entry->is_ordered || entry->pool != template->pool)
		return true;
	if (report->has_failed) {
		entry->is_lost |= report->process == template->process;
		return report->process == template->process;
	}
	if (!is_child(report->process) || is_known(workers, report->process))
		return false;
	entry->process = report->process;
	entry->is_ordered = false;
	workers->board->slots[report->slot].pid = report->process;
	if (entry->told_to_end)
		kill(entry->process, entry->told_signal);
	return true;
}

static void
hear(struct worker_table *workers, struct template *template)
{
	struct template_report report;
	unsigned count = 0;

	while (count++ < REPORTS_A_TURN && template->orders != -1 &&
	    template_report_receive(template->orders, &report) == 1)
		if (!accept_report(workers, template, &report))
			log_error("process %ld reports a worker that it "
				  "cannot be",
			    (long)report.process);
}

void
templates_hear(struct worker_table *workers)
{
	size_t i;

	for (i = 0; i < TEMPLATES_MAX; i++)
		if (workers->templates.all[i].pool != NULL)
			hear(workers, &workers->templates.all[i]);
}

void
templates_relay(struct worker_table *workers, unsigned number)
{
	struct template *template;

	if (number - TEMPLATES_FIRST >= TEMPLATES_MAX)
		return;
	template = &workers->templates.all[number - TEMPLATES_FIRST];
	if (template->pool != NULL)
		worker_logs_relay(&template->logs, template->process,
		    observer_of(template));
}

void
templates_hand_logs(struct worker_table *workers)
{
	struct template *template = workers->templates.all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template++)
		if (template->pool != NULL)
			worker_logs_send_files(
			    &template->logs, observer_of(template));
}

void
templates_end(struct worker_table *workers, const struct pool *pool)
{
	struct template *template = workers->templates.all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template++) {
		if (template->pool == NULL || template->orders == -1 ||
		    (pool != NULL && template->pool != pool))
			continue;
		close_orders(workers, template);
		/* It may still load. */
		kill(template->process, SIGTERM);
		template->deadline = clock_milliseconds() + END_MILLISECONDS;
	}
}

void
templates_check(struct worker_table *workers, int64_t now)
{
	struct template *template = workers->templates.all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template++) {
		if (template->pool == NULL)
			continue;
		worker_logs_check(&template->logs, observer_of(template));
		if (template->deadline != 0 && now > template->deadline)
			kill(template->process, SIGKILL);
	}
}

/* What is in the pipe of a process that has ended is not much. */
static void
write_last_lines(struct template *template)
{
	unsigned turns = 0;

	do
		worker_logs_relay(&template->logs, template->process,
		    observer_of(template));
	while (!worker_logs_are_done(&template->logs) && turns++ < LAST_TURNS);
}

static void
report_exit(const struct template *template, int status)
{
	if (WIFSIGNALED(status))
		log_error("the template of workers %ld was killed by signal "
			  "%d (%s)",
		    (long)template->process, WTERMSIG(status),
		    strsignal(WTERMSIG(status)));
	else
		log_error("the template of workers %ld exited (status %d)",
		    (long)template->process, WEXITSTATUS(status));
}

/* A pool has one template that was not told to end. */
static void
lose_ordered(struct worker_table *workers, const struct pool *pool)
{
	unsigned i;

	for (i = 0; i < workers->board->slot_count; i++)
		if (workers->entries[i].is_ordered &&
		    workers->entries[i].pool == pool)
			workers->entries[i].is_lost = true;
}

bool
templates_reap(struct worker_table *workers, pid_t process, int status)
{
	struct template *template = workers->templates.all;
	size_t left = TEMPLATES_MAX;

	while (left > 0 &&
	    (template->pool == NULL || template->process != process)) {
		left--;
		template++;
	}
	if (left == 0)
		return false;
	write_last_lines(template);
	if (template->orders != -1)
		report_exit(template, status);
	hear(workers, template);
	lose_ordered(workers, template->pool);
	close_orders(workers, template);
	close_logs(workers, template);
	template->pool = NULL;
	return true;
}
