#ifndef OPENAPI_DOCUMENT_H
#define OPENAPI_DOCUMENT_H

#include <gantry/json.h>

#include "web/site.h"

/* Does OpenAPI have a word for METHOD, and was it described? */
bool document_has(const struct operation *operation);

/*
 * Write the OpenAPI 3.1 document of SITE, which is below PREFIX, the request's
 * SCRIPT_NAME.
 */
void document_put(struct gantry_json_writer *json, const struct site *site,
    const char *prefix);

#endif
