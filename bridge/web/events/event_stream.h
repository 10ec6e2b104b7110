#ifndef WEB_EVENTS_EVENT_STREAM_H
#define WEB_EVENTS_EVENT_STREAM_H

#include <gantry/events.h>

/* The text of events as the stream of a response. */

struct event_stream {
	struct gantry_stream *stream;
	/*
	 * Point *TEXT to the text of the next event, of *LENGTH bytes, which
	 * stay until the next call or CLOSE.  Returns as NEXT of a source.
	 */
	int (*next)(void *argument, const char **text, size_t *length);
	void (*close)(void *argument);
	void *argument; /* of both */
	int64_t keep_alive; /* milliseconds; -1: never */
	int64_t last; /* when something was last read */
	const char *text; /* what is not read yet */
	size_t left; /* bytes of it */
	bool has_ended;
};

/* What an event_stream is made of.  The first text is the retry. */
struct event_stream_options {
	int (*next)(void *argument, const char **text, size_t *length);
	void (*close)(void *argument);
	void *argument;
	int64_t retry, keep_alive; /* as in struct gantry_event_source */
};

/*
 * Make RESPONSE such a stream.  Returns its handle, or NULL with the response
 * failed; then CLOSE was called.
 */
struct gantry_stream *event_stream_answer(struct gantry_response *response,
    const struct event_stream_options *options);

#endif
