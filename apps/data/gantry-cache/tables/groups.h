#ifndef GANTRY_CACHE_GROUPS_H
#define GANTRY_CACHE_GROUPS_H

#include "data/cache/db.h"
#include "data/gantry-cache/progress.h"
#include "data/tables/columns.h"
#include "data/tables/plain_value.h"

/* The collection groups of a cache, with the columns of each. */

struct group {
	char *id; /* with a NUL after its length */
	size_t length;
	bool is_wanted;
	struct columns columns;
};

struct groups {
	struct group *items;
	size_t count, capacity;
	size_t last; /* that was found */
	const char *sql; /* only groups that it names are wanted; NULL: all */
};

/* Read the documents of DB, and find the groups.  Returns 0 or -1. */
int groups_find(struct groups *groups, struct db *db, struct progress *progress,
    struct gantry_error *error);

/*
 * Append a view for each group to SQL.  A group that cannot have one is named
 * in a comment, and in a warning on standard error.  Returns 0 or -1.
 */
int groups_add_views(const struct groups *groups,
    const struct plain_style *style, struct gantry_buffer *sql,
    struct gantry_error *error);

void groups_clear(struct groups *groups);

#endif
