#ifndef CACHE_H
#define CACHE_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

#include "data/cache/db.h"
#include "data/cache/schema.h"

/*
 * A cache open for reading.  The file is only ever replaced as a whole; the
 * reader looks for a new one now and then, and between two requests moves over
 * to it, if it is good: until then the one that is open is kept.  One thread
 * uses it.
 */

/*
 * Which file lies at the path: its identity changes when it is replaced, and
 * also when it may be read all of a sudden.
 */
struct cache_identity {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed;
};

/*
 * Take over DB, which takes the place of the one before, if any: prepare the
 * statements on it, see that they work, and only then finalize those on the
 * other.  Returns 0, or -1 when DB is of no use, with nothing left open on it.
 */
typedef int cache_adopt(
    void *argument, struct db *db, struct gantry_error *error);

struct cache {
	const char *path; /* the caller's */
	cache_adopt *adopt; /* NULL: any cache is good */
	void *argument; /* of adopt */
	struct db *db; /* NULL while there is no good file */
	struct cache_identity identity;
	struct cache_identity rejected; /* a file that was tried, and is bad */
	int64_t retry_at; /* in milliseconds */
	int64_t looked; /* when, in milliseconds; 0: look in any case */
	char generation[CACHE_GENERATION_SIZE];
	struct gantry_error error; /* why the newest file is not open */
	bool has_new_error; /* which no one has taken yet */
};

/*
 * Begin, with no file open.  PATH must outlive CACHE; ADOPT, which may be NULL,
 * is called with ARGUMENT.
 */
void cache_init(
    struct cache *cache, const char *path, cache_adopt *adopt, void *argument);

/* Close the file; idempotent.  All statements must have been finalized. */
void cache_clear(struct cache *cache);

/*
 * Is there a newer file, and did the look at it not happen only just now?  Then
 * cache_switch is to be called.
 */
bool cache_is_stale(struct cache *cache);

/*
 * Move over to the file that is there now.  A file that is no good is rejected
 * and the old one, if any, kept.  Returns 0 when a file is open, or -1; ERROR
 * tells in both cases why the newest is not.
 */
int cache_switch(struct cache *cache, struct gantry_error *error);

/*
 * Why the newest file was rejected, or NULL when it was not, or when this was
 * reported before: of all caches of a process, one tells it once.
 */
const char *cache_pop_error(struct cache *cache);

/*
 * Open the cache at PATH and check that it is one, made of nothing but plain
 * tables.  *GENERATION gets its name.  NULL with ERROR filled when it is none.
 */
struct db *cache_open(const char *path, char generation[CACHE_GENERATION_SIZE],
    struct gantry_error *error);

#endif
