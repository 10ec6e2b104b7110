#ifndef OPENAPI_SCHEMA_H
#define OPENAPI_SCHEMA_H

#include <stdbool.h>

#include <gantry/json.h>
#include <gantry/request.h>

/* Types of parameters, as JSON schemas and as words. */

/* Write the member NAME, which says what values PARAM has. */
void schema_put(struct gantry_json_writer *json,
    const struct gantry_param *param, const char *name);

/*
 * Is the list that PARAM may be an array to OpenAPI, which knows no other
 * delimiters than those of its styles?  Else it is a string.
 */
bool schema_is_array(const struct gantry_param *param);

/* Append PARAM's help and what no schema can say; nothing: there is none. */
void schema_put_note(
    struct gantry_buffer *text, const struct gantry_param *param);

/* "text", "integer", and so on. */
const char *schema_type(const struct gantry_param *param);

#endif
