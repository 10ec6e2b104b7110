#ifndef FIRESTORE_JSON_CHECK_H
#define FIRESTORE_JSON_CHECK_H

#include <gantry/buffer.h>

#include "data/firestore/document.h"

/*
 * Check that DOCUMENT, which was read from a cache, is as document.h says: its
 * path consists of pairs of ids, and its fields have the one form that all
 * readers write.  SCRATCH is overwritten; the caller clears it.  Returns 0, or
 * -1 with ERROR filled, which names the path.
 */
int json_check_document(const struct firestore_document *document,
    struct gantry_buffer *scratch, struct gantry_error *error);

#endif
