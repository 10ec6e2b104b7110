/*
 * The store on a cache.  Its queries and the tables in projection.c belong
 * together; statements are prepared once for each file.
 */
#include <stdlib.h>
#include <string.h>

#include "cache/cache.h"
#include "entities/store.h"

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

struct store_sqlite {
	struct store store;
	struct cache cache;
	struct db_statement *statements[STATEMENT_COUNT];
};

static void
finalize(struct store_sqlite *self)
{
	size_t i;

	for (i = 0; i < STATEMENT_COUNT; i++) {
		db_finalize(self->statements[i]);
		self->statements[i] = NULL;
	}
}

static int
prepare(struct store_sqlite *self, struct gantry_error *error)
{
	size_t i;

	for (i = 0; i < STATEMENT_COUNT; i++) {
		if (self->statements[i] != NULL)
			continue;
		self->statements[i] = db_prepare(self->cache.db, sql[i], error);
		if (self->statements[i] == NULL)
			return gantry_error_prefix(
			    error, "cache %s", self->cache.path);
	}
	return 0;
}

static int
refresh(struct store *store, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	if (cache_is_stale(&self->cache)) {
		finalize(self);
		cache_switch(&self->cache, error);
	}
	if (self->cache.db == NULL) {
		*error = self->cache.error;
		return -1;
	}
	return prepare(self, error);
}

static const char *
complaint(struct store *store)
{
	const struct cache *cache = &((struct store_sqlite *)store)->cache;

	return cache->error.text[0] != '\0' ? cache->error.text : NULL;
}

static const char *
generation(struct store *store)
{
	return ((struct store_sqlite *)store)->cache.generation;
}

/* Give each row of a bound statement to VISIT.  Returns how many, or -1. */
static int64_t
walk(struct db_statement *statement, store_visit *visit, void *argument,
    struct gantry_error *error)
{
	struct store_row row;
	int64_t rows = 0;
	int result;

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
	return result == -1 ? -1 : rows;
}

static int
publications(struct store *store, store_visit *visit, void *argument,
    struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	return walk(self->statements[PUBLICATIONS], visit, argument, error) ==
		-1
	    ? -1
	    : 0;
}

/* Returns 1, 0 when there is none, or -1. */
static int
find_publication(struct store_sqlite *self, const char *name, int64_t *id,
    struct gantry_error *error)
{
	struct db_statement *statement = self->statements[PUBLICATION_ID];
	int result;

	db_bind_text(statement, 1, name, strlen(name));
	result = db_step(statement, error);
	if (result == 1)
		*id = db_column_integer(statement, 0);
	db_reset(statement);
	return result;
}

static int64_t
words(struct store_sqlite *self, enum statement which, int64_t id,
    const struct store_page *page, int64_t limit, store_visit *visit,
    void *argument, struct gantry_error *error)
{
	struct db_statement *statement = self->statements[which];

	db_bind_integer(statement, 1, id);
	db_bind_integer(statement, 2, limit);
	if (which != WORDS_TOP)
		db_bind_integer(statement, 3, page->after_count);
	if (which == WORDS_TIED)
		db_bind_text(
		    statement, 4, page->after_word, strlen(page->after_word));
	return walk(statement, visit, argument, error);
}

static int
frequencies(struct store *store, const struct store_page *page, bool *found,
    store_visit *visit, void *argument, struct gantry_error *error)
{
	struct store_sqlite *self = (struct store_sqlite *)store;
	int64_t id, rows;
	int result = find_publication(self, page->publication, &id, error);

	*found = result == 1;
	if (result != 1)
		return result;
	if (page->after_word == NULL)
		return words(self, WORDS_TOP, id, page, page->limit, visit,
			   argument, error) == -1
		    ? -1
		    : 0;
	rows = words(
	    self, WORDS_TIED, id, page, page->limit, visit, argument, error);
	if (rows != -1 && rows < page->limit)
		rows = words(self, WORDS_BELOW, id, page, page->limit - rows,
		    visit, argument, error);
	return rows == -1 ? -1 : 0;
}

static void
free_store(struct store *store)
{
	struct store_sqlite *self = (struct store_sqlite *)store;

	finalize(self);
	cache_clear(&self->cache);
	free(self);
}

struct store *
store_sqlite_new(const char *path)
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
	cache_init(&self->cache, path);
	return &self->store;
}
