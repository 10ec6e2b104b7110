#ifndef UNIT_WEB_ASKED_H
#define UNIT_WEB_ASKED_H

#include "gantry/web.h"
#include "gate/environ/environ.h"
#include "gate/errors.h"
#include "web/request/request.h"
#include "web/response/response.h"

/* A request as it is asked, without a site that answers it. */

struct asked {
	struct gantry_environ environ;
	struct gantry_errors errors;
	struct gantry_response response;
	struct gantry_request request;
};

/* Begin with the variables NAME, VALUE, ..., ended by NULL. */
void asked_begin(struct asked *asked, ...) __attribute__((sentinel));

/* Add to its path's fields; TEXT ends where its LENGTH says. */
void asked_field(
    struct asked *asked, const char *name, const char *text, size_t length);

/* What failed, "400 Bad Request: detail"; "" when nothing did. */
const char *asked_failure(struct asked *asked);

void asked_end(struct asked *asked);

#endif
