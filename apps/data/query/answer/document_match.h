#ifndef QUERY_DOCUMENT_MATCH_H
#define QUERY_DOCUMENT_MATCH_H

#include "data/query/language/structured_query.h"
#include "data/query/plan/plan.h"
#include "data/query/store/index_store.h"

/* Working memory for the documents of a query; zeroed at first. */
struct match {
	struct gantry_buffer key; /* of a value */
	struct gantry_buffer element;
};

/* Free everything. */
void match_clear(struct match *match);

/*
 * Do all leaves of TERM hold of DOCUMENT?  A field that is absent makes a leaf
 * false.  Memory that runs out is remembered in the buffers.
 */
bool match_term(struct match *match, const struct term *term,
    const struct store_document *document);

/* Append the key of FIELD to BUFFER; false when DOCUMENT lacks it. */
bool match_key(const struct field_path_names *field,
    const struct store_document *document, struct gantry_buffer *buffer);

/* Did memory run out? */
bool match_failed(const struct match *match);

#endif
