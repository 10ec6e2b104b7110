/*
 * Streams that wait for their data.  Only one piece of such a stream is in
 * memory: it is read when the peer has taken the one before.
 */
#include <errno.h>
#include <stdlib.h>

#include "base/null.h"
#include "web/response/stream.h"

/* So much is read at a time, onto the stack of a thread. */
#define PIECE_SIZE 16384

/* So many pieces in a row, so that a stream does not hold a thread. */
#define PIECES_MAX 16

#define NEVER INT64_MAX

/*
 * gantry_clock_milliseconds() moves in steps, of 10 milliseconds at most.  A
 * wait that ended before it has reached its time would begin again at once.
 */
#define CLOCK_STEP 10

struct gantry_stream *
stream_new(void)
{
	struct gantry_stream *self = calloc(1, sizeof(*self));

	if (self == NULL)
		return NULL;
	atomic_init(&self->references, 1);
	pthread_mutex_init(&self->lock, NULL);
	self->wake_at = NEVER;
	return self;
}

struct gantry_stream *
gantry_stream_hold(struct gantry_stream *stream)
{
	if (stream != NULL)
		atomic_fetch_add(&stream->references, 1);
	return stream;
}

void
gantry_stream_release(struct gantry_stream *stream)
{
	if (stream == NULL || atomic_fetch_sub(&stream->references, 1) != 1)
		return;
	pthread_mutex_destroy(&stream->lock);
	free(stream);
}

/* Nothing wakes it any more. */
static void
end_waking(struct gantry_stream *self)
{
	pthread_mutex_lock(&self->lock);
	self->deferred = NULL;
	self->has_ended = true;
	pthread_mutex_unlock(&self->lock);
}

void
stream_abandon(struct gantry_stream *stream)
{
	if (stream != NULL)
		end_waking(stream);
}

ssize_t
stream_read_piece(const struct stream_reader *reader,
    struct gantry_environ *environ, void *data, size_t size)
{
	struct gantry_errors *errors = gantry_environ_wsgi(environ)->errors;
	ssize_t count = reader->read(reader->argument, data, size);

	if (count == GANTRY_STREAM_LATER && !reader->may_wait) {
		gantry_errors_printf(errors,
		    "the stream's read returned GANTRY_STREAM_LATER, but "
		    "gantry_response_get_stream was not called; the response "
		    "is cut off");
		return -1;
	}
	if (count <= (ssize_t)size)
		return count;
	gantry_errors_printf(errors,
	    "the stream's read returned %zd bytes for a room of %zu; the "
	    "response is cut off",
	    count, size);
	return -1;
}

/* Send what was written.  Returns 1 if all of it is taken, 0, or -1. */
static int
send_written(const struct gantry_stream *self)
{
	if (gantry_deferred_pending(self->deferred) == 0)
		return 1;
	if (gantry_flush(self->body) == -1)
		return -1;
	return gantry_deferred_pending(self->deferred) == 0;
}

/* How many bytes to read next; 0: none. */
static size_t
find_piece(const struct gantry_stream *self)
{
	int64_t left = self->content.length - self->sent;

	return self->content.length >= 0 && left < PIECE_SIZE ? (size_t)left
							      : PIECE_SIZE;
}

/* Read and write one piece.  Returns its length, or as READ does. */
static ssize_t
move_piece(
    struct gantry_stream *self, struct gantry_environ *environ, size_t size)
{
	const struct stream_reader reader = {
		.read = self->content.read,
		.argument = self->content.argument,
		.may_wait = true,
	};
	char data[PIECE_SIZE];
	ssize_t count;

	self->wake_at = NEVER;
	count = stream_read_piece(&reader, environ, data, size);
	if (count <= 0)
		return count;
	if (gantry_write(self->body, data, (size_t)count) == -1)
		return -1;
	self->sent += count;
	return count;
}

static gantry_deferred_call pump;

/* A wait returned RESULT.  If the end has been decided, it is told later. */
static int
wait_on(int result)
{
	return result == 0 || errno == ECANCELED ? GANTRY_DEFERRED : -1;
}

/* There is nothing yet. */
static int
wait_for_data(struct gantry_stream *self)
{
	if (self->wake_at > NEVER - CLOCK_STEP)
		return GANTRY_DEFERRED;
	return wait_on(gantry_wait_until(
	    self->deferred, self->wake_at + CLOCK_STEP, pump, self));
}

/* Send what there is, as far as the peer takes it. */
static int
pump(struct gantry_environ *environ, void *argument)
{
	struct gantry_stream *self = argument;
	size_t size;
	ssize_t count;
	int pieces, sent;

	for (pieces = 0; pieces < PIECES_MAX; pieces++) {
		size = find_piece(self);
		if (size == 0)
			return 0;
		sent = send_written(self);
		if (sent == 0)
			return wait_on(
			    gantry_wait_drained(self->deferred, pump, self));
		count = sent == -1 ? -1 : move_piece(self, environ, size);
		if (count == GANTRY_STREAM_LATER)
			return wait_for_data(self);
		if (count <= 0)
			return count == 0 ? 0 : -1;
	}
	return wait_on(gantry_resume(self->deferred, pump, self));
}

static int
drain(struct gantry_environ *environ, void *argument)
{
	struct gantry_stream *self = argument;

	self->is_draining = true;
	return pump(environ, self);
}

/* The request has ended, whether the stream was read or not. */
static void
ended(struct gantry_environ *environ, enum gantry_end reason, void *argument)
{
	struct gantry_stream *self = argument;

	(void)environ;
	(void)reason;
	end_waking(self);
	if (self->content.close != NULL)
		self->content.close(self->content.argument);
	gantry_stream_release(self);
}

int
stream_defer(struct gantry_stream *stream, struct gantry_environ *environ,
    struct gantry_error *error)
{
	const struct gantry_deferral deferral = {
		.ended = ended,
		.drain = drain,
		.argument = stream,
	};
	struct gantry_deferred *deferred =
	    gantry_defer(environ, &deferral, error);

	if (deferred == NULL)
		return -1;
	gantry_stream_hold(stream);
	pthread_mutex_lock(&stream->lock);
	stream->deferred = deferred;
	pthread_mutex_unlock(&stream->lock);
	return 0;
}

int
stream_begin(struct gantry_stream *stream, const struct stream_content *content,
    struct gantry_environ *environ, struct gantry_body *body)
{
	stream->body = body;
	stream->content = *content;
	gantry_stream_release(stream); /* ENDED has another reference */
	return pump(environ, stream);
}

int
gantry_stream_wake(struct gantry_stream *stream)
{
	int result = 0;

	if (null_given(stream, __func__, "stream")) {
		errno = EINVAL;
		return -1;
	}
	pthread_mutex_lock(&stream->lock);
	if (stream->deferred != NULL) {
		result = gantry_resume(stream->deferred, pump, stream);
	} else if (stream->has_ended) {
		errno = ECANCELED;
		result = -1;
	}
	pthread_mutex_unlock(&stream->lock);
	return result;
}

void
gantry_stream_wake_at(struct gantry_stream *stream, int64_t milliseconds)
{
	if (!null_given(stream, __func__, "stream") &&
	    milliseconds < stream->wake_at)
		stream->wake_at = milliseconds;
}

bool
gantry_stream_is_draining(const struct gantry_stream *stream)
{
	return !null_given(stream, __func__, "stream") && stream->is_draining;
}
