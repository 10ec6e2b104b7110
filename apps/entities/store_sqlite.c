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

static int
publications(struct store *store, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	if (queries_walk(&self->queries, QUERY_PUBLICATIONS, visitor, error) ==
	    -1)
		return fail(self, error);
	return 0;
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

/* Visit the words of the publication ID on PAGE.  Returns 0 or -1. */
static int
page_of_words(const struct queries *queries, int64_t id,
    const struct store_page *page, const struct store_visitor *visitor,
    struct gantry_error *error)
{
	enum query first =
	    page->after_word == NULL ? QUERY_WORDS_TOP : QUERY_WORDS_TIED;
	int64_t rows;

	bind_words(queries, first, id, page, page->limit);
	rows = queries_walk(queries, first, visitor, error);
	if (first == QUERY_WORDS_TIED && rows != -1 && rows < page->limit) {
		bind_words(
		    queries, QUERY_WORDS_BELOW, id, page, page->limit - rows);
		rows = queries_walk(queries, QUERY_WORDS_BELOW, visitor, error);
	}
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
		result =
		    page_of_words(&self->queries, id, page, visitor, error);
	return result == -1 ? fail(self, error) : 0;
}

static int
entity(struct store *store, const char *word, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	if (lookup_entity(&self->queries, word, found, visitor, error) == -1)
		return fail(self, error);
	return 0;
}

static int
search(struct store *store, const struct store_search *wanted, bool *found,
    const struct store_visitor *visitor, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	if (lookup_search(&self->queries, wanted, found, visitor, error) == -1)
		return fail(self, error);
	return 0;
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
    const struct queries *queries, const char *name, struct gantry_error *error)
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
	bool found;
	int64_t id;
	int result = lookup_publication(queries, name, &id, error);

	if (result != 1)
		return result;
	if (page_of_words(queries, id, &first, &ignore, error) == -1 ||
	    page_of_words(queries, id, &next, &ignore, error) == -1 ||
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
try_out(const struct queries *queries, struct gantry_error *error)
{
	struct db_statement *names = queries->of[QUERY_PUBLICATIONS];
	size_t length;
	int result = db_step(names, error);

	if (result == 1)
		result = try_out_words(
		    queries, db_column_text(names, 0, &length), error);
	db_reset(names);
	return result == -1 ? -1 : 0;
}

/* Implements cache_adopt for the store. */
static int
adopt(void *argument, struct db *db, struct gantry_error *error)
{
	struct store_sqlite *self = argument;
	struct queries queries = { 0 };

	/* A row has the name twice: as it is, and folded. */
	db_set_row_limit(db, 2 * self->name_max + ROW_REST);
	db_set_deadline(db, gantry_clock_milliseconds() + TRIAL_MILLISECONDS);
	if (queries_prepare(&queries, db, error) == -1 ||
	    try_out(&queries, error) == -1) {
		queries_finalize(&queries);
		if (error->code == GANTRY_ERROR_BUSY) {
			gantry_error_prefix(
			    error, "trial of %d ms", TRIAL_MILLISECONDS);
			error->code = GANTRY_ERROR_UNAVAILABLE;
		}
		return -1;
	}
	queries_finalize(&self->queries);
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
	db_set_deadline(self->cache.db,
	    self->timeout == 0 ? 0
			       : gantry_clock_milliseconds() + self->timeout);
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

static void
free_store(struct store *store)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

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
		.publications = publications,
		.frequencies = frequencies,
		.entity = entity,
		.search = search,
		.free = free_store,
	};
	self->timeout = timeout;
	self->name_max = name_max;
	cache_init(&self->cache, path, adopt, self);
	return &self->store;
}
