#ifndef GANTRY_CACHE_OMISSIONS_H
#define GANTRY_CACHE_OMISSIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>

#include "data/cache/build/cache_document.h"
#include "data/cache/lacks.h"
#include "data/firestore/field_path.h"

/*
 * Fields that are left out of a cache, its projections and its indexes: what is
 * not in the file cannot be found out by queries.  A field includes what is in
 * it.  The cache records each one as a lack of the kind LACK_FIELDS.
 */

struct omission {
	char *pattern; /* of the paths of documents, path_glob.h */
	struct field_path field;
	int64_t count; /* of the documents that it was left out of */
};

/* As many are recorded in any case, see LACKS_MAX. */
#define OMISSIONS_MAX 64

struct omissions {
	struct omission *items;
	size_t count;
	struct gantry_buffer fields; /* of the document, without them */
	struct gantry_buffer name; /* of a field */
};

/*
 * Add TEXT, "users/?:email,address.street": a pattern, and fields in the syntax
 * of queries.  What is there already is not added again.  Returns 0, or -1 with
 * ERROR filled.
 */
int omissions_add(
    struct omissions *omissions, const char *text, struct gantry_error *error);

/* Add TEXTS, ended by NULL, or NULL. */
int omissions_add_all(struct omissions *omissions, const char *const *texts,
    struct gantry_error *error);

/* Free everything; safe on an empty one. */
void omissions_clear(struct omissions *omissions);

/*
 * Leave the fields out of DOCUMENT, whose own are replaced by others that live
 * until the next call.  Returns 0 or -1.
 */
int omissions_apply(struct omissions *omissions,
    struct cache_document *document, struct gantry_error *error);

/*
 * Was each field in a document?  Otherwise returns -1 with ERROR: one may be
 * misspelt, and then is in the cache under its right name.  WHAT was read.
 */
int omissions_check(const struct omissions *omissions, const char *what,
    struct gantry_error *error);

/*
 * Is the field FIELD, or what is around it, left out of any document?  Then
 * returns -1 with ERROR.
 */
int omissions_check_field(const struct omissions *omissions, const char *field,
    struct gantry_error *error);

/* Record them in LACKS, or read them.  0 or -1. */
int omissions_note(const struct omissions *omissions, struct lacks *lacks,
    struct gantry_error *error);
int omissions_recall(struct omissions *omissions, const struct lacks *lacks,
    struct gantry_error *error);

/* Are both of the same fields, in any order? */
bool omissions_are_equal(const struct omissions *a, const struct omissions *b);

/*
 * Has a document of the cache DB a field that it records as left out?  Then
 * returns -1 with ERROR, GANTRY_ERROR_INPUT.
 */
int omissions_verify(struct db *db, struct gantry_error *error);

#endif
