#ifndef FIRESTORE_SELECTION_H
#define FIRESTORE_SELECTION_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/buffer.h>

#include "data/firestore/document.h"

/*
 * Which documents are wanted: those of some collection groups, whose paths
 * match one of some patterns.
 */
struct selection {
	const char *const *groups; /* ids, ended by NULL; NULL or none: all */
	const char *const *paths; /* path_glob.h, likewise */
	bool *found; /* for each group and then each path */
};

/* Prepare SELECTION, whose lists are set, for noting what was found. */
int selection_init(struct selection *selection, struct gantry_error *error);

void selection_clear(struct selection *selection);

/* Does it leave any document out? */
bool selection_is_partial(const struct selection *selection);

/* Is DOCUMENT wanted?  Notes what it was found by. */
bool selection_has(
    struct selection *selection, const struct firestore_document *document);

/*
 * Was a document found for each group and path?  Otherwise returns -1 with
 * ERROR, which names one that may be misspelt; WHAT was searched and has COUNT
 * documents.
 */
int selection_check(const struct selection *selection, const char *what,
    uint64_t count, struct gantry_error *error);

/* Append what is left out, as a phrase. */
void selection_describe(
    const struct selection *selection, struct gantry_buffer *text);

#endif
