#ifndef QUERY_PLACES_H
#define QUERY_PLACES_H

#include "data/cache/sort/sorter.h"

/*
 * The rank and the collection of each document, in the order of their rowids:
 * a file that is read from its start to its end is read fast.
 */

struct place_of {
	int64_t rowid;
	uint32_t rank, collection;
};

/* Temporary files are made beside PATH. */
void places_init(struct sorter *places, const char *path);

/* Returns 0 or -1. */
int places_add(struct sorter *places, const struct place_of *place,
    struct gantry_error *error);

/* After sorter_sort: get the next one.  Returns 1, or 0 after the last, or -1.
 */
int places_next(
    struct sorter *places, struct place_of *place, struct gantry_error *error);

#endif
