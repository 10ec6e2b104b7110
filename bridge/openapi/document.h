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

#endif
