/*
 * A queue of bytes in memory, then in a file.  While the file holds something,
 * all that is added goes there, so that the order is kept; an emptied file is
 * closed, since a queue may live as long as a connection.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/queue.h"

/* Memory that a busy moment has left is not kept for an idle one. */
#define MEMORY_KEPT_MAX 16384

void
queue_init(struct queue *queue, const char *folder)
{
	*queue = (struct queue){ .folder = folder, .file = -1 };
}

static void
close_file(struct queue *queue)
{
	if (queue->file != -1)
		close(queue->file);
	queue->file = -1;
	queue->file_length = 0;
	queue->file_taken = 0;
}

void
queue_clear(struct queue *queue)
{
	close_file(queue);
	gantry_buffer_clear(&queue->memory);
	queue->memory_taken = 0;
}

int64_t
queue_length(const struct queue *queue)
{
	return (int64_t)(queue->memory.length - queue->memory_taken) +
	    queue->file_length - queue->file_taken;
}

/* Not all file systems can make a file without a name. */
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
		    error, "cannot make a file in %s", queue->folder);
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
	if (queue->file != -1 || queue->memory.length + size > QUEUE_MEMORY_MAX)
		return add_to_file(queue, data, size, error);
	if (gantry_buffer_add(&queue->memory, data, size) == -1)
		return gantry_error_memory(error);
	return 0;
}

ssize_t
queue_peek(struct queue *queue, void *bytes, size_t size, const void **data)
{
	ssize_t count;

	if (queue->memory.length > queue->memory_taken) {
		*data = queue->memory.data + queue->memory_taken;
		return (ssize_t)(queue->memory.length - queue->memory_taken);
	}
	if (queue->file_taken == queue->file_length)
		return 0;
	if ((int64_t)size > queue->file_length - queue->file_taken)
		size = (size_t)(queue->file_length - queue->file_taken);
	*data = bytes;
	do
		count = pread(queue->file, bytes, size, queue->file_taken);
	while (count == -1 && errno == EINTR);
	return count == 0 ? -1 : count;
}

/* Everything in memory was taken. */
static void
forget_memory(struct queue *queue)
{
	queue->memory_taken = 0;
	if (queue->memory.capacity > MEMORY_KEPT_MAX)
		gantry_buffer_clear(&queue->memory);
	else
		gantry_buffer_reset(&queue->memory);
}

void
queue_drop(struct queue *queue, size_t size)
{
	if (queue->memory.length > queue->memory_taken) {
		queue->memory_taken += size;
		if (queue->memory_taken == queue->memory.length)
			forget_memory(queue);
		return;
	}
	queue->file_taken += (int64_t)size;
	if (queue->file_taken == queue->file_length)
		close_file(queue);
}
