#ifndef WEB_H
#define WEB_H

#include "web/request/request.h"
#include "web/response/response.h"
#include "web/site.h"

/*
 * An opened site: what was compiled, and the exchange that its thread is in.
 * One request is answered after the other, so there is one of each.
 */
struct gantry_web {
	struct site site;
	void *state; /* the application's */
	struct gantry_request request;
	struct gantry_response response;
};

#endif
