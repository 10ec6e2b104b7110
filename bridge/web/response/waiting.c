/*
 * Responses whose streams wait.  When such a response is sent, its stream takes
 * the content over.
 */
#include "web/response/response.h"
#include "web/response/stream.h"

struct gantry_stream *
gantry_response_get_stream(struct gantry_response *response)
{
	if (response_lacks(response, response, __func__, "response"))
		return NULL;
	if (response->content != CONTENT_STREAM) {
		response_internal_error(response,
		    "gantry_response_get_stream was called, but the content of "
		    "the response is not a stream");
		return NULL;
	}
	if (response->stream == NULL)
		response->stream = stream_new();
	if (response->stream == NULL)
		response_internal_error(response, "out of memory");
	return response->stream;
}

int
response_defer(struct gantry_response *response)
{
	struct gantry_error error;

	if (response->stream == NULL || stream_is_deferred(response->stream) ||
	    response_is_head(response) ||
	    stream_defer(
		response->stream, response_environ(response), &error) == 0)
		return 0;
	/* It was logged, but not for each request. */
	if (error.code == GANTRY_ERROR_BUSY) {
		gantry_response_fail(
		    response, GANTRY_503, "Too many requests are waiting.");
		gantry_response_retry_after(response, 1);
		return -1;
	}
	return gantry_response_fail_with(response, &error);
}

int
response_begin_stream(
    struct gantry_response *response, struct gantry_body *body)
{
	struct gantry_stream *stream = response->stream;
	const struct stream_content content = {
		.read = response->read,
		.close = response->close,
		.argument = response->argument,
		.length = response->length,
	};

	response->close = NULL;
	response->stream = NULL;
	return stream_begin(stream, &content, response_environ(response), body);
}
