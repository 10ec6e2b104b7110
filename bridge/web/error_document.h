#ifndef WEB_ERROR_DOCUMENT_H
#define WEB_ERROR_DOCUMENT_H

#include <gantry/problem.h>
#include <gantry/request.h>

#include "web/response/response.h"

/* The document that a client gets when a request fails. */

/* The status of the failure as a number. */
int error_document_status(const struct gantry_response *response);

/* Fail with 500, since something failed and gave no reason. */
void error_document_fail(struct gantry_response *response);

/*
 * Write the failure's document as the body: what the site's write_error writes,
 * or else problem+json, XML or text, as the client prefers.
 */
void error_document_write(struct gantry_response *response);

/*
 * Append PROBLEM as application/problem+xml.  MEMBERS is the object of its
 * extension members, or NULL; a member whose name is not one of XML is left
 * out.
 */
void problem_xml_put(struct gantry_buffer *to,
    const struct gantry_problem *problem,
    const struct gantry_json_value *members);

#endif
