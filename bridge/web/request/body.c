/*
 * The body of a request, read as a stream, or whole and then kept.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "web/request/body.h"
#include "web/request/request.h"

#define LIMIT_DEFAULT ((size_t)1024 * 1024)

/* The length when a part of the body was read and discarded. */
#define LENGTH_LOST SIZE_MAX

int64_t
gantry_request_content_length(const struct gantry_request *request)
{
	const char *text;
	long long length;
	char *end;

	if (request_lacks(request, request, __func__, "request"))
		return -1;
	text = gantry_environ_get(request->environ, "CONTENT_LENGTH");
	if (text == NULL || text[strspn(text, "0123456789")] != '\0')
		return -1;
	errno = 0;
	length = strtoll(text, &end, 10);
	return end == text || errno != 0 ? -1 : length;
}

char *
body_copy_type(struct gantry_environ *environ, const char *header)
{
	size_t length;
	char *type, *p;

	header += strspn(header, " \t");
	length = strcspn(header, ";");
	while (length > 0 && strchr(" \t", header[length - 1]) != NULL)
		length--;
	type = gantry_environ_format(environ, "%.*s", (int)length, header);
	for (p = type; p != NULL && *p != '\0'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return type;
}

const char *
gantry_request_content_type(struct gantry_request *request)
{
	const char *header;

	if (request_lacks(request, request, __func__, "request"))
		return NULL;
	header = gantry_environ_get(request->environ, "CONTENT_TYPE");
	return header != NULL ? body_copy_type(request->environ, header) : NULL;
}

const char *
body_type(struct gantry_request *request)
{
	const char *header =
	    gantry_environ_get(request->environ, "CONTENT_TYPE");
	const char *type;

	if (header == NULL)
		return "";
	type = body_copy_type(request->environ, header);
	if (type == NULL)
		request_out_of_memory(request);
	return type;
}

int
body_reject_type(
    struct gantry_request *request, const char *type, const char *wanted)
{
	if (*type == '\0')
		return gantry_response_fail(request->response, GANTRY_415,
		    "the body has no Content-Type; it must be %s", wanted);
	return gantry_response_fail(request->response, GANTRY_415,
	    "the body's Content-Type is '%s'; it must be %s", type, wanted);
}

ssize_t
gantry_request_read(struct gantry_request *request, void *data, size_t size)
{
	ssize_t count;

	if (request_lacks(request, size > 0 ? data : "", __func__, "data"))
		return -1;
	count = gantry_read(
	    gantry_environ_wsgi(request->environ)->input, data, size);
	if (count == -1)
		gantry_response_fail(
		    request->response, GANTRY_400, "the body ended early");
	return count;
}

static int
reject_length(struct gantry_request *request, size_t limit)
{
	return gantry_response_fail(
	    request->response, GANTRY_413, "the body exceeds %zu bytes", limit);
}

/* Read a body of the LENGTH that its Content-Length tells. */
static int
read_known(struct gantry_request *request, size_t length)
{
	char *body = gantry_environ_alloc(request->environ, length + 1);
	size_t done = 0;
	ssize_t count;

	if (body == NULL)
		return request_out_of_memory(request);
	do {
		count =
		    gantry_request_read(request, body + done, length - done);
		if (count == -1)
			return -1;
		done += (size_t)count;
	} while (count > 0);
	body[done] = '\0';
	request->body = body;
	request->body_length = done;
	return 0;
}

/* Read a body of unknown length up to its end. */
static int
read_all(
    struct gantry_request *request, size_t limit, struct gantry_buffer *buffer)
{
	size_t size;
	ssize_t count;
	char *room;

	do {
		room = gantry_buffer_reserve(buffer, 4096);
		if (room == NULL)
			return request_out_of_memory(request);
		size = buffer->capacity - buffer->length;
		count = gantry_request_read(request, room, size);
		if (count == -1)
			return -1;
		buffer->length += (size_t)count;
		if (buffer->length > limit) {
			request->body_length = LENGTH_LOST;
			return reject_length(request, limit);
		}
	} while (count > 0);
	return 0;
}

static int
read_unknown(struct gantry_request *request, size_t limit)
{
	struct gantry_buffer buffer = { 0 };
	int result = read_all(request, limit, &buffer);
	char *body = NULL;

	if (result == 0) {
		body =
		    gantry_environ_alloc(request->environ, buffer.length + 1);
		if (body == NULL)
			result = request_out_of_memory(request);
	}
	if (body != NULL) {
		memcpy(body, buffer.data, buffer.length);
		body[buffer.length] = '\0';
		request->body = body;
		request->body_length = buffer.length;
	}
	gantry_buffer_clear(&buffer);
	return result;
}

int
gantry_request_body(struct gantry_request *request, size_t limit,
    const char **data, size_t *length)
{
	int64_t told;
	bool is_told;
	int result = 0;

	if (request_lacks(request, data, __func__, "data") ||
	    request_lacks(request, length, __func__, "length"))
		return -1;
	told = gantry_request_content_length(request);
	is_told = told >= 0 && (uint64_t)told < SIZE_MAX;
	if (limit == 0)
		limit = LIMIT_DEFAULT;
	if (request->body == NULL) {
		if (request->body_length == LENGTH_LOST ||
		    (told >= 0 && (uint64_t)told > limit))
			return reject_length(request, limit);
		result = is_told ? read_known(request, (size_t)told)
				 : read_unknown(request, limit);
	}
	if (result == -1)
		return -1;
	if (request->body_length > limit)
		return reject_length(request, limit);
	*data = request->body;
	*length = request->body_length;
	return 0;
}
