#ifndef FIRESTORE_RPC_H
#define FIRESTORE_RPC_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"

struct json_t; /* of jansson */

/*
 * One call of a method of google.firestore.v1.Firestore, whichever protocol
 * brought it.  Requests and answers are messages in protobuf's JSON: a protocol
 * translates to and from them, and knows nothing of queries; the methods know
 * nothing of HTTP.
 */

/* The status codes of gRPC, which Firestore's errors have on all protocols. */
enum rpc_code {
	RPC_OK,
	RPC_CANCELLED,
	RPC_UNKNOWN,
	RPC_INVALID_ARGUMENT,
	RPC_DEADLINE_EXCEEDED,
	RPC_NOT_FOUND,
	RPC_ALREADY_EXISTS,
	RPC_PERMISSION_DENIED,
	RPC_RESOURCE_EXHAUSTED,
	RPC_FAILED_PRECONDITION,
	RPC_ABORTED,
	RPC_OUT_OF_RANGE,
	RPC_UNIMPLEMENTED,
	RPC_INTERNAL,
	RPC_UNAVAILABLE,
	RPC_DATA_LOSS,
	RPC_UNAUTHENTICATED,
};

struct rpc_call {
	/* The request as the method's message, {"name": "projects/..."}. */
	const struct json_t *request;
	struct bytes token; /* of Authorization: Bearer; empty: none */
	int64_t deadline_ms; /* from now on; 0: that of the settings */
	/*
	 * Called with each message of the answer, JSON without a final newline,
	 * which lives until it returns.  A unary method sends one.  Returns 0,
	 * or -1 to stop: the client has gone.
	 */
	int (*send)(void *argument, struct bytes message);
	void *argument;
};

struct rpc_service; /* of one thread: its cache, and the settings */

struct rpc_method {
	const char *name; /* "RunQuery" */
	bool is_stream; /* of the server */
	/*
	 * Run CALL.  Returns RPC_OK, or the code with MESSAGE in Firestore's
	 * words.
	 */
	enum rpc_code (*run)(struct rpc_service *service, struct rpc_call *call,
	    struct gantry_buffer *message);
};

/* All methods, those that write included; the last has no name. */
extern const struct rpc_method rpc_methods[];

/* Find the method with NAME; NULL when there is none. */
const struct rpc_method *rpc_find(struct bytes name);

/* The token in AUTHORIZATION, "Bearer TOKEN"; empty if there is none. */
struct bytes rpc_bearer(const char *authorization);

/* "INVALID_ARGUMENT", and the status of HTTP, 400. */
const char *rpc_code_name(enum rpc_code code);
int rpc_code_status(enum rpc_code code);

#endif
