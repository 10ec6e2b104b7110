/*
 * The SQL of the store.  It reads the tables that projection.c creates.
 */
#include "entities/queries.h"

static const char *const sql[QUERY_COUNT] = {
	[QUERY_PUBLICATIONS] =
	    "SELECT name, count FROM publication ORDER BY name",
	[QUERY_PUBLICATION_ID] = "SELECT id FROM publication WHERE name = ?1",
	[QUERY_WORDS_TOP] =
	    "SELECT word, count FROM entity WHERE publication = ?1"
	    " ORDER BY count DESC, word LIMIT ?2",
	/* After a checkpoint: first the remaining words with its count, ... */
	[QUERY_WORDS_TIED] =
	    "SELECT word, count FROM entity WHERE publication = ?1"
	    " AND count = ?3 AND word > ?4 ORDER BY word LIMIT ?2",
	/* ... then the words with a smaller count. */
	[QUERY_WORDS_BELOW] =
	    "SELECT word, count FROM entity WHERE publication = ?1"
	    " AND count < ?3 ORDER BY count DESC, word LIMIT ?2",
	/* One lookup in mention for each publication: there are few. */
	[QUERY_ENTITY] =
	    "SELECT name, mention.count FROM publication CROSS JOIN mention"
	    " ON publication = id AND folded = ?1 AND word = ?2"
	    " ORDER BY mention.count DESC, name",
	[QUERY_SEARCH_BEST] =
	    "SELECT word, count FROM best WHERE publication = ?1"
	    " AND prefix = ?3 ORDER BY count DESC, word LIMIT ?2",
	[QUERY_SEARCH_ALL] =
	    "SELECT word, count FROM word WHERE folded >= ?3 AND folded < ?4"
	    " ORDER BY count DESC, word LIMIT ?2",
	[QUERY_SEARCH_ONE] =
	    "SELECT word, count FROM mention WHERE publication = ?1"
	    " AND folded >= ?3 AND folded < ?4"
	    " ORDER BY count DESC, word LIMIT ?2",
	[QUERY_MENTIONS] = "SELECT CAST(total(max(count, 0)) AS INTEGER)"
			   " FROM entity WHERE publication = ?1",
	[QUERY_ALL_MENTIONS] =
	    "SELECT CAST(total(max(count, 0)) AS INTEGER) FROM entity",
	/* Both tables are in the order of folded and word. */
	[QUERY_DISTINCTIVE] =
	    "SELECT mention.word, mention.count, word.count"
	    " FROM mention CROSS JOIN word USING (folded, word)"
	    " WHERE publication = ?1",
};

void
queries_finalize(struct queries *queries)
{
	size_t i;

	queries->paused = NULL;
	queries->all_mentions = 0;
	for (i = 0; i < QUERY_COUNT; i++) {
		db_finalize(queries->of[i]);
		queries->of[i] = NULL;
	}
}

int
queries_prepare(
    struct queries *queries, struct db *db, struct gantry_error *error)
{
	size_t i;

	queries->db = db;
	for (i = 0; i < QUERY_COUNT; i++) {
		queries->of[i] = db_prepare(db, sql[i], error);
		if (queries->of[i] == NULL)
			return -1;
	}
	return 0;
}

int
queries_plan(const struct queries *queries, enum query which, char *text,
    size_t size, struct gantry_error *error)
{
	return db_plan(queries->db, sql[which], text, size, error);
}

void
queries_begin(const struct queries *queries, enum query which)
{
	if (queries->environ != NULL)
		gantry_environ_step(queries->environ, sql[which]);
}

void
queries_end(const struct queries *queries, enum query which)
{
	char plan[256];

	if (queries->environ == NULL)
		return;
	if (gantry_environ_is_slow(queries->environ) &&
	    queries_plan(queries, which, plan, sizeof(plan), NULL) == 0)
		gantry_environ_explain(queries->environ, plan);
	gantry_environ_step(queries->environ, NULL);
}

int
queries_find(const struct queries *queries, enum query which, int64_t *number,
    struct gantry_error *error)
{
	struct db_statement *statement = queries->of[which];
	int result;

	queries_begin(queries, which);
	result = db_step(statement, error);
	if (result == 1)
		*number = db_column_integer(statement, 0);
	db_reset(statement);
	queries_end(queries, which);
	return result;
}

/* Visit the rows from the next one on; stop where the visitor pauses. */
static int64_t
walk(struct queries *queries, enum query which,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	struct db_statement *statement = queries->of[which];
	struct store_row row;
	int64_t rows = 0;
	int result, visited = 0;

	while (visited == 0 && (result = db_step(statement, error)) == 1) {
		row.name = db_column_text(statement, 0, &row.length);
		row.count = db_column_integer(statement, 1);
		rows++;
		visited = visitor->visit(visitor->argument, &row);
		if (visited == -1)
			result = gantry_error_memory(error);
	}
	if (visited == STORE_PAUSED) {
		queries->paused = statement;
		queries->paused_query = which;
	} else {
		db_reset(statement);
	}
	return result == -1 ? -1 : rows;
}

int64_t
queries_walk(struct queries *queries, enum query which,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	int64_t rows;

	queries_forget(queries);
	queries_begin(queries, which);
	rows = walk(queries, which, visitor, error);
	queries_end(queries, which);
	return rows;
}

/* Not a step of its own: a long answer has thousands of pieces. */

int64_t
queries_resume(struct queries *queries, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	queries->paused = NULL;
	return walk(queries, queries->paused_query, visitor, error);
}

void
queries_forget(struct queries *queries)
{
	if (queries->paused != NULL)
		db_reset(queries->paused);
	queries->paused = NULL;
}
