#ifndef FORMATS_TYPED_SPECIAL_H
#define FORMATS_TYPED_SPECIAL_H

#include "data/firestore/formats/typed.h"

/*
 * The objects that a convention gives a type, see typed.h.  Each function
 * appends such a value without the braces around it.  Returns 1, or 0 when
 * OBJECT is not one, or -1 with ERROR when it is a malformed one.
 */

int typed_add_client(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);
int typed_add_datatype(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);
int typed_add_mongo(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);

/* {"latitude","longitude"}, which is counted unless types are inferred. */
int typed_add_inferred(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);

#endif
