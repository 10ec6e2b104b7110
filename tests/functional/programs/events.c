/*
 * An application with server-sent events: a channel that /publish fills, and
 * streams of one request.  /counts tells how many of them are open.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "applications.h"

static atomic_long open_count, closed_count;

/* --- A channel, which all threads of a worker share --- */

struct state {
	struct gantry_web *web;
	struct gantry_channel *channel;
};

static const struct gantry_param id_param = { .name = "id" };
static const struct gantry_param data_param = { .name = "data" };
static const struct gantry_param count_param = {
	.name = "count",
	.minimum = 0,
	.maximum = 1000000000,
};

static int
publish(struct gantry_request *request, struct gantry_response *response)
{
	struct state *state = gantry_request_state(request);
	struct gantry_event event = { .data = "" };
	struct gantry_error error;
	int64_t count = 1;

	if (gantry_param_text(request, &id_param, &event.id) == -1 ||
	    gantry_param_text(request, &data_param, &event.data) == -1 ||
	    gantry_param_integer(request, &count_param, &count) == -1)
		return -1;
	for (; count > 0; count--)
		if (gantry_channel_publish(state->channel, &event, &error) ==
		    -1)
			return gantry_response_fail_with(response, &error);
	return gantry_response_text(response, "published");
}

static int
listen_to_channel(
    struct gantry_request *request, struct gantry_response *response)
{
	struct state *state = gantry_request_state(request);

	return gantry_response_listen(response, state->channel);
}

/* --- A source for each request: ticks --- */

struct ticker {
	struct gantry_stream *stream;
	struct gantry_environ *environ;
	int64_t next; /* when */
	int64_t pause; /* milliseconds */
	int64_t left;
	int64_t number;
};

static int
next_tick(void *argument, struct gantry_event *event)
{
	struct ticker *self = argument;

	if (self->left == 0)
		return 0;
	if (gantry_clock_milliseconds() < self->next) {
		gantry_stream_wake_at(self->stream, self->next);
		return GANTRY_STREAM_LATER;
	}
	self->next += self->pause;
	self->left--;
	event->type = "tick";
	event->data = gantry_environ_format(
	    self->environ, "%lld", (long long)++self->number);
	return event->data != NULL ? 1 : -1;
}

static void
close_ticker(void *argument)
{
	(void)argument;
	atomic_fetch_sub(&open_count, 1);
	atomic_fetch_add(&closed_count, 1);
}

static int
begin_ticks(struct gantry_request *request, struct gantry_response *response,
    const struct ticker *ticker)
{
	struct gantry_environ *environ = gantry_request_environ(request);
	struct ticker *self = gantry_environ_alloc(environ, sizeof(*self));

	if (self == NULL)
		return -1;
	*self = *ticker;
	self->environ = environ;
	self->next += gantry_clock_milliseconds();
	atomic_fetch_add(&open_count, 1);
	self->stream = gantry_response_events(response,
	    &(const struct gantry_event_source){
		.next = next_tick,
		.close = close_ticker,
		.argument = self,
		.retry = 2000,
		.keep_alive = 50,
	    });
	return self->stream != NULL ? 0 : -1;
}

/* One each ten milliseconds. */
static int
tick(struct gantry_request *request, struct gantry_response *response)
{
	struct ticker ticker = { .pause = 10, .left = 3 };

	if (gantry_param_integer(request, &count_param, &ticker.left) == -1)
		return -1;
	return begin_ticks(request, response, &ticker);
}

/* One after COUNT milliseconds. */
static int
be_quiet(struct gantry_request *request, struct gantry_response *response)
{
	struct ticker ticker = { .left = 1 };

	if (gantry_param_integer(request, &count_param, &ticker.next) == -1)
		return -1;
	return begin_ticks(request, response, &ticker);
}

/* An event with a line break in its id. */
static int
next_invalid(void *argument, struct gantry_event *event)
{
	(void)argument;
	event->id = "a\nb";
	event->data = "";
	return 1;
}

static int
tell_invalid(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_events(response,
		   &(const struct gantry_event_source){
		       .next = next_invalid }) != NULL
	    ? 0
	    : -1;
}

/* --- A stream of bytes, with a pause after each piece --- */

struct pieces {
	struct gantry_stream *stream;
	int64_t left;
	bool has_paused;
};

static ssize_t
read_piece(void *argument, void *data, size_t size)
{
	struct pieces *self = argument;

	if (self->left == 0)
		return 0;
	self->has_paused = !self->has_paused;
	if (self->has_paused) {
		gantry_stream_wake_at(
		    self->stream, gantry_clock_milliseconds());
		return GANTRY_STREAM_LATER;
	}
	if ((int64_t)size > self->left)
		size = (size_t)self->left;
	memset(data, 'p', size);
	self->left -= (int64_t)size;
	return (ssize_t)size;
}

static int
send_pieces(struct gantry_request *request, struct gantry_response *response)
{
	struct pieces *self = gantry_environ_alloc(
	    gantry_request_environ(request), sizeof(*self));
	int64_t count = 100000;

	if (self == NULL ||
	    gantry_param_integer(request, &count_param, &count) == -1)
		return -1;
	*self = (struct pieces){ .left = count };
	atomic_fetch_add(&open_count, 1);
	if (gantry_response_stream(
		response, read_piece, close_ticker, self, count) == -1)
		return -1;
	self->stream = gantry_response_get_stream(response);
	return self->stream != NULL ? 0 : -1;
}

/* --- A responder that works until its client has left --- */

static int
work(struct gantry_request *request, struct gantry_response *response)
{
	const struct timespec pause = { .tv_nsec = 5000000 };
	struct gantry_environ *environ = gantry_request_environ(request);

	while (!gantry_request_is_gone(request)) {
		gantry_environ_step(environ, "work");
		nanosleep(&pause, NULL);
	}
	gantry_errors_printf(
	    gantry_environ_wsgi(environ)->errors, "the client has left");
	return gantry_response_text(response, "nobody reads this");
}

static int
tell_counts(struct gantry_request *request, struct gantry_response *response)
{
	struct state *state = gantry_request_state(request);

	return gantry_response_text(response,
	    gantry_environ_format(gantry_request_environ(request),
		"%zu %ld %ld", gantry_channel_listeners(state->channel),
		atomic_load(&open_count), atomic_load(&closed_count)));
}

/* --- The site, with middleware that must leave events alone --- */

static const struct gantry_middleware etag = GANTRY_ETAG;
static const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);
static const struct gantry_cache_options cache_options = { .seconds = 60 };
static const struct gantry_middleware cache = GANTRY_CACHE(&cache_options);
static const struct gantry_middleware *const middleware[] = {
	&etag,
	&compress,
	NULL,
};
static const struct gantry_middleware *const cached[] = { &cache, NULL };

static const struct gantry_route routes[] = {
	{
	    .uri_template = "/events",
	    .on_get = GANTRY_RESPONDER(listen_to_channel),
	    .middleware = cached,
	},
	{ .uri_template = "/publish", .on_get = GANTRY_RESPONDER(publish) },
	{ .uri_template = "/ticks", .on_get = GANTRY_RESPONDER(tick) },
	{ .uri_template = "/quiet", .on_get = GANTRY_RESPONDER(be_quiet) },
	{ .uri_template = "/invalid",
	    .on_get = GANTRY_RESPONDER(tell_invalid) },
	{ .uri_template = "/pieces", .on_get = GANTRY_RESPONDER(send_pieces) },
	{ .uri_template = "/work", .on_get = GANTRY_RESPONDER(work) },
	{ .uri_template = "/counts", .on_get = GANTRY_RESPONDER(tell_counts) },
	{ 0 },
};
static const struct gantry_site site = {
	.routes = routes,
	.middleware = middleware,
};

static void
close_events(void *closed)
{
	struct gantry_web *web = closed;
	struct state *state = gantry_web_state(web);

	gantry_channel_close(state->channel);
	gantry_web_close(web);
	free(state);
}

static int
open_events(const struct gantry_settings *settings, void **opened,
    struct gantry_error *error)
{
	static const struct gantry_channel_options options = {
		.events_max = 16,
		.missed = "missed",
		.keep_alive = -1,
	};
	struct state *state = calloc(1, sizeof(*state));

	if (state == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	state->channel = gantry_channel_open("events", &options, error);
	if (state->channel != NULL)
		state->web = gantry_web_open(&site, settings, state, error);
	if (state->web == NULL) {
		gantry_channel_close(state->channel);
		free(state);
		return -1;
	}
	*opened = state->web;
	return 0;
}

const struct gantry_application events_application = {
	.name = "events",
	.help = "sends events",
	.open = open_events,
	.call = gantry_web_call,
	.close = close_events,
};
