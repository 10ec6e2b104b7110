#ifndef FIRESTORE_GRPC_REPLY_H
#define FIRESTORE_GRPC_REPLY_H

#include <gantry/buffer.h>
#include <gantry/contract.h>

#include "firestore/protobuf/tables/message.h"
#include "firestore/rpc/rpc.h"

/*
 * How much of an answer waits for the call to end.  The status of a call is a
 * header here, which goes before the messages.  So an answer is kept until the
 * status is known, or until it outgrows this: then it goes out as OK, and an
 * error that comes later breaks the answer off, which no client takes for its
 * end.
 */
#define GRPC_HELD_MAX ((size_t)1024 * 1024)

/* An answer that is being given. */
struct grpc_reply {
	struct gantry_environ *environ;
	gantry_start_response *start_response;
	struct gantry_body *body; /* NULL before the headers are given */
	const struct proto_message *type; /* of the messages */
	struct gantry_buffer held; /* messages that were not written yet */
	struct gantry_error error; /* why a message could not be added */
	size_t messages;
	bool is_compressed;
	bool has_failed; /* to add a message, or to write */
};

void grpc_reply_clear(struct grpc_reply *reply);

/*
 * Add MESSAGE, JSON.  The type of REPLY is that of send of struct rpc_call.
 * Returns 0, or -1 when it cannot be translated or the client has gone.
 */
int grpc_reply_send(void *reply, struct bytes message);

/*
 * Send what was added so far, as the beginning of an answer that succeeds.
 * Returns 0, or -1 when the client has gone.
 */
int grpc_reply_flush(struct grpc_reply *reply);

/*
 * End the answer with CODE and REASON.  Returns what the application returns.
 */
int grpc_reply_end(struct grpc_reply *reply, enum rpc_code code,
    const struct gantry_buffer *reason);

#endif
