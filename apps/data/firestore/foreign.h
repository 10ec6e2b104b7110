#ifndef FIRESTORE_FOREIGN_H
#define FIRESTORE_FOREIGN_H

#include "data/firestore/bytes.h"

/*
 * Recognizes what is often given in place of documents.  Each function returns
 * a part of a message, what it is and what to do, or NULL.
 */

/* By the BEGINNING of a file, 512 bytes if it has them. */
const char *foreign_find(struct bytes beginning);

/* By the name of what cannot be opened. */
const char *foreign_find_name(const char *path);

#endif
