#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * A queue of bytes.  Up to QUEUE_MEMORY_MAX bytes, or fewer if its owner lowers
 * memory_max, are kept in memory, the rest in a file without a name, which
 * disappears with the process.
 *
 *	struct queue queue;
 *
 *	queue_init(&queue, "/tmp");
 *	queue_add(&queue, data, size, &error);
 *	while ((count = queue_peek(
 *		    &queue, bytes, sizeof(bytes), &data)) > 0)
 *		queue_drop(&queue, (size_t)count);
 *	queue_clear(&queue);
 */

#define QUEUE_MEMORY_MAX (1024 * 1024)

struct queue {
	const char *folder; /* for the file; must outlive the queue */
	struct gantry_buffer memory;
	size_t memory_max; /* bytes of it; the owner may lower it */
	size_t memory_read; /* bytes of it that were dropped */
	int file; /* -1: none yet */
	int64_t file_length, file_read; /* bytes */
};

void queue_init(struct queue *queue, const char *folder);

/* Drop and free everything, and restore memory_max; idempotent. */
void queue_clear(struct queue *queue);

/*
 * Add SIZE bytes.  Returns 0, or -1: GANTRY_ERROR_MEMORY, or
 * GANTRY_ERROR_SYSTEM when the file cannot be written.
 */
int queue_add(struct queue *queue, const void *data, size_t size,
    struct gantry_error *error);

/* The number of bytes in the queue. */
int64_t queue_length(const struct queue *queue);

/*
 * Look at the first bytes.  *DATA is set to them in memory, or to BYTES, into
 * which up to SIZE bytes of the file are read.  Returns how many, 0 when the
 * queue is empty, or -1 when the file cannot be read.
 */
ssize_t queue_peek(
    struct queue *queue, void *bytes, size_t size, const void **data);

/*
 * Move everything that is in the queue to its file, from file_read on, so that
 * others can read it there.  Returns 0, or -1 with ERROR filled and the queue
 * as it was, also if it is empty.
 */
int queue_to_file(struct queue *queue, struct gantry_error *error);

/* Drop SIZE bytes from the front, at most as many as queue_peek returned. */
void queue_drop(struct queue *queue, size_t size);

#endif
