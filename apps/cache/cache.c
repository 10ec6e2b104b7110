/*
 * Opening a cache, and noticing that it was replaced.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cache/cache.h"

/* A stat(2) for every request would cost more than many a request. */
#define LOOK_EVERY_MILLISECONDS 100

static int64_t
now_milliseconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static struct cache_identity
identify(const char *path)
{
	struct cache_identity identity = { 0 };
	struct stat status;

	if (stat(path, &status) == 0) {
		identity.device = status.st_dev;
		identity.inode = status.st_ino;
		identity.size = status.st_size;
		identity.modified = status.st_mtim;
	}
	return identity;
}

static bool
is_same(const struct cache_identity *a, const struct cache_identity *b)
{
	return a->device == b->device && a->inode == b->inode &&
	    a->size == b->size && a->modified.tv_sec == b->modified.tv_sec &&
	    a->modified.tv_nsec == b->modified.tv_nsec;
}

void
cache_init(struct cache *cache, const char *path)
{
	*cache = (struct cache){ .path = path };
	gantry_error_set(&cache->error, GANTRY_ERROR_UNAVAILABLE,
	    "the cache %s is not open yet", path);
}

void
cache_clear(struct cache *cache)
{
	db_close(cache->db);
	cache->db = NULL;
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
		    "this is a database, but no cache of gantry's");
	if (version != CACHE_SCHEMA_VERSION)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the cache has schema %lld, and this program reads %d; "
		    "import it again",
		    (long long)version, CACHE_SCHEMA_VERSION);
	return 0;
}

static int
read_generation(struct db *db, char generation[CACHE_GENERATION_SIZE],
    struct gantry_error *error)
{
	struct db_statement *statement = db_prepare(
	    db, "SELECT value FROM meta WHERE key = 'generation'", error);
	const char *text;
	size_t length;
	int result;

	if (statement == NULL)
		return -1;
	result = db_step(statement, error);
	if (result == 1) {
		text = db_column_text(statement, 0, &length);
		snprintf(generation, CACHE_GENERATION_SIZE, "%s", text);
	} else if (result == 0) {
		gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "the cache has no generation");
	}
	db_finalize(statement);
	return result == 1 ? 0 : -1;
}

struct db *
cache_open(const char *path, char generation[CACHE_GENERATION_SIZE],
    struct gantry_error *error)
{
	struct db *db = db_open(path, error);

	if (db != NULL &&
	    (check_kind(db, error) == -1 ||
		read_generation(db, generation, error) == -1)) {
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
	int64_t now = now_milliseconds();
	struct cache_identity identity;

	if (cache->looked != 0 && now - cache->looked < LOOK_EVERY_MILLISECONDS)
		return false;
	cache->looked = now;
	identity = identify(cache->path);
	/* A file that vanishes takes nothing away from who has it open. */
	if (identity.inode == 0)
		return cache->db == NULL;
	return !is_same(&identity, &cache->identity) &&
	    !is_same(&identity, &cache->refused);
}

int
cache_switch(struct cache *cache, struct gantry_error *error)
{
	char generation[CACHE_GENERATION_SIZE];
	struct cache_identity identity = identify(cache->path);
	struct db *db = cache_open(cache->path, generation, &cache->error);

	if (db == NULL) {
		cache->refused = identity;
		*error = cache->error;
		return cache->db != NULL ? 0 : -1;
	}
	cache_clear(cache);
	cache->db = db;
	cache->identity = identity;
	cache->error = (struct gantry_error){ 0 };
	memcpy(cache->generation, generation, sizeof(generation));
	return 0;
}
