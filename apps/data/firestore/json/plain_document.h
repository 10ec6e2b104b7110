#ifndef FIRESTORE_JSON_PLAIN_DOCUMENT_H
#define FIRESTORE_JSON_PLAIN_DOCUMENT_H

#include <jansson.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/document.h"

/* Making a document of any JSON object. */

/* Working memory, used again for every document. */
struct plain_document {
	struct gantry_buffer path, object;
};

/*
 * Make OUT of JSON: a document of COLLECTION whose id is in its member
 * ID_FIELD, a string or an integer, and whose fields are all its members.  OUT
 * borrows from WORKING, until that is used again.  Returns 0, or -1 with a text
 * that names the document and the field, as far as they are known.
 */
int plain_document_read(struct plain_document *working, const json_t *json,
    const char *collection, const char *id_field,
    struct firestore_document *out, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void plain_document_clear(struct plain_document *working);

#endif
