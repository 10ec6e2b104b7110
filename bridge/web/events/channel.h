#ifndef WEB_EVENTS_CHANNEL_H
#define WEB_EVENTS_CHANNEL_H

#include <pthread.h>

#include <gantry/events.h>

/*
 * Channels and their listeners.  The events that are kept have numbers, and a
 * listener has the number of its next one.
 */

/* An event that is kept, or being sent; immutable except for REFERENCES. */
struct channel_event {
	unsigned references; /* with the lock of the channel */
	const char *id; /* or NULL */
	size_t length;
	char text[]; /* as it is sent; then the id */
};

/* A response.  Its request's memory holds it. */
struct listener {
	struct listener *next;
	struct listener **at; /* what points to it; NULL: it has not joined */
	struct gantry_channel *channel;
	struct gantry_stream *stream;
	uint64_t position;
	bool has_missed; /* and was not told yet */
	struct channel_event *event; /* that is being sent */
};

/* Keep CHANNEL for LISTENER, which leaves it later. */
void channel_hold(struct gantry_channel *channel, struct listener *listener);

/*
 * LISTENER is woken from now on.  It begins after the event LAST_ID, or, if
 * that is NULL or not known, where a new one begins.
 */
void channel_join(struct listener *listener, const char *last_id);

/* The next text for LISTENER, as NEXT of an event_stream. */
int channel_next(struct listener *listener, const char **text, size_t *length);

/* LISTENER has ended, whether it has joined or not. */
void channel_leave(struct listener *listener);

/* What its listeners' streams are made with. */
const struct gantry_channel_options *channel_options(
    const struct gantry_channel *channel);

#endif
