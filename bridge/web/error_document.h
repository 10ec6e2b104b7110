#ifndef WEB_ERROR_DOCUMENT_H
#define WEB_ERROR_DOCUMENT_H

#include "web/response/response.h"

/* What a client reads of a failure. */

/* The number of the failure's status. */
int error_document_status(const struct gantry_response *response);

/* Something failed and did not say why: 500. */
void error_document_fail(struct gantry_response *response);

/*
 * Make the failure's document the body: problem+json, XML or text, as the
 * client likes it, or what the site's write_error makes.
 */
void error_document_write(struct gantry_response *response);

#endif
