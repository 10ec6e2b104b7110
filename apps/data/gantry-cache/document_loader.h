#ifndef GANTRY_CACHE_DOCUMENT_LOADER_H
#define GANTRY_CACHE_DOCUMENT_LOADER_H

#include <stdint.h>

#include "data/cache/build/feed.h"
#include "data/cache/build/quarantine.h"
#include "data/cache/lacks.h"
#include "data/firestore/document.h"
#include "data/firestore/selection.h"
#include "data/gantry-cache/importing/subset.h"
#include "data/gantry-cache/omission/omissions.h"

/* Passing documents from a reader to a cache that is being built. */

struct document_loader {
	struct cache_builder *builder;
	struct cache_feed
	    *feed; /* a thread that adds them; NULL: the caller adds them */
	struct selection *selection; /* only these; NULL: all */
	struct omissions *omissions; /* fields that are left out */
	struct subset *subset; /* and of these only such; NULL: all */
	uint64_t read; /* documents, wanted or not */
	uint64_t added;
};

/* Convert DOCUMENT for a builder; the result borrows from it. */
struct cache_document document_loader_convert(
    const struct firestore_document *document);

/*
 * Add DOCUMENT if it is selected.  Returns 0, or -1
 * with ERROR filled.
 */
int document_loader_add(struct document_loader *loader,
    const struct firestore_document *document, struct gantry_error *error);

/* Add what cannot be read to QUARANTINE.  Returns 0, or -1 with ERROR. */
int document_loader_reject(struct quarantine *quarantine,
    const struct firestore_rejected *rejected, struct gantry_error *error);

/*
 * Put QUARANTINE in place at PATH, before a cache that lacks what is in it, and
 * note that in LACKS.  Without a PATH there is none.  Returns 0, or -1.
 */
int document_loader_keep(struct quarantine *quarantine, const char *path,
    struct lacks *lacks, struct gantry_error *error);

/* Print which fields were left out of OUTPUT, and of how many documents. */
void document_loader_report_omissions(
    const struct omissions *omissions, const char *output);

/* Warn if documents are in quarantine. */
void document_loader_report(
    const struct quarantine *quarantine, const char *path);

#endif
