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
	size_t length; /* of the name */
	const char *value;
	bool is_implied; /* it came with the content, and goes with it */
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
	bool is_explained; /* FAILURE is of what is called now */
	struct gantry_http_error failure; /* the strings are the request's */
	/* A stream, of which a file is one. */
	ssize_t (*read)(void *argument, void *data, size_t size);
	void (*close)(void *argument);
	void *argument;
	int64_t length; /* of it, or -1 */
};

/* Begin for REQUEST, empty; the first time, RESPONSE is zeros. */
void response_begin(
    struct gantry_response *response, struct gantry_request *request);

/* Let go of what it holds, but keep memory for the next. */
void response_end(struct gantry_response *response);

/* Free everything; idempotent. */
void response_clear(struct gantry_response *response);

/* Forget the body and what came with it, and close a stream. */
void response_forget_content(struct gantry_response *response);

/*
 * Is the body one that can be sent?  Returns 0, or -1 with the response failed:
 * memory ran out, or a document of JSON was not brought to its end.
 */
int response_check(struct gantry_response *response);

/*
 * What ETag, Last-Modified and the request's conditions make of the answer: 304
 * or 412, without a body.
 */
void response_condition(struct gantry_response *response);

/*
 * Send it: start_response, and the body.  Returns 0, or -1 as an application
 * does, also when response_check does.
 */
int response_send(
    struct gantry_response *response, gantry_start_response *start_response);

/* --- For the functions of gantry/response.h --- */

/* What answers; for its memory and its log. */
struct gantry_environ *response_environ(const struct gantry_response *response);

/* GET or HEAD: the request wants to see, and changes nothing. */
bool response_is_read(const struct gantry_response *response);
bool response_is_head(const struct gantry_response *response);

/*
 * The application made a mistake, or what it stands on failed: log it, and fail
 * with a 500 that says nothing of it.  Always returns -1.
 */
int response_fault(struct gantry_response *response, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Set a header that comes with the content; one that there is, is kept. */
int response_imply(
    struct gantry_response *response, const char *name, const char *value);

/* The same with a VALUE that replaces any. */
int response_put(
    struct gantry_response *response, const char *name, const char *value);

/* Add a header, whatever headers of that name there are. */
int response_add(
    struct gantry_response *response, const char *name, const char *value);

/* Forget the body, and close a stream, but keep what came with it. */
void response_drop_body(struct gantry_response *response);

/* Forget the headers that IS_ONE says are such. */
void response_remove(struct gantry_response *response,
    bool (*is_one)(const struct response_header *header));

/* Is it one that tells of the content, and not of an error in its place? */
bool response_describes_content(const struct response_header *header);

/* Has the client what the headers name?  As RFC 9110 section 13.2.2 has it. */
enum condition {
	CONDITION_NONE, /* send it */
	CONDITION_FRESH, /* 304 */
	CONDITION_FAILED, /* 412 */
};
enum condition response_find_condition(const struct gantry_response *response);

#endif
