#ifndef QUERY_FIELD_H
#define QUERY_FIELD_H

#include <stdbool.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "base/arena.h"
#include "data/query/keys/value.h"

/*
 * A field path of a query: simple names, or any in backquotes, with dots
 * between them (google.firestore.v1.StructuredQuery.FieldReference).
 */

struct field_path_names {
	struct bytes *names;
	size_t count;
	bool is_name; /* "__name__", of the document */
	/*
	 * The names as key_add_text has them, one after the other: as in the
	 * table field, and in the order of paths.
	 */
	struct bytes key;
	struct bytes text; /* as it was given */
};

/*
 * Read TEXT into memory of ARENA.  Returns 0, or -1 with ERROR filled when it
 * is malformed.
 */
int field_read(struct field_path_names *field, struct arena *arena,
    struct bytes text, struct gantry_error *error);

/* Is NAME, of a field or a collection, one that Firestore keeps: __x__? */
bool field_is_reserved(struct bytes name);

bool field_is_equal(
    const struct field_path_names *a, const struct field_path_names *b);

/*
 * Find the field in FIELDS, a JSON object.  Names are looked for in maps alone.
 * Returns false when it is not there.
 */
bool field_find(const struct field_path_names *field, struct json_part fields,
    struct value *value);

#endif
