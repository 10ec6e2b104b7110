#ifndef TRANSFER_ASSEMBLY_H
#define TRANSFER_ASSEMBLY_H

#include <stdbool.h>

#include "data/transfer/chunk_manifest.h"

/*
 * Putting a cache together by its manifest, from the cache that is there, from
 * an attempt that was broken off, from a patch and from frames.  Every chunk is
 * compared with its hash, so none of these has to be trusted.
 */

struct assembly;

/*
 * Begin to put what MANIFEST lists into the open file PART, with the chunks of
 * it that are there already and those of the open file BASE, if that is not -1.
 * MANIFEST must outlive it.  Returns NULL with ERROR.
 */
struct assembly *assembly_new(const struct chunk_manifest *manifest, int part,
    int base, struct gantry_error *error);
void assembly_free(struct assembly *assembly);

/* Does BASE have exactly the chunks of the manifest? */
bool assembly_is_base(const struct assembly *assembly);

/* The patch from BASE, if it is less than what is missing; or NULL. */
const struct manifest_patch *assembly_patch(const struct assembly *assembly);
const struct sha256 *assembly_base_id(const struct assembly *assembly);

/*
 * Find the first missing chunks.  START and END become their place in the file
 * of data.  Returns false when none is missing.
 */
bool assembly_missing(
    const struct assembly *assembly, uint64_t *start, uint64_t *end);

/* Bytes of the file of data that are missing. */
uint64_t assembly_left(const struct assembly *assembly);

/* Forget the start of a record or frame: a new request begins. */
void assembly_restart(struct assembly *assembly);

/*
 * Take DATA of the patch or of the file of data.  OFFSET follows
 * the last one, or is 0 or the START above.  Returns 0, or -1 with ERROR,
 * GANTRY_ERROR_UNAVAILABLE when PART cannot be written.
 */
int assembly_take_patch(struct assembly *assembly, uint64_t offset,
    struct gantry_buffer data, struct gantry_error *error);
int assembly_take_data(struct assembly *assembly, uint64_t offset,
    struct gantry_buffer data, struct gantry_error *error);

#endif
