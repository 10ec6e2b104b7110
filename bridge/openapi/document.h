#ifndef OPENAPI_DOCUMENT_H
#define OPENAPI_DOCUMENT_H

#include <gantry/json.h>

#include "web/site.h"

/*
 * Write the OpenAPI 3.1 document of SITE.  PREFIX is the request's SCRIPT_NAME,
 * below which the site is mounted.
 */
void document_put(struct gantry_json_writer *json, const struct site *site,
    const char *prefix);

/* --- security_scheme.c --- */

/* Write "securitySchemes", all that the described routes of SITE have. */
void security_put_schemes(
    struct gantry_json_writer *json, const struct site *site);

/* Write "security": one of SECURITY, with SCOPES; none for NULL. */
void security_put(struct gantry_json_writer *json,
    const struct gantry_security *const *security, const char *const *scopes);

#endif
