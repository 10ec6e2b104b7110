#ifndef TESTING_RESULT_H
#define TESTING_RESULT_H

#include <gantry/testing.h>

#include "gate/transport/call.h"

/* A response in the form of a CGI program, parsed. */

struct gantry_result {
	struct gantry_environ environ; /* only for its memory */
	struct gantry_error error;
	struct gantry_buffer answer; /* as it was sent, NUL-terminated */
	struct gantry_buffer log; /* NUL-terminated */
	struct gantry_header *headers;
	size_t header_count;
	const char *status; /* "200 OK"; "" when there is none */
	const char *body;
	size_t body_length;
	const struct gantry_json_value *json; /* once it was read */
	struct call_running running;
	struct gantry_buffer sent; /* of the answer, while it runs */
	struct gantry_buffer form; /* the body, if it was made of a form */
	/* Of the request, for cookies: */
	const char *host, *path;
	bool is_https;
	bool has_stored; /* the cookies that it sets */
	/* While it waits: */
	struct gantry_client *client;
	struct gantry_result *next; /* of the client */
};

/* NULL when memory ran out. */
struct gantry_result *result_new(void);

/*
 * Parse the response, if there is one.  Returns 0, or -1 when it is malformed
 * or memory ran out.
 */
int result_read(struct gantry_result *result);

/* Forget what was read. */
void result_forget(struct gantry_result *result);

#endif
