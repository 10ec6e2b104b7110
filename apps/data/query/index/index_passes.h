#ifndef QUERY_INDEX_PASSES_H
#define QUERY_INDEX_PASSES_H

#include <gantry/error.h>

struct db;
struct sorter;
struct index_options; /* of index_build.h */

/* Fill the tables name, coll and grp, and PLACES, sorted.  Returns 0 or -1. */
int index_names(struct db *db, const struct index_options *options,
    struct sorter *places, struct gantry_error *error);

/* Fill idx and field, after those, reading PLACES.  Returns 0 or -1. */
int index_rows(struct db *db, const struct index_options *options,
    struct sorter *places, struct gantry_error *error);

#endif
