#ifndef CACHE_H
#define CACHE_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

#include "data/cache/db.h"
#include "data/cache/schema.h"

/*
 * A cache that is open for reading.  The file is only replaced as a whole.  The
 * reader looks for a new one now and then, and switches to it between two
 * requests if it is good; otherwise it keeps the open one.  A cache belongs to
 * one thread.
 */

/*
 * Identifies the file at the path.  It changes when the file is replaced and
 * when its permissions change.
 */
struct cache_identity {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec changed;
};

/*
 * Adopt DB in place of the previous one, if any: prepare the statements on it,
 * try them, and only then finalize those on the other.  Returns 0, or -1 when
 * DB is unusable; no statement may then be left on it.
 */
typedef int cache_adopt(
    void *argument, struct db *db, struct gantry_error *error);

/*
 * A file that was open when a request began, for one that is deferred.  Like
 * its cache, it belongs to one thread.
 */
struct cache_pin {
	struct db *db;
	char generation[CACHE_GENERATION_SIZE];
	unsigned count; /* of cache_pin without cache_unpin */
	bool was_left; /* the cache has another file, or was cleared */
};

struct cache {
	const char *path; /* the caller's */
	cache_adopt *adopt; /* NULL: accepts any cache */
	void *argument; /* of adopt */
	struct db *db; /* NULL: no good file yet */
	struct cache_pin *pin; /* of it; NULL: it was never pinned */
	struct cache_identity identity;
	struct cache_identity rejected; /* the last bad file */
	int64_t retry_at; /* in milliseconds */
	int64_t looked; /* when, in milliseconds; 0: look now */
	bool is_missing; /* there was no file */
	char generation[CACHE_GENERATION_SIZE];
	bool is_incomplete; /* something is known to be missing, see lacks.h */
	struct gantry_error error; /* why the newest file was rejected */
	bool has_new_error; /* which cache_pop_error has not returned */
};

/*
 * Initialize CACHE without opening a file.  PATH must outlive it.  ADOPT may be
 * NULL; it is called with ARGUMENT.
 */
void cache_init(
    struct cache *cache, const char *path, cache_adopt *adopt, void *argument);

/*
 * Close the file, or leave it to its pins; idempotent.  All statements must
 * have been finalized.
 */
void cache_clear(struct cache *cache);

/*
 * Keep the file that is open now, also when the cache switches to another or is
 * cleared, until cache_unpin is called as often: a deferred request that began
 * with it reads the same data to its end.  Statements on DB are the caller's,
 * and finalized before cache_unpin.  Returns NULL if no file is open or memory
 * ran out.  Call both in the thread of the cache (gantry_resume_here).
 */
struct cache_pin *cache_pin(struct cache *cache);
void cache_unpin(struct cache_pin *pin);

/*
 * Is there a newer file, which cache_switch should open?  It is looked for at
 * most every 100 milliseconds.
 */
bool cache_is_stale(struct cache *cache);

/*
 * Switch to the current file.  A bad file is rejected, and the previous one, if
 * any, is kept.  Returns 0 when a file is open, or -1.  In both cases ERROR has
 * the reason why the newest file was rejected.
 */
int cache_switch(struct cache *cache, struct gantry_error *error);

/* Is the file that is open the one that was found by the last look? */
bool cache_is_newest(const struct cache *cache);

/*
 * Get the reason why the newest file was rejected.  Returns NULL when it was
 * not, or when the process has returned this reason before, for any cache.
 */
const char *cache_pop_error(struct cache *cache);

/*
 * Is TEXT, which has LENGTH bytes and a NUL, a generation: 16 hexadecimal
 * digits?
 */
bool cache_is_generation(const char *text, size_t length);

/*
 * Open the cache at PATH and check that it is one and consists of plain tables.
 * GENERATION gets its generation, 16 hexadecimal digits.  Returns NULL with
 * ERROR filled when it is not.
 */
struct db *cache_open(const char *path, char generation[CACHE_GENERATION_SIZE],
    struct gantry_error *error);

#endif
