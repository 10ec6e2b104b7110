#ifndef FIRESTORE_NUL_NAMES_H
#define FIRESTORE_NUL_NAMES_H

#include <jansson.h>

#include "data/firestore/bytes.h"

/*
 * Parse TEXT as json_loadb does, with JSON_ALLOW_NUL and FLAGS.  A NUL may also
 * be in the names of members, as Firestore allows; jansson's parser does not.
 * Read such names with their length.  Returns NULL with REASON, which may be
 * NULL, filled.
 */
json_t *nul_names_load(struct bytes text, size_t flags, json_error_t *reason);

#endif
