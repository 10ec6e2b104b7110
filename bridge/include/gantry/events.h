#ifndef GANTRY_EVENTS_H
#define GANTRY_EVENTS_H

#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/contract.h>
#include <gantry/request.h>
#include <gantry/response.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

/*
 * Server-sent events (WHATWG HTML, section 9.2): a response that does not end,
 * and in which the application sends events when they happen.  A browser reads
 * it with EventSource, which connects again when the response ends.  A request
 * that waits for events holds no thread (gantry_defer).
 *
 *	static int
 *	watch(struct gantry_request *request, struct gantry_response *response)
 *	{
 *		struct gantry_channel *channel = gantry_request_state(request);
 *
 *		return gantry_response_listen(response, channel);
 *	}
 *
 * and from any thread:
 *
 *	static int
 *	tell(struct gantry_channel *channel, const char *generation)
 *	{
 *		const struct gantry_event event = {
 *			.id = generation,
 *			.data = "changed",
 *		};
 *		struct gantry_error error;
 *
 *		return gantry_channel_publish(channel, &event, &error);
 *	}
 */

/* One event.  Zeros are defaults. */
struct gantry_event {
	/*
	 * The client sends the id of the last event that it got when it
	 * connects again.  "" makes it forget that.  NULL: it keeps the id of
	 * an earlier event.
	 */
	const char *id;
	const char *type; /* NULL: "message" */
	/*
	 * The text.  Its lines may end with CR, LF or CRLF; the client sees LF.
	 * NULL: the client takes ID and RETRY, and dispatches no event.
	 */
	const char *data;
	size_t length; /* bytes of DATA; 0: it ends at its NUL */
	/*
	 * How long the client waits before it connects again, from now on, in
	 * milliseconds; 0: not changed.
	 */
	int64_t retry;
	const char *comment; /* clients ignore it; lines as in DATA */
};

/*
 * Append EVENT to BUFFER as it is sent.  Returns 0, or -1 with ERROR filled and
 * BUFFER unchanged: GANTRY_ERROR_INPUT if ID or TYPE contains a line break, any
 * text is not valid UTF-8 or contains a NUL, RETRY is negative, or EVENT has
 * nothing to send; GANTRY_ERROR_MEMORY.
 */
int gantry_event_format(struct gantry_buffer *buffer,
    const struct gantry_event *event, struct gantry_error *error);

/*
 * Return the header Last-Event-ID: the id of the last event that the client
 * got.  NULL if there is none, or it is not valid UTF-8.
 */
const char *gantry_request_last_event_id(const struct gantry_request *request);

/* Where the events of one response come from; it is copied. */
struct gantry_event_source {
	/*
	 * Fill EVENT, which is zeroed, with the next event.  Its strings stay
	 * valid until the next call or CLOSE.  Returns 1; GANTRY_STREAM_LATER
	 * if there is none yet; 0 if there will be none any more, which ends
	 * the response; -1 for a failure, which cuts the response off.
	 *
	 * It is called as READ of gantry_response_stream is, in any thread of
	 * the worker, but never in two at a time; and it may be called without
	 * having been woken.
	 */
	int (*next)(void *argument, struct gantry_event *event);
	void (*close)(void *argument); /* always called once; NULL: nothing */
	void *argument; /* of both */
	/* Sent first, as that of an event; 0: the client's default. */
	int64_t retry;
	/*
	 * So long after the last event, in milliseconds, a comment is sent.  It
	 * keeps proxies from giving up, and shows whether the client has left.
	 * It must be shorter than --deferred-timeout and the time-outs of
	 * proxies.  0: 15000; -1: never.
	 */
	int64_t keep_alive;
};

/*
 * Answer with the events of SOURCE.  The response is text/event-stream with
 * Cache-Control: no-store, unless that was set, and X-Accel-Buffering: no, so
 * that nginx does not buffer it.  The middleware for ETags, compression and
 * caching leaves it alone.  When the worker drains, for example for a reload,
 * the response ends once NEXT has no event, and its client connects again.
 *
 * Returns the handle of the stream, for gantry_stream_wake: call it when NEXT
 * has something.  It may be called at once.  Returns NULL with the response
 * failed if memory ran out or SOURCE has no NEXT or a negative RETRY; CLOSE was
 * then called.
 *
 * Wherever requests cannot be deferred, the response is 503.  So it is, with
 * Retry-After, if too many requests are deferred (--deferred).  EventSource
 * does not connect again after a status other than 200, so a page does that
 * itself.  204 tells EventSource to stop.
 */
struct gantry_stream *gantry_response_events(
    struct gantry_response *response, const struct gantry_event_source *source);

/*
 * A channel: each event that is published there is sent to all its listeners in
 * this process, and the last ones are kept for those that connect again.  Other
 * workers have channels of their own, so what happens outside has to be
 * published in each of them.
 *
 * All functions may be called from any thread, except gantry_response_listen.
 */
struct gantry_channel;

struct gantry_channel_options {
	/*
	 * How many events are kept, and how many bytes of them.  0: 256, and
	 * 1 MiB.
	 */
	size_t events_max;
	size_t size_max;
	/*
	 * How many of the last events a listener gets first that has no
	 * Last-Event-ID, or one that the channel does not know.
	 */
	size_t replay;
	/*
	 * The type of an event, without an id and with empty data, for a
	 * listener that has missed events: it was too slow, or its
	 * Last-Event-ID is not known.  NULL: it is not told.
	 */
	const char *missed;
	int64_t retry, keep_alive; /* as in struct gantry_event_source */
};

/*
 * Return the channel NAME of this process.  The first call makes it, with
 * OPTIONS; NULL stands for zeros.  So each thread's state can open the same
 * channel.  If NAME is NULL, the channel is a new one.  Both are copied.
 * Returns NULL with ERROR filled: GANTRY_ERROR_INPUT if an option is not valid,
 * or GANTRY_ERROR_MEMORY.
 */
struct gantry_channel *gantry_channel_open(const char *name,
    const struct gantry_channel_options *options, struct gantry_error *error);

/*
 * Close the channel as often as it was opened.  After the last time, the
 * responses of its listeners end, and the kept events are freed.  CHANNEL may
 * be NULL.
 */
void gantry_channel_close(struct gantry_channel *channel);

/*
 * Send EVENT to all listeners, and keep it.  It is copied.  This does not wait
 * for them.  Give each event an id, so that a listener that connects again gets
 * what it has missed, and use the same ids in all workers.  Returns 0, or -1
 * with ERROR filled: as gantry_event_format does, or GANTRY_ERROR_LIMIT if the
 * event is longer than SIZE_MAX.
 */
int gantry_channel_publish(struct gantry_channel *channel,
    const struct gantry_event *event, struct gantry_error *error);

/* Return the number of its listeners. */
size_t gantry_channel_listeners(struct gantry_channel *channel);

/*
 * Answer with the events of CHANNEL, as gantry_response_events does: first
 * those after the request's Last-Event-ID, then each that is published.  No
 * queue grows for a client that reads slowly.  It gets the events when it can
 * take them; those that are not kept any more by then, it has missed.  Returns
 * 0, or -1 with the response failed.
 */
int gantry_response_listen(
    struct gantry_response *response, struct gantry_channel *channel);

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
