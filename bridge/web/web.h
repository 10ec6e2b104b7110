#ifndef WEB_H
#define WEB_H

#include "web/request/request.h"
#include "web/response/response.h"
#include "web/site.h"

/*
 * An opened site.  Each thread has its own and answers one request at a time,
 * so there is one request and one response.
 */
struct gantry_web {
	struct site site;
	void *state; /* the application's */
	struct gantry_request request;
	struct gantry_response response;
	const struct scope *scope; /* the innermost that the path has */
	/* Whose process_response and teardown to call, besides outer ones. */
	const struct scope *entered;
	size_t entered_count; /* the first ones of its middleware */
};

#endif
