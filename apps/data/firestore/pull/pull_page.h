#ifndef FIRESTORE_PULL_PAGE_H
#define FIRESTORE_PULL_PAGE_H

#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/paths.h"
#include "data/firestore/pull/pull_call.h"
#include "data/firestore/rest/rest_document.h"
#include "data/firestore/spool/spool.h"

/* A page of documents: asked for, and turned into lines of a spool. */

struct pull_page {
	struct gantry_buffer lines; /* for the spool */
	uint64_t documents; /* lines of them */
	struct spool_step step; /* borrows from what follows */
	struct gantry_buffer cursor;
	struct paths found; /* collections */
	unsigned limit; /* how many documents to ask for; 0: not yet chosen */
	struct gantry_buffer body; /* of the request */
	struct rest_document working;
};

/*
 * Read the next page of PART.  All collections below PART's are read with it by
 * a query without a kind; where that is refused, step.is_listed is set, and the
 * pages that follow are of one collection alone and find the ones below.
 * Returns 0, or -1; then step is of no use, but documents says how many came.
 */
int pull_page_read(struct pull_page *page, struct pull_caller *caller,
    const struct spool_part *part, struct gantry_error *error);

void pull_page_clear(struct pull_page *page);

/*
 * Append the ids of the collections below the document PATH, or of the root
 * for "", each with "PATH/" before it.
 */
int pull_page_find(struct pull_caller *caller, const char *path,
    struct paths *found, struct gantry_error *error);

/* Put a NULL, which does not count, behind the last of LIST. */
int pull_page_end_list(struct paths *list, struct gantry_error *error);

/*
 * Learn the moment that all is to be read at: this one, as the server has it.
 * READ_TIME gets RFC 3339 in microseconds and a NUL.
 */
int pull_page_now(struct pull_caller *caller, struct gantry_buffer *read_time,
    struct gantry_error *error);

#endif
