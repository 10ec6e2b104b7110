#ifndef FIRESTORE_GRPC_METADATA_H
#define FIRESTORE_GRPC_METADATA_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"

/* Headers of a call, as PROTOCOL-HTTP2.md of gRPC has them. */

/*
 * Read grpc-timeout, "100m", in milliseconds, rounded up.  Returns false when
 * VALUE is malformed.
 */
bool grpc_read_timeout(const char *value, int64_t *milliseconds);

/* Does the list VALUE, "identity,gzip", have NAME?  VALUE may be NULL. */
bool grpc_list_has(const char *value, const char *name);

/* The token of "Bearer TOKEN"; empty if VALUE, which may be NULL, has none. */
struct bytes grpc_bearer(const char *value);

/*
 * Append MESSAGE as grpc-message: all but printable ASCII, and '%', is escaped.
 * A long message is cut.
 */
void grpc_add_message(struct gantry_buffer *header, struct bytes message);

#endif
