#ifndef CACHE_CACHE_H
#define CACHE_CACHE_H

#include <stdbool.h>
#include <sys/types.h>
#include <time.h>

#include "cache/db.h"
#include "cache/schema.h"

/*
 * A cache open for reading.  The file is only ever replaced as a whole; the
 * reader looks for a new one now and then, and between two requests moves over
 * to it.  One thread uses it.
 */

/* Which file lies at the path: its identity changes when it is replaced. */
struct cache_identity {
	dev_t device;
	ino_t inode;
	off_t size;
	struct timespec modified;
};

struct cache {
	const char *path; /* the caller's */
	struct db *db; /* NULL while there is no good file */
	struct cache_identity identity;
	struct cache_identity refused; /* a file that was tried, and is bad */
	int64_t looked; /* when, in milliseconds */
	char generation[CACHE_GENERATION_SIZE];
	struct gantry_error error; /* why the newest file is not open */
};

/* Begin, with no file open.  PATH must outlive CACHE. */
void cache_init(struct cache *cache, const char *path);

/* Close the file; idempotent. */
void cache_clear(struct cache *cache);

/*
 * Is there a newer file, and did the look at it not happen only just now?  Then
 * all statements must be finalized, and cache_switch called.
 */
bool cache_is_stale(struct cache *cache);

/*
 * Move over to the file that is there now.  A file that is no good is refused
 * and the old one, if any, kept.  Returns 0 when a file is open, or -1.
 */
int cache_switch(struct cache *cache, struct gantry_error *error);

/*
 * Open the cache at PATH and check that it is one.  *GENERATION gets its name.
 * NULL with ERROR filled when it is none.
 */
struct db *cache_open(const char *path, char generation[CACHE_GENERATION_SIZE],
    struct gantry_error *error);

#endif
