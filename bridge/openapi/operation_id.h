#ifndef OPENAPI_OPERATION_ID_H
#define OPENAPI_OPERATION_ID_H

#include <gantry/buffer.h>

#include "web/site.h"

/*
 * Is OPERATION in the document?  It is if its route has a summary and OpenAPI
 * knows its method.
 */
bool operation_is_described(const struct operation *operation);

/*
 * Append the operationId of OPERATION, of ENTRY, which is unique in SITE:
 * "get_a_b", and "get_a_b-2" when both "/a/b" and "/a/{b}" exist.
 */
void operation_id_put(struct gantry_buffer *text, const struct site *site,
    const struct entry *entry, const struct operation *operation);

#endif
