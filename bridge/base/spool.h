#ifndef BASE_SPOOL_H
#define BASE_SPOOL_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * Bytes that wait: added at the end, taken from the front.  Up to
 * SPOOL_MEMORY_MAX are kept in memory; what is more goes to a file that has no
 * name and vanishes with the process.
 *
 *	struct spool spool;
 *
 *	spool_init(&spool, "/tmp");
 *	spool_add(&spool, data, size, &error);
 *	while ((count = spool_peek(
 *		    &spool, bytes, sizeof(bytes), &data)) > 0)
 *		spool_drop(&spool, (size_t)count);
 *	spool_clear(&spool);
 */

#define SPOOL_MEMORY_MAX (1024 * 1024)

struct spool {
	const char *folder; /* for the file; must outlive the spool */
	struct gantry_buffer memory;
	size_t memory_taken; /* bytes of it that were dropped */
	int file; /* -1: none yet */
	int64_t file_length, file_taken; /* bytes */
};

void spool_init(struct spool *spool, const char *folder);

/* Forget everything and free it; idempotent. */
void spool_clear(struct spool *spool);

/*
 * Add SIZE bytes.  Returns 0, or -1: GANTRY_ERROR_MEMORY, or
 * GANTRY_ERROR_SYSTEM when the file cannot be written.
 */
int spool_add(struct spool *spool, const void *data, size_t size,
    struct gantry_error *error);

/* How many bytes wait. */
int64_t spool_length(const struct spool *spool);

/*
 * The first bytes that wait: *DATA is set to them, in memory, or to BYTES, into
 * which up to SIZE were read.  Returns how many, 0 when none wait, or -1 when
 * the file cannot be read.
 */
ssize_t spool_peek(
    struct spool *spool, void *bytes, size_t size, const void **data);

/* Drop SIZE bytes from the front, no more than were seen by spool_peek. */
void spool_drop(struct spool *spool, size_t size);

#endif
