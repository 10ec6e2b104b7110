#ifndef FIRESTORE_SPOOL_HIGH_WATER_MARK_H
#define FIRESTORE_SPOOL_HIGH_WATER_MARK_H

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

enum high_water_mark_kind {
	HIGH_WATER_MARK_NUMBER,
	HIGH_WATER_MARK_TIMESTAMP,
	HIGH_WATER_MARK_STRING,
	HIGH_WATER_MARK_KINDS, /* the number of kinds; also any other value */
};

struct high_water_mark {
	bool is_set;
	bool is_integer; /* the number is an integer */
	int64_t integer; /* or a timestamp, µs since 1970 */
	double real;
	char *string; /* may hold NULs */
	size_t length;
};

/*
 * Get the kind of VALUE, a REST value; HIGH_WATER_MARK_KINDS for others and for
 * NaN.
 */
enum high_water_mark_kind high_water_mark_kind_of(const struct json_t *value);

/*
 * Update MARK to VALUE, which is of KIND, if VALUE is greater in the order of
 * Firestore: numbers exactly, strings by their bytes.  Returns 0, or -1 with
 * ERROR filled.
 */
int high_water_mark_update(struct high_water_mark *mark,
    enum high_water_mark_kind kind, const struct json_t *value,
    struct gantry_error *error);

/* Append MARK as a REST value; if it is not set, the smallest value of KIND. */
void high_water_mark_write(struct gantry_buffer *buffer,
    const struct high_water_mark *mark, enum high_water_mark_kind kind);

/* Free everything; safe on an empty one. */
void high_water_mark_clear(struct high_water_mark *mark);

#endif
