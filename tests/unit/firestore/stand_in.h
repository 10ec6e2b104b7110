#ifndef UNIT_FIRESTORE_STAND_IN_H
#define UNIT_FIRESTORE_STAND_IN_H

#include <gantry/contract.h>

/*
 * Methods of Firestore that make up their answers, for tests of what is in
 * front of them.
 *
 * - GetDocument gives any document the fields "token" and "deadline", those of
 *   the call; /missing is not found, and /denied is denied.  /wrong gives what
 *   is not a document.
 * - BatchGetDocuments finds all but /missing.
 * - RunQuery gives as many documents as the limit says.  In the collection
 *   "fails" it then fails; documents of "large" have a field of 1,000 bytes,
 *   those of "fails" as well.
 * - RunAggregationQuery counts 42 documents.
 * - Rollback succeeds without a message; Commit is denied.
 */

extern const struct gantry_application stand_in_application;

/* Are there data?  They are at first. */
extern bool stand_in_is_available;

#endif
