/*
 * The store on a cache.  Its queries and the tables in projection.c belong
 * together; statements are prepared once for each file.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "cache/cache.h"
#include "cache/clock.h"
#include "cache/db_trace.h"
#include "entities/store.h"

/* For a new cache: a request waits for it, and the old one is still there. */
#define TRIAL_MILLISECONDS 1000

/* The number of each statement is its place in sql[]. */
enum statement {
	PUBLICATIONS,
	PUBLICATION_ID,
	WORDS_TOP,
	WORDS_TIED,
	WORDS_BELOW,
	STATEMENT_COUNT,
};

static const char *const sql[STATEMENT_COUNT] = {
	[PUBLICATIONS] = "SELECT name, count FROM publication ORDER BY name",
	[PUBLICATION_ID] = "SELECT id FROM publication WHERE name = ?1",
	[WORDS_TOP] = "SELECT word, count FROM entity WHERE publication = ?1"
		      " ORDER BY count DESC, word LIMIT ?2",
	/* After a checkpoint: first the rest of those with its count, ... */
	[WORDS_TIED] = "SELECT word, count FROM entity WHERE publication = ?1"
		       " AND count = ?3 AND word > ?4 ORDER BY word LIMIT ?2",
	/* ... then those with a smaller one. */
	[WORDS_BELOW] = "SELECT word, count FROM entity WHERE publication = ?1"
			" AND count < ?3 ORDER BY count DESC, word LIMIT ?2",
};

/* The statements, prepared on one file. */
struct queries {
	struct db *db;
	struct gantry_environ *environ; /* told which one runs; or NULL */
	struct db_statement *of[STATEMENT_COUNT];
};

struct store_sqlite {
	struct store store;
	struct cache cache;
	struct queries queries;
	int64_t timeout; /* of a request, in milliseconds; 0: none */
};

static void
finalize(struct queries *queries)
{
	size_t i;

	for (i = 0; i < STATEMENT_COUNT; i++) {
		db_finalize(queries->of[i]);
		queries->of[i] = NULL;
	}
}

static int
prepare(struct queries *queries, struct db *db, struct gantry_error *error)
{
	size_t i;

	queries->db = db;
	for (i = 0; i < STATEMENT_COUNT; i++) {
		queries->of[i] = db_prepare(db, sql[i], error);
		if (queries->of[i] == NULL)
			return -1;
	}
	return 0;
}

static void
announce(const struct queries *queries, enum statement which)
{
	if (queries->environ != NULL)
		gantry_environ_step(queries->environ, sql[which]);
}

static void
conclude(const struct queries *queries, enum statement which)
{
	char plan[256];

	if (queries->environ == NULL)
		return;
	if (gantry_environ_is_slow(queries->environ) &&
	    db_plan(queries->db, sql[which], plan, sizeof(plan), NULL) == 0)
		gantry_environ_explain(queries->environ, plan);
	gantry_environ_step(queries->environ, NULL);
}

/* Give each row of a bound statement to VISIT.  Returns how many, or -1. */
static int64_t
walk(const struct queries *queries, enum statement which, store_visit *visit,
    void *argument, struct gantry_error *error)
{
	struct db_statement *statement = queries->of[which];
	struct store_row row;
	int64_t rows = 0;
	int result;

	announce(queries, which);
	while ((result = db_step(statement, error)) == 1) {
		row.name = db_column_text(statement, 0, &row.length);
		row.count = db_column_integer(statement, 1);
		rows++;
		if (visit(argument, &row) == -1) {
			result = gantry_error_set(
			    error, GANTRY_ERROR_MEMORY, "out of memory");
			break;
		}
	}
	db_reset(statement);
	conclude(queries, which);
	return result == -1 ? -1 : rows;
}

/* Name the cache, and the setting that stopped a query, if it did. */
static int
fail(const struct store_sqlite *self, struct gantry_error *error)
{
	if (error->code == GANTRY_ERROR_BUSY)
		gantry_error_prefix(
		    error, "query_timeout %" PRId64 " ms", self->timeout);
	return gantry_error_prefix(error, "cache %s", self->cache.path);
}

static int
publications(struct store *store, store_visit *visit, void *argument,
    struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	if (walk(&self->queries, PUBLICATIONS, visit, argument, error) == -1)
		return fail(self, error);
	return 0;
}

/* Returns 1, 0 when there is none, or -1. */
static int
find_publication(const struct queries *queries, const char *name, int64_t *id,
    struct gantry_error *error)
{
	struct db_statement *statement = queries->of[PUBLICATION_ID];
	int result;

	announce(queries, PUBLICATION_ID);
	db_bind_text(statement, 1, name, strlen(name));
	result = db_step(statement, error);
	if (result == 1)
		*id = db_column_integer(statement, 0);
	db_reset(statement);
	conclude(queries, PUBLICATION_ID);
	return result;
}

static int64_t
words(const struct queries *queries, enum statement which, int64_t id,
    const struct store_page *page, int64_t limit, store_visit *visit,
    void *argument, struct gantry_error *error)
{
	struct db_statement *statement = queries->of[which];

	db_bind_integer(statement, 1, id);
	db_bind_integer(statement, 2, limit);
	if (which != WORDS_TOP)
		db_bind_integer(statement, 3, page->after_count);
	if (which == WORDS_TIED)
		db_bind_text(
		    statement, 4, page->after_word, strlen(page->after_word));
	return walk(queries, which, visit, argument, error);
}

/* The words of the publication ID.  Returns 0 or -1. */
static int
page_of_words(const struct queries *queries, int64_t id,
    const struct store_page *page, store_visit *visit, void *argument,
    struct gantry_error *error)
{
	int64_t rows;

	if (page->after_word == NULL) {
		rows = words(queries, WORDS_TOP, id, page, page->limit, visit,
		    argument, error);
		return rows == -1 ? -1 : 0;
	}
	rows = words(
	    queries, WORDS_TIED, id, page, page->limit, visit, argument, error);
	if (rows != -1 && rows < page->limit)
		rows = words(queries, WORDS_BELOW, id, page, page->limit - rows,
		    visit, argument, error);
	return rows == -1 ? -1 : 0;
}

static int
frequencies(struct store *store, const struct store_page *page, bool *found,
    store_visit *visit, void *argument, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;
	int64_t id;
	int result =
	    find_publication(&self->queries, page->publication, &id, error);

	*found = result == 1;
	if (result == 1)
		result = page_of_words(
		    &self->queries, id, page, visit, argument, error);
	return result == -1 ? fail(self, error) : 0;
}

static int
ignore_row(void *argument, const struct store_row *row)
{
	(void)argument;
	(void)row;
	return 0;
}

/*
 * Run each statement once, on the publication that comes first.  This finds
 * tables that are others than the ones that are asked, and coarse damage; to
 * read all of a large file would hold up a request.
 */
static int
try_out(const struct queries *queries, struct gantry_error *error)
{
	static const struct store_page first = { .limit = 1 };
	static const struct store_page next = {
		.after_word = "",
		.after_count = INT64_MAX,
		.limit = 1,
	};
	struct db_statement *names = queries->of[PUBLICATIONS];
	const char *name;
	size_t length;
	int64_t id;
	int result = db_step(names, error);

	if (result == 1) {
		name = db_column_text(names, 0, &length);
		result = find_publication(queries, name, &id, error);
	}
	if (result == 1 &&
	    (page_of_words(queries, id, &first, ignore_row, NULL, error) ==
		    -1 ||
		page_of_words(queries, id, &next, ignore_row, NULL, error) ==
		    -1))
		result = -1;
	db_reset(names);
	return result == -1 ? -1 : 0;
}

/* The cache_adopt of the store. */
static int
adopt(void *argument, struct db *db, struct gantry_error *error)
{
	struct store_sqlite *self = argument;
	struct queries queries = { 0 };

	db_set_deadline(db, cache_clock() + TRIAL_MILLISECONDS);
	if (prepare(&queries, db, error) == -1 ||
	    try_out(&queries, error) == -1) {
		finalize(&queries);
		if (error->code == GANTRY_ERROR_BUSY) {
			gantry_error_prefix(
			    error, "trial of %d ms", TRIAL_MILLISECONDS);
			error->code = GANTRY_ERROR_UNAVAILABLE;
		}
		return -1;
	}
	finalize(&self->queries);
	self->queries = queries;
	return 0;
}

static void
switch_cache(struct store_sqlite *self, struct gantry_error *error)
{
	struct gantry_environ *environ = self->store.environ;
	const char *what = NULL;

	if (environ != NULL)
		what = gantry_environ_format(
		    environ, "open the cache %s", self->cache.path);
	if (what != NULL)
		gantry_environ_step(environ, what);
	cache_switch(&self->cache, error);
	if (what != NULL)
		gantry_environ_step(environ, NULL);
}

static int
refresh(struct store *store, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	if (cache_is_stale(&self->cache))
		switch_cache(self, error);
	self->queries.environ = store->environ;
	if (self->cache.db == NULL) {
		*error = self->cache.error;
		return -1;
	}
	db_trace(self->cache.db, store->environ);
	db_set_deadline(self->cache.db,
	    self->timeout == 0 ? 0 : cache_clock() + self->timeout);
	return 0;
}

static const char *
complaint(struct store *store)
{
	return cache_take_complaint(&((struct store_sqlite *)store)->cache);
}

static const char *
generation(struct store *store)
{
	return ((struct store_sqlite *)store)->cache.generation;
}

static void
free_store(struct store *store)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	finalize(&self->queries);
	cache_clear(&self->cache);
	free(self);
}

struct store *
store_sqlite_new(const char *path, int64_t timeout)
{
	struct store_sqlite *self = calloc(1, sizeof(*self));

	if (self == NULL)
		return NULL;
	self->store = (struct store){
		.refresh = refresh,
		.complaint = complaint,
		.generation = generation,
		.publications = publications,
		.frequencies = frequencies,
		.free = free_store,
	};
	self->timeout = timeout;
	cache_init(&self->cache, path, adopt, self);
	return &self->store;
}
