/*
 * The master never waits for a template: it sends orders, and reads reports and
 * log lines when they come.
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
#include "serve/master/workers/templates.h"
#include "serve/template/template_process.h"

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
number_of(const struct templates *templates, const struct template *template)
{
	return TEMPLATES_FIRST + (unsigned)(template - templates->all);
}

/* Wait for what can be read from DESCRIPTOR of TEMPLATE. */
static int
watch(struct templates *templates, const struct template *template,
    int descriptor)
{
	struct epoll_event event = {
		.events = EPOLLIN,
		.data.u32 = number_of(templates, template),
	};

	return epoll_ctl(templates->relays, EPOLL_CTL_ADD, descriptor, &event);
}

static void
close_orders(struct templates *templates, struct template *template)
{
	if (template->orders == -1)
		return;
	epoll_ctl(templates->relays, EPOLL_CTL_DEL, template->orders, NULL);
	/* A child of the master may have it, too, for a moment. */
	shutdown(template->orders, SHUT_RDWR);
	close(template->orders);
	template->orders = -1;
}

static void
close_logs(struct templates *templates, struct template *template)
{
	epoll_ctl(templates->relays, EPOLL_CTL_DEL, template->logs.relay, NULL);
	worker_logs_close(&template->logs);
}

_Noreturn static void
be_template(struct templates *templates, const struct pool *pool,
    const struct worker_ends *ends, int orders)
{
	struct template_options options = {
		.parent = templates->parent,
		.config = &pool->worker,
		.relay = ends->relay,
		.handover = ends->handover,
		.orders = orders,
	};

	options.master = master_memory_join(templates->memory);
	if (options.master != NULL)
		options.pool = &options.master->pools[pool->number];
	templates->in_child(templates->owner);
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
fork_template(struct templates *templates, struct template *template)
{
	struct worker_ends logs;
	int orders[2];

	if (template_orders_open(orders) == -1)
		return -1;
	template->orders = orders[0];
	if (worker_logs_open(&template->logs, &logs) == -1) {
		close(orders[1]);
		close_orders(templates, template);
		return -1;
	}
	if (watch(templates, template, orders[0]) == 0 &&
	    watch(templates, template, template->logs.relay) == 0)
		template->process = fork();
	if (template->process == 0)
		be_template(templates, template->pool, &logs, orders[1]);
	worker_ends_close(&logs);
	close(orders[1]);
	if (template->process != -1)
		return 0;
	close_orders(templates, template);
	close_logs(templates, template);
	return -1;
}

/* Returns NULL with errno set on failure. */
static struct template *
start(struct templates *templates, struct pool *pool)
{
	struct template *template = templates->all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0 && template->pool != NULL; left--)
		template ++;
	if (left == 0) {
		errno = EAGAIN;
		return NULL;
	}
	/* Workers are children of a child that ends. */
	if (prctl(PR_SET_CHILD_SUBREAPER, 1) == -1)
		return NULL;
	*template = (struct template){ .pool = pool, .process = -1 };
	if (fork_template(templates, template) == 0)
		return template;
	template->pool = NULL;
	return NULL;
}

int
templates_order(struct templates *templates, struct pool *pool,
    const struct template_order *order)
{
	struct template *template = templates->all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template ++)
		if (template->pool == pool && template->orders != -1)
			break;
	if (left == 0)
		template = start(templates, pool);
	return template != NULL ? template_orders_send(template->orders, order)
				: -1;
}

pid_t
templates_process(const struct templates *templates, const struct pool *pool)
{
	const struct template *template = templates->all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template ++)
		if (template->pool != NULL &&
		    (pool == NULL || template->pool == pool))
			return template->process;
	return 0;
}

bool
templates_has(const struct templates *templates, pid_t process)
{
	const struct template *template = templates->all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template ++)
		if (template->pool != NULL && template->process == process)
			return true;
	return false;
}

bool
templates_hear(struct templates *templates, const struct template **template,
    struct template_report *report)
{
	const struct template *from = templates->all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, from++)
		if (from->pool != NULL && from->orders != -1 &&
		    template_report_receive(from->orders, report) == 1) {
			*template = from;
			return true;
		}
	return false;
}

void
templates_relay(struct templates *templates, unsigned number)
{
	struct template *template;

	if (number - TEMPLATES_FIRST >= TEMPLATES_MAX)
		return;
	template = &templates->all[number - TEMPLATES_FIRST];
	if (template->pool != NULL)
		worker_logs_relay(
		    &template->logs, template->process, observer_of(template));
}

void
templates_hand_logs(struct templates *templates)
{
	struct template *template = templates->all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template ++)
		if (template->pool != NULL)
			worker_logs_send_files(
			    &template->logs, observer_of(template));
}

void
templates_end(struct templates *templates, const struct pool *pool)
{
	struct template *template = templates->all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template ++) {
		if (template->pool == NULL || template->orders == -1 ||
		    (pool != NULL && template->pool != pool))
			continue;
		close_orders(templates, template);
		/* It may still load. */
		kill(template->process, SIGTERM);
		template->deadline = clock_milliseconds() + END_MILLISECONDS;
	}
}

void
templates_check(struct templates *templates, int64_t now)
{
	struct template *template = templates->all;
	size_t left = TEMPLATES_MAX;

	for (; left > 0; left--, template ++) {
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
		worker_logs_relay(
		    &template->logs, template->process, observer_of(template));
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

const struct pool *
templates_reap(struct templates *templates, pid_t process, int status)
{
	struct template *template = templates->all;
	const struct pool *pool;
	size_t left = TEMPLATES_MAX;

	while (left > 0 &&
	    (template->pool == NULL || template->process != process)) {
		left--;
		template ++;
	}
	if (left == 0)
		return NULL;
	write_last_lines(template);
	if (template->orders != -1)
		report_exit(template, status);
	close_orders(templates, template);
	close_logs(templates, template);
	pool = template->pool;
	template->pool = NULL;
	return pool;
}
