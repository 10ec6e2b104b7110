/*
 * The life of a response, and its body, except for files.
 */
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "web/request/request.h"
#include "web/response/response.h"
#include "web/response/stream.h"

/* A buffer larger than this is not kept for the next request. */
#define KEPT_MAX ((size_t)1024 * 1024)

void
response_begin(struct gantry_response *response, struct gantry_request *request)
{
	response->request = request;
	response->status = GANTRY_200;
	response->is_status_implied = false;
	response->header_count = 0;
	response->content = CONTENT_NONE;
	gantry_buffer_reset(&response->buffer);
	response->is_complete = false;
	response->has_failed = false;
	response->is_explained = false;
	response->failure = (struct gantry_http_error){ 0 };
	response->read = NULL;
	response->close = NULL;
	response->argument = NULL;
	response->length = -1;
	response->stream = NULL;
}

void
response_end(struct gantry_response *response)
{
	response_forget_content(response);
	response->header_count = 0;
	response->has_failed = false;
	if (response->buffer.capacity > KEPT_MAX)
		gantry_buffer_clear(&response->buffer);
	response->request = NULL;
}

void
response_clear(struct gantry_response *response)
{
	response_end(response);
	gantry_buffer_clear(&response->buffer);
	gantry_buffer_clear(&response->extension);
	free(response->headers);
	*response = (struct gantry_response){ 0 };
}

void
response_drop_body(struct gantry_response *response)
{
	void (*close)(void *argument) = response->close;
	struct gantry_stream *stream = response->stream;

	response->close = NULL;
	response->read = NULL;
	response->stream = NULL;
	stream_abandon(stream);
	if (close != NULL)
		close(response->argument);
	gantry_stream_release(stream);
	response->content = CONTENT_NONE;
	gantry_buffer_reset(&response->buffer);
}

static bool
is_implied(const struct response_header *header)
{
	return header->is_implied;
}

void
response_forget_content(struct gantry_response *response)
{
	response_drop_body(response);
	response_remove(response, is_implied);
	if (response->is_status_implied)
		gantry_response_status(response, GANTRY_200);
}

int
response_check(struct gantry_response *response)
{
	struct gantry_buffer *buffer = &response->buffer;

	if (gantry_buffer_failed(buffer))
		return response_internal_error(response,
		    "out of memory, or NULL was appended to the response's "
		    "buffer");
	if (buffer->length > buffer->capacity) {
		gantry_buffer_reset(buffer);
		return response_internal_error(response,
		    "the length of the response's buffer was set beyond its "
		    "capacity");
	}
	if (response->content == CONTENT_JSON &&
	    !gantry_json_is_whole(&response->writer))
		return response_internal_error(response,
		    "the JSON of the response is incomplete, or was written "
		    "against the rules of gantry_json_writer");
	return 0;
}

void
response_null(const struct gantry_response *response, const char *function,
    const char *argument)
{
	if (response == NULL || response->request == NULL)
		gantry_null_log(
		    function, response == NULL ? "response" : argument);
	else
		response_internal_error(response->request->response,
		    "%s: %s is NULL", function, argument);
}

struct gantry_environ *
response_environ(const struct gantry_response *response)
{
	return response->request->environ;
}

static bool
is_method(const struct gantry_response *response, const char *name)
{
	const char *method =
	    gantry_environ_get(response_environ(response), "REQUEST_METHOD");

	return method != NULL && strcmp(method, name) == 0;
}

bool
response_is_head(const struct gantry_response *response)
{
	return is_method(response, "HEAD");
}

bool
response_is_read(const struct gantry_response *response)
{
	return is_method(response, "GET") || response_is_head(response);
}

void
gantry_response_status(struct gantry_response *response, const char *status)
{
	if (response_lacks(response, status, __func__, "status"))
		return;
	response->is_status_implied = false;
	response->status = status;
}

const char *
gantry_response_get_status(const struct gantry_response *response)
{
	if (response_lacks(response, response, __func__, "response"))
		return NULL;
	return response->status;
}

void
gantry_response_complete(struct gantry_response *response)
{
	if (response_lacks(response, response, __func__, "response"))
		return;
	response->is_complete = true;
}

bool
gantry_response_is_complete(const struct gantry_response *response)
{
	if (response_lacks(response, response, __func__, "response"))
		return false;
	return response->is_complete;
}

int
gantry_response_text(struct gantry_response *response, const char *text)
{
	if (response_lacks(response, text, __func__, "text"))
		return -1;
	response_forget_content(response);
	response->content = CONTENT_BUFFER;
	gantry_buffer_puts(&response->buffer, text);
	if (response_check(response) == -1)
		return -1;
	return response_imply(
	    response, "Content-Type", "text/plain; charset=utf-8");
}

int
gantry_response_data(struct gantry_response *response, const char *type,
    const void *data, size_t length)
{
	if (length == 0)
		data = ""; /* it may be NULL */
	if (response_lacks(response, data, __func__, "data") ||
	    response_lacks(response, type, __func__, "type"))
		return -1;
	response_forget_content(response);
	response->content = CONTENT_BUFFER;
	gantry_buffer_add(&response->buffer, data, length);
	if (response_check(response) == -1)
		return -1;
	/* TYPE belongs to these bytes and replaces what was set before. */
	gantry_response_header(response, "Content-Type", NULL);
	return response_imply(response, "Content-Type", type);
}

struct gantry_json_writer *
gantry_response_json(struct gantry_response *response)
{
	if (response_lacks(response, response, __func__, "response"))
		return NULL;
	response_forget_content(response);
	response->content = CONTENT_JSON;
	gantry_json_writer_init(&response->writer, &response->buffer);
	response_imply(response, "Content-Type", "application/json");
	return &response->writer;
}

struct gantry_buffer *
gantry_response_buffer(struct gantry_response *response)
{
	if (response_lacks(response, response, __func__, "response"))
		return NULL;
	if (response->content == CONTENT_FILE ||
	    response->content == CONTENT_STREAM)
		return NULL;
	if (response->content == CONTENT_NONE)
		response->content = CONTENT_BUFFER;
	return &response->buffer;
}

const struct gantry_buffer *
gantry_response_body(const struct gantry_response *response)
{
	if (response_lacks(response, response, __func__, "response"))
		return NULL;
	/* The application may have set the length beyond the memory. */
	return (response->content == CONTENT_BUFFER ||
		   response->content == CONTENT_JSON) &&
		response->buffer.length <= response->buffer.capacity
	    ? &response->buffer
	    : NULL;
}

int
gantry_response_stream(struct gantry_response *response,
    ssize_t (*read)(void *argument, void *data, size_t size),
    void (*close)(void *argument), void *argument, int64_t length)
{
	if (response_lacks(response, response, __func__, "response"))
		return -1;
	response_forget_content(response);
	response->content = CONTENT_STREAM;
	response->read = read;
	response->close = close;
	response->argument = argument;
	response->length = length;
	if (read == NULL || length < -1)
		return response_internal_error(response,
		    read == NULL ? "gantry_response_stream: read is NULL"
				 : "the length of the stream is less than -1");
	return 0;
}
