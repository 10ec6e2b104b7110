#ifndef GANTRY_CACHE_DOCUMENT_INTAKE_H
#define GANTRY_CACHE_DOCUMENT_INTAKE_H

#include "data/cache/build/feed.h"
#include "data/firestore/document.h"

/* Documents from a reader into a cache in the making. */

struct document_intake {
	struct cache_builder *builder;
	struct cache_feed *feed; /* NULL: documents are added at once */
	const char *const *collections; /* which; ended by NULL; none: all */
	uint64_t added;
};

/* DOCUMENT, as a builder takes it; borrows. */
struct cache_document document_intake_convert(
    const struct firestore_document *document);

/* Take DOCUMENT if it is of a collection that is asked for.  0 or -1. */
int document_intake_add(struct document_intake *intake,
    const struct firestore_document *document, struct gantry_error *error);

#endif
