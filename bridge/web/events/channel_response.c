/*
 * The response to one listener of a channel.
 */
#include "web/events/channel.h"
#include "web/events/event_stream.h"
#include "web/response/response.h"

static int
next_text(void *argument, const char **text, size_t *length)
{
	return channel_next(argument, text, length);
}

static void
leave(void *argument)
{
	channel_leave(argument);
}

int
gantry_response_listen(
    struct gantry_response *response, struct gantry_channel *channel)
{
	const struct gantry_channel_options *options;
	struct listener *self;

	if (response_lacks(response, channel, __func__, "channel"))
		return -1;
	self = gantry_environ_alloc(response_environ(response), sizeof(*self));
	if (self == NULL)
		return response_internal_error(response, "out of memory");
	options = channel_options(channel);
	channel_hold(channel, self);
	self->stream = event_stream_answer(response,
	    &(const struct event_stream_options){
		.next = next_text,
		.close = leave,
		.argument = self,
		.retry = options->retry,
		.keep_alive = options->keep_alive,
	    });
	if (self->stream == NULL)
		return -1;
	channel_join(self, gantry_request_last_event_id(response->request));
	return 0;
}
