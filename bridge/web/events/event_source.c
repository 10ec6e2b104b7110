/*
 * The events of one response, which the application makes.
 */
#include <string.h>

#include "web/events/event_stream.h"
#include "web/response/response.h"

struct source {
	struct gantry_environ *environ;
	struct gantry_event_source given;
	struct gantry_buffer text; /* of the event that is being sent */
};

/* Format what NEXT has put into EVENT. */
static int
format(struct source *self, const struct gantry_event *event)
{
	struct gantry_error error;

	if (gantry_event_format(&self->text, event, &error) == 0)
		return 1;
	gantry_errors_printf(gantry_environ_wsgi(self->environ)->errors,
	    "%s; the response is cut off", error.text);
	return -1;
}

static int
next_text(void *argument, const char **text, size_t *length)
{
	struct source *self = argument;
	struct gantry_event event = { 0 };
	int result;

	gantry_buffer_reset(&self->text);
	result = self->given.next(self->given.argument, &event);
	if (result == 1)
		result = format(self, &event);
	if (result == 1) {
		*text = self->text.data;
		*length = self->text.length;
		return 1;
	}
	/* A response that waits keeps no memory that it does not need. */
	gantry_buffer_clear(&self->text);
	return result == 0 || result == GANTRY_STREAM_LATER ? result : -1;
}

static void
close_source(void *argument)
{
	struct source *self = argument;

	gantry_buffer_clear(&self->text);
	if (self->given.close != NULL)
		self->given.close(self->given.argument);
}

/* The response has failed: CLOSE is called in any case. */
static struct gantry_stream *
refuse(const struct gantry_event_source *source)
{
	if (source->close != NULL)
		source->close(source->argument);
	return NULL;
}

struct gantry_stream *
gantry_response_events(
    struct gantry_response *response, const struct gantry_event_source *source)
{
	struct source *self;

	if (response_lacks(response, source, __func__, "source"))
		return source != NULL ? refuse(source) : NULL;
	if (response_lacks(response, source->next != NULL ? source : NULL,
		__func__, "next"))
		return refuse(source);
	self = gantry_environ_alloc(response_environ(response), sizeof(*self));
	if (self == NULL) {
		response_internal_error(response, "out of memory");
		return refuse(source);
	}
	*self = (struct source){
		.environ = response_environ(response),
		.given = *source,
	};
	return event_stream_answer(response,
	    &(const struct event_stream_options){
		.next = next_text,
		.close = close_source,
		.argument = self,
		.retry = source->retry,
		.keep_alive = source->keep_alive,
	    });
}
