#ifndef FIRESTORE_REST_DOCUMENT_H
#define FIRESTORE_REST_DOCUMENT_H

#include <jansson.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/document.h"
#include "data/firestore/rest/rest_name.h"

/*
 * Reading a document of the REST API.
 *
 *	struct rest_document working = { 0 };
 *	struct firestore_document document;
 *
 *	if (rest_document_read(&working, json, &document, &error) == 0)
 *		... document.path, working.name.project ...
 *	rest_document_clear(&working);
 */

/* Working memory, reused for every document. */
struct rest_document {
	struct rest_name name; /* of the last one; borrows from its JSON */
	struct gantry_buffer object;
};

/*
 * Read JSON, {"name","fields","createTime","updateTime"}.  Everything but the
 * name is optional, and "path" may replace the name to give only a path.  OUT
 * borrows from JSON and from WORKING until the next call.  Returns 0, or -1
 * with ERROR naming the document and the field, as far as they are known, and
 * what was expected.
 */
int rest_document_read(struct rest_document *working, const json_t *json,
    struct firestore_document *out, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void rest_document_clear(struct rest_document *working);

#endif
