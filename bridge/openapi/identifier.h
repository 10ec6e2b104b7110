#ifndef OPENAPI_IDENTIFIER_H
#define OPENAPI_IDENTIFIER_H

#include <gantry/buffer.h>

#include "web/site.h"

/*
 * Append a name for OPERATION, of ENTRY, that no other one of SITE has:
 * "get_a_b", and "get_a_b-2" when both "/a/b" and "/a/{b}" are there.
 */
void identifier_put(struct gantry_buffer *text, const struct site *site,
    const struct entry *entry, const struct operation *operation);

#endif
