#ifndef FIRESTORE_EXPORT_PROTOBUF_H
#define FIRESTORE_EXPORT_PROTOBUF_H

#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * Iterates over the fields of a Protocol Buffers message, including groups.
 *
 *	struct protobuf message = protobuf_open(record);
 *	struct protobuf_field field;
 *
 *	while ((status = protobuf_next(&message, &field, &error)) == 1)
 *		...
 *
 * The caller ignores fields that it does not know.
 */

#define PROTOBUF_GROUP_DEPTH_MAX 32

enum protobuf_type {
	PROTOBUF_VARINT = 0,
	PROTOBUF_FIXED64 = 1,
	PROTOBUF_BYTES = 2,
	PROTOBUF_GROUP = 3,
	PROTOBUF_GROUP_END = 4, /* never returned */
	PROTOBUF_FIXED32 = 5,
};

struct protobuf {
	const char *base; /* the start of the record, from which errors count */
	const char *at;
	const char *end;
};

struct protobuf_field {
	uint32_t number;
	enum protobuf_type type;
	uint64_t value; /* of VARINT, FIXED64 and FIXED32 */
	struct bytes bytes; /* of BYTES; of GROUP, what is between its tags */
	const char *tag; /* where it begins */
};

/* Start at the beginning of RECORD. */
struct protobuf protobuf_open(struct bytes record);

/* Start at the beginning of the message inside FIELD, a BYTES or a GROUP. */
struct protobuf protobuf_enter(
    const struct protobuf *message, const struct protobuf_field *field);

/* Read the next field.  Returns 1, or 0 at the end, or -1. */
int protobuf_next(struct protobuf *message, struct protobuf_field *field,
    struct gantry_error *error);

/*
 * Read the next VALUE of a packed list, which protobuf_enter began.  TYPE, that
 * of the values, is VARINT, FIXED64 or FIXED32.  Returns 1, or 0 at the end, or
 * -1.
 */
int protobuf_next_packed(struct protobuf *list, enum protobuf_type type,
    uint64_t *value, struct gantry_error *error);

/* Returns 0 when FIELD has TYPE, else -1 with an error that names WHAT. */
int protobuf_expect(const struct protobuf *message,
    const struct protobuf_field *field, enum protobuf_type type,
    const char *what, struct gantry_error *error);

/* Get the offset of AT in the record. */
size_t protobuf_offset(const struct protobuf *message, const char *at);

#endif
