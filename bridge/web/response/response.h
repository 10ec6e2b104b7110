#ifndef WEB_RESPONSE_H
#define WEB_RESPONSE_H

#include <gantry/response.h>

/* The response.  A thread reuses one struct for all its requests. */

enum response_content {
	CONTENT_NONE,
	CONTENT_BUFFER,
	CONTENT_JSON, /* what the writer writes to the buffer */
	CONTENT_FILE,
	CONTENT_STREAM,
};

struct response_header {
	const char *name;
	size_t length; /* of the name */
	const char *value;
	bool is_implied; /* set and removed with the content */
};

struct gantry_response {
	struct gantry_request *request;
	const char *status; /* never NULL */
	bool is_status_implied; /* as a header is */
	struct response_header *headers; /* kept from request to request */
	size_t header_count, header_capacity;
	enum response_content content;
	struct gantry_buffer buffer; /* kept from request to request */
	struct gantry_json_writer writer;
	bool is_complete;
	bool has_failed; /* FAILURE says why */
	bool is_explained; /* FAILURE is of the current step */
	struct gantry_http_error failure; /* strings are the request's */
	bool is_extended; /* by what is in EXTENSION */
	struct gantry_buffer extension; /* kept from request to request */
	struct gantry_json_writer extension_writer;
	/* Of a stream; a file is read as one. */
	ssize_t (*read)(void *argument, void *data, size_t size);
	void (*close)(void *argument);
	void *argument;
	int64_t length; /* of it, or -1 */
	struct gantry_stream *stream; /* if it may wait */
};

/* Begin an empty response to REQUEST; zero RESPONSE before its first use. */
void response_begin(
    struct gantry_response *response, struct gantry_request *request);

/* Release what the response holds, but keep memory for the next one. */
void response_end(struct gantry_response *response);

/* Free everything; idempotent. */
void response_clear(struct gantry_response *response);

/* Drop the body and the headers that came with it, and close a stream. */
void response_forget_content(struct gantry_response *response);

/*
 * Check that the body can be sent.  Returns 0, or -1 with the response failed:
 * memory ran out, or a JSON document is incomplete.
 */
int response_check(struct gantry_response *response);

/*
 * If the response is a stream that may wait, defer the request.  Returns 0, or
 * -1 with the response failed.
 */
int response_defer(struct gantry_response *response);

/*
 * Write the content, whose request is deferred, to BODY, without RESPONSE.
 * Returns what the application returns.
 */
int response_begin_stream(
    struct gantry_response *response, struct gantry_body *body);

/*
 * Evaluate the request's conditions against ETag and Last-Modified: the
 * response may become a 304 without a body.  Returns 0, or -1 with the response
 * failed: 412.
 */
int response_condition(struct gantry_response *response);

/*
 * Send the response: start_response, and the body.  Returns what an application
 * does.  With GANTRY_DEFERRED, the rest is sent without the response.
 */
int response_send(
    struct gantry_response *response, gantry_start_response *start_response);

/* --- For the functions of gantry/response.h --- */

/* The request's environ, for its memory and its log. */
struct gantry_environ *response_environ(const struct gantry_response *response);

/*
 * Let the failure have the members that gantry_response_extension wrote, unless
 * they are not an object.
 */
void response_end_extension(struct gantry_response *response);

/* Is the method GET or HEAD, which change nothing? */
bool response_is_read(const struct gantry_response *response);
bool response_is_head(const struct gantry_response *response);

/*
 * Log an error of the application or the system, and fail with a 500 that does
 * not reveal it.  Always returns -1.
 */
int response_internal_error(struct gantry_response *response,
    const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * Log that an application called FUNCTION with a NULL that it must not pass:
 * RESPONSE or, if that is not NULL, ARGUMENT.  RESPONSE then fails with 500.
 */
void response_null(const struct gantry_response *response, const char *function,
    const char *argument) __attribute__((cold));

/* Is RESPONSE or VALUE NULL?  If so, as above. */
static inline bool
response_lacks(const struct gantry_response *response, const void *value,
    const char *function, const char *argument)
{
	if (response != NULL && value != NULL)
		return false;
	response_null(response, function, argument);
	return true;
}

/* Set a header that comes with the content, unless it is set already. */
int response_imply(
    struct gantry_response *response, const char *name, const char *value);

/* Set a header; VALUE replaces all values that it has. */
int response_put(
    struct gantry_response *response, const char *name, const char *value);

/* Add a header, even if one of that name is set. */
int response_add(
    struct gantry_response *response, const char *name, const char *value);

/* Drop the body and close a stream, but keep the headers. */
void response_drop_body(struct gantry_response *response);

/* Remove the headers for which IS_ONE returns true. */
void response_remove(struct gantry_response *response,
    bool (*is_one)(const struct response_header *header));

/* Does HEADER describe the content, and not an error in its place? */
bool response_describes_content(const struct response_header *header);

/* The outcome of the request's conditions (RFC 9110 section 13.2.2). */
enum condition {
	CONDITION_NONE, /* send it */
	CONDITION_FRESH, /* 304 */
	CONDITION_FAILED, /* 412 */
};
enum condition response_find_condition(const struct gantry_response *response);

#endif
