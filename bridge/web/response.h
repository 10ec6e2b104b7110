#ifndef WEB_RESPONSE_H
#define WEB_RESPONSE_H

#include <gantry/response.h>

/* The response of one exchange; a thread uses one again and again. */

enum response_content {
	CONTENT_NONE,
	CONTENT_BUFFER,
	CONTENT_JSON, /* the buffer, once the writer is done */
	CONTENT_FILE,
	CONTENT_STREAM,
};

struct response_header {
	const char *name;
	const char *value;
};

struct gantry_response {
	struct gantry_request *request;
	const char *status; /* never NULL */
	struct response_header *headers; /* kept from request to request */
	size_t header_count, header_capacity;
	enum response_content content;
	struct gantry_buffer buffer; /* kept from request to request */
	struct gantry_json_writer writer;
	bool is_complete;
	bool has_failed; /* FAILURE says why */
	struct gantry_http_error failure; /* the strings are the request's */
	/* A stream, of which a file is one. */
	ssize_t (*read)(void *argument, void *data, size_t size);
	void (*close)(void *argument);
	void *argument;
	int64_t length; /* of it, or -1 */
};

/* Begin for REQUEST, empty. */
void response_begin(
    struct gantry_response *response, struct gantry_request *request);

/* Let go of what it holds, but keep memory for the next. */
void response_end(struct gantry_response *response);

/* Free everything; idempotent. */
void response_clear(struct gantry_response *response);

/* Forget the body, and close a stream. */
void response_forget_content(struct gantry_response *response);

/*
 * What ETag, Last-Modified and the request's conditions make of the answer: 304
 * or 412, without a body.
 */
void response_condition(struct gantry_response *response);

/*
 * Send it: start_response, and the body.  Returns 0, or -1 as an application
 * does.
 */
int response_send(
    struct gantry_response *response, gantry_start_response *start_response);

#endif
