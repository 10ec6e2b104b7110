#ifndef CACHE_RULES_H
#define CACHE_RULES_H

#include <gantry/buffer.h>

#include "cache/builder.h"

/* The projections' rules, prepared to be run on each document. */

struct rule {
	const struct cache_projection *projection;
	const struct cache_rule *rule;
	struct db_statement *statement;
};

struct rules {
	struct rule *items;
	size_t count;
	struct gantry_buffer *scratch; /* for each field of a document */
};

/* Prepare the rules of PROJECTIONS, whose tables exist.  0 or -1. */
int rules_prepare(struct rules *rules, struct db *db,
    const struct cache_projection *const projections[],
    struct gantry_error *error);

/* Finalize all statements; idempotent, safe on a zeroed struct. */
void rules_clear(struct rules *rules);

/*
 * Run those of COLLECTION on DOCUMENT, whose parent's path is the first
 * PARENT_LENGTH bytes of its own.  0 or -1.
 */
int rules_run(struct rules *rules, const struct cache_document *document,
    size_t parent_length, const char *collection, size_t collection_length,
    struct gantry_error *error);

#endif
