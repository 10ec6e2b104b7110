#ifndef FIRESTORE_IDS_H
#define FIRESTORE_IDS_H

#include "data/firestore/bytes.h"

/*
 * What is wrong with ID, of a document or a collection, by the constraints of
 * Firestore (https://firebase.google.com/docs/firestore/quotas): a part of a
 * message, "expected an id ...", or NULL.
 */
const char *id_find_fault(struct bytes id);

#endif
