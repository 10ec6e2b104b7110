/*
 * What is read in steps is kept for the next reader, and not made anew.
 */
#include <stdlib.h>

#include "data/query/store/index_state.h"

static const char *const scan_sqls[SCANS] = {
	[SCAN_RISING] = BLOCK_FROM " AND (i.key, i.rank) > (?4, ?5)"
				   " AND (i.key, i.rank) < (?6, ?7)"
				   " ORDER BY i.key, i.rank",
	[SCAN_FALLING] = BLOCK_FROM " AND (i.key, i.rank) > (?4, ?5)"
				    " AND (i.key, i.rank) < (?6, ?7)"
				    " ORDER BY i.key DESC, i.rank DESC",
	[SCAN_NAMES] = "SELECT rank FROM name WHERE rank >= ?5 AND rank < ?7"
		       " ORDER BY rank",
	[SCAN_NAMES_FALLING] = "SELECT rank FROM name"
			       " WHERE rank >= ?5 AND rank < ?7"
			       " ORDER BY rank DESC",
};

static void
free_block(struct index_block *block)
{
	if (block != NULL)
		index_block_clear(block);
	free(block);
}

void
store_free_kept(struct kept *kept)
{
	size_t i;

	for (i = 0; i < SCANS; i++)
		while (kept->counts[i] > 0)
			db_finalize(kept->statements[i][--kept->counts[i]]);
	while (kept->block_count > 0)
		free_block(kept->blocks[--kept->block_count]);
}

struct db_statement *
store_take_scan(
    struct store *store, enum scan_statement which, struct gantry_error *error)
{
	struct kept *kept = &store->kept;

	if (kept->counts[which] > 0)
		return kept->statements[which][--kept->counts[which]];
	return db_prepare(store->db, scan_sqls[which], error);
}

void
store_keep_scan(struct store *store, enum scan_statement which,
    struct db_statement *statement)
{
	struct kept *kept = &store->kept;

	if (statement == NULL)
		return;
	db_reset(statement);
	if (kept->counts[which] < KEPT_MAX)
		kept->statements[which][kept->counts[which]++] = statement;
	else
		db_finalize(statement);
}

struct index_block *
store_take_block(struct store *store, struct gantry_error *error)
{
	struct kept *kept = &store->kept;
	struct index_block *block;

	if (kept->block_count > 0)
		return kept->blocks[--kept->block_count];
	block = calloc(1, sizeof(*block));
	if (block == NULL)
		gantry_error_memory(error);
	return block;
}

void
store_keep_block(struct store *store, struct index_block *block)
{
	struct kept *kept = &store->kept;

	if (block != NULL && kept->block_count < KEPT_MAX)
		kept->blocks[kept->block_count++] = block;
	else
		free_block(block);
}
