#ifndef QUERY_INDEX_CHOICE_H
#define QUERY_INDEX_CHOICE_H

#include <stdbool.h>

#include "base/arena.h"
#include "data/cache/db.h"
#include "data/query/keys/field.h"

/*
 * Which fields are indexed: all, but for those that are exempt, or only those
 * that are chosen.  A field includes what is in its maps and arrays.  A cache
 * records the choices, in the table choice, so that a query does not rely on an
 * index that is not there.
 */

struct index_choice {
	struct bytes collection; /* the id of a group; empty: every one */
	struct field_path_names field;
	bool is_only; /* otherwise it is exempt */
	struct index_choice *next;
};

struct index_choices {
	struct arena arena;
	struct index_choice *first;
};

/* What is indexed of a field. */
enum index_cover {
	INDEX_WHOLE,
	INDEX_INNER, /* not the field, but something in it */
	INDEX_NOTHING,
};

/* Add TEXT, "FIELD" or "COLLECTION:FIELD".  Returns 0 or -1. */
int index_choices_add(struct index_choices *choices, const char *text,
    bool is_only, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void index_choices_clear(struct index_choices *choices);

/*
 * What is indexed of the field with KEY, see field.h, in COLLECTION?  Empty: in
 * whichever collection has the least.
 */
enum index_cover index_choices_cover(const struct index_choices *choices,
    struct bytes collection, struct bytes key);

/* Write the choices to a cache, or read them.  Returns 0 or -1. */
int index_choices_write(const struct index_choices *choices, struct db *db,
    struct gantry_error *error);
int index_choices_read(
    struct index_choices *choices, struct db *db, struct gantry_error *error);

#endif
