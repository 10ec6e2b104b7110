#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include <gantry/request.h>

#include "web/routing/router.h"

/* The request.  A thread reuses one struct for all its requests. */

/* A value of gantry_request_set. */
struct context {
	const char *name;
	void *value;
	struct context *next;
};

struct gantry_schema;

struct gantry_request {
	struct gantry_environ *environ;
	struct gantry_web *web;
	struct gantry_response *response;
	const struct entry *entry; /* whose template matched, or NULL */
	const struct operation *operation; /* that answers, or NULL */
	struct match match;
	struct context *context;
	const char *body; /* as gantry_request_body keeps it; or NULL */
	size_t body_length;
	const struct gantry_json_value *json; /* of the body, or NULL */
	/* What the parts of a multipart body must fit; or NULL. */
	const struct gantry_schema *part_schema;
	const struct gantry_encoding *encodings;
};

/* Fail with 500, since memory ran out.  Returns -1. */
int request_out_of_memory(struct gantry_request *request);

/* The same as response_lacks, for REQUEST and its response. */
void request_null(const struct gantry_request *request, const char *function,
    const char *argument) __attribute__((cold));

static inline bool
request_lacks(const struct gantry_request *request, const void *value,
    const char *function, const char *argument)
{
	if (request != NULL && value != NULL)
		return false;
	request_null(request, function, argument);
	return true;
}

/* Begin the request of ENVIRON. */
void request_begin(struct gantry_request *request, struct gantry_web *web,
    struct gantry_environ *environ, struct gantry_response *response);

#endif
