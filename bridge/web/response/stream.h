#ifndef WEB_RESPONSE_STREAM_H
#define WEB_RESPONSE_STREAM_H

#include <pthread.h>
#include <stdatomic.h>

#include <gantry/response.h>

/* What is sent, as given to gantry_response_stream. */
struct stream_content {
	ssize_t (*read)(void *argument, void *data, size_t size);
	void (*close)(void *argument);
	void *argument;
	int64_t length; /* or -1 */
};

/*
 * A stream that waits, see gantry_response_get_stream.  Its request is deferred
 * after the responder has returned; then the stream takes over from the
 * response, which serves the thread's next request.
 */
struct gantry_stream {
	atomic_uint references;
	pthread_mutex_t lock;
	/* With the lock: */
	struct gantry_deferred *deferred; /* while it is deferred */
	bool has_ended;
	/* In the functions of the request: */
	bool is_draining;
	int64_t wake_at; /* INT64_MAX: never */
	struct gantry_body *body;
	struct stream_content content;
	int64_t sent;
};

/* A stream with one reference; NULL: memory ran out. */
struct gantry_stream *stream_new(void);

/* It will not be read any more.  STREAM may be NULL. */
void stream_abandon(struct gantry_stream *stream);

/* In the application: was its request deferred? */
static inline bool
stream_is_deferred(const struct gantry_stream *stream)
{
	return stream->deferred != NULL;
}

/*
 * Defer the request of ENVIRON.  Returns 0, or -1 with ERROR filled as
 * gantry_defer does.
 */
int stream_defer(struct gantry_stream *stream, struct gantry_environ *environ,
    struct gantry_error *error);

/*
 * Read CONTENT and write it to BODY.  STREAM, whose request is deferred, takes
 * over the content and the caller's reference.  Returns what the application
 * returns.
 */
int stream_begin(struct gantry_stream *stream,
    const struct stream_content *content, struct gantry_environ *environ,
    struct gantry_body *body);

/*
 * Read a piece of at most SIZE bytes.  What is said to be read beyond that is
 * other memory, which must not be sent.
 */
struct stream_reader {
	ssize_t (*read)(void *argument, void *data, size_t size);
	void *argument;
	bool may_wait;
};
ssize_t stream_read_piece(const struct stream_reader *reader,
    struct gantry_environ *environ, void *data, size_t size);

#endif
