#ifndef FIRESTORE_GRPC_REQUEST_H
#define FIRESTORE_GRPC_REQUEST_H

#include <gantry/buffer.h>
#include <gantry/contract.h>

#include "firestore/rpc/rpc.h"

/*
 * The longest message that is read, compressed or not; that of requests to
 * Firestore.
 */
#define GRPC_MESSAGE_MAX ((size_t)10 * 1024 * 1024)

/* The messages in the body of a request. */
struct grpc_request {
	struct gantry_input *input;
	const char *encoding; /* grpc-encoding; NULL: identity */
	struct gantry_buffer message; /* the last one that was read */
	struct gantry_buffer compressed;
	struct gantry_buffer *reason; /* gets the words of an error */
	bool was_compressed;
	bool is_gone; /* the client has left, or sends nothing */
};

void grpc_request_init(struct grpc_request *request,
    struct gantry_environ *environ, struct gantry_buffer *reason);
void grpc_request_clear(struct grpc_request *request);

/*
 * Read the next message into MESSAGE.  *FOUND is false after the last.  Returns
 * RPC_OK, or the code of an error, whose words are in REASON.
 */
enum rpc_code grpc_request_next(struct grpc_request *request, bool *found);

/* Read the one message of a unary call. */
enum rpc_code grpc_request_one(struct grpc_request *request);

#endif
