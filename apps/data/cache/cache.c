/*
 * Opens a cache and notices when it is replaced.
 */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <gantry/clock.h>

#include "data/cache/cache.h"
#include "data/cache/hash.h"
#include "data/cache/lacks.h"

/* A stat(2) for every request would cost more than many requests. */
#define LOOK_EVERY_MILLISECONDS 100

/* How long the checks of a file may take: its pages may have no end. */
#define CHECK_MILLISECONDS 1000

/* The file may be good: memory or descriptors may have been short. */
#define RETRY_AFTER_MILLISECONDS 10000

static struct cache_identity
identify(const char *path)
{
	struct cache_identity identity = { 0 };
	struct stat status;

	if (stat(path, &status) == 0) {
		identity.device = status.st_dev;
		identity.inode = status.st_ino;
		identity.size = status.st_size;
		identity.changed = status.st_ctim;
	}
	return identity;
}

static bool
is_same(const struct cache_identity *a, const struct cache_identity *b)
{
	return a->device == b->device && a->inode == b->inode &&
	    a->size == b->size && a->changed.tv_sec == b->changed.tv_sec &&
	    a->changed.tv_nsec == b->changed.tv_nsec;
}

void
cache_init(
    struct cache *cache, const char *path, cache_adopt *adopt, void *argument)
{
	*cache = (struct cache){
		.path = path,
		.adopt = adopt,
		.argument = argument,
	};
	gantry_error_set(&cache->error, GANTRY_ERROR_UNAVAILABLE,
	    "the cache %s is not open yet", path);
}

static void
free_pin(struct cache_pin *pin)
{
	db_close(pin->db);
	free(pin);
}

void
cache_clear(struct cache *cache)
{
	struct cache_pin *pin = cache->pin;

	if (pin == NULL)
		db_close(cache->db);
	else if (pin->count == 0)
		free_pin(pin);
	else
		pin->was_left = true;
	cache->pin = NULL;
	cache->db = NULL;
}

struct cache_pin *
cache_pin(struct cache *cache)
{
	if (cache->db == NULL)
		return NULL;
	if (cache->pin == NULL) {
		cache->pin = calloc(1, sizeof(*cache->pin));
		if (cache->pin == NULL)
			return NULL;
		cache->pin->db = cache->db;
		memcpy(cache->pin->generation, cache->generation,
		    sizeof(cache->generation));
	}
	cache->pin->count++;
	return cache->pin;
}

void
cache_unpin(struct cache_pin *pin)
{
	if (pin != NULL && --pin->count == 0 && pin->was_left)
		free_pin(pin);
}

static int
check_kind(struct db *db, struct gantry_error *error)
{
	int64_t id, version;

	if (db_integer(db, "PRAGMA application_id", &id, error) == -1 ||
	    db_integer(db, "PRAGMA user_version", &version, error) == -1)
		return -1;
	if (id != CACHE_APPLICATION_ID)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "this is a SQLite database, but not a cache of gantry");
	if (version < CACHE_SCHEMA_OLDEST || version > CACHE_SCHEMA_VERSION)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the cache has schema version %lld, but this program reads "
		    "versions %d to %d; import or pull it again%s",
		    (long long)version, CACHE_SCHEMA_OLDEST,
		    CACHE_SCHEMA_VERSION,
		    version > CACHE_SCHEMA_VERSION
			? ", or use the newer program that made it"
			: "");
	return 0;
}

/*
 * A cache is read as it is stored.  A view, a virtual table or a computed
 * column would run code of whoever wrote the file.  They are found by their
 * SQL, which begins with words that SQLite itself writes.  A computed column
 * has the word AS, which is not the name of anything in a cache.
 */
static const char forbidden_objects[] =
    "SELECT name, sql, sql GLOB 'CREATE TABLE *' AS is_table"
    " FROM sqlite_schema WHERE CASE"
    " WHEN is_table THEN lower(sql) GLOB '*[^a-z0-9_$]as[^a-z0-9_$]*'"
    " ELSE sql NOT GLOB 'CREATE INDEX *'"
    " AND sql NOT GLOB 'CREATE UNIQUE INDEX *' END";

static int
check_schema(struct db *db, struct gantry_error *error)
{
	struct db_statement *statement =
	    db_prepare(db, forbidden_objects, error);
	const char *name, *how, *what;
	size_t length;
	int result;

	if (statement == NULL)
		return -1;
	result = db_step(statement, error);
	if (result == 1) {
		name = db_column_text(statement, 0, &length);
		how = db_column_text(statement, 1, &length);
		what = db_column_integer(statement, 2) == 1
		    ? "has a computed column"
		    : "is neither a table nor an index";
		gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "'%.64s' %s, which a cache never has: %.80s", name, what,
		    how);
	}
	db_finalize(statement);
	return result == 0 ? 0 : -1;
}

bool
cache_is_generation(const char *text, size_t length)
{
	return length == CACHE_GENERATION_SIZE - 1 &&
	    strspn(text, "0123456789abcdefABCDEF") == length;
}

/*
 * The generation becomes a folder's name and a header, so it must not be
 * anything else than what the builder writes.
 */
static int
read_generation(struct db *db, char generation[CACHE_GENERATION_SIZE],
    struct gantry_error *error)
{
	struct db_statement *row = db_prepare(db,
	    "SELECT value FROM meta WHERE key = 'generation'"
	    " AND typeof(value) = 'text'",
	    error);
	const char *value;
	size_t length;
	int result;

	if (row == NULL)
		return -1;
	result = db_step(row, error);
	if (result == 1) {
		value = db_column_text(row, 0, &length);
		if (cache_is_generation(value, length))
			memcpy(generation, value, CACHE_GENERATION_SIZE);
		else
			result = 0;
	}
	db_finalize(row);
	if (result == 0)
		gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the generation in the table meta is missing or is not 16 "
		    "hexadecimal digits; import or pull the cache again");
	return result == 1 ? 0 : -1;
}

/* A table may have no end. */
static int
end_check(struct db *db, int result, struct gantry_error *error)
{
	db_set_deadline(db, 0);
	if (result == -1 && error->code == GANTRY_ERROR_BUSY) {
		gantry_error_prefix(
		    error, "check of %d ms", CHECK_MILLISECONDS);
		error->code = GANTRY_ERROR_UNAVAILABLE;
	}
	return result;
}

/* Reading the schema, which the first statement does, is a part of it. */
static int
check(struct db *db, char generation[CACHE_GENERATION_SIZE],
    struct gantry_error *error)
{
	int result;

	db_set_deadline(db, gantry_clock_milliseconds() + CHECK_MILLISECONDS);
	result = check_kind(db, error) == -1 || check_schema(db, error) == -1 ||
		read_generation(db, generation, error) == -1
	    ? -1
	    : 0;
	return end_check(db, result, error);
}

static int
find_lacks(struct db *db, bool *is_incomplete, struct gantry_error *error)
{
	db_set_deadline(db, gantry_clock_milliseconds() + CHECK_MILLISECONDS);
	return end_check(db, lacks_find(db, is_incomplete, error), error);
}

struct db *
cache_open(const char *path, char generation[CACHE_GENERATION_SIZE],
    struct gantry_error *error)
{
	struct db *db = db_open(path, error);

	if (db != NULL && check(db, generation, error) == -1) {
		db_close(db);
		db = NULL;
	}
	if (db == NULL)
		gantry_error_prefix(error, "cache %s", path);
	return db;
}

bool
cache_is_stale(struct cache *cache)
{
	int64_t now = gantry_clock_milliseconds();
	struct cache_identity identity;

	if (cache->looked != 0 && now - cache->looked < LOOK_EVERY_MILLISECONDS)
		return false;
	cache->looked = now;
	identity = identify(cache->path);
	cache->is_missing = identity.inode == 0;
	/* Keep serving from a file that was removed. */
	if (cache->is_missing)
		return cache->db == NULL;
	if (is_same(&identity, &cache->rejected))
		return now >= cache->retry_at;
	return !is_same(&identity, &cache->identity);
}

/* Open the current file completely or not at all. */
static struct db *
open_and_adopt(const struct cache *cache, char *generation, bool *is_incomplete,
    struct gantry_error *error)
{
	struct db *db = cache_open(cache->path, generation, error);

	if (db == NULL)
		return NULL;
	if (find_lacks(db, is_incomplete, error) == 0 &&
	    (cache->adopt == NULL ||
		cache->adopt(cache->argument, db, error) == 0))
		return db;
	gantry_error_prefix(error, "cache %s", cache->path);
	db_close(db);
	return NULL;
}

int
cache_switch(struct cache *cache, struct gantry_error *error)
{
	char generation[CACHE_GENERATION_SIZE];
	struct cache_identity identity = identify(cache->path);
	bool is_incomplete;
	struct db *db;

	cache->error = (struct gantry_error){ 0 };
	db = open_and_adopt(cache, generation, &is_incomplete, &cache->error);
	*error = cache->error;
	cache->has_new_error = db == NULL;
	if (db == NULL) {
		cache->rejected = identity;
		cache->retry_at =
		    gantry_clock_milliseconds() + RETRY_AFTER_MILLISECONDS;
		return cache->db != NULL ? 0 : -1;
	}
	cache_clear(cache);
	cache->db = db;
	cache->identity = identity;
	cache->is_incomplete = is_incomplete;
	cache->rejected = (struct cache_identity){ 0 };
	memcpy(cache->generation, generation, sizeof(generation));
	return 0;
}

bool
cache_is_newest(const struct cache *cache)
{
	return cache->db != NULL && !cache->is_missing &&
	    cache->rejected.inode == 0;
}

/* Hash the rejected file and the reason. */
static uint64_t
hash_rejection(const struct cache *cache)
{
	const struct cache_identity *rejected = &cache->rejected;
	uint64_t hash =
	    hash_add(HASH_START, cache->error.text, strlen(cache->error.text));

	hash = hash_add(hash, &rejected->inode, sizeof(rejected->inode));
	hash = hash_add(hash, &rejected->size, sizeof(rejected->size));
	hash = hash_add(
	    hash, &rejected->changed.tv_sec, sizeof(rejected->changed.tv_sec));
	hash = hash_add(hash, &rejected->changed.tv_nsec,
	    sizeof(rejected->changed.tv_nsec));
	return hash_finish(hash);
}

const char *
cache_pop_error(struct cache *cache)
{
	static _Atomic uint64_t reported;
	uint64_t rejection;

	if (!cache->has_new_error)
		return NULL;
	cache->has_new_error = false;
	rejection = hash_rejection(cache);
	if (atomic_exchange(&reported, rejection) == rejection)
		return NULL;
	return cache->error.text;
}
