/*
 * Puts the text of events, and comments between them, into the pieces of a
 * stream that waits.
 */
#include <inttypes.h>
#include <string.h>

#include <gantry/clock.h>

#include "web/events/event_stream.h"
#include "web/response/response.h"

#define KEEP_ALIVE_DEFAULT 15000
#define KEEP_ALIVE_MAX	   ((int64_t)365 * 24 * 3600 * 1000)

/* A comment; the empty line shows the client where an event could begin. */
static const char comment[] = ":\n\n";

/* Find the next text.  Returns as NEXT does. */
static int
find_text(struct event_stream *self)
{
	int result;

	if (self->left > 0)
		return 1;
	if (self->has_ended)
		return 0;
	self->text = NULL;
	result = self->next(self->argument, &self->text, &self->left);
	if (result != 1)
		self->left = 0;
	if (result == 0)
		self->has_ended = true;
	return result;
}

static size_t
take(struct event_stream *self, char *data, size_t size)
{
	size_t taken = self->left < size ? self->left : size;

	memcpy(data, self->text, taken);
	self->text += taken;
	self->left -= taken;
	return taken;
}

/* There is no event: what is to be read instead? */
static ssize_t
read_nothing(struct event_stream *self, char *data, size_t size)
{
	if (gantry_stream_is_draining(self->stream))
		return 0;
	if (self->keep_alive < 0 || self->keep_alive > KEEP_ALIVE_MAX)
		return GANTRY_STREAM_LATER;
	if (gantry_clock_milliseconds() - self->last < self->keep_alive) {
		gantry_stream_wake_at(
		    self->stream, self->last + self->keep_alive);
		return GANTRY_STREAM_LATER;
	}
	self->text = comment;
	self->left = strlen(comment);
	self->last = gantry_clock_milliseconds();
	return (ssize_t)take(self, data, size);
}

static ssize_t
read_events(void *argument, void *data, size_t size)
{
	struct event_stream *self = argument;
	size_t count = 0;
	int result = 1;

	while (count < size && (result = find_text(self)) == 1)
		count += take(self, (char *)data + count, size - count);
	if (result == -1)
		return -1;
	if (count > 0) {
		self->last = gantry_clock_milliseconds();
		return (ssize_t)count;
	}
	return result == 0 ? 0 : read_nothing(self, data, size);
}

static void
close_events(void *argument)
{
	struct event_stream *self = argument;

	if (self->close != NULL)
		self->close(self->argument);
}

/* The headers come with the content, and are dropped with it. */
static int
set_headers(struct gantry_response *response)
{
	gantry_response_header(response, "Content-Type", NULL);
	if (response_imply(response, "Content-Type", "text/event-stream") ==
		-1 ||
	    response_imply(response, "Cache-Control", "no-store") == -1)
		return -1;
	return response_imply(response, "X-Accel-Buffering", "no");
}

/* Returns the stream, or NULL with the response failed; then SELF is closed. */
static struct gantry_stream *
set_content(struct gantry_response *response, struct event_stream *self)
{
	if (gantry_response_stream(
		response, read_events, close_events, self, -1) == -1)
		return NULL;
	self->stream = gantry_response_get_stream(response);
	if (self->stream == NULL || set_headers(response) == -1)
		return NULL;
	return self->stream;
}

struct gantry_stream *
event_stream_answer(struct gantry_response *response,
    const struct event_stream_options *options)
{
	struct gantry_environ *environ = response_environ(response);
	struct event_stream *self =
	    gantry_environ_alloc(environ, sizeof(*self));
	const char *text = comment;

	/* The response's headers are sent with its first bytes. */
	if (options->retry > 0)
		text = gantry_environ_format(
		    environ, "retry: %" PRId64 "\n\n", options->retry);
	if (self == NULL || text == NULL || options->retry < 0) {
		response_internal_error(response,
		    options->retry < 0 ? "the retry of the events is negative"
				       : "out of memory");
		if (options->close != NULL)
			options->close(options->argument);
		return NULL;
	}
	*self = (struct event_stream){
		.next = options->next,
		.close = options->close,
		.argument = options->argument,
		.keep_alive = options->keep_alive != 0 ? options->keep_alive
						       : KEEP_ALIVE_DEFAULT,
		.last = gantry_clock_milliseconds(),
		.text = text,
		.left = strlen(text),
	};
	return set_content(response, self);
}
