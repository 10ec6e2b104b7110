#ifndef FIRESTORE_SPOOL_MARK_H
#define FIRESTORE_SPOOL_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

struct json_t; /* of jansson */

/*
 * The greatest value that a field was seen to have: a high-water mark, of
 * values of one kind, since a query that compares finds those of one kind.
 */

enum mark_kind {
	MARK_NUMBER,
	MARK_TIMESTAMP,
	MARK_STRING,
	MARK_KINDS, /* how many; and of every other value */
};

struct mark {
	bool is_set;
	bool is_integer; /* a number that is one */
	int64_t integer; /* or a timestamp, µs since 1970 */
	double real;
	char *string; /* may hold NULs */
	size_t length;
};

/* Of which kind VALUE is, as REST has it; NaN, which is not sorted, of none. */
enum mark_kind mark_kind_of(const struct json_t *value);

/*
 * Raise MARK to VALUE, which is of KIND, if that is greater, as Firestore
 * compares: numbers exactly, strings by their bytes.  0, or -1.
 */
int mark_raise(struct mark *mark, enum mark_kind kind,
    const struct json_t *value, struct gantry_error *error);

/* Append MARK as REST has values; one that is not set, as what is the least. */
void mark_write(
    struct gantry_buffer *buffer, const struct mark *mark, enum mark_kind kind);

/* Free everything; safe on an empty one. */
void mark_clear(struct mark *mark);

#endif
