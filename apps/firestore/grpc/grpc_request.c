/*
 * Messages in the body of a request: a byte that tells whether the message is
 * compressed, four bytes of its length, and the message.  The codes of errors
 * are those of gRPC's statuscodes.md and compression.md.
 */
#include <string.h>

#include "firestore/grpc/grpc_gzip.h"
#include "firestore/grpc/grpc_metadata.h"
#include "firestore/grpc/grpc_request.h"

#define HEADER 5

/* Memory is made as bytes come, not as a header announces them. */
#define STEP ((size_t)64 * 1024)

void
grpc_request_init(struct grpc_request *request, struct gantry_environ *environ,
    struct gantry_buffer *reason)
{
	*request = (struct grpc_request){
		.input = gantry_environ_wsgi(environ)->input,
		.encoding = gantry_environ_get(environ, "HTTP_GRPC_ENCODING"),
		.reason = reason,
	};
}

void
grpc_request_clear(struct grpc_request *request)
{
	gantry_buffer_clear(&request->message);
	gantry_buffer_clear(&request->compressed);
}

static enum rpc_code
fail(struct grpc_request *request, enum rpc_code code, const char *reason)
{
	gantry_buffer_puts(request->reason, reason);
	return code;
}

/*
 * Append at most SIZE bytes of the body to BUFFER; fewer at its end.  Returns
 * how many, or -1.
 */
static ssize_t
read_bytes(
    struct grpc_request *request, struct gantry_buffer *buffer, size_t size)
{
	const size_t begin = buffer->length;
	size_t left = size, step;
	ssize_t count = 1;
	char *to;

	for (; left > 0 && count > 0; left -= (size_t)count) {
		step = left < STEP ? left : STEP;
		to = gantry_buffer_reserve(buffer, step);
		if (to == NULL)
			return -1;
		count = gantry_read(request->input, to, step);
		if (count == -1) {
			request->is_gone = true;
			return -1;
		}
		buffer->length += (size_t)count;
	}
	return (ssize_t)(buffer->length - begin);
}

/* Read the header of a message; *FOUND is false at the end of the body. */
static enum rpc_code
read_header(struct grpc_request *request, bool *found, uint32_t *length)
{
	struct gantry_buffer *header = &request->message;
	const unsigned char *bytes;
	ssize_t count;

	gantry_buffer_reset(header);
	count = read_bytes(request, header, HEADER);
	*found = count == HEADER;
	if (count == 0)
		return RPC_OK;
	if (count != HEADER)
		return fail(request, RPC_INTERNAL,
		    "the request ends within the header of a message");
	bytes = (const unsigned char *)header->data;
	if (bytes[0] > 1)
		return fail(request, RPC_INTERNAL,
		    "the flag of a message is neither 0 nor 1");
	request->was_compressed = bytes[0] == 1;
	*length = (uint32_t)bytes[1] << 24 | (uint32_t)bytes[2] << 16 |
	    (uint32_t)bytes[3] << 8 | bytes[4];
	if (*length <= GRPC_MESSAGE_MAX)
		return RPC_OK;
	gantry_buffer_printf(request->reason,
	    "the request has a message of %lu bytes, and the limit is %zu",
	    (unsigned long)*length, GRPC_MESSAGE_MAX);
	return RPC_RESOURCE_EXHAUSTED;
}

/* Can the message, which is compressed, be decompressed? */
static enum rpc_code
check_encoding(struct grpc_request *request)
{
	if (request->encoding == NULL ||
	    strcmp(request->encoding, "identity") == 0)
		return fail(request, RPC_INTERNAL,
		    "a message is compressed, but grpc-encoding does not say "
		    "how");
	if (strcmp(request->encoding, "gzip") == 0)
		return RPC_OK;
	return fail(request, RPC_UNIMPLEMENTED,
	    "messages can be compressed by gzip only");
}

static enum rpc_code
decompress(struct grpc_request *request)
{
	struct gantry_error error;

	gantry_buffer_reset(&request->message);
	if (gzip_decompress((struct bytes){ request->compressed.data,
				request->compressed.length },
		GRPC_MESSAGE_MAX, &request->message, &error) == 0)
		return RPC_OK;
	return fail(request,
	    error.code == GANTRY_ERROR_LIMIT ? RPC_RESOURCE_EXHAUSTED
					     : RPC_INTERNAL,
	    error.text);
}

enum rpc_code
grpc_request_next(struct grpc_request *request, bool *found)
{
	struct gantry_buffer *into = &request->message;
	uint32_t length = 0;
	enum rpc_code code = read_header(request, found, &length);

	if (code != RPC_OK || !*found)
		return code;
	if (request->was_compressed) {
		code = check_encoding(request);
		if (code != RPC_OK)
			return code;
		into = &request->compressed;
	}
	gantry_buffer_reset(into);
	if (read_bytes(request, into, length) != (ssize_t)length)
		return fail(request, RPC_INTERNAL,
		    gantry_buffer_failed(into)
			? "out of memory"
			: "the request ends within a message");
	return request->was_compressed ? decompress(request) : RPC_OK;
}

/*
 * The other messages of a unary call are not read, only that there is one.
 */
enum rpc_code
grpc_request_one(struct grpc_request *request)
{
	enum rpc_code code;
	ssize_t count;
	bool found;
	char byte;

	code = grpc_request_next(request, &found);
	if (code != RPC_OK)
		return code;
	if (!found)
		return fail(request, RPC_UNIMPLEMENTED,
		    "the method takes one message, and the request has none");
	count = gantry_read(request->input, &byte, 1);
	request->is_gone = count == -1;
	if (count == 0)
		return RPC_OK;
	return fail(request, RPC_UNIMPLEMENTED,
	    "the method takes one message, and the request has more");
}
