/*
 * The response on its way to start_response, with what each status demands of
 * its headers and body.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "web/response/response.h"

#define PIECE_SIZE 65536 /* of a stream */

static bool
is_type(const struct response_header *header)
{
	return strcasecmp(header->name, "Content-Type") == 0 ||
	    strcasecmp(header->name, "Content-Length") == 0;
}

/* RFC 9110 section 15.4.5: what tells of a body, and is not there. */
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
 * A range of bytes is one of a 206, or what a 416 could have given (RFC 9110
 * section 14.4): a handler that makes another status of such a failure leaves
 * its headers.  Other units are an application's own.
 */
static bool
is_range_of_bytes(const struct response_header *header)
{
	return strcasecmp(header->name, "Content-Range") == 0 &&
	    strncasecmp(header->value, "bytes ", 6) == 0;
}

/* The length of the body, or -1 when it is not known or the gate sees it. */
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

/* Make headers and body what the status allows. */
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
	/* RFC 9110 section 15.3.6: there is none. */
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
		response_fault(response, "memory ran out");
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

/* How many bytes of a stream are to be read at once, when SENT were. */
static size_t
find_piece(const struct gantry_response *response, int64_t sent)
{
	int64_t left = response->length - sent;

	return response->length >= 0 && left < PIECE_SIZE ? (size_t)left
							  : PIECE_SIZE;
}

/* What comes at its own pace, to an unknown length, is passed on at it. */
static int
pump(struct gantry_response *response, struct gantry_body *body)
{
	char *data = gantry_buffer_reserve(&response->buffer, PIECE_SIZE);
	int64_t sent = 0;
	ssize_t count;
	size_t size;

	if (data == NULL)
		return -1;
	while ((size = find_piece(response, sent)) > 0) {
		count = response->read(response->argument, data, size);
		if (count == 0)
			return 0; /* too early, if so, is for the gate to say */
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

	if (response_check(response) == -1 || settle(response) == -1)
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
		return pump(response, body);
	case CONTENT_NONE:
		break;
	}
	return 0;
}
