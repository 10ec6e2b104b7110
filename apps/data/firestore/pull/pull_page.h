#ifndef FIRESTORE_PULL_PAGE_H
#define FIRESTORE_PULL_PAGE_H

#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/paths.h"
#include "data/firestore/pull/pull_call.h"
#include "data/firestore/rest/rest_document.h"
#include "data/firestore/spool/spool.h"

/* Requesting a page of documents and writing them as lines of a spool. */

struct pull_page {
	struct gantry_buffer lines; /* for the spool */
	uint64_t documents; /* lines of them */
	struct spool_step step; /* borrows from what follows */
	struct gantry_buffer cursor;
	struct paths found; /* collections */
	unsigned
	    limit; /* the number of documents to request; 0: not yet chosen */
	struct gantry_buffer body; /* of the request */
	struct rest_document working;
};

/*
 * Read the next page of PART with a query without a kind, which includes all
 * collections below it.  Where Firestore rejects such queries, step.is_listed
 * is set, and the next pages are lists of one collection, which find the
 * collections below.  Returns 0, or -1; "step" is then unusable, but
 * "documents" is the number that came.
 */
int pull_page_read(struct pull_page *page, struct pull_caller *caller,
    const struct spool_part *part, struct gantry_error *error);

void pull_page_clear(struct pull_page *page);

/*
 * Append the ids of the collections below the document PATH, each after
 * "PATH/", or below the root for "", all as in nul_text.h.
 */
int pull_page_find(struct pull_caller *caller, const char *path,
    struct paths *found, struct gantry_error *error);

/*
 * Get the current time of the server, as of which everything will be read.
 * READ_TIME gets RFC 3339 in microseconds, NUL-terminated.
 */
int pull_page_now(struct pull_caller *caller, struct gantry_buffer *read_time,
    struct gantry_error *error);

#endif
