/*
 * Counting the crashes of paths.  A path that does not crash for the time of
 * the limit begins at zero again.
 */
#include <string.h>

#include "serve/pool/crash_table.h"

/* The entry of ROUTE, or the one to replace. */
static struct crash_path *
find(struct crash_table *table, uint64_t route)
{
	struct crash_path *path, *oldest = &table->paths[0];

	for (path = table->paths; path < table->paths + MASTER_REFUSALS;
	     path++) {
		if (path->route == route)
			return path;
		if (path->route == 0 ||
		    (oldest->route != 0 && path->last < oldest->last))
			oldest = path;
	}
	return oldest;
}

int
crash_table_add(struct crash_table *table, const struct crash_limit *limit,
    uint64_t route, int64_t now)
{
	struct crash_path *path;

	if (limit->count == 0 || route == 0)
		return -1;
	path = find(table, route);
	if (path->route != route || now - path->last > limit->time)
		path->count = 0;
	path->route = route;
	path->count++;
	path->last = now;
	return path->count >= limit->count ? (int)(path - table->paths) : -1;
}

void
crash_table_clear(struct crash_table *table)
{
	memset(table, 0, sizeof(*table));
}
