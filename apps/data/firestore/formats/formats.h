#ifndef FORMATS_FORMATS_H
#define FORMATS_FORMATS_H

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/formats/format_options.h"

/*
 * Reads documents from JSON or CSV in any of the formats of formats.c: that of
 * the REST API, and those of other tools.  The first objects decide which it
 * is, unless the caller does.
 *
 *	struct formats_options options = { .visit = store };
 *	struct formats_summary summary;
 *
 *	if (formats_read("backup.json", &options, &summary, &error) == -1)
 *		...
 *
 * Memory is bounded by the largest document, not by the file.
 */

/* Read the file PATH, "-" for standard input, as firestore_json_read does. */
int formats_read(const char *path, const struct formats_options *options,
    struct formats_summary *summary, struct gantry_error *error);

/* Is NAME in the table?  Otherwise returns -1 with ERROR, which lists it. */
int formats_check(const char *name, struct gantry_error *error);

/* Append the names of the table, with ", " between them. */
void formats_list(struct gantry_buffer *text);

#endif
