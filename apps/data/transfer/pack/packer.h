#ifndef TRANSFER_PACKER_H
#define TRANSFER_PACKER_H

#include <stdio.h>

#include "data/transfer/chunk_manifest.h"

/* Making the files of a packed cache. */

/*
 * Cut the open FILE, write the frames of its chunks to DATA and list them in
 * MANIFEST, whose member cut is set.  Returns 0 or -1.
 */
int packer_write_data(struct chunk_manifest *manifest, int file, FILE *data,
    struct gantry_error *error);

struct packer_patch {
	const struct chunk_manifest *from;
	int from_file; /* the older cache, open */
	int file; /* the open cache */
	const struct chunk_manifest *to; /* its manifest */
	FILE *patch; /* where the records go */
};

/*
 * Expand the frames in the open file DATA, which MANIFEST lists, into the open
 * FILE.  Returns 0 or -1.
 */
int packer_expand_data(const struct chunk_manifest *manifest, int data,
    int file, struct gantry_error *error);

/* Write the patch.  Returns 0 or -1. */
int packer_write_patch(
    const struct packer_patch *patch, struct gantry_error *error);

#endif
