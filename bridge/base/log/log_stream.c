/*
 * Three ways to write without waiting.  A pipe or a terminal is opened again
 * under /proc, which gives a description of its own that does not block.  A
 * socket is sent to with MSG_DONTWAIT.  What cannot be opened again, as it
 * belongs to another user, is asked with poll(2) before each write: a pipe that
 * is ready takes PIPE_BUF bytes, a terminal one.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log/log_stream.h"

#define QUEUE_SIZE 65536

struct log_stream {
	int descriptor;
	int opened; /* the same, opened again; -1: it is not */
	bool is_own;
	bool is_socket;
	size_t most; /* bytes to write when poll(2) says that it is ready */
	pid_t process; /* that filled the queue */
	size_t length;
	char queue[QUEUE_SIZE];
};

bool
log_stream_may_wait(int descriptor)
{
	struct stat status;

	if (fstat(descriptor, &status) == -1)
		return false;
	return S_ISFIFO(status.st_mode) || S_ISSOCK(status.st_mode) ||
	    (S_ISCHR(status.st_mode) && isatty(descriptor));
}

static int
open_again(int descriptor)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", descriptor);
	return open(
	    path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
}

struct log_stream *
log_stream_new(int descriptor, bool is_own)
{
	struct log_stream *stream = malloc(sizeof(*stream));
	struct stat status;

	if (stream == NULL)
		return NULL;
	stream->descriptor = descriptor;
	stream->is_own = is_own;
	stream->is_socket =
	    fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode);
	stream->opened =
	    is_own || stream->is_socket ? -1 : open_again(descriptor);
	stream->most = isatty(descriptor) ? 1 : PIPE_BUF;
	stream->process = getpid();
	stream->length = 0;
	return stream;
}

void
log_stream_free(struct log_stream *stream)
{
	if (stream != NULL && stream->opened != -1)
		close(stream->opened);
	free(stream);
}

/* A write to a descriptor that others share, and that may block. */
static ssize_t
write_shared(struct log_stream *stream, const char *bytes, size_t length)
{
	struct pollfd ready = { .fd = stream->descriptor, .events = POLLOUT };

	if (poll(&ready, 1, 0) < 1) {
		errno = EAGAIN;
		return -1;
	}
	return write(stream->descriptor, bytes,
	    length < stream->most ? length : stream->most);
}

static ssize_t
write_some(struct log_stream *stream, const char *bytes, size_t length)
{
	if (stream->is_socket)
		return send(stream->descriptor, bytes, length,
		    MSG_DONTWAIT | MSG_NOSIGNAL);
	if (stream->is_own)
		return write(stream->descriptor, bytes, length);
	if (stream->opened != -1)
		return write(stream->opened, bytes, length);
	return write_shared(stream, bytes, length);
}

/* Returns how many bytes were taken; errno is set if that is less. */
static size_t
write_now(struct log_stream *stream, const char *bytes, size_t length)
{
	size_t done = 0;
	ssize_t count;

	while (done < length) {
		count = write_some(stream, bytes + done, length - done);
		if (count == -1 && errno == EINTR)
			continue;
		if (count <= 0)
			break;
		done += (size_t)count;
	}
	return done;
}

static unsigned
count_lines(const char *lines, size_t length)
{
	unsigned count = 0;

	for (; length > 0; lines++, length--)
		count += *lines == '\n';
	return count;
}

/* Whole lines, as far as a pipe takes them at once.  False: not all of them. */
static bool
flush_some(struct log_stream *stream)
{
	size_t part = stream->length, done;
	const char *end;

	if (part > PIPE_BUF) {
		end = memrchr(stream->queue, '\n', PIPE_BUF);
		part =
		    end != NULL ? (size_t)(end - stream->queue) + 1 : PIPE_BUF;
	}
	done = write_now(stream, stream->queue, part);
	stream->length -= done;
	memmove(stream->queue, stream->queue + done, stream->length);
	return done == part;
}

bool
log_stream_flush(struct log_stream *stream, unsigned *lost)
{
	*lost = 0;
	if (stream->process != getpid()) {
		stream->process = getpid();
		stream->length = 0;
	}
	while (stream->length > 0 && flush_some(stream))
		continue;
	if (stream->length > 0 && errno != EAGAIN) {
		*lost = count_lines(stream->queue, stream->length);
		stream->length = 0;
	}
	return stream->length == 0;
}

static int
put(struct log_stream *stream, const char *bytes, size_t length)
{
	if (length > sizeof(stream->queue) - stream->length) {
		errno = EAGAIN;
		return -1;
	}
	memcpy(stream->queue + stream->length, bytes, length);
	stream->length += length;
	return 0;
}

int
log_stream_write(
    struct log_stream *stream, const char *lines, size_t length, bool queues)
{
	size_t done;

	if (stream->length > 0)
		errno = EAGAIN;
	else if ((done = write_now(stream, lines, length)) > 0)
		/* The rest of a line that was begun always has room. */
		return put(stream, lines + done, length - done);
	return errno == EAGAIN && queues ? put(stream, lines, length) : -1;
}
