#ifndef FIRESTORE_EXPORT_ENTITY_H
#define FIRESTORE_EXPORT_ENTITY_H

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/bytes.h"
#include "data/firestore/document.h"
#include "data/firestore/export/fields.h"
#include "data/firestore/export/reference.h"

/*
 * Decoding one EntityProto, a record of an export, into a document.
 *
 *	struct entity entity = { 0 };
 *
 *	if (entity_decode(&entity, record, &error) == 0)
 *		... entity.document.path ...
 *	entity_clear(&entity);
 */

struct entity {
	struct firestore_document document; /* borrows from the buffers */
	struct reference origin; /* borrows from the record */
	struct gantry_buffer path;
	bool has_path; /* even if the fields cannot be read */
	struct gantry_buffer object;
	struct fields fields;
};

/*
 * Decode RECORD, replacing what was decoded before and reusing its memory.
 * Returns 0, or -1 with ERROR naming the document, as far as it is known, the
 * byte, and what was expected there.
 */
int entity_decode(
    struct entity *entity, struct bytes record, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void entity_clear(struct entity *entity);

#endif
