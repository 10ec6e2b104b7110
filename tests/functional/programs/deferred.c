/*
 * An application that answers later.  Its path says what it waits for, and the
 * error log how each request ended.
 */
#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "applications.h"

#define FILL_SIZE 4096

/* A request.  Its request's memory holds it. */
struct waiter {
	struct gantry_environ *environ;
	struct gantry_deferred *deferred;
	struct gantry_body *body;
	struct waiter *next; /* of those that wait for /publish */
	struct waiter **at; /* what points to it; NULL: nothing */
	long number; /* in the query */
	long count;
	int descriptors[2]; /* a pipe; -1: none */
	pthread_t thread;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct waiter *listeners; /* in this process */
static atomic_long open_count, ended_count;

static const struct gantry_header text_headers[] = {
	{ "Content-Type", "text/plain" },
	{ "X-Accel-Buffering", "no" },
	{ NULL, NULL },
};

static void
unlist(struct waiter *self)
{
	pthread_mutex_lock(&lock);
	if (self->at != NULL) {
		*self->at = self->next;
		if (self->next != NULL)
			self->next->at = self->at;
	}
	pthread_mutex_unlock(&lock);
}

static void
ended(struct gantry_environ *environ, enum gantry_end reason, void *argument)
{
	static const char *const names[] = {
		[GANTRY_END_FINISHED] = "finished",
		[GANTRY_END_GONE] = "gone",
		[GANTRY_END_DEADLINE] = "deadline",
		[GANTRY_END_DRAINING] = "draining",
	};
	struct waiter *self = argument;
	int i;

	unlist(self);
	for (i = 0; i < 2; i++)
		if (self->descriptors[i] != -1)
			close(self->descriptors[i]);
	if (gantry_write(self->body, "late", 4) != -1)
		abort();
	gantry_errors_printf(
	    gantry_environ_wsgi(environ)->errors, "ended: %s", names[reason]);
	atomic_fetch_sub(&open_count, 1);
	atomic_fetch_add(&ended_count, 1);
}

static int
say(struct waiter *self, const char *text)
{
	return gantry_write(self->body, text, strlen(text));
}

static int
answer(struct gantry_environ *environ, void *argument)
{
	struct waiter *self = argument;

	if (environ != self->environ || environ == NULL)
		return -1;
	return say(self, "answered");
}

static int
bid_farewell(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	return say(argument, "bye");
}

static int
wait_for_tick(struct waiter *self, gantry_deferred_call *call)
{
	return gantry_wait_until(self->deferred,
	    gantry_clock_milliseconds() + self->number, call, self);
}

static int
tick(struct gantry_environ *environ, void *argument)
{
	struct waiter *self = argument;

	(void)environ;
	if (say(self, ".") == -1 || wait_for_tick(self, tick) == -1)
		return -1;
	return GANTRY_DEFERRED;
}

/* It always finds itself in the same thread. */
static int
check_thread(struct gantry_environ *environ, void *argument)
{
	struct waiter *self = argument;

	(void)environ;
	if (!pthread_equal(self->thread, pthread_self()))
		return say(self, "another thread");
	if (++self->count == 20)
		return say(self, "the same thread");
	return wait_for_tick(self, check_thread) == -1 ? -1 : GANTRY_DEFERRED;
}

static int
receive(struct gantry_environ *environ, void *argument)
{
	struct waiter *self = argument;
	char byte;

	(void)environ;
	if (read(self->descriptors[0], &byte, 1) != 1)
		return -1;
	return say(self, byte == 'x' ? "received" : "mangled");
}

static int
send_byte(struct gantry_environ *environ, void *argument)
{
	struct waiter *self = argument;

	(void)environ;
	if (write(self->descriptors[1], "x", 1) != 1 ||
	    gantry_wait_readable(
		self->deferred, self->descriptors[0], receive, self) == -1)
		return -1;
	return GANTRY_DEFERRED;
}

/* Writes NUMBER bytes, as fast as the peer takes them. */
static int
fill(struct gantry_environ *environ, void *argument)
{
	static char bytes[FILL_SIZE];
	struct waiter *self = argument;

	(void)environ;
	for (; self->count < self->number; self->count += FILL_SIZE) {
		if (gantry_write(self->body, bytes, FILL_SIZE) == 0)
			continue;
		if (errno != EAGAIN ||
		    gantry_wait_drained(self->deferred, fill, self) == -1)
			return -1;
		return GANTRY_DEFERRED;
	}
	return 0;
}

/* Writes without looking whether it may. */
static int
flood(struct gantry_environ *environ, void *argument)
{
	static char bytes[FILL_SIZE];
	struct waiter *self = argument;

	(void)environ;
	for (; self->count < self->number; self->count += FILL_SIZE)
		if (gantry_write(self->body, bytes, FILL_SIZE) == -1)
			return -1;
	return 0;
}

static int
hang(struct gantry_environ *environ, void *argument)
{
	struct timespec pause = { .tv_sec = 10 };

	(void)environ;
	while (nanosleep(&pause, &pause) == -1)
		continue;
	return say(argument, "awake");
}

static int
fail(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	(void)argument;
	return -1;
}

static void *
publish(void *argument)
{
	struct waiter *waiter;

	pthread_mutex_lock(&lock);
	for (waiter = listeners; waiter != NULL; waiter = waiter->next)
		gantry_resume(waiter->deferred, answer, waiter);
	pthread_mutex_unlock(&lock);
	return argument;
}

static void
listen_for_events(struct waiter *self)
{
	pthread_mutex_lock(&lock);
	self->next = listeners;
	self->at = &listeners;
	if (self->next != NULL)
		self->next->at = &self->next;
	listeners = self;
	pthread_mutex_unlock(&lock);
}

/* Begin what PATH says.  Returns 0 or -1. */
static int
begin(struct waiter *self, const char *path)
{
	struct gantry_deferred *deferred = self->deferred;

	if (strcmp(path, "/wait") == 0)
		return wait_for_tick(self, answer);
	if (strcmp(path, "/stream") == 0)
		return gantry_resume(deferred, tick, self);
	if (strcmp(path, "/started") == 0)
		return say(self, "started");
	if (strcmp(path, "/listen") == 0) {
		listen_for_events(self);
		return self->number != 0 ? say(self, "started") : 0;
	}
	if (strcmp(path, "/pipe") == 0)
		return pipe(self->descriptors) == -1
		    ? -1
		    : gantry_wait_writable(
			  deferred, self->descriptors[1], send_byte, self);
	if (strcmp(path, "/fill") == 0)
		return gantry_resume(deferred, fill, self);
	if (strcmp(path, "/flood") == 0)
		return gantry_resume(deferred, flood, self);
	if (strcmp(path, "/hang") == 0)
		return wait_for_tick(self, hang);
	if (strcmp(path, "/fail") == 0)
		return wait_for_tick(self, fail);
	if (strcmp(path, "/here") == 0) {
		gantry_resume_here(deferred);
		return wait_for_tick(self, check_thread);
	}
	return 0;
}

static int
defer(struct gantry_environ *environ, gantry_start_response *start_response,
    const char *path)
{
	const char *query = gantry_environ_get(environ, "QUERY_STRING");
	struct waiter *self = gantry_environ_alloc(environ, sizeof(*self));
	struct gantry_deferral deferral = { .ended = ended };
	struct gantry_error error;

	if (self == NULL)
		return -1;
	*self = (struct waiter){
		.environ = environ,
		.number = strtol(query, NULL, 10),
		.descriptors = { -1, -1 },
		.thread = pthread_self(),
	};
	deferral.argument = self;
	if (strcmp(path, "/stream") == 0 || strcmp(path, "/listen") == 0)
		deferral.drain = bid_farewell;
	self->deferred = gantry_defer(environ, &deferral, &error);
	if (self->deferred == NULL) {
		if (error.code != GANTRY_ERROR_BUSY)
			gantry_errors_printf(
			    gantry_environ_wsgi(environ)->errors, "%s",
			    error.text);
		return -1;
	}
	atomic_fetch_add(&open_count, 1);
	self->body = start_response(environ, "200 OK", text_headers);
	return begin(self, path) == -1 ? -1 : GANTRY_DEFERRED;
}

static int
tell_counts(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	char text[64];
	int length = snprintf(text, sizeof(text), "%ld %ld",
	    atomic_load(&open_count), atomic_load(&ended_count));

	return gantry_write(start_response(environ, "200 OK", text_headers),
	    text, (size_t)length);
}

static int
call(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	pthread_t thread;

	if (strcmp(path, "/counts") == 0)
		return tell_counts(environ, start_response);
	if (strcmp(path, "/unkept") == 0)
		return GANTRY_DEFERRED;
	if (strcmp(path, "/publish") == 0) {
		/* From a thread that is not the worker's. */
		if (pthread_create(&thread, NULL, publish, NULL) != 0)
			return -1;
		pthread_join(thread, NULL);
		return tell_counts(environ, start_response);
	}
	return defer(environ, start_response, path);
}

const struct gantry_application deferred_application = {
	.name = "deferred",
	.help = "answers later, as the path says",
	.call = call,
};
