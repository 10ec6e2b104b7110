#ifndef OPENAPI_PATH_TEMPLATE_H
#define OPENAPI_PATH_TEMPLATE_H

#include <gantry/buffer.h>

#include "web/routing/template.h"

/* Templates as OpenAPI writes them. */

/* Append TEMPLATE without its converters, percent-encoded: "/a/{b}". */
void path_template_put(
    struct gantry_buffer *text, const struct template *template);

/* Append METHOD and TEMPLATE as an identifier: "get_a_b". */
void path_template_put_id(struct gantry_buffer *text, const char *method,
    const struct template *template);

#endif
