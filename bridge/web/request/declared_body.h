#ifndef WEB_REQUEST_DECLARED_BODY_H
#define WEB_REQUEST_DECLARED_BODY_H

#include <gantry/request.h>
#include <gantry/schema.h>

#include "base/arena.h"

/* The bodies that a route declares, and their checks. */

struct declared_body {
	const struct gantry_route *route;
	struct gantry_schema **schemas; /* of its bodies; NULL: none */
	size_t count; /* of the bodies */
	struct declared_body *next; /* of the site */
};

/*
 * Compile the schemas of ROUTE's bodies.  *BODY is in ARENA and must be cleared
 * even after a failure.  Returns 0, or -1 with ERROR filled.
 */
int declared_body_compile(struct declared_body **body, struct arena *arena,
    const struct gantry_route *route, struct gantry_error *error);
void declared_body_clear(struct declared_body *body);

/* Check the body of REQUEST.  Returns 0, or -1 with the response failed. */
int declared_body_check(
    struct gantry_request *request, const struct declared_body *body);

#endif
