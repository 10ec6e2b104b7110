#ifndef FIRESTORE_PROTOBUF_CODEC_H
#define FIRESTORE_PROTOBUF_CODEC_H

#include <jansson.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"
#include "firestore/protobuf/tables/message.h"

/*
 * Protocol Buffers and protobuf's JSON: names in lowerCamelCase, integers of 64
 * bits as strings, bytes in base64, enums by name.
 */

/* The most values that one message becomes, for they are large in memory. */
#define PROTO_VALUES_MAX 100000

/*
 * Translate TEXT, a MESSAGE in Protocol Buffers, into JSON.  A scalar that has
 * its default and no presence is left out.  Unknown fields are skipped, unknown
 * numbers of enums stay numbers.
 *
 * Returns a value that the caller owns, or NULL with ERROR filled:
 * GANTRY_ERROR_INPUT when TEXT is not such a message, or has a group, or a
 * field with another type on the wire; GANTRY_ERROR_LIMIT when it is too deep
 * or has too many values.
 */
json_t *proto_read(const struct proto_message *message, struct bytes text,
    struct gantry_error *error);

/*
 * Translate JSON, a MESSAGE as compact text, into Protocol Buffers, and append
 * it to OUT.  No tree is built.  null stands for an absent field; integers and
 * doubles may be strings, enums numbers.  Members that MESSAGE does not have
 * are left out: answers over REST have more than those over gRPC.
 *
 * Returns 0, or -1 with ERROR naming the member that is not as MESSAGE has it;
 * OUT then has a part of the message.
 */
int proto_write(const struct proto_message *message, struct bytes json,
    struct gantry_buffer *out, struct gantry_error *error);

#endif
