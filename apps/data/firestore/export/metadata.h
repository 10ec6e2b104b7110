#ifndef FIRESTORE_EXPORT_METADATA_H
#define FIRESTORE_EXPORT_METADATA_H

#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/paths.h"

/*
 * The metadata of an export: one file about the whole, and one about each
 * folder of documents.
 */

/* Of NAME.overall_export_metadata. */
struct metadata_overall {
	/* The other metadata files, relative to this one. */
	struct paths files;
	uint64_t *counts; /* how many documents belong to each */
};

/* Of NAME.export_metadata. */
struct metadata_folder {
	int64_t start_time; /* microseconds since 1970, 0 when not given */
	int64_t end_time;
	struct paths files; /* the output files, relative to this one */
};

/*
 * Read the file PATH into METADATA, which is empty.  Returns 0, or -1 with
 * ERROR naming the file; clear METADATA in both cases.
 */
int metadata_read_overall(const char *path, struct metadata_overall *metadata,
    struct gantry_error *error);
int metadata_read_folder(const char *path, struct metadata_folder *metadata,
    struct gantry_error *error);

/* Free everything; safe on empty ones. */
void metadata_clear_overall(struct metadata_overall *metadata);
void metadata_clear_folder(struct metadata_folder *metadata);

#endif
