#ifndef FORMATS_BUNDLE_H
#define FORMATS_BUNDLE_H

#include "data/firestore/formats/reading.h"

/* Data bundles of Firestore: objects, each after its length in bytes. */
format_read bundle_read;
format_record bundle_record;

/* Does a text that begins so hold one? */
bool bundle_is(struct bytes beginning);

#endif
