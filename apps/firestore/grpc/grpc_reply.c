/*
 * Messages of an answer, and its status.
 */
#include <stdio.h>
#include <string.h>

#include "firestore/grpc/grpc_gzip.h"
#include "firestore/grpc/grpc_metadata.h"
#include "firestore/grpc/grpc_reply.h"
#include "firestore/protobuf/codec.h"

#define HEADER 5

/* A smaller message does not become smaller by gzip. */
#define COMPRESSED_MIN 256

/* Once an answer has begun, messages are written in lumps of this size. */
#define LUMP ((size_t)64 * 1024)

void
grpc_reply_clear(struct grpc_reply *reply)
{
	gantry_buffer_clear(&reply->held);
}

/* Compress the message from BEGIN on.  Returns 1 if it is compressed now. */
static int
compress(struct grpc_reply *reply, size_t begin)
{
	struct gantry_buffer *held = &reply->held, smaller = { 0 };
	const struct bytes message = { held->data + begin,
		held->length - begin };
	int result;

	if (!reply->is_compressed || message.length < COMPRESSED_MIN)
		return 0;
	result = gzip_compress(message, &smaller, &reply->error);
	if (result == 0 && smaller.length < message.length) {
		memcpy(held->data + begin, smaller.data, smaller.length);
		held->length = begin + smaller.length;
		result = 1;
	}
	gantry_buffer_clear(&smaller);
	return result;
}

static int
add(struct grpc_reply *reply, struct bytes message)
{
	static const char room[HEADER];
	struct gantry_buffer *held = &reply->held;
	const size_t begin = held->length + HEADER;
	size_t length;
	int flag, i;

	gantry_buffer_add(held, room, HEADER);
	if (proto_write(reply->type, message, held, &reply->error) == -1)
		return -1;
	flag = compress(reply, begin);
	if (flag == -1)
		return -1;
	length = held->length - begin;
	if (length > UINT32_MAX)
		return gantry_error_set(&reply->error, GANTRY_ERROR_LIMIT,
		    "a message has more than 4 GiB");
	held->data[begin - HEADER] = (char)flag;
	for (i = 1; i < HEADER; i++)
		held->data[begin - (size_t)i] = (char)(length >> (8 * (i - 1)));
	return 0;
}

/* Begin the answer with the headers. */
static int
begin(struct grpc_reply *reply, enum rpc_code code,
    const struct gantry_buffer *reason)
{
	struct gantry_buffer message = { 0 };
	struct gantry_header headers[6] = {
		{ "Content-Type", "application/grpc" },
		{ "Grpc-Accept-Encoding", "identity,gzip" },
	};
	size_t count = 2;
	char status[8];

	snprintf(status, sizeof(status), "%d", code);
	headers[count++] = (struct gantry_header){ "X-Grpc-Status", status };
	if (reply->is_compressed)
		headers[count++] =
		    (struct gantry_header){ "Grpc-Encoding", "gzip" };
	if (reason != NULL && reason->length > 0) {
		grpc_add_message(
		    &message, (struct bytes){ reason->data, reason->length });
		gantry_buffer_putc(&message, '\0');
		if (!gantry_buffer_failed(&message))
			headers[count++] =
			    (struct gantry_header){ "X-Grpc-Message",
				    message.data };
	}
	headers[count] = (struct gantry_header){ NULL, NULL };
	reply->body = reply->start_response(reply->environ, "200 OK", headers);
	gantry_buffer_clear(&message);
	return reply->body != NULL ? 0 : -1;
}

static int
write_held(struct grpc_reply *reply)
{
	if (gantry_write(reply->body, reply->held.data, reply->held.length) ==
	    -1)
		return -1;
	gantry_buffer_reset(&reply->held);
	return 0;
}

int
grpc_reply_send(void *argument, struct bytes message)
{
	struct grpc_reply *reply = argument;
	const size_t before = reply->held.length;

	reply->has_failed = true;
	if (gantry_environ_is_gone(reply->environ))
		return gantry_error_set(
		    &reply->error, GANTRY_ERROR_HANGUP, "the client has gone");
	if (add(reply, message) == -1) {
		/* What is whole can still be sent. */
		reply->held.length = before;
		return -1;
	}
	reply->messages++;
	if (reply->body == NULL && reply->held.length > GRPC_HELD_MAX &&
	    begin(reply, RPC_OK, NULL) == -1)
		return -1;
	if (reply->body != NULL && reply->held.length >= LUMP &&
	    write_held(reply) == -1)
		return gantry_error_set(
		    &reply->error, GANTRY_ERROR_HANGUP, "the client has gone");
	reply->has_failed = false;
	return 0;
}

int
grpc_reply_flush(struct grpc_reply *reply)
{
	reply->has_failed =
	    (reply->body == NULL && begin(reply, RPC_OK, NULL) == -1) ||
	    write_held(reply) == -1 || gantry_flush(reply->body) == -1;
	if (!reply->has_failed)
		return 0;
	return gantry_error_set(
	    &reply->error, GANTRY_ERROR_HANGUP, "the client has gone");
}

/* Break the answer off, since it began as one that succeeds. */
static int
break_off(struct grpc_reply *reply, enum rpc_code code,
    const struct gantry_buffer *reason)
{
	gantry_errors_printf(gantry_environ_wsgi(reply->environ)->errors,
	    "the answer is broken off after %zu messages: %s: %.*s",
	    reply->messages, rpc_code_name(code), (int)reason->length,
	    reason->length > 0 ? reason->data : "");
	return -1;
}

int
grpc_reply_end(struct grpc_reply *reply, enum rpc_code code,
    const struct gantry_buffer *reason)
{
	struct gantry_buffer own = { 0 };
	int result;

	if (reply->has_failed && reply->error.code == GANTRY_ERROR_HANGUP)
		return -1;
	if (reply->has_failed) {
		code = RPC_INTERNAL;
		gantry_buffer_printf(&own,
		    "the answer is not a message of Firestore: %s",
		    reply->error.text);
		reason = &own;
		gantry_errors_printf(
		    gantry_environ_wsgi(reply->environ)->errors, "%.*s",
		    (int)own.length, own.length > 0 ? own.data : "");
	}
	if (reply->body != NULL && code != RPC_OK)
		result = break_off(reply, code, reason);
	else if (reply->body == NULL && begin(reply, code, reason) == -1)
		result = -1;
	else
		result = write_held(reply);
	gantry_buffer_clear(&own);
	return result;
}
