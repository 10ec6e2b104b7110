#ifndef TESTING_UPLOAD_H
#define TESTING_UPLOAD_H

#include <gantry/testing.h>

/*
 * Bodies of forms.  Each appends to BODY and returns the header with its type;
 * NULL if memory ran out.
 */

const char *upload_parts(struct gantry_buffer *body,
    const struct gantry_upload *parts, struct gantry_environ *environ);

/* A field without a value is left out. */
const char *upload_form(
    struct gantry_buffer *body, const struct gantry_url_field *fields);

#endif
