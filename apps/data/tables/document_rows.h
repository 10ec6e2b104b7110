#ifndef TABLES_DOCUMENT_ROWS_H
#define TABLES_DOCUMENT_ROWS_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

#include "data/cache/db.h"
#include "data/firestore/document.h"

/*
 * Reads documents of a cache in the order of the segments of their paths, in
 * bounded memory: only the paths are sorted, in a temporary file if they are
 * many.
 */

/* Which documents are wanted; all, if it is zeroed. */
struct documents_choice {
	const char *collection; /* "users" or "users/alice/posts"; NULL: any */
	const char *group; /* the id of collections; NULL: any */
	const char *const *paths; /* path_glob.h, ended by NULL; NULL: any */
	const char *const *conditions; /* document_condition.h, likewise */
	unsigned depth; /* 1: of collections at the root alone; 0: any */
	unsigned limit; /* 0: none */
};

struct documents;

/*
 * Is CHOICE well-formed?  Returns 0, or -1 with ERROR, GANTRY_ERROR_INPUT: the
 * text says what is wrong and how it is written.
 */
int documents_check(
    const struct documents_choice *choice, struct gantry_error *error);

/*
 * Begin to read the documents of DB, a cache.  Returns NULL with ERROR when
 * CHOICE is malformed, or when the cache has no documents.
 */
struct documents *documents_open(struct db *db,
    const struct documents_choice *choice, struct gantry_error *error);

/* NULL is allowed. */
void documents_close(struct documents *documents);

/*
 * Read the next document.  It was checked: a cache may come from anywhere.
 * Returns 1, or 0 after the last, or -1.
 */
int documents_next(struct documents *documents,
    struct firestore_document *document, struct gantry_error *error);

/* Begin anew. */
void documents_rewind(struct documents *documents);

/* How many documents were looked at since the beginning, and there are. */
uint64_t documents_seen(const struct documents *documents);
uint64_t documents_total(const struct documents *documents);

#endif
