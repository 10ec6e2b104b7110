#ifndef GANTRY_CACHE_DOCUMENT_LOADER_H
#define GANTRY_CACHE_DOCUMENT_LOADER_H

#include <stdbool.h>

#include "data/cache/build/feed.h"
#include "data/firestore/document.h"

/* Passing documents from a reader to a cache that is being built. */

struct document_loader {
	struct cache_builder *builder;
	struct cache_feed
	    *feed; /* a thread that adds them; NULL: the caller adds them */
	const char *const
	    *collections; /* only these, ended by NULL; NULL or none: all */
	bool *found; /* for each of them: was there a document?  Or NULL. */
	uint64_t added;
};

/* Convert DOCUMENT for a builder; the result borrows from it. */
struct cache_document document_loader_convert(
    const struct firestore_document *document);

/*
 * Add DOCUMENT if it is in one of the chosen collections.  Returns 0, or -1
 * with ERROR filled.
 */
int document_loader_add(struct document_loader *loader,
    const struct firestore_document *document, struct gantry_error *error);

#endif
