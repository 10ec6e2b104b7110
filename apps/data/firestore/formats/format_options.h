#ifndef FORMATS_FORMAT_OPTIONS_H
#define FORMATS_FORMAT_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"
#include "data/firestore/formats/typed.h"
#include "data/firestore/json/json_reader.h"

/* What formats.h takes and gives. */

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

#endif
