#ifndef QUERY_DOCUMENT_JSON_H
#define QUERY_DOCUMENT_JSON_H

#include <gantry/buffer.h>

#include "data/query/answer/answering.h"

/* Writes a document as google.firestore.v1.Document. */

struct document_writer {
	struct query_origin origin;
	/* NULL: all fields; otherwise these, as in a mask. */
	const struct field_path_names *fields;
	size_t field_count;
	/* A field that is added, if its name is not empty. */
	struct bytes distance_name;
	double distance;
};

/* Append {"name","fields","createTime","updateTime"}. */
void document_write(const struct document_writer *writer,
    const struct store_document *document, struct gantry_buffer *json);

#endif
