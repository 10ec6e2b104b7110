/*
 * Channels: what was published last, and who listens.  Two locks: one for the
 * list of channels with names and for how often each is open, and one of each
 * channel for the rest.
 */
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "web/events/channel.h"

#define EVENTS_MAX_DEFAULT 256
#define EVENTS_MAX_LIMIT   ((size_t)1 << 20)
#define SIZE_MAX_DEFAULT   ((size_t)1024 * 1024)

struct gantry_channel {
	/* With the lock of all channels: */
	struct gantry_channel *next; /* of those with a name */
	char *name;
	unsigned opens;
	/* One for all opens, and one for each listener. */
	atomic_uint references;
	struct gantry_channel_options options; /* constant */
	struct gantry_buffer missed; /* constant; the text of that event */
	pthread_mutex_t lock;
	/* With the lock: */
	bool is_closed;
	struct channel_event **ring; /* of options.events_max */
	uint64_t first, end; /* the numbers of those that are kept */
	size_t size; /* bytes of them */
	struct listener *listeners;
	size_t listener_count;
};

static pthread_mutex_t channels_lock = PTHREAD_MUTEX_INITIALIZER;
static struct gantry_channel *channels;

static struct channel_event **
slot(struct gantry_channel *self, uint64_t number)
{
	return &self->ring[number % self->options.events_max];
}

/* With the lock. */
static void
release_event(struct channel_event *event)
{
	if (event != NULL && --event->references == 0)
		free(event);
}

/* With the lock. */
static void
drop_first(struct gantry_channel *self)
{
	struct channel_event *event = *slot(self, self->first++);

	self->size -= event->length;
	release_event(event);
}

static void
release(struct gantry_channel *self)
{
	if (self == NULL || atomic_fetch_sub(&self->references, 1) != 1)
		return;
	while (self->first < self->end)
		drop_first(self);
	pthread_mutex_destroy(&self->lock);
	gantry_buffer_clear(&self->missed);
	free(self->ring);
	free(self->name);
	free(self);
}

/* Check and complete the options.  Returns 0, or -1 with ERROR filled. */
static int
set_options(struct gantry_channel *self,
    const struct gantry_channel_options *options, struct gantry_error *error)
{
	struct gantry_channel_options *own = &self->options;
	struct gantry_event missed = { .data = "" };

	if (options != NULL)
		*own = *options;
	if (own->events_max == 0)
		own->events_max = EVENTS_MAX_DEFAULT;
	if (own->size_max == 0)
		own->size_max = SIZE_MAX_DEFAULT;
	if (own->events_max > EVENTS_MAX_LIMIT)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a channel keeps %zu events at most", EVENTS_MAX_LIMIT);
	if (own->retry < 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the retry of a channel is negative");
	if (own->missed == NULL)
		return 0;
	missed.type = own->missed;
	own->missed = NULL; /* it is the caller's */
	return gantry_event_format(&self->missed, &missed, error);
}

static struct gantry_channel *
channel_new(const char *name, const struct gantry_channel_options *options,
    struct gantry_error *error)
{
	struct gantry_channel *self = calloc(1, sizeof(*self));

	if (self == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	atomic_init(&self->references, 1);
	pthread_mutex_init(&self->lock, NULL);
	self->opens = 1;
	if (set_options(self, options, error) == -1) {
		release(self);
		return NULL;
	}
	self->ring = calloc(self->options.events_max, sizeof(*self->ring));
	self->name = name != NULL ? strdup(name) : NULL;
	if (self->ring != NULL && (name == NULL || self->name != NULL))
		return self;
	release(self);
	gantry_error_memory(error);
	return NULL;
}

/* With the lock of all channels. */
static struct gantry_channel *
open_named(const char *name, const struct gantry_channel_options *options,
    struct gantry_error *error)
{
	struct gantry_channel *self = channels;

	while (self != NULL && strcmp(self->name, name) != 0)
		self = self->next;
	if (self != NULL) {
		self->opens++;
		return self;
	}
	self = channel_new(name, options, error);
	if (self != NULL) {
		self->next = channels;
		channels = self;
	}
	return self;
}

struct gantry_channel *
gantry_channel_open(const char *name,
    const struct gantry_channel_options *options, struct gantry_error *error)
{
	struct gantry_error unread;
	struct gantry_channel *self;

	if (error == NULL)
		error = &unread;
	if (name == NULL)
		return channel_new(NULL, options, error);
	pthread_mutex_lock(&channels_lock);
	self = open_named(name, options, error);
	pthread_mutex_unlock(&channels_lock);
	return self;
}

/* Forget one open.  Returns whether it was the last. */
static bool
forget_open(struct gantry_channel *self)
{
	struct gantry_channel **at = &channels;
	bool is_last;

	pthread_mutex_lock(&channels_lock);
	is_last = --self->opens == 0;
	if (is_last && self->name != NULL) {
		while (*at != self)
			at = &(*at)->next;
		*at = self->next;
	}
	pthread_mutex_unlock(&channels_lock);
	return is_last;
}

/* With the lock. */
static void
wake_listeners(struct gantry_channel *self)
{
	struct listener *listener;

	for (listener = self->listeners; listener != NULL;
	     listener = listener->next)
		gantry_stream_wake(listener->stream);
}

void
gantry_channel_close(struct gantry_channel *channel)
{
	if (channel == NULL || !forget_open(channel))
		return;
	pthread_mutex_lock(&channel->lock);
	channel->is_closed = true;
	wake_listeners(channel);
	pthread_mutex_unlock(&channel->lock);
	release(channel);
}

/* EVENT as it is sent; NULL with ERROR filled. */
static struct channel_event *
make_event(const struct gantry_channel *self, const struct gantry_event *event,
    struct gantry_error *error)
{
	const size_t id_size = event->id != NULL ? strlen(event->id) + 1 : 0;
	struct gantry_buffer text = { 0 };
	struct channel_event *made = NULL;

	if (gantry_event_format(&text, event, error) == -1) {
		gantry_buffer_clear(&text);
		return NULL;
	}
	if (text.length > self->options.size_max)
		gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "the event takes %zu bytes, and the channel keeps %zu",
		    text.length, self->options.size_max);
	else if ((made = malloc(sizeof(*made) + text.length + id_size)) == NULL)
		gantry_error_memory(error);
	if (made != NULL) {
		made->references = 1;
		made->length = text.length;
		memcpy(made->text, text.data, text.length);
		made->id = event->id != NULL
		    ? memcpy(made->text + text.length, event->id, id_size)
		    : NULL;
	}
	gantry_buffer_clear(&text);
	return made;
}

int
gantry_channel_publish(struct gantry_channel *channel,
    const struct gantry_event *event, struct gantry_error *error)
{
	struct gantry_error unread;
	struct channel_event *made;

	if (error == NULL)
		error = &unread;
	if (null_error(channel, __func__, "channel", error) ||
	    null_error(event, __func__, "event", error))
		return -1;
	made = make_event(channel, event, error);
	if (made == NULL)
		return -1;
	pthread_mutex_lock(&channel->lock);
	while (channel->end - channel->first == channel->options.events_max ||
	    (channel->first < channel->end &&
		channel->size + made->length > channel->options.size_max))
		drop_first(channel);
	*slot(channel, channel->end++) = made;
	channel->size += made->length;
	wake_listeners(channel);
	pthread_mutex_unlock(&channel->lock);
	return 0;
}

size_t
gantry_channel_listeners(struct gantry_channel *channel)
{
	size_t count;

	if (null_given(channel, __func__, "channel"))
		return 0;
	pthread_mutex_lock(&channel->lock);
	count = channel->listener_count;
	pthread_mutex_unlock(&channel->lock);
	return count;
}

const struct gantry_channel_options *
channel_options(const struct gantry_channel *channel)
{
	return &channel->options;
}

void
channel_hold(struct gantry_channel *channel, struct listener *listener)
{
	*listener = (struct listener){ .channel = channel };
	atomic_fetch_add(&channel->references, 1);
}

/* With the lock: where does a listener that has LAST_ID begin? */
static void
set_position(struct listener *listener, const char *last_id)
{
	struct gantry_channel *self = listener->channel;
	const uint64_t kept = self->end - self->first;
	const struct channel_event *event;
	uint64_t number = self->end;

	while (last_id != NULL && number > self->first) {
		event = *slot(self, number - 1);
		if (event->id != NULL && strcmp(event->id, last_id) == 0) {
			listener->position = number;
			return;
		}
		number--;
	}
	listener->has_missed = last_id != NULL;
	listener->position = self->options.replay < kept
	    ? self->end - self->options.replay
	    : self->first;
}

void
channel_join(struct listener *listener, const char *last_id)
{
	struct gantry_channel *self = listener->channel;

	pthread_mutex_lock(&self->lock);
	set_position(listener, last_id);
	listener->next = self->listeners;
	listener->at = &self->listeners;
	if (listener->next != NULL)
		listener->next->at = &listener->next;
	self->listeners = listener;
	self->listener_count++;
	pthread_mutex_unlock(&self->lock);
}

void
channel_leave(struct listener *listener)
{
	struct gantry_channel *self = listener->channel;

	pthread_mutex_lock(&self->lock);
	if (listener->at != NULL) {
		*listener->at = listener->next;
		if (listener->next != NULL)
			listener->next->at = listener->at;
		self->listener_count--;
	}
	release_event(listener->event);
	pthread_mutex_unlock(&self->lock);
	release(self);
}

/* With the lock. */
static int
take_next(struct listener *listener, const char **text, size_t *length)
{
	struct gantry_channel *self = listener->channel;
	bool has_missed = listener->has_missed;

	release_event(listener->event);
	listener->event = NULL;
	if (self->is_closed)
		return 0;
	if (listener->position < self->first) {
		listener->position = self->first;
		has_missed = true;
	}
	listener->has_missed = false;
	if (has_missed && self->missed.length > 0) {
		*text = self->missed.data;
		*length = self->missed.length;
		return 1;
	}
	if (listener->position == self->end)
		return GANTRY_STREAM_LATER;
	listener->event = *slot(self, listener->position++);
	listener->event->references++;
	*text = listener->event->text;
	*length = listener->event->length;
	return 1;
}

int
channel_next(struct listener *listener, const char **text, size_t *length)
{
	int result;

	pthread_mutex_lock(&listener->channel->lock);
	result = take_next(listener, text, length);
	pthread_mutex_unlock(&listener->channel->lock);
	return result;
}
