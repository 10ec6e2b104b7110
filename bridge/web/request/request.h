#ifndef WEB_REQUEST_H
#define WEB_REQUEST_H

#include <gantry/request.h>

#include "web/routing/router.h"

/* The request of one exchange; a thread uses one again and again. */

/* What gantry_request_set set. */
struct context {
	const char *name;
	void *value;
	struct context *next;
};

struct gantry_request {
	struct gantry_environ *environ;
	struct gantry_web *web;
	struct gantry_response *response;
	const struct entry *entry; /* the template that was found, or NULL */
	const struct operation *operation; /* what answers it, or NULL */
	struct match match;
	struct context *context;
	const char *body; /* as gantry_request_body keeps it; or NULL */
	size_t body_length;
};

/* Memory ran out, which is the response's failure: 500.  Returns -1. */
int request_out_of_memory(struct gantry_request *request);

/* Begin with ENVIRON; everything else is unknown. */
void request_begin(struct gantry_request *request, struct gantry_web *web,
    struct gantry_environ *environ, struct gantry_response *response);

#endif
