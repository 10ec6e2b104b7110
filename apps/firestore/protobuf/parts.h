#ifndef FIRESTORE_PROTOBUF_PARTS_H
#define FIRESTORE_PROTOBUF_PARTS_H

#include <jansson.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/cache/json_scan.h"
#include "data/firestore/bytes.h"
#include "firestore/protobuf/tables/message.h"

/*
 * Parts of the codec: the forms of messages in JSON, and scalars and tags as
 * Protocol Buffers encode them.
 */

/*
 * Give PLAIN, the object of the fields of a MESSAGE, and all messages in it
 * their forms.  Returns PLAIN itself or another value, which the caller owns,
 * or NULL with ERROR filled.
 */
json_t *proto_convert(const struct proto_message *message, json_t *plain,
    struct gantry_error *error);

#define PROTO_VARINT_SIZE 10

/* Encode VALUE into TO, of PROTO_VARINT_SIZE bytes.  Returns its size. */
size_t proto_encode_varint(char *to, uint64_t value);

void proto_add_varint(struct gantry_buffer *out, uint64_t value);

/* Append the tag of FIELD, or that of its packed list or its map's entry. */
void proto_add_tag(struct gantry_buffer *out, const struct proto_field *field);
void proto_add_packed_tag(
    struct gantry_buffer *out, const struct proto_field *field);

/*
 * Append the value JSON of FIELD, which is not a message, without a tag.
 * Returns 0, or -1 with ERROR filled.
 */
int proto_add_scalar(struct gantry_buffer *out, const struct proto_field *field,
    struct json_part json, struct gantry_error *error);

/* Is what was appended from BEGIN on, tag and value, that of the default? */
bool proto_is_default(const struct gantry_buffer *out,
    const struct proto_field *field, size_t begin);

/* Read "-1.5s"; false when TEXT is not a duration. */
bool proto_read_duration(
    struct bytes text, int64_t *seconds, int64_t *nanoseconds);

#endif
