/*
 * Looking things up in a snapshot.
 */
#include <string.h>

#include "serve/master/workers/snapshot.h"

struct pool *
snapshot_find_pool(const struct snapshot *snapshot, const char *name)
{
	size_t i;

	for (i = 0; snapshot != NULL && i < snapshot->pool_count; i++)
		if (strcmp(snapshot->pools[i].name, name) == 0)
			return &snapshot->pools[i];
	return NULL;
}

struct pool *
snapshot_pool_of_number(const struct snapshot *snapshot, unsigned number)
{
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++)
		if (snapshot->pools[i].number == number)
			return &snapshot->pools[i];
	return NULL;
}

int
snapshot_number_pools(struct snapshot *snapshot, struct scoreboard *board,
    struct gantry_error *error)
{
	struct pool *pool;
	size_t i;
	int number;

	board->names_pools |= snapshot->has_sections;
	for (i = 0; i < snapshot->pool_count; i++) {
		pool = &snapshot->pools[i];
		number = scoreboard_add_pool(board, pool->name);
		if (number == -1)
			return gantry_error_set(error, GANTRY_ERROR_LIMIT,
			    "too many pools (limit %d, with those that end)",
			    SCORE_POOLS);
		pool->number = pool->jobs.pool = (unsigned)number;
		pool->snapshot = snapshot;
	}
	return 0;
}

unsigned
snapshot_workers(const struct snapshot *snapshot)
{
	unsigned sum = 0;
	size_t i;

	for (i = 0; i < snapshot->pool_count; i++)
		sum += snapshot->pools[i].scaling.workers;
	return sum;
}

bool
pool_is_failing(const struct pool *pool)
{
	return pool->fault[0] != '\0' || pool->state.is_failing;
}
