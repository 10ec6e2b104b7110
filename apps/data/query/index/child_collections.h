#ifndef QUERY_CHILD_COLLECTIONS_H
#define QUERY_CHILD_COLLECTIONS_H

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"

/*
 * The collections that documents are in or below, with the documents that they
 * are directly below, which need not exist: "users/ghost/posts" comes with
 * "users".  The documents come in the order of their names.
 */

struct child_collections {
	struct gantry_buffer last; /* the collection that came last */
};

/*
 * Called with each collection once: the path of its PARENT, empty for the root,
 * and its ID.  Returns 0 or -1.
 */
typedef int child_collections_visit(void *argument, struct bytes parent,
    struct bytes id, struct gantry_error *error);

/* Visit what is new in PATH, of a collection.  Returns 0 or -1. */
int child_collections_enter(struct child_collections *children,
    struct bytes path, child_collections_visit *visit, void *argument,
    struct gantry_error *error);

/* Free everything; safe on an empty one. */
void child_collections_clear(struct child_collections *children);

#endif
