/*
 * GET /events.  While anyone listens, one of the listeners, the looker, looks
 * for newer data for all of them.  It is woken four times a second, which costs
 * a stat(2).  If it leaves, or its client does not read, another one takes its
 * place.  Nothing runs while nobody listens.
 */
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/clock.h>
#include <gantry/events.h>

#include "data/cache/schema.h"
#include "entities/generation_events.h"
#include "entities/hooks.h"
#include "entities/state.h"

#define LOOK_EVERY_MILLISECONDS 250

/*
 * Other threads and workers may have looked just before the data changed, and
 * look again after 100 ms.  Until then they serve the older data, so a client
 * that asks as soon as it is told would get that.
 */
#define TELL_AFTER_MILLISECONDS 150

/* After this time without a look, the looker's client does not read. */
#define LOOKER_LOST_MILLISECONDS 3000

struct listener {
	struct listener *next;
	struct listener **at; /* what points to it; NULL: it has not joined */
	struct event_watch *watch;
	struct gantry_environ *environ;
	struct gantry_stream *stream;
	uint64_t told; /* the number of the change it was told last */
	/* The strings of its last event: */
	char id[CACHE_GENERATION_SIZE];
	char data[64];
};

struct event_watch {
	/* With the lock of all: */
	struct event_watch *next;
	unsigned references; /* of the threads and the listeners */
	pthread_mutex_t lock;
	/* With the lock: */
	struct listener *listeners, *looker;
	char generation[CACHE_GENERATION_SIZE]; /* that is told */
	uint64_t number; /* of the changes, this one included */
	char found[CACHE_GENERATION_SIZE]; /* newer; told with the next look */
	int64_t looked, look_at; /* in milliseconds */
	char path[]; /* constant */
};

static pthread_mutex_t all_lock = PTHREAD_MUTEX_INITIALIZER;
static struct event_watch *all;

/* With the lock of all. */
static struct event_watch *
watch_new(const char *path)
{
	const size_t size = strlen(path) + 1;
	struct event_watch *self = calloc(1, sizeof(*self) + size);

	if (self == NULL)
		return NULL;
	pthread_mutex_init(&self->lock, NULL);
	memcpy(self->path, path, size);
	self->next = all;
	all = self;
	return self;
}

struct event_watch *
event_watch_open(const char *path)
{
	struct event_watch *self;

	pthread_mutex_lock(&all_lock);
	for (self = all; self != NULL; self = self->next)
		if (strcmp(self->path, path) == 0)
			break;
	if (self == NULL)
		self = watch_new(path);
	if (self != NULL)
		self->references++;
	pthread_mutex_unlock(&all_lock);
	return self;
}

void
event_watch_close(struct event_watch *watch)
{
	struct event_watch **at = &all;
	bool is_last;

	if (watch == NULL)
		return;
	pthread_mutex_lock(&all_lock);
	is_last = --watch->references == 0;
	if (is_last) {
		while (*at != watch)
			at = &(*at)->next;
		*at = watch->next;
	}
	pthread_mutex_unlock(&all_lock);
	if (!is_last)
		return;
	pthread_mutex_destroy(&watch->lock);
	free(watch);
}

static void
hold(struct event_watch *self)
{
	pthread_mutex_lock(&all_lock);
	self->references++;
	pthread_mutex_unlock(&all_lock);
}

static void
copy_generation(char to[CACHE_GENERATION_SIZE], const char *generation)
{
	const size_t length = strnlen(generation, CACHE_GENERATION_SIZE - 1);

	memcpy(to, generation, length);
	to[length] = '\0';
}

/* With the lock. */
static void
set_generation(struct event_watch *self, const char *generation)
{
	copy_generation(self->generation, generation);
	self->found[0] = '\0';
	self->number++;
}

/*
 * With the lock.  The newest data, as a look at NOW has found it, is
 * GENERATION; NULL: that is not known.
 */
static void
note(struct event_watch *self, const char *generation, int64_t now)
{
	struct listener *listener;

	self->look_at = now + LOOK_EVERY_MILLISECONDS;
	if (generation == NULL || strcmp(generation, self->generation) == 0) {
		self->found[0] = '\0';
		return;
	}
	if (strcmp(generation, self->found) != 0) {
		copy_generation(self->found, generation);
		self->look_at = now + TELL_AFTER_MILLISECONDS;
		return;
	}
	set_generation(self, generation);
	for (listener = self->listeners; listener != NULL;
	     listener = listener->next)
		gantry_stream_wake(listener->stream);
}

/*
 * The newest data, for which the store of this thread looks now; NULL if it
 * cannot use that.
 */
static const char *
look(struct gantry_environ *environ)
{
	struct entities *self = gantry_web_state(gantry_environ_state(environ));
	struct store *store = self->store;
	struct gantry_error error;

	store->wants_newest = true;
	store->environ = NULL;
	if (hook_refresh(store, environ, &error) == -1)
		return NULL;
	return store->is_newest(store) ? store->generation(store) : NULL;
}

/* Should LISTENER look now?  If it is the looker, it is woken to look again. */
static bool
is_to_look(struct listener *listener, int64_t now)
{
	struct event_watch *self = listener->watch;
	bool is_due;

	pthread_mutex_lock(&self->lock);
	if (self->looker == NULL ||
	    now - self->looked > LOOKER_LOST_MILLISECONDS)
		self->looker = listener;
	is_due = self->looker == listener && now >= self->look_at;
	if (is_due)
		self->looked = now;
	pthread_mutex_unlock(&self->lock);
	return is_due;
}

/* Implements next of struct gantry_event_source. */
static int
next_event(void *argument, struct gantry_event *event)
{
	struct listener *listener = argument;
	struct event_watch *self = listener->watch;
	const int64_t now = gantry_clock_milliseconds();
	const bool is_looking = is_to_look(listener, now);
	/* Not with the lock: opening a new cache takes a while. */
	const char *newest = is_looking ? look(listener->environ) : NULL;
	bool has_event;

	pthread_mutex_lock(&self->lock);
	if (is_looking)
		note(self, newest, now);
	has_event = listener->told < self->number;
	if (has_event) {
		listener->told = self->number;
		copy_generation(listener->id, self->generation);
	}
	if (self->looker == listener)
		gantry_stream_wake_at(listener->stream, self->look_at);
	pthread_mutex_unlock(&self->lock);
	if (!has_event)
		return GANTRY_STREAM_LATER;
	snprintf(listener->data, sizeof(listener->data),
	    "{\"generation\":\"%s\"}", listener->id);
	*event = (struct gantry_event){
		.id = listener->id,
		.type = "generation",
		.data = listener->data,
	};
	return 1;
}

/* With the lock. */
static void
unlink_listener(struct listener *listener)
{
	struct event_watch *self = listener->watch;

	if (listener->at == NULL)
		return;
	*listener->at = listener->next;
	if (listener->next != NULL)
		listener->next->at = listener->at;
	if (self->looker != listener)
		return;
	self->looker = self->listeners;
	if (self->looker != NULL)
		gantry_stream_wake(self->looker->stream);
}

/* Implements close of struct gantry_event_source. */
static void
leave(void *argument)
{
	struct listener *listener = argument;
	struct event_watch *self = listener->watch;

	pthread_mutex_lock(&self->lock);
	unlink_listener(listener);
	pthread_mutex_unlock(&self->lock);
	event_watch_close(self);
}

/*
 * With the lock.  GENERATION is what the store of this thread has, which has
 * just looked; IS_NEWEST: the store can use what it has found.  If that is not
 * told yet, LISTENER is told it with the others.
 */
static void
set_told(struct listener *listener, const char *generation, bool is_newest,
    const char *last_id)
{
	struct event_watch *self = listener->watch;
	const int64_t now = gantry_clock_milliseconds();

	if (self->listeners == NULL) {
		self->looked = now;
		self->look_at = now + LOOK_EVERY_MILLISECONDS;
		set_generation(self, generation);
	}
	listener->told = self->number;
	if (is_newest && strcmp(generation, self->generation) != 0)
		return;
	if (last_id == NULL || strcmp(last_id, self->generation) != 0)
		listener->told--;
}

static void
join(struct listener *listener, const char *last_id, struct store *store)
{
	struct event_watch *self = listener->watch;
	const bool is_newest =
	    store->is_newest == NULL || store->is_newest(store);

	pthread_mutex_lock(&self->lock);
	set_told(listener, store->generation(store), is_newest, last_id);
	/* What never changes needs no looker. */
	if (store->is_newest == NULL)
		self->look_at = self->looked = INT64_MAX;
	listener->next = self->listeners;
	listener->at = &self->listeners;
	if (listener->next != NULL)
		listener->next->at = &listener->next;
	self->listeners = listener;
	pthread_mutex_unlock(&self->lock);
}

static const struct gantry_param last_event_id = {
	.name = "Last-Event-ID",
	.help = "the generation that the client was told last",
	.place = GANTRY_IN_HEADER,
};
const struct gantry_param *const events_params[] = { &last_event_id, NULL };

int
events(struct gantry_request *request, struct gantry_response *response)
{
	struct entities *self = gantry_request_state(request);
	struct gantry_environ *environ = gantry_request_environ(request);
	struct listener *listener;
	struct gantry_error error;

	/* A program for each page that is open would be one too many. */
	if (gantry_environ_wsgi(environ)->run_once)
		return gantry_response_fail(response, GANTRY_503,
		    "A CGI program sends no events.  Ask for /publications "
		    "with If-None-Match instead.");
	listener = gantry_environ_alloc(environ, sizeof(*listener));
	if (listener == NULL) {
		gantry_error_memory(&error);
		return hook_fail(request, &error);
	}
	*listener = (struct listener){
		.watch = self->watch,
		.environ = environ,
	};
	hold(self->watch);
	listener->stream = gantry_response_events(response,
	    &(const struct gantry_event_source){
		.next = next_event,
		.close = leave,
		.argument = listener,
	    });
	if (listener->stream == NULL)
		return -1;
	join(listener, gantry_request_last_event_id(request), self->store);
	return 0;
}
