#ifndef FIRESTORE_SPOOL_SINCE_H
#define FIRESTORE_SPOOL_SINCE_H

#include <stdbool.h>

#include <gantry/error.h>

#include "data/firestore/document.h"
#include "data/firestore/spool/high_water_mark.h"
#include "data/firestore/spool/spool_state.h"

/*
 * What a pull must know of an earlier one to read only newer documents: for
 * each collection the greatest value of a field that the application raises
 * with every write.
 *
 *	struct firestore_since since = { 0 };
 *
 *	if (firestore_since_begin(&since, "updated", &error) == 0 &&
 *	    firestore_since_add(&since, document, &error) == 0 && ...
 *	    firestore_since_end(&since, &error) == 0)
 *		... options.since = &since ...
 *	firestore_since_clear(&since);
 */

/* All collections with one id, which is as in nul_text.h. */
struct since_group {
	char *collection;
	struct high_water_mark marks[HIGH_WATER_MARK_KINDS];
};

struct firestore_since {
	const char *project, *database; /* what was read; the caller's */
	const char *base; /* names what was read; the caller's */
	int64_t read_time; /* as of when, µs since 1970; 0: unknown */
	struct field_path field;
	struct gantry_buffer id; /* working memory */
	char *needle; /* occurs in the JSON of every document */
	struct since_group *groups; /* by collection */
	size_t group_count;
	struct paths roots; /* the collections of the root */
	bool kinds[HIGH_WATER_MARK_KINDS]; /* the kinds of values that the field
					      has */
	struct spool_group *queries; /* by firestore_since_end */
	size_t query_count;
};

/* Begin with FIELD (field_path.h).  Clear SINCE in any case. */
int firestore_since_begin(struct firestore_since *since, const char *field,
    struct gantry_error *error);

/* Add a document of the earlier pull. */
int firestore_since_add(struct firestore_since *since,
    const struct firestore_document *document, struct gantry_error *error);

/*
 * After the last document: make the queries.  Each collection is queried for
 * each kind of value that the field has in any collection.  A timestamp later
 * than the time of reading counts as that time, so that one in the future hides
 * nothing.  Returns -1 when no document has the field.
 */
int firestore_since_end(
    struct firestore_since *since, struct gantry_error *error);

/* Was there a document in or below the root collection ID? */
bool firestore_since_has_root(
    const struct firestore_since *since, const char *id);

/* Free everything; safe on an empty one. */
void firestore_since_clear(struct firestore_since *since);

#endif
