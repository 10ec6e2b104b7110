#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

/*
 * Memory of one request: allocated in pieces, freed all at once.  A build with
 * address sanitizer frees every piece at the reset, so that a use after the
 * reset is found.
 */

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks; /* the newest first */
};

void arena_init(struct arena *arena);

/* Free everything; idempotent, and safe on an empty arena. */
void arena_clear(struct arena *arena);

/* Free every piece, but keep one chunk for the next request. */
void arena_reset(struct arena *arena);

/* SIZE bytes aligned for any type, not zeroed; NULL when memory ran out. */
void *arena_alloc(struct arena *arena, size_t size);

/*
 * A NUL-terminated copy of LENGTH bytes; NULL when memory ran out.  STRING may
 * be NULL if there are none.
 */
char *arena_strndup(struct arena *arena, const char *string, size_t length);

#endif
