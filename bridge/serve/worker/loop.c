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
#include "serve/observe/backtrace.h"
#include "serve/signals.h"
#include "serve/worker/connection_transfer.h"
#include "serve/worker/loop.h"
#include "serve/worker/loop_state.h"
#include "serve/worker/start_signals.h"

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

/*
 * Accept up to MOST connections that wait on a listening socket.  Returns
 * whether there was one.
 */
static bool
accept_connections(struct loop *loop, int listener, size_t most)
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
		if (listener_admits(loop->options.listeners, descriptor))
			loop->driver->add(loop, descriptor, false);
		else
			close(descriptor);
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
	pthread_mutex_lock(&loop->accepting);
	if (!atomic_load(&loop->draining) &&
	    accept_connections(loop, *listener, 1) &&
	    loop->options.gate->multiprocess)
		requeue(loop, listener);
	pthread_mutex_unlock(&loop->accepting);
}

bool
loop_passes_connections(const struct loop *loop)
{
	return atomic_load(&loop->options.master->takes_connections) &&
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

void
loop_take_connections(struct loop *loop)
{
	const int end = loop->options.transfer;
	struct transferred taken;
	enum transfer_result result;

	pthread_mutex_lock(&loop->accepting);
	do {
		result = connection_transfer_receive(end, &taken);
		if (result != TRANSFER_RECEIVED)
			continue;
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

/* Note the path, in case that it crashes this worker, too. */
static bool
refuses(void *owner, const struct gantry_environ *environ)
{
	const struct loop_thread *self = owner;
	const struct master_page *master = self->loop->options.master;
	const uint64_t route = master_page_route(master,
	    gantry_environ_get(environ, "SCRIPT_NAME"),
	    gantry_environ_get(environ, "PATH_INFO"));

	if (master_page_refuses(master, route, clock_milliseconds()))
		return true;
	atomic_store(&self->score->route, route);
	return false;
}

/* If the task called an application, learn how long it took. */
static void
end_task(struct loop_thread *self)
{
	if (self->called)
		run_times_add(
		    &self->loop->run_times, self->mount, self->observer.served);
	if (self->called && self->loop->options.limits_crashes)
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
	atomic_store(&self->score->tid, (int)syscall(SYS_gettid));
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
		gate_tell_facts(&thread->gate);
		thread->gate.runner = job_client_runner(&loop->jobs);
		thread->gate.listener = (struct call_listener){
			.owner = thread,
			.refuses =
			    loop->options.limits_crashes ? refuses : NULL,
			.begins = begin_call,
		};
		if (loop->driver->open_thread(thread, error) == -1)
			return -1;
	}
	return 0;
}

/* An application may take long, and must not hold up the end. */
static int
open_applications(struct loop *loop, struct gantry_error *error)
{
	pthread_t thread;
	int result;

	if (start_signals_watch(&thread, error) == -1)
		return -1;
	result = open_threads(loop, error);
	start_signals_ignore(thread);
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
	const struct deferrals_options options = {
		.most = limits->deferred,
		.timeout = limits->deferred_timeout,
		.buffer = limits->deferred_buffer,
	};

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
	loop->epoll = epoll_create1(EPOLL_CLOEXEC);
	loop->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	thread_pool_init(
	    &loop->thread_pool, loop->epoll, loop->wake, wake_main_thread);
	thread_pool_handle_last(&loop->thread_pool,
	    options->listeners->descriptors, options->listeners->count);
	connections_init(&loop->connections);
	pthread_mutex_init(&loop->accepting, NULL);
	if (open_deferrals(loop, error) == -1 ||
	    run_times_init(
		&loop->run_times, options->gate->mount_count, error) == -1 ||
	    open_driver(loop, error) == -1 ||
	    open_applications(loop, error) == -1 || watch(loop, error) == -1 ||
	    sandbox_enter(options->sandbox, error) == -1) {
		loop_free(loop);
		return NULL;
	}
	return loop;
}

/*
 * Read while no thread can, so the queue shows how many requests wait.  A new
 * connection is left to another worker if one can start.
 */
static void
read_ahead(struct loop *loop)
{
	struct epoll_event events[THREAD_POOL_BATCH];
	size_t count, i;
	void *data;

	count =
	    thread_pool_steal(&loop->thread_pool, events, THREAD_POOL_BATCH);
	for (i = 0; i < count; i++) {
		data = events[i].data.ptr;
		if (is_listener(loop, data)) {
			if (!atomic_load(&loop->options.master->growing))
				accept_one(loop, data);
		} else if (data == &loop->deferrals) {
			deferral_events_poll(&loop->deferrals);
		} else if (data != NULL) {
			loop->driver->read_ahead(loop, data, events[i].events);
		} else {
			thread_pool_wake(&loop->thread_pool);
		}
	}
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

/* Log a slow request, once, while it still runs; only with a slow log. */
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
		    (now - since) * 1000 < slow->threshold)
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
	return thread_pool_queued(&loop->thread_pool);
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

bool
loop_watch(struct loop *loop)
{
	return thread_pool_watch(&loop->thread_pool);
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
			    loop, listeners->descriptors[i], (size_t)-1);
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
loop_drain(struct loop *loop, bool accepts_waiting, int patience)
{
	int64_t now = clock_milliseconds(), ticked = now;
	int64_t deadline = now + patience;
	bool finished = false, cancelled = false;

	loop->closes_idle = clock_milliseconds() +
	    (patience / 2 < LOOP_IDLE_MILLISECONDS ? patience / 2
						   : LOOP_IDLE_MILLISECONDS);
	stop_accepting(loop, accepts_waiting);
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
	}
	end_threads(loop);
	loop_flush_logs(loop);
	return 0;
}

void
loop_free(struct loop *loop)
{
	unsigned i;

	for (i = 0; i < loop->options.threads; i++) {
		loop->driver->close_thread(&loop->threads[i]);
		gate_close(&loop->threads[i].gate);
		request_observer_clear(&loop->threads[i].observer);
	}
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
