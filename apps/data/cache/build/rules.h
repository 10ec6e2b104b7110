#ifndef CACHE_BUILD_RULES_H
#define CACHE_BUILD_RULES_H

#include <stdbool.h>

#include <gantry/buffer.h>

#include "data/cache/build/cache_document.h"
#include "data/cache/db.h"
#include "data/cache/projection.h"
#include "data/cache/sort/sums.h"

/* The rules of the projections, prepared to run on each document. */

struct rule {
	const struct cache_projection *projection;
	const struct cache_rule *rule;
	struct db_statement *statement; /* NULL: the rule adds to sums */
	struct sums *sums; /* of the projection */
	bool has_path; /* the rule has the path of a collection, not an id */
	size_t length; /* of either */
};

struct rules {
	struct rule *items;
	size_t count;
	struct sums *sums; /* of each projection, in their order */
	size_t sums_count;
	struct gantry_buffer *scratch; /* for each field of a document */
};

struct rules_options {
	const struct cache_projection *const *projections; /* ended by NULL */
	const char *path; /* sums make their temporary files beside it */
	size_t sums_memory; /* bytes, see sums.h; 0: SUMS_MEMORY */
};

/*
 * Prepare the rules of the projections.  Their tables must exist.  Returns 0,
 * or -1 with ERROR filled.
 */
int rules_prepare(struct rules *rules, struct db *db,
    const struct rules_options *options, struct gantry_error *error);

/* Finalize all statements; idempotent, safe on a zeroed struct. */
void rules_clear(struct rules *rules);

/* A document and the parts of its path. */
struct rules_document {
	const struct cache_document *document;
	size_t parent_length; /* the first bytes of its path */
	const char *collection; /* in its path */
	size_t collection_length;
};

/*
 * Run the rules for the collection of the document.  Returns 0, or -1 with
 * ERROR filled.
 */
int rules_run(struct rules *rules, const struct rules_document *given,
    struct gantry_error *error);

#endif
