#ifndef UNIT_WEB_POSTED_H
#define UNIT_WEB_POSTED_H

#include "gantry/web.h"
#include "gate/request.h"
#include "web/request/request.h"
#include "web/response/response.h"

/* A request with a body, without a site that answers it. */

struct posted {
	const char *body;
	size_t left;
	size_t chunk; /* bytes that one read gives at most; 0: any */
	bool breaks; /* the client goes away at the end */
	struct request gate;
	struct gantry_response response;
	struct gantry_request request;
};

/*
 * Begin with LENGTH bytes of BODY, or a text of it, of TYPE (or NULL), which
 * both outlive it.
 */
void posted_begin(
    struct posted *posted, const char *type, const char *body, size_t length);
void posted_text(struct posted *posted, const char *type, const char *body);

/* It has no Content-Length; only its end tells that. */
void posted_unmeasured(struct posted *posted);

/* What failed, "400 Bad Request: detail"; "" when nothing did. */
const char *posted_failure(struct posted *posted);

void posted_end(struct posted *posted);

#endif
