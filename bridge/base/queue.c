/*
 * A queue of bytes in memory, then in a file.  While the file is not empty, new
 * bytes go there, so that the order is kept.  An empty file is closed, since a
 * queue may live as long as a connection.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/queue.h"

/* A larger buffer is freed once it is empty. */
#define MEMORY_KEPT_MAX 16384

void
queue_init(struct queue *queue, const char *folder)
{
	*queue = (struct queue){
		.folder = folder,
		.memory_max = QUEUE_MEMORY_MAX,
		.file = -1,
	};
}

static void
close_file(struct queue *queue)
{
	if (queue->file != -1)
		close(queue->file);
	queue->file = -1;
	queue->file_length = 0;
	queue->file_read = 0;
}

void
queue_clear(struct queue *queue)
{
	close_file(queue);
	gantry_buffer_clear(&queue->memory);
	queue->memory_max = QUEUE_MEMORY_MAX;
	queue->memory_read = 0;
}

int64_t
queue_length(const struct queue *queue)
{
	return (int64_t)(queue->memory.length - queue->memory_read) +
	    queue->file_length - queue->file_read;
}

/* Not all file systems support O_TMPFILE. */
static int
open_unnamed(const char *folder)
{
	char path[4096];
	int file = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);

	if (file != -1)
		return file;
	if ((size_t)snprintf(path, sizeof(path), "%s/gantry-XXXXXX", folder) >=
	    sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	file = mkostemp(path, O_CLOEXEC);
	if (file != -1)
		unlink(path);
	return file;
}

static int
add_to_file(struct queue *queue, const char *data, size_t size,
    struct gantry_error *error)
{
	ssize_t count;

	if (queue->file == -1)
		queue->file = open_unnamed(queue->folder);
	if (queue->file == -1)
		return gantry_error_system(
		    error, "cannot create a file in %s", queue->folder);
	while (size > 0) {
		count = pwrite(queue->file, data, size, queue->file_length);
		if (count == -1 && errno == EINTR)
			continue;
		if (count <= 0)
			return gantry_error_system(
			    error, "cannot write a file in %s", queue->folder);
		queue->file_length += count;
		data += count;
		size -= (size_t)count;
	}
	return 0;
}

int
queue_add(struct queue *queue, const void *data, size_t size,
    struct gantry_error *error)
{
	if (queue->file != -1 ||
	    queue->memory.length + size > queue->memory_max)
		return add_to_file(queue, data, size, error);
	if (gantry_buffer_add(&queue->memory, data, size) == -1)
		return gantry_error_memory(error);
	return 0;
}

ssize_t
queue_peek(struct queue *queue, void *bytes, size_t size, const void **data)
{
	ssize_t count;

	if (queue->memory.length > queue->memory_read) {
		*data = queue->memory.data + queue->memory_read;
		return (ssize_t)(queue->memory.length - queue->memory_read);
	}
	if (queue->file_read == queue->file_length)
		return 0;
	if ((int64_t)size > queue->file_length - queue->file_read)
		size = (size_t)(queue->file_length - queue->file_read);
	*data = bytes;
	do
		count = pread(queue->file, bytes, size, queue->file_read);
	while (count == -1 && errno == EINTR);
	return count == 0 ? -1 : count;
}

/* Everything in memory was read. */
static void
reset_memory(struct queue *queue)
{
	queue->memory_read = 0;
	if (queue->memory.capacity > MEMORY_KEPT_MAX)
		gantry_buffer_clear(&queue->memory);
	else
		gantry_buffer_reset(&queue->memory);
}

void
queue_drop(struct queue *queue, size_t size)
{
	if (queue->memory.length > queue->memory_read) {
		queue->memory_read += size;
		if (queue->memory_read == queue->memory.length)
			reset_memory(queue);
		return;
	}
	queue->file_read += (int64_t)size;
	if (queue->file_read == queue->file_length)
		close_file(queue);
}

/* Copy the file of QUEUE from file_read on to the end of COPY. */
static int
copy_file(
    const struct queue *queue, struct queue *copy, struct gantry_error *error)
{
	int64_t at = queue->file_read;
	char bytes[8192];
	ssize_t count;

	while (at < queue->file_length) {
		count = pread(queue->file, bytes, sizeof(bytes), at);
		if (count == -1 && errno == EINTR)
			continue;
		if (count <= 0)
			return gantry_error_system(
			    error, "cannot read a file in %s", queue->folder);
		if (add_to_file(copy, bytes, (size_t)count, error) == -1)
			return -1;
		at += count;
	}
	return 0;
}

int
queue_to_file(struct queue *queue, struct gantry_error *error)
{
	const size_t held = queue->memory.length - queue->memory_read;
	struct queue copy;

	if (queue_length(queue) == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "the queue is empty");
	if (held == 0)
		return 0;
	queue_init(&copy, queue->folder);
	if (add_to_file(&copy, queue->memory.data + queue->memory_read, held,
		error) == -1 ||
	    copy_file(queue, &copy, error) == -1) {
		close_file(&copy);
		return -1;
	}
	reset_memory(queue);
	close_file(queue);
	queue->file = copy.file;
	queue->file_length = copy.file_length;
	return 0;
}
