#ifndef QUERY_INDEX_COLLECTIONS_H
#define QUERY_INDEX_COLLECTIONS_H

#include <stdint.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * The collections around the documents that come in the order of their names.
 * A collection that was left does not come again, so that only those on the way
 * from the root are kept, however many there are.  Each gets an id, from 1 on,
 * in the order in which they come: twice the same for the same documents.
 */

struct collection {
	size_t length; /* of its path */
	int64_t id;
	int64_t documents;
	int64_t group; /* for the caller; 0 at first */
};

struct collections {
	struct gantry_buffer path; /* of the innermost one */
	struct collection *items; /* the innermost one last */
	size_t count, capacity;
	int64_t last_id;
};

/* Called with a collection that is left, and its PATH.  Returns 0 or -1. */
typedef int collections_left(void *argument,
    const struct collection *collection, struct bytes path,
    struct gantry_error *error);

/*
 * Enter the collection of the document PATH.  LEFT, which may be NULL, is
 * called with ARGUMENT.  Returns the collection, valid until the next call, or
 * NULL with ERROR filled.
 */
struct collection *collections_enter(struct collections *collections,
    struct bytes path, collections_left *left, void *argument,
    struct gantry_error *error);

/* Leave all.  Returns 0 or -1. */
int collections_leave(struct collections *collections, collections_left *left,
    void *argument, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void collections_clear(struct collections *collections);

#endif
