#ifndef GANTRY_CACHE_CHANGES_H
#define GANTRY_CACHE_CHANGES_H

#include <gantry/buffer.h>

#include "data/cache/sort/sorter.h"
#include "data/firestore/formats/formats.h"

/*
 * Folds a log of changes, in any order and in bounded memory: of all changes of
 * a document, the last one counts.
 *
 *	changes_add ...
 *	changes_visit(&changes, visit, argument, &error);
 *	changes_clear(&changes);
 */

/* Zero it before its first use, and set the path. */
struct changes {
	const char *path; /* temporary files are made beside this one */
	struct sorter sorter;
	bool is_open;
	uint64_t count;
	struct gantry_buffer last; /* the change that is the last so far */
	struct gantry_buffer fields; /* of the document that is visited */
};

/*
 * Add CHANGE.  Later times win, and of equal ones that which was added later.
 * Returns 0, or -1 with ERROR filled.
 */
int changes_add(struct changes *changes, const struct formats_change *change,
    struct gantry_error *error);

/*
 * After the last change: visit the documents that are left, in the order of
 * their paths' lengths.  Returns 0, or -1 with ERROR, or what VISIT returned.
 */
int changes_visit(struct changes *changes, firestore_visit *visit,
    void *argument, struct gantry_error *error);

/* Idempotent, safe on a zeroed struct. */
void changes_clear(struct changes *changes);

#endif
