#ifndef FIRESTORE_REST_READ_H
#define FIRESTORE_REST_READ_H

#include <stdint.h>

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"

/*
 * Reading scalars from the strings of REST JSON, the inverse of rest.h.  Each
 * function returns 0, or -1 when TEXT is malformed.
 */

/* Read decimal digits with an optional '-', from -2^63 to 2^63-1. */
int rest_read_integer(struct bytes text, int64_t *integer);

/*
 * Read a number in any form of JSON (RFC 8259, section 6) that is whole and
 * fits, such as "1e3" or "5.0", exactly.
 */
int rest_read_whole(struct bytes text, int64_t *integer);

/* Read a number in any form of JSON, which must be finite as a double. */
int rest_read_double(struct bytes text, double *value);

/* A time: seconds since 1970, and the rest, from 0 on. */
struct rest_instant {
	int64_t seconds;
	int32_t nanoseconds;
};

/*
 * Read a time of RFC 3339 with any offset and at most nine digits of a second's
 * fraction.  In UTC it must be in the years 1 to 9999.
 */
int rest_read_instant(struct bytes text, struct rest_instant *instant);

/* The same as microseconds since 1970; further digits are truncated. */
int rest_read_timestamp(struct bytes text, int64_t *microseconds);

/*
 * Append TEXT, base64 of either alphabet of RFC 4648, padded or not, as
 * rest_add_bytes writes it.
 */
int rest_add_base64(struct gantry_buffer *buffer, struct bytes text);

/* Append the bytes that TEXT, the same, stands for. */
int rest_decode_base64(struct gantry_buffer *buffer, struct bytes text);

#endif
