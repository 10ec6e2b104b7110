#ifndef TRANSFER_PACK_FOLDER_H
#define TRANSFER_PACK_FOLDER_H

#include "data/transfer/chunk_manifest.h"

/*
 * The folder that a packed cache is served from:
 *
 *	manifest	  the current manifest, the only file that changes
 *	manifest-ID	  the manifests that are kept, which patches come from
 *	data-ID.zst	  the frames of all chunks
 *	patch-FROM-ID	  what changed since FROM
 *
 * A patch has a record for each chunk that FROM lacks, in the order of the
 * cache: its head, see patch_head.h, and the frame.
 *
 * A file gets its name when it is whole, and the manifest comes last, when all
 * that it names has reached the disk.
 */

struct pack_options {
	const char *cache;
	const char *folder;
	const char *key; /* a private key in PEM; NULL: no signature */
	unsigned keep; /* generations, the current one included; at least 1 */
};

struct pack_result {
	struct chunk_manifest manifest; /* the caller clears it */
	uint64_t patched; /* bytes of the patch from the last one; 0: none */
	bool was_current; /* nothing had to be written */
};

/*
 * Pack a cache.  Returns 0, or -1 with ERROR, GANTRY_ERROR_BUSY when another
 * process packs into the folder.
 */
int pack_folder_run(const struct pack_options *options,
    struct pack_result *result, struct gantry_error *error);

#endif
