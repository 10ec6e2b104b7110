#ifndef BASE_QUEUE_H
#define BASE_QUEUE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * Bytes that wait: added at the end, taken from the front.  Up to
 * QUEUE_MEMORY_MAX are kept in memory; what is more goes to a file that has no
 * name and vanishes with the process.
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
	size_t memory_taken; /* bytes of it that were dropped */
	int file; /* -1: none yet */
	int64_t file_length, file_taken; /* bytes */
};

void queue_init(struct queue *queue, const char *folder);

/* Forget everything and free it; idempotent. */
void queue_clear(struct queue *queue);

/*
 * Add SIZE bytes.  Returns 0, or -1: GANTRY_ERROR_MEMORY, or
 * GANTRY_ERROR_SYSTEM when the file cannot be written.
 */
int queue_add(struct queue *queue, const void *data, size_t size,
    struct gantry_error *error);

/* How many bytes wait. */
int64_t queue_length(const struct queue *queue);

/*
 * The first bytes that wait: *DATA is set to them, in memory, or to BYTES, into
 * which up to SIZE were read.  Returns how many, 0 when none wait, or -1 when
 * the file cannot be read.
 */
ssize_t queue_peek(
    struct queue *queue, void *bytes, size_t size, const void **data);

/* Drop SIZE bytes from the front, no more than were seen by spool_peek. */
void queue_drop(struct queue *queue, size_t size);

#endif
