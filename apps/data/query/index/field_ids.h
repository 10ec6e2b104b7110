#ifndef QUERY_INDEX_FIELD_IDS_H
#define QUERY_INDEX_FIELD_IDS_H

#include <stdbool.h>
#include <stdint.h>

#include "data/cache/db.h"
#include "data/firestore/bytes.h"

/*
 * The ids of fields, in the table field.  The ones used last are kept in
 * memory, in a table of fixed size, for each document has the same ones; a
 * database may have millions, where names in maps are data.
 */

struct field_ids;

/* ADDS: fields that have no id yet get one; otherwise that is an error. */
struct field_ids *field_ids_new(
    struct db *db, bool adds, struct gantry_error *error);

/* NULL is allowed. */
void field_ids_free(struct field_ids *ids);

/*
 * Get the id of PATH, see field.h, or of the elements of its arrays.  Returns
 * -1 with ERROR filled on failure.
 */
int64_t field_ids_get(struct field_ids *ids, struct bytes path, bool is_element,
    struct gantry_error *error);

/* Record that a key of the field was cut.  Returns 0 or -1. */
int field_ids_cut(
    struct field_ids *ids, int64_t id, struct gantry_error *error);

/* Record that the field has NUMBERS, see index_schema.h.  Returns 0 or -1. */
int field_ids_note(struct field_ids *ids, int64_t id, unsigned numbers,
    struct gantry_error *error);

#endif
