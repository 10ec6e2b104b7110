#ifndef FIRESTORE_JSON_PLAIN_DOCUMENT_H
#define FIRESTORE_JSON_PLAIN_DOCUMENT_H

#include <jansson.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/document.h"

/* Making a document from any JSON object. */

struct plain_document {
	/* Set by the caller. */
	const char *collection; /* of all documents */
	const char *id_field; /* the member that holds the document's id */
	/* Working memory, reused for every document. */
	struct gantry_buffer path, object;
};

/*
 * Make OUT from JSON: its id is in the id field, a string or an integer, and
 * all members are its fields.  OUT borrows from WORKING until the next call.
 * Returns 0, or -1 with ERROR naming the document and the field, as far as they
 * are known.
 */
int plain_document_read(struct plain_document *working, const json_t *json,
    struct firestore_document *out, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void plain_document_clear(struct plain_document *working);

#endif
