#ifndef FORMATS_FORMATS_H
#define FORMATS_FORMATS_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/formats/typed.h"
#include "data/firestore/json/json_reader.h"

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

/* A row of a log: what a document became. */
struct formats_change {
	struct bytes path;
	const struct firestore_document *document; /* NULL: it was deleted */
	int64_t time; /* µs since 1970; 0: unknown */
};

/* Called with each change, which is borrowed until the return.  0 or -1. */
typedef int formats_visit_change(void *argument,
    const struct formats_change *change, struct gantry_error *error);

/*
 * Called once, before the first document, with the NAME of the format, and
 * whether the collection of the options is that of all documents.
 */
typedef void formats_chosen(
    void *argument, const char *name, bool uses_collection);

struct formats_options {
	firestore_visit *visit; /* required */
	formats_visit_change *change; /* NULL: logs are an error */
	firestore_progress *progress; /* may be NULL; a total of 0: unknown */
	firestore_reject *reject; /* see json_reader.h; may be NULL */
	json_header_lack *lack; /* may be NULL */
	formats_chosen *chosen; /* may be NULL */
	void *argument; /* for all of them */
	const char *format; /* a name in the table; NULL: recognize it */
	/*
	 * For formats that do not say it: the collection of all documents,
	 * "users" or "users/alice/posts", and the member with the id.
	 */
	const char *collection, *id_field;
	/* The database of references that are only paths; may be NULL. */
	const char *project, *database;
	bool infers_types; /* see TYPED_INFERRED */
};

struct formats_summary {
	const char *format; /* the name; NULL: it was not recognized */
	struct firestore_json_summary json;
	struct typed_counts counts;
};

/* Read the file PATH, "-" for standard input, as firestore_json_read does. */
int formats_read(const char *path, const struct formats_options *options,
    struct formats_summary *summary, struct gantry_error *error);

/* Is NAME in the table?  Otherwise returns -1 with ERROR, which lists it. */
int formats_check(const char *name, struct gantry_error *error);

/* Append the names of the table, with ", " between them. */
void formats_list(struct gantry_buffer *text);

#endif
