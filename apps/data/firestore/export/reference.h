#ifndef FIRESTORE_EXPORT_REFERENCE_H
#define FIRESTORE_EXPORT_REFERENCE_H

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"
#include "data/firestore/export/protobuf.h"

/*
 * The name of a document: the key of an entity, or a reference value that
 * points to one.  Both have the same content in different fields.
 */

struct reference {
	struct bytes project; /* without the prefix of its region */
	struct bytes database; /* "(default)" unless it is named */
	struct bytes space; /* the namespace of Datastore mode; usually empty */
};

/*
 * Decode the key of an entity, a Reference, or a reference value's group.  The
 * path "collection/id/..." is appended to PATH without a NUL; a numeric id N
 * becomes "__idN__".  REFERENCE borrows from the message.  Returns 0 or -1.
 */
int reference_read_key(struct protobuf message, struct reference *reference,
    struct gantry_buffer *path, struct gantry_error *error);
int reference_read_value(struct protobuf message, struct reference *reference,
    struct gantry_buffer *path, struct gantry_error *error);

#endif
