#ifndef TABLES_DOCUMENT_CONDITION_H
#define TABLES_DOCUMENT_CONDITION_H

#include <stdbool.h>

#include <gantry/error.h>

#include "data/firestore/document.h"

/*
 * Conditions on the fields of documents, as a person writes them:
 *
 *	population >= 100000
 *	country == 'IT', country == "IT" or country == IT
 *	tags array-contains-any ["a", "b"]
 *	visited < 2026-01-31T00:00:00Z
 *	`a.b` != null
 *
 * The operators are those of Firestore's clients: == != < <= > >= in not-in
 * array-contains array-contains-any; = is ==.  The value is JSON.  A word that
 * is not JSON is a time if it looks like one, and a text otherwise; an object
 * is a value of the REST API, {"timestampValue": "2026-01-31T00:00:00Z"}.  They
 * hold as in Firestore: 1 and 1.0 are equal, a text is never below a number,
 * and a field that is absent meets no condition.
 */

struct conditions;

/*
 * Read TEXTS, which all have to hold; ended by NULL.  NULL is none.  Returns
 * NULL with ERROR, GANTRY_ERROR_INPUT: one is malformed.
 */
struct conditions *conditions_new(
    const char *const *texts, struct gantry_error *error);

/* NULL is allowed. */
void conditions_free(struct conditions *conditions);

/* Do all hold?  1 or 0, or -1 when memory ran out. */
int conditions_hold(struct conditions *conditions,
    const struct firestore_document *document, struct gantry_error *error);

#endif
