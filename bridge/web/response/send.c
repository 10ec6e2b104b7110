/*
 * Sends the response, after its headers and body were adapted to its status.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "web/response/response.h"
#include "web/response/stream.h"

#define PIECE_SIZE 65536 /* of a stream */

static bool
is_type(const struct response_header *header)
{
	return strcasecmp(header->name, "Content-Type") == 0 ||
	    strcasecmp(header->name, "Content-Length") == 0;
}

/* RFC 9110 section 15.4.5: headers that describe a body. */
static bool
is_left_out_of_304(const struct response_header *header)
{
	return is_type(header) ||
	    strcasecmp(header->name, "Content-Disposition") == 0 ||
	    strcasecmp(header->name, "Content-Encoding") == 0 ||
	    strcasecmp(header->name, "Content-Language") == 0 ||
	    strcasecmp(header->name, "Content-Range") == 0;
}

/*
 * A range of bytes belongs to a 206 or a 416 only (RFC 9110 section 14.4), but
 * an error handler may change the status and leave the header.  Ranges of other
 * units are the application's own.
 */
static bool
is_range_of_bytes(const struct response_header *header)
{
	return strcasecmp(header->name, "Content-Range") == 0 &&
	    strncasecmp(header->value, "bytes ", 6) == 0;
}

/* The length of the body, or -1 when it is unknown or the gate adds it. */
static int64_t
find_length(const struct gantry_response *response)
{
	switch (response->content) {
	case CONTENT_BUFFER:
	case CONTENT_JSON:
		return (int64_t)response->buffer.length;
	case CONTENT_FILE:
	case CONTENT_STREAM:
		return response->length;
	case CONTENT_NONE:
		break;
	}
	return -1;
}

static int
complete_headers(struct gantry_response *response)
{
	int64_t length = find_length(response);
	char text[24];

	if (length >= 0) {
		snprintf(text, sizeof(text), "%" PRId64, length);
		if (response_put(response, "Content-Length", text) == -1)
			return -1;
	}
	return response_imply(response, "Content-Type",
	    response->content == CONTENT_NONE ? "text/plain; charset=utf-8"
					      : "application/octet-stream");
}

/* Remove what the status does not allow from headers and body. */
static int
settle(struct gantry_response *response)
{
	const char *status = response->status;

	if (strncmp(status, "206", 3) != 0 && strncmp(status, "416", 3) != 0)
		response_remove(response, is_range_of_bytes);
	if (strncmp(status, "204", 3) == 0) {
		response_drop_body(response);
		response_remove(response, is_type);
		return 0;
	}
	if (strncmp(status, "304", 3) == 0) {
		response_drop_body(response);
		response_remove(response, is_left_out_of_304);
		return 0;
	}
	/* RFC 9110 section 15.3.6: a 205 has no body. */
	if (strncmp(status, "205", 3) == 0) {
		response_drop_body(response);
		gantry_response_header(response, "Content-Length", NULL);
	}
	return complete_headers(response);
}

static struct gantry_body *
start(struct gantry_response *response, gantry_start_response *start_response)
{
	struct gantry_environ *environ = response_environ(response);
	struct gantry_header *headers = gantry_environ_alloc(
	    environ, (response->header_count + 1) * sizeof(*headers));
	size_t i;

	if (headers == NULL) {
		response_internal_error(response, "out of memory");
		return NULL;
	}
	for (i = 0; i < response->header_count; i++)
		headers[i] = (struct gantry_header){
			response->headers[i].name,
			response->headers[i].value,
		};
	headers[i] = (struct gantry_header){ NULL, NULL };
	return start_response(environ, response->status, headers);
}

/* How many bytes of a stream to read at once after SENT bytes. */
static size_t
find_piece(const struct gantry_response *response, int64_t sent)
{
	int64_t left = response->length - sent;

	return response->length >= 0 && left < PIECE_SIZE ? (size_t)left
							  : PIECE_SIZE;
}

/* Send a stream.  One of unknown length is flushed after each piece. */
static int
pump(struct gantry_response *response, struct gantry_body *body)
{
	const struct stream_reader reader = {
		.read = response->read,
		.argument = response->argument,
	};
	char *data = gantry_buffer_reserve(&response->buffer, PIECE_SIZE);
	int64_t sent = 0;
	ssize_t count;
	size_t size;

	if (data == NULL)
		return -1;
	while ((size = find_piece(response, sent)) > 0) {
		count = stream_read_piece(
		    &reader, response_environ(response), data, size);
		/* READ may have made the response fail, which closes it. */
		if (response->read == NULL)
			return -1;
		if (count == 0)
			return 0; /* if too short, the gate reports it */
		if (count < 0 || gantry_write(body, data, (size_t)count) == -1)
			return -1;
		sent += count;
		if (response->length == -1 && gantry_flush(body) == -1)
			return -1;
	}
	return 0;
}

int
response_send(
    struct gantry_response *response, gantry_start_response *start_response)
{
	struct gantry_body *body;

	/* An error handler may have made a stream that waits. */
	if (response_check(response) == -1 || settle(response) == -1 ||
	    response_defer(response) == -1)
		return -1;
	body = start(response, start_response);
	if (body == NULL)
		return -1;
	if (response_is_head(response))
		return 0;
	switch (response->content) {
	case CONTENT_BUFFER:
	case CONTENT_JSON:
		return gantry_write(
		    body, response->buffer.data, response->buffer.length);
	case CONTENT_FILE:
	case CONTENT_STREAM:
		return response->stream != NULL
		    ? response_begin_stream(response, body)
		    : pump(response, body);
	case CONTENT_NONE:
		break;
	}
	return 0;
}
