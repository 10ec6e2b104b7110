#ifndef FIRESTORE_SPOOL_MARK_H
#define FIRESTORE_SPOOL_MARK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

struct json_t; /* of jansson */

/*
 * A high-water mark: the greatest value of a field, among values of one kind,
 * since a query only compares values of one kind.
 */

enum mark_kind {
	MARK_NUMBER,
	MARK_TIMESTAMP,
	MARK_STRING,
	MARK_KINDS, /* the number of kinds; also any other value */
};

struct mark {
	bool is_set;
	bool is_integer; /* the number is an integer */
	int64_t integer; /* or a timestamp, µs since 1970 */
	double real;
	char *string; /* may hold NULs */
	size_t length;
};

/* Get the kind of VALUE, a REST value; MARK_KINDS for others and for NaN. */
enum mark_kind mark_kind_of(const struct json_t *value);

/*
 * Raise MARK to VALUE, which is of KIND, if VALUE is greater in the order of
 * Firestore: numbers exactly, strings by their bytes.  Returns 0, or -1 with
 * ERROR filled.
 */
int mark_raise(struct mark *mark, enum mark_kind kind,
    const struct json_t *value, struct gantry_error *error);

/* Append MARK as a REST value; if it is not set, the smallest value of KIND. */
void mark_write(
    struct gantry_buffer *buffer, const struct mark *mark, enum mark_kind kind);

/* Free everything; safe on an empty one. */
void mark_clear(struct mark *mark);

#endif
