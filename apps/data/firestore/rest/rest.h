#ifndef FIRESTORE_REST_H
#define FIRESTORE_REST_H

#include <stdint.h>

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"

/*
 * Scalars as the JSON of Firestore's REST API, version 1, writes them.
 * Running out of memory is remembered in the buffer.
 */

/*
 * Append a number that reads back as the same double, in few digits and never
 * as a whole number; or "NaN", "Infinity", "-Infinity" in quotes.
 */
void rest_add_double(struct gantry_buffer *buffer, double value);

/*
 * Append MICROSECONDS since 1970 in UTC as RFC 3339 has it, in quotes, with 0,
 * 3 or 6 digits of a second's fraction.  Returns -1 and appends nothing when it
 * lies outside the years 1 to 9999.
 */
int rest_add_timestamp(struct gantry_buffer *buffer, int64_t microseconds);

/* Append base64 (RFC 4648 section 4) with padding, in quotes. */
void rest_add_bytes(struct gantry_buffer *buffer, struct bytes bytes);

#endif
