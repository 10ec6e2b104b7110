#ifndef TRANSFER_CHUNK_MANIFEST_H
#define TRANSFER_CHUNK_MANIFEST_H

#include <gantry/buffer.h>

#include "data/cache/schema.h"
#include "data/transfer/cutter.h"

/*
 * The manifest of a packed cache: a text of lines.
 *
 *	gantry-cache-manifest 1
 *	generation 0123456789abcdef
 *	created SECONDS		of the cache, since 1970
 *	page BYTES		how the cache was cut, see cutter.h
 *	mean PAGES
 *	id SHA-256		of the list of chunks
 *	patch SHA-256 BYTES	patch-FROM-ID leads here from that id
 *	chunk SHA-256 BYTES ZSTD-BYTES
 *	end CHUNKS
 *	signature BASE64	Ed25519, of all lines before it; optional
 *
 * The frames of all chunks, in this order, are the file data-ID.zst.
 */

#define MANIFEST_MAGIC "gantry-cache-manifest 1\n"

#define MANIFEST_CHUNKS	 (4 * CUTTER_CHUNKS + 1)
#define MANIFEST_PATCHES 64
/* Its longest text, in bytes. */
#define MANIFEST_LONGEST (26 << 20)

/* Room for the name of a file beside the manifest. */
#define PACK_NAME_SIZE 144

struct manifest_chunk {
	struct sha256 hash;
	uint32_t length; /* bytes in the cache */
	uint32_t packed; /* bytes of its frame */
};

struct manifest_patch {
	struct sha256 from;
	uint64_t length; /* bytes */
};

struct chunk_manifest {
	char generation[CACHE_GENERATION_SIZE];
	int64_t created;
	struct cut cut;
	struct sha256 id;
	uint64_t size; /* of the cache, the sum of its chunks */
	uint64_t packed; /* of the file of data */
	struct manifest_patch patches[MANIFEST_PATCHES];
	size_t patch_count;
	struct manifest_chunk *chunks;
	size_t count, capacity;
};

/* Add a chunk and its sizes.  Returns 0 or -1. */
int chunk_manifest_add(struct chunk_manifest *manifest,
    const struct manifest_chunk *chunk, struct gantry_error *error);

/* Compute the id of the chunks that were added.  Returns 0 or -1. */
int chunk_manifest_finish(
    struct chunk_manifest *manifest, struct gantry_error *error);

/* Append the text without a signature to OUT.  Returns 0 or -1. */
int chunk_manifest_write(const struct chunk_manifest *manifest,
    struct gantry_buffer *out, struct gantry_error *error);

/*
 * Read TEXT of LENGTH bytes.  *SIGNED_LENGTH becomes the length of what a
 * signature is of; the rest, if any, is the line of the signature.  Returns 0,
 * or -1 with ERROR, which names the line.  Clear MANIFEST in both cases.
 */
int chunk_manifest_read(struct chunk_manifest *manifest, const char *text,
    size_t length, size_t *signed_length, struct gantry_error *error);

void chunk_manifest_clear(struct chunk_manifest *manifest);

/* Find the patch from the list of chunks ID; NULL: there is none. */
const struct manifest_patch *chunk_manifest_patch(
    const struct chunk_manifest *manifest, const struct sha256 *id);

#endif
