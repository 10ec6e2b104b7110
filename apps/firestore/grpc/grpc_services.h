#ifndef FIRESTORE_GRPC_SERVICES_H
#define FIRESTORE_GRPC_SERVICES_H

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "firestore/protobuf/tables/message.h"
#include "firestore/rpc/rpc.h"

/* The services that every server of gRPC may have. */

/*
 * Append the answer of grpc.health.v1.Health/Check to the message REQUEST as
 * JSON.  IS_SERVING: are there data?
 */
enum rpc_code grpc_check_health(const struct json_t *request, bool is_serving,
    struct gantry_buffer *answer, struct gantry_buffer *reason);

/* Append the answer of server reflection to the message REQUEST as JSON. */
int grpc_reflect(const struct json_t *request, struct gantry_buffer *answer,
    struct gantry_error *error);

/* Append FILE as a google.protobuf.FileDescriptorProto, encoded. */
int grpc_describe_file(const struct proto_file *file, struct gantry_buffer *out,
    struct gantry_error *error);

#endif
