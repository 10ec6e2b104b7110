#ifndef QUERY_INDEX_PASSES_H
#define QUERY_INDEX_PASSES_H

#include <gantry/error.h>

struct db;
struct index_options; /* of index_build.h */

/* Fill the tables name, coll and grp.  Returns 0 or -1. */
int index_names(struct db *db, const struct index_options *options,
    struct gantry_error *error);

/* Fill idx, idxg and field, after those.  Returns 0 or -1. */
int index_rows(struct db *db, const struct index_options *options,
    struct gantry_error *error);

#endif
