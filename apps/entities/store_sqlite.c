/*
 * The store that reads a cache, and that switches to a newer one.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/clock.h>

#include "data/cache/cache.h"
#include "data/cache/db_trace.h"
#include "entities/lookup.h"

/* How long a new cache may take to try out: a request waits for it. */
#define TRIAL_MILLISECONDS 1000

/* Room for the other columns of a row. */
#define ROW_REST 65536

struct store_sqlite {
	struct store store;
	struct cache cache;
	struct queries queries;
	int64_t timeout; /* of a request, in milliseconds; 0: none */
	int64_t name_max; /* bytes */
	/* Of a walk that was paused: the words that follow, if LEFT > 0. */
	struct {
		int64_t id, count, left;
	} below;
	/* Distinctive words, of which those from NEXT on are to be visited. */
	struct ranking ranking;
	size_t next;
};

/* Add the cache, and the setting that stopped a query, to ERROR. */
static int
fail(const struct store_sqlite *self, struct gantry_error *error)
{
	if (error->code == GANTRY_ERROR_BUSY)
		gantry_error_prefix(
		    error, "query_timeout %" PRId64 " ms", self->timeout);
	return gantry_error_prefix(error, "cache %s", self->cache.path);
}

/* Get what a walk of ROWS, or -1, returns. */
static int
end_walk(
    const struct store_sqlite *self, int64_t rows, struct gantry_error *error)
{
	if (rows == -1)
		return fail(self, error);
	return self->queries.paused != NULL || self->ranking.count > 0
	    ? STORE_PAUSED
	    : 0;
}

static void
pause_over(struct store *store)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	queries_forget(&self->queries);
	ranking_clear(&self->ranking);
}

static int
publications(struct store *store, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	self->below.left = 0;
	return end_walk(self,
	    queries_walk(&self->queries, QUERY_PUBLICATIONS, visitor, error),
	    error);
}

/* Bind the first LIMIT words of the publication ID after PAGE's checkpoint. */
static void
bind_words(const struct queries *queries, enum query which, int64_t id,
    const struct store_page *page, int64_t limit)
{
	struct db_statement *statement = queries->of[which];

	db_bind_integer(statement, 1, id);
	db_bind_integer(statement, 2, limit);
	if (which != QUERY_WORDS_TOP)
		db_bind_integer(statement, 3, page->after_count);
	if (which == QUERY_WORDS_TIED)
		db_bind_text(
		    statement, 4, page->after_word, strlen(page->after_word));
}

/* Visit the words with a count below that of the checkpoint. */
static int64_t
words_below(struct store_sqlite *self, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	const struct store_page page = { .after_count = self->below.count };

	bind_words(&self->queries, QUERY_WORDS_BELOW, self->below.id, &page,
	    self->below.left);
	self->below.left = 0;
	return queries_walk(&self->queries, QUERY_WORDS_BELOW, visitor, error);
}

/* Visit the words of the publication ID on PAGE.  Returns 0 or -1. */
static int
page_of_words(struct store_sqlite *self, int64_t id,
    const struct store_page *page, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	struct queries *queries = &self->queries;
	enum query first =
	    page->after_word == NULL ? QUERY_WORDS_TOP : QUERY_WORDS_TIED;
	int64_t rows;

	self->below.id = id;
	self->below.count = page->after_count;
	self->below.left = first == QUERY_WORDS_TIED ? page->limit : 0;
	bind_words(queries, first, id, page, page->limit);
	rows = queries_walk(queries, first, visitor, error);
	if (rows == -1)
		return -1;
	self->below.left -= self->below.left > 0 ? rows : 0;
	if (queries->paused == NULL && self->below.left > 0)
		rows = words_below(self, visitor, error);
	return rows == -1 ? -1 : 0;
}

static int
frequencies(struct store *store, const struct store_page *page, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;
	int64_t id;
	int result =
	    lookup_publication(&self->queries, page->publication, &id, error);

	*found = result == 1;
	if (result == 1)
		result = page_of_words(self, id, page, visitor, error);
	return end_walk(self, result, error);
}

static int
entity(struct store *store, const char *word, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	self->below.left = 0;
	return end_walk(self,
	    lookup_entity(&self->queries, word, found, visitor, error), error);
}

static int
search(struct store *store, const struct store_search *wanted, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	self->below.left = 0;
	return end_walk(self,
	    lookup_search(&self->queries, wanted, found, visitor, error),
	    error);
}

/* Visit the words of the ranking; forget it after the last one. */
static int
visit_ranking(struct store_sqlite *self, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	struct ranking *ranking = &self->ranking;
	int visited = 0;

	while (visited == 0 && self->next < ranking->count) {
		const struct ranked *ranked = &ranking->items[self->next++];
		const struct store_row row = {
			.name = ranked->word,
			.length = ranked->length,
			.count = ranked->count,
			.score = ranked->score,
		};

		visited = visitor->visit(visitor->argument, &row);
	}
	if (visited != STORE_PAUSED)
		ranking_clear(ranking);
	return visited == -1 ? gantry_error_memory(error) : 0;
}

static int
distinctive(struct store *store, const struct store_page *page, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;
	int64_t id;
	int result =
	    lookup_publication(&self->queries, page->publication, &id, error);

	pause_over(store);
	*found = result == 1;
	self->ranking.limit = (size_t)page->limit;
	self->next = 0;
	if (result == 1)
		result = lookup_distinctive(
		    &self->queries, id, &self->ranking, error);
	if (result == 0)
		result = visit_ranking(self, visitor, error);
	if (result == -1)
		ranking_clear(&self->ranking);
	return end_walk(self, result, error);
}

static int
ignore_row(void *argument, const struct store_row *row)
{
	(void)argument;
	(void)row;
	return 0;
}

/* Run the statements for pages and searches on the publication NAME. */
static int
try_out_words(
    struct store_sqlite *tried, const char *name, struct gantry_error *error)
{
	static const struct store_visitor ignore = { .visit = ignore_row };
	static const struct store_page first = { .limit = 1 };
	static const struct store_page next = {
		.after_word = "",
		.after_count = INT64_MAX,
		.limit = 1,
	};
	/* A prefix that few words have. */
	const struct store_search all = { "\x7f", NULL, 1 };
	const struct store_search one = { "\x7f", name, 1 };
	struct queries *queries = &tried->queries;
	bool found;
	int64_t id;
	int result = lookup_publication(queries, name, &id, error);

	if (result != 1)
		return result;
	if (page_of_words(tried, id, &first, &ignore, error) == -1 ||
	    page_of_words(tried, id, &next, &ignore, error) == -1 ||
	    lookup_search(queries, &all, &found, &ignore, error) == -1)
		return -1;
	return lookup_search(queries, &one, &found, &ignore, error);
}

/*
 * Run each statement once, on the first publication, so that every table is
 * read.  This finds tables of another shape and gross damage.  Reading the
 * whole of a large file would delay a request.
 */
static int
try_out(struct store_sqlite *tried, struct gantry_error *error)
{
	struct db_statement *names = tried->queries.of[QUERY_PUBLICATIONS];
	size_t length;
	int result = db_step(names, error);

	if (result == 1)
		result = try_out_words(
		    tried, db_column_text(names, 0, &length), error);
	db_reset(names);
	return result == -1 ? -1 : 0;
}

/* Implements cache_adopt for the store. */
static int
adopt(void *argument, struct db *db, struct gantry_error *error)
{
	struct store_sqlite *self = argument;
	/* The statements of the cache that is in use stay as they are. */
	struct store_sqlite tried = { .name_max = self->name_max };

	/* A row has the name twice: as it is, and folded. */
	db_set_row_limit(db, 2 * self->name_max + ROW_REST);
	db_set_deadline(db, gantry_clock_milliseconds() + TRIAL_MILLISECONDS);
	if (queries_prepare(&tried.queries, db, error) == -1 ||
	    try_out(&tried, error) == -1) {
		queries_finalize(&tried.queries);
		if (error->code == GANTRY_ERROR_BUSY) {
			gantry_error_prefix(
			    error, "trial of %d ms", TRIAL_MILLISECONDS);
			error->code = GANTRY_ERROR_UNAVAILABLE;
		}
		return -1;
	}
	queries_finalize(&self->queries);
	self->queries = tried.queries;
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

static void
set_deadline(struct store_sqlite *self)
{
	db_set_deadline(self->cache.db,
	    self->timeout == 0 ? 0
			       : gantry_clock_milliseconds() + self->timeout);
}

static int
refresh(struct store *store, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	if (store->wants_newest)
		self->cache.looked = 0;
	if (cache_is_stale(&self->cache))
		switch_cache(self, error);
	self->queries.environ = store->environ;
	if (self->cache.db == NULL) {
		*error = self->cache.error;
		return -1;
	}
	db_trace(self->cache.db, store->environ);
	set_deadline(self);
	return 0;
}

static const char *
pop_error(struct store *store)
{
	return cache_pop_error(&((struct store_sqlite *)store)->cache);
}

static const char *
generation(struct store *store)
{
	return ((struct store_sqlite *)store)->cache.generation;
}

static bool
is_incomplete(struct store *store)
{
	return ((struct store_sqlite *)store)->cache.is_incomplete;
}

static bool
is_newest(const struct store *store)
{
	return cache_is_newest(&((const struct store_sqlite *)store)->cache);
}

static int
resume(struct store *store, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;
	int64_t rows;

	set_deadline(self);
	if (self->ranking.count > 0)
		return end_walk(
		    self, visit_ranking(self, visitor, error), error);
	rows = queries_resume(&self->queries, visitor, error);
	if (rows == -1)
		return fail(self, error);
	self->below.left -= self->below.left > 0 ? rows : 0;
	if (self->queries.paused == NULL && self->below.left > 0)
		rows = words_below(self, visitor, error);
	return end_walk(self, rows, error);
}

static void
free_store(struct store *store)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	ranking_clear(&self->ranking);
	queries_finalize(&self->queries);
	cache_clear(&self->cache);
	free(self);
}

struct store *
store_sqlite_new(const char *path, int64_t timeout, int64_t name_max)
{
	struct store_sqlite *self = calloc(1, sizeof(*self));

	if (self == NULL)
		return NULL;
	self->store = (struct store){
		.refresh = refresh,
		.pop_error = pop_error,
		.generation = generation,
		.is_incomplete = is_incomplete,
		.is_newest = is_newest,
		.publications = publications,
		.frequencies = frequencies,
		.entity = entity,
		.search = search,
		.distinctive = distinctive,
		.resume = resume,
		.pause_over = pause_over,
		.free = free_store,
	};
	self->timeout = timeout;
	self->name_max = name_max;
	cache_init(&self->cache, path, adopt, self);
	return &self->store;
}
