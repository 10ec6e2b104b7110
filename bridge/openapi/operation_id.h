#ifndef OPENAPI_OPERATION_ID_H
#define OPENAPI_OPERATION_ID_H

#include <gantry/buffer.h>

#include "web/site.h"

/* The operations of a document, and their names. */

/* An operation of the document; only ENTRY is set before the first. */
struct described {
	const struct entry *entry;
	const struct operation *operation;
	const char *method;
	size_t position; /* of the next method */
};

/*
 * The next operation of the entry.  An operation is in the document if its
 * route has a summary and OpenAPI knows its method; on_request is there as each
 * method that it answers.  Returns false after the last.
 */
bool described_next(struct described *described);

/*
 * Append the operationId of DESCRIBED, which is unique in SITE: "get_a_b", and
 * "get_a_b-2" when both "/a/b" and "/a/{b}" exist.
 */
void operation_id_put(struct gantry_buffer *text, const struct site *site,
    const struct described *described);

#endif
