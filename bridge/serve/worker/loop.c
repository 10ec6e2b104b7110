/*
 * The thread pool decides which thread handles an event; the transport's driver
 * decides what it means for a connection.  The data of an event is NULL for the
 * wake-up at the end, the address of a listener's descriptor, or a connection.
 */
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/hooks/process_hooks.h"
#include "gate/metrics/metric_area.h"
#include "serve/observe/backtrace.h"
#include "serve/signals.h"
#include "serve/worker/connection_transfer.h"
#include "serve/worker/loop.h"
#include "serve/worker/loop_state.h"
#include "serve/worker/start_signals.h"
#include "serve/worker/worker_foreign.h"

/* Between two attempts to open an application whose data is not there. */
#define OPEN_MILLISECONDS 1000

/* Between two ticks of a drain. */
#define TICK_MILLISECONDS 100

/* For deferred requests that were cancelled to end. */
#define CANCEL_MILLISECONDS 1000

static bool
is_listener(const struct loop *loop, const void *data)
{
	const int *first = loop->options.listeners->descriptors;
	const int *at = data;

	return at >= first && at < first + LISTENERS_MAX;
}

static bool
is_out_of_descriptors(int number)
{
	return number == EMFILE || number == ENFILE;
}

/* Other workers and connections that end may free some meanwhile. */
static void
wait_for_descriptors(void)
{
	log_error("cannot accept a connection: too many open files");
	usleep(10000);
}

/* A socket that was shut down would wake the threads all the time. */
static void
forget_dead(struct loop *loop, int listener)
{
	if (listener_is_dead(listener) &&
	    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, listener, NULL) == 0)
		log_error("a listening socket was shut down; this worker "
			  "leaves it alone");
}

static int
watch_listener(struct loop *loop, const int *listener)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLEXCLUSIVE,
		.data.ptr = (void *)listener,
	};

	return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, *listener, &event);
}

bool
loop_passes_connections(const struct loop *loop)
{
	return atomic_load(&loop->options.pool->takes_connections) &&
	    !atomic_load(&loop->cannot_pass);
}

bool
loop_pass_connection(struct loop *loop, int descriptor, bool is_kept)
{
	const struct transferred passed = { descriptor, is_kept };

	if (!loop_passes_connections(loop))
		return false;
	if (connection_transfer_send(loop->options.transfer, &passed) == -1) {
		if (errno == EPIPE || errno == ECONNRESET)
			atomic_store(&loop->cannot_pass, true);
		return false;
	}
	/* The descriptor on its way would keep it in the instance. */
	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, descriptor, NULL);
	return true;
}

/* May this worker pass connections while it serves? */
static bool
shares_connections(const struct loop *loop)
{
	return loop->options.gate->multiprocess &&
	    loop_passes_connections(loop) && !atomic_load(&loop->draining);
}

/* A connection was accepted; AWAKE: see sharing_passes_new. */
static void
add_connection(struct loop *loop, int descriptor, bool awake)
{
	if (listener_admits(loop->options.listeners, descriptor) &&
	    !(shares_connections(loop) &&
		sharing_passes_new(&loop->sharing, loop->options.pool,
		    loop_connections(loop), awake) &&
		loop_pass_connection(loop, descriptor, false)))
		loop->driver->add(loop, descriptor, false);
	else
		close(descriptor);
}

/*
 * Accept up to MOST connections that wait on a listening socket.  Returns
 * whether there was one.
 */
static bool
accept_connections(struct loop *loop, int listener, size_t most, bool awake)
{
	bool accepted = false;
	size_t count;
	int descriptor;

	for (count = 0; count < most; count++) {
		descriptor = accept4(listener, NULL, NULL,
		    SOCK_CLOEXEC | loop->driver->accept_flags);
		if (descriptor == -1) {
			if (errno == ECONNABORTED || errno == EINTR ||
			    (is_out_of_descriptors(errno) &&
				loop->driver->make_room(loop)))
				continue;
			if (is_out_of_descriptors(errno))
				wait_for_descriptors();
			else if (errno == EINVAL)
				forget_dead(loop, listener);
			break;
		}
		accepted = true;
		add_connection(loop, descriptor, awake);
	}
	return accepted;
}

/*
 * Of several workers that wait for a connection, the kernel wakes the one that
 * has watched the socket for longest.  So after a connection it is the turn of
 * the others; nginx does the same.
 */
static void
requeue(struct loop *loop, const int *listener)
{
	epoll_ctl(loop->epoll, EPOLL_CTL_DEL, *listener, NULL);
	watch_listener(loop, listener);
}

/* Under the lock, so a drain finds every connection that was accepted. */
static void
accept_one(struct loop *loop, const int *listener)
{
	const bool shares = shares_connections(loop);
	const bool awake =
	    shares && !thread_pool_has_waited(&loop->thread_pool);

	pthread_mutex_lock(&loop->accepting);
	if (!atomic_load(&loop->draining) &&
	    accept_connections(loop, *listener, 1, awake) &&
	    loop->options.gate->multiprocess)
		requeue(loop, listener);
	if (shares)
		thread_pool_look_first(&loop->thread_pool);
	pthread_mutex_unlock(&loop->accepting);
}

void
loop_take_connections(struct loop *loop)
{
	const int end = loop->options.transfer;
	atomic_int_least64_t *count = &loop->options.observer.page->taken;
	struct transferred taken;
	enum transfer_result result;

	pthread_mutex_lock(&loop->accepting);
	do {
		result = connection_transfer_receive(end, &taken);
		if (result != TRANSFER_RECEIVED)
			continue;
		atomic_fetch_add(count, 1);
		if (listener_admits(loop->options.listeners, taken.descriptor))
			loop->driver->add(
			    loop, taken.descriptor, taken.is_kept);
		else
			close(taken.descriptor);
	} while (result == TRANSFER_RECEIVED || result == TRANSFER_INVALID);
	pthread_mutex_unlock(&loop->accepting);
}

static void
wake_main_thread(void)
{
	syscall(SYS_tgkill, getpid(), getpid(), SIGNAL_WAKE);
}

/* For development: another worker must take over. */
static void
note_crash(void *owner)
{
	struct loop *loop = owner;

	atomic_store(&loop->crashed, true);
	wake_main_thread();
}

bool
loop_has_crashed(const struct loop *loop)
{
	return atomic_load(&loop->crashed);
}

/* Before a long request, let another thread lead. */
static void
begin_call(void *owner, size_t mount)
{
	struct loop_thread *self = owner;
	struct loop *loop = self->loop;

	self->called = true;
	self->mount = mount;
	if (run_times_is_long(&loop->run_times, mount))
		thread_pool_hand_over(&loop->thread_pool, &self->member);
}

/* What the crashes of a request count for; 0: nothing. */
static uint64_t
route_of(const struct loop *loop, const struct gantry_environ *environ,
    const char *client)
{
	const struct master_page *master = loop->options.master;
	uint64_t route = 0;

	if (loop->options.crash_limit != CRASH_LIMIT_CLIENT)
		route = master_page_route(master,
		    gantry_environ_get(environ, "SCRIPT_NAME"),
		    gantry_environ_get(environ, "PATH_INFO"));
	if (loop->options.crash_limit == CRASH_LIMIT_PATH)
		return route;
	return *client != '\0' ? master_page_client(master, route, client) : 0;
}

/* Note path or client, in case that the request crashes this worker, too. */
static bool
refuses(void *owner, const struct gantry_environ *environ)
{
	const struct loop_thread *self = owner;
	const struct loop *loop = self->loop;
	const char *client = gantry_environ_get(environ, "REMOTE_ADDR");
	uint64_t route;

	if (client == NULL || loop->options.crash_limit == CRASH_LIMIT_PATH)
		client = "";
	route = route_of(loop, environ, client);
	if (master_page_refuses(
		loop->options.pool, route, clock_milliseconds())) {
		score_count(loop->options.observer.page, COUNTER_CRASH_LIMITED);
		return true;
	}
	atomic_store(&self->score->route, route);
	if (*client != '\0')
		score_client(self->score, client);
	return false;
}

/* If the task called an application, learn how long it took. */
static void
end_task(struct loop_thread *self)
{
	if (self->called)
		run_times_add(
		    &self->loop->run_times, self->mount, self->observer.served);
	if (self->called && self->loop->options.crash_limit != CRASH_LIMIT_NONE)
		atomic_store(&self->score->route, 0);
	self->called = false;
}

static void *
run(void *argument)
{
	struct loop_thread *self = argument;
	struct loop *loop = self->loop;
	struct thread_pool_task task;
	void *data;

	backtrace_prepare_thread();
	if (loop->is_foreign)
		foreign_unblock_signals();
	atomic_store(&self->score->tid, (int)syscall(SYS_gettid));
	gate_begin_thread(&self->gate);
	while (thread_pool_next(&loop->thread_pool, &self->member, &task)) {
		data = task.event.data.ptr;
		if (task.work != NULL)
			task.work->run(task.work, self);
		else if (is_listener(loop, data))
			accept_one(loop, data);
		else if (data == &loop->deferrals)
			deferral_events_poll(&loop->deferrals);
		else if (data != NULL)
			loop->driver->handle(self, data, task.event.events);
		end_task(self);
	}
	gate_end_thread(&self->gate);
	return NULL;
}

/* Open what each thread needs; loop_free closes it. */
static int
open_threads(struct loop *loop, struct gantry_error *error)
{
	struct loop_thread *thread;
	unsigned i;

	for (i = 0; i < loop->options.threads; i++) {
		thread = &loop->threads[i];
		thread->loop = loop;
		thread->score = &loop->options.observer.page->threads[i];
		if (gate_open(
			&thread->gate, loop->options.gate, i == 0, error) == -1)
			return -1;
		request_observer_init(&thread->observer,
		    &loop->options.observer, i, &thread->gate);
		if (loop->options.development != NULL &&
		    development_attach(&thread->development,
			loop->options.development, &thread->gate, error) == -1)
			return -1;
		thread->development.crashed = note_crash;
		thread->development.crashed_owner = loop;
		gate_tell_facts(&thread->gate);
		thread->gate.runner = job_client_runner(&loop->jobs);
		thread->gate.listener = (struct call_listener){
			.owner = thread,
			.refuses = loop->options.crash_limit != CRASH_LIMIT_NONE
			    ? refuses
			    : NULL,
			.begins = begin_call,
		};
		if (loop->driver->open_thread(thread, error) == -1)
			return -1;
	}
	return 0;
}

static void
show_unavailable(struct loop *loop, size_t unavailable)
{
	const size_t mounts = loop->options.gate->mount_count;

	loop->unavailable = unavailable;
	loop->unavailable_at = clock_milliseconds();
	atomic_store(&loop->options.observer.page->unavailable,
	    unavailable < mounts ? (int)unavailable + 1 : 0);
}

/* Without requests, no application notices that its data has come. */
static void
check_unavailable(struct loop *loop)
{
	if (loop->unavailable < loop->options.gate->mount_count &&
	    clock_milliseconds() - loop->unavailable_at >= OPEN_MILLISECONDS)
		show_unavailable(loop,
		    gate_find_unavailable(
			loop->options.gate, loop->unavailable));
}

/* In the order in which an application sees them. */
static int
open_all(struct loop *loop, struct gantry_error *error)
{
	const struct gate_options *gate = loop->options.gate;

	metrics_use_area(&loop->options.observer.page->metrics, gate->mounts,
	    gate->mount_count);
	if (hooks_begin_worker(gate->mounts, gate->mount_count, error) == -1)
		return -1;
	loop->has_begun = true;
	return open_threads(loop, error);
}

/* An application may take long, and must not hold up the end. */
static int
open_applications(struct loop *loop, struct gantry_error *error)
{
	pthread_t thread;
	int result;

	if (start_signals_watch(&thread, error) == -1)
		return -1;
	if (loop->is_foreign) {
		foreign_forward_signals(thread);
		foreign_unblock_signals();
	}
	result = open_all(loop, error);
	/* A library may have changed the mask, which the threads inherit. */
	signals_block();
	if (loop->is_foreign)
		foreign_forward_signals(pthread_self());
	start_signals_ignore(thread);
	if (result == 0)
		show_unavailable(loop, loop->threads[0].gate.unavailable);
	return result;
}

static int
watch(struct loop *loop, struct gantry_error *error)
{
	struct epoll_event event = {
		.events = EPOLLIN | EPOLLET,
		.data.ptr = NULL,
	};
	struct epoll_event deferred = {
		.events = EPOLLIN,
		.data.ptr = &loop->deferrals,
	};
	const struct listeners *listeners = loop->options.listeners;
	size_t i;

	if (loop->epoll == -1 || loop->wake == -1 ||
	    epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->wake, &event) == -1 ||
	    epoll_ctl(loop->epoll, EPOLL_CTL_ADD, loop->deferrals.epoll,
		&deferred) == -1)
		return gantry_error_system(error, "cannot set up epoll");
	for (i = 0; i < listeners->count; i++)
		if (watch_listener(loop, &listeners->descriptors[i]) == -1)
			return gantry_error_system(
			    error, "cannot add a listening socket to epoll");
	return 0;
}

int
loop_start(struct loop *loop, struct gantry_error *error)
{
	struct loop_thread *thread;
	int result;

	while (loop->running < loop->options.threads) {
		thread = &loop->threads[loop->running];
		result = pthread_create(&thread->thread, NULL, run, thread);
		if (result != 0) {
			errno = result;
			return gantry_error_system(
			    error, "cannot start a thread");
		}
		loop->running++;
	}
	return 0;
}

static void
end_threads(struct loop *loop)
{
	thread_pool_end(&loop->thread_pool);
	while (loop->running > 0)
		pthread_join(loop->threads[--loop->running].thread, NULL);
}

static int
open_driver(struct loop *loop, struct gantry_error *error)
{
	if (loop->driver->open == NULL)
		return 0;
	return loop->driver->open(loop, error);
}

static int
open_deferrals(struct loop *loop, struct gantry_error *error)
{
	const struct limits *limits = loop->options.transport_options->limits;
	struct deferrals_options options = {
		.most = limits->deferred,
		.timeout = limits->deferred_timeout,
		.buffer = limits->deferred_buffer,
	};

	/* One thread is left for what does not wait. */
	if (loop->driver->keeps_threads &&
	    options.most > loop->options.threads - 1)
		options.most = loop->options.threads - 1;
	return deferrals_init(&loop->deferrals, &options, error);
}

struct loop *
loop_open(const struct loop_options *options, struct gantry_error *error)
{
	struct loop *loop;

	loop = calloc(
	    1, sizeof(*loop) + options->threads * sizeof(loop->threads[0]));
	if (loop == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	loop->options = *options;
	loop->jobs = (struct job_client){
		.master = options->master,
		.page = options->observer.page,
		.wake = options->wake,
	};
	loop->driver = transport_driver(options->transport);
	loop->is_foreign = foreign_is_mounted(options->gate);
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	thread_pool_init(
	    &loop->thread_pool, loop->epoll, loop->wake, wake_main_thread);
	thread_pool_handle_last(&loop->thread_pool,
	    options->listeners->descriptors, options->listeners->count);
	connections_init(
	    &loop->connections, &options->observer.page->connections);
	pthread_mutex_init(&loop->accepting, NULL);
	if (open_deferrals(loop, error) == -1 ||
	    run_times_init(
		&loop->run_times, options->gate->mount_count, error) == -1 ||
	    open_driver(loop, error) == -1 ||
	    open_applications(loop, error) == -1 || watch(loop, error) == -1 ||
	    foreign_enter_sandbox(
		options->sandbox, &loop->threads[0].gate, error) == -1) {
		loop_free(loop);
		return NULL;
	}
	return loop;
}

/*
 * For an EVENT while all threads are busy: if it is of an idle connection, pass
 * that or leave the event to another thread (struct driver); otherwise handle
 * it without a thread.
 */
static void
leave_event(struct loop *loop, const struct epoll_event *event, bool passes)
{
	const struct limits *limits = loop->options.transport_options->limits;
	void *data = event->data.ptr;

	if (data == NULL) {
		thread_pool_wake(&loop->thread_pool);
	} else if (data == &loop->deferrals) {
		deferral_events_poll(&loop->deferrals);
	} else if (is_listener(loop, data)) {
		/* It is reported until another worker accepts. */
		return;
	} else if (shares_connections(loop) &&
	    (passes || limits->queue_timeout == 0) &&
	    loop->driver->leave(loop, data, event->events, passes)) {
		if (!passes)
			atomic_fetch_add(&loop->left, 1);
	} else if (loop->driver->read_ahead != NULL) {
		loop->driver->read_ahead(loop, data, event->events);
	}
}

/*
 * Read while no thread can, so the queue shows how many requests wait.  Idle
 * connections that another worker could take are counted instead, unless the
 * time in the queue is limited.  A new one is left to another worker if one can
 * start.
 */
static void
read_ahead(struct loop *loop)
{
	struct epoll_event events[THREAD_POOL_BATCH];
	size_t count = 0, i;

	atomic_store(&loop->left, 0);
	if (thread_pool_was_busy(&loop->thread_pool, &loop->fetched_ticked))
		count = thread_pool_steal(
		    &loop->thread_pool, events, THREAD_POOL_BATCH);
	for (i = 0; i < count; i++)
		if (!is_listener(loop, events[i].data.ptr))
			leave_event(loop, &events[i], false);
		else if (!atomic_load(&loop->options.pool->growing))
			accept_one(loop, events[i].data.ptr);
}

/* Log the request that the thread serves, if any, and its stack. */
static void
log_running(const struct loop_thread *thread)
{
	struct score_thread *score = thread->score;
	int64_t since = atomic_load(&score->since);
	struct score_texts texts;

	if (since == 0 || !score_read(score, &texts))
		return;
	log_error("%s %s [%s] has run for %lld ms%s%s", texts.method,
	    texts.target, texts.id, (long long)(clock_milliseconds() - since),
	    *texts.step != '\0' ? ", now: " : "", texts.step);
	backtrace_ask(atomic_load(&score->tid));
}

/*
 * Log a slow request, once, while it still runs; only with a slow log.  It is
 * not told of while it waits for its client.
 */
static void
log_slow(struct loop *loop)
{
	const struct slow_log *slow = loop->options.observer.slow_log;
	struct loop_thread *thread;
	int64_t since, now = clock_milliseconds();
	unsigned i;

	for (i = 0; slow != NULL && i < loop->options.threads; i++) {
		thread = &loop->threads[i];
		since = atomic_load(&thread->score->since);
		if (since == 0 || since == thread->shown ||
		    (now - since) * 1000 < slow->threshold ||
		    atomic_load(&thread->score->phase) == SCORE_WRITING)
			continue;
		thread->shown = since;
		log_running(thread);
	}
}

void
loop_tick(struct loop *loop)
{
	if (loop->driver->read_ahead != NULL)
		read_ahead(loop);
	loop->driver->tick(loop);
	check_unavailable(loop);
	log_slow(loop);
	access_log_flush(loop->options.observer.access_log);
}

void
loop_replace_logs(struct loop *loop, const int files[LOG_RELAY_LOGS])
{
	request_observer_replace_files(&loop->options.observer, files);
}

size_t
loop_connections(const struct loop *loop)
{
	return atomic_load(&loop->connections.count);
}

size_t
loop_queued(struct loop *loop)
{
	return thread_pool_queued(&loop->thread_pool) +
	    atomic_load(&loop->left);
}

void
loop_count_request(struct loop *loop)
{
	if (atomic_fetch_add(&loop->requests, 1) + 1 ==
	    loop->options.max_requests)
		wake_main_thread();
}

bool
loop_is_busy(const struct loop *loop)
{
	unsigned i;

	/* As the master sees it. */
	for (i = 0; i < loop->options.threads; i++)
		if (atomic_load(&loop->threads[i].score->since) == 0)
			return false;
	return true;
}

/* Pass what waits while all threads are busy.  Returns whether they are. */
static bool
pass_waiting(struct loop *loop)
{
	struct epoll_event events[THREAD_POOL_BATCH];
	size_t count, i;

	if (!shares_connections(loop) ||
	    !thread_pool_was_busy(&loop->thread_pool, &loop->sharing.fetched))
		return false;
	count = sharing_passes_waiting(&loop->sharing, loop->options.pool,
	    THREAD_POOL_BATCH, clock_milliseconds());
	if (count > 0)
		count = thread_pool_steal(&loop->thread_pool, events, count);
	for (i = 0; i < count; i++)
		leave_event(loop, &events[i], true);
	return true;
}

bool
loop_watch(struct loop *loop)
{
	const bool has_traffic = thread_pool_watch(&loop->thread_pool);

	return pass_waiting(loop) || has_traffic;
}

int64_t
loop_requests(const struct loop *loop)
{
	return atomic_load(&loop->requests);
}

bool
loop_timed_out(const struct loop *loop)
{
	return atomic_load(&loop->timed_out);
}

bool
loop_has_idle_thread(const struct loop *loop)
{
	unsigned i;

	for (i = 0; i < loop->options.threads; i++)
		if (atomic_load(&loop->threads[i].score->since) == 0)
			return true;
	return false;
}

void
loop_log_running(struct loop *loop)
{
	unsigned i;

	for (i = 0; i < loop->options.threads; i++)
		log_running(&loop->threads[i]);
}

void
loop_flush_logs(struct loop *loop)
{
	access_log_finish(loop->options.observer.access_log);
}

/* From here on, no connection is accepted. */
static void
stop_accepting(struct loop *loop, bool accepts_waiting)
{
	const struct listeners *listeners = loop->options.listeners;
	size_t i;

	pthread_mutex_lock(&loop->accepting);
	atomic_store(&loop->draining, true);
	for (i = 0; i < listeners->count; i++) {
		epoll_ctl(loop->epoll, EPOLL_CTL_DEL, listeners->descriptors[i],
		    NULL);
		if (accepts_waiting)
			accept_connections(
			    loop, listeners->descriptors[i], (size_t)-1, false);
		/* Other workers accept what comes now, or nobody does. */
		close(listeners->descriptors[i]);
	}
	pthread_mutex_unlock(&loop->accepting);
}

/*
 * Watch the threads meanwhile, as before the drain.  Nothing receives
 * SIGNAL_WAKE any more, so traffic is noticed with the next tick.
 */
static int
wait_for_connections(struct loop *loop)
{
	return connections_wait(&loop->connections,
	    loop_watch(loop) ? LOOP_WATCH_MILLISECONDS : TICK_MILLISECONDS);
}

/* Returns how many milliseconds that may take. */
static int
cancel_deferred(struct loop *loop)
{
	const size_t count = deferrals_count(&loop->deferrals);

	if (count == 0)
		return 0;
	log_info("%zu deferred requests are ended", count);
	deferral_events_cancel(&loop->deferrals, GANTRY_END_DRAINING);
	return CANCEL_MILLISECONDS;
}

void
loop_end_deferred(struct loop *loop)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	const int64_t deadline = clock_milliseconds() + cancel_deferred(loop);

	while (deferrals_count(&loop->deferrals) > 0 &&
	    clock_milliseconds() < deadline)
		nanosleep(&pause, NULL);
}

int
loop_drain(struct loop *loop, const struct loop_drain_options *options)
{
	const int patience = options->patience;
	int64_t now = clock_milliseconds(), ticked = now;
	int64_t deadline = now + patience;
	bool finished = false, cancelled = false;

	loop->closes_idle = clock_milliseconds() +
	    (patience / 2 < LOOP_IDLE_MILLISECONDS ? patience / 2
						   : LOOP_IDLE_MILLISECONDS);
	stop_accepting(loop, options->accepts_waiting);
	loop->driver->drain(loop);
	deferral_events_drain(&loop->deferrals);
	while (wait_for_connections(loop) == -1 || !finished) {
		now = clock_milliseconds();
		if (now > deadline && !cancelled) {
			cancelled = true;
			deadline += cancel_deferred(loop);
		}
		if (now > deadline)
			return -1;
		/* The master may have passed some before it knew. */
		if (loop_connections(loop) == 0) {
			connection_transfer_finish(loop->options.transfer);
			finished = true;
		}
		loop_take_connections(loop);
		if (now - ticked < TICK_MILLISECONDS)
			continue;
		ticked = now;
		loop_tick(loop);
		options->tick(options->owner);
	}
	end_threads(loop);
	loop_flush_logs(loop);
	return 0;
}

void
loop_free(struct loop *loop)
{
	unsigned i;

	if (loop->is_foreign)
		foreign_unblock_signals();
	for (i = 0; i < loop->options.threads; i++) {
		loop->driver->close_thread(&loop->threads[i]);
		gate_close(&loop->threads[i].gate);
		request_observer_clear(&loop->threads[i].observer);
		if (loop->options.development != NULL)
			development_clear(&loop->threads[i].development);
	}
	if (loop->has_begun)
		hooks_end_worker(loop->options.gate->mounts,
		    loop->options.gate->mount_count);
	connections_clear(&loop->connections, loop->driver->free_connection);
	if (loop->driver->close != NULL)
		loop->driver->close(loop);
	thread_pool_clear(&loop->thread_pool);
	run_times_clear(&loop->run_times);
	deferrals_clear(&loop->deferrals);
	pthread_mutex_destroy(&loop->accepting);
	if (loop->epoll != -1)
		close(loop->epoll);
	if (loop->wake != -1)
		close(loop->wake);
	free(loop);
}
