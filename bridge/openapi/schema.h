#ifndef OPENAPI_SCHEMA_H
#define OPENAPI_SCHEMA_H

#include <stdbool.h>

#include <gantry/json.h>
#include <gantry/request.h>

/* Types of parameters, as JSON schemas and as words. */

/* Write the schema of PARAM as the member NAME. */
void schema_put(struct gantry_json_writer *json,
    const struct gantry_param *param, const char *name);

/*
 * Write TEXT, the schema of a body, as the member NAME, which is at POINTER in
 * the document: "#/paths/...".  References in it are changed to lead there.
 */
void schema_put_text(struct gantry_json_writer *json, const char *name,
    const char *text, const char *pointer);

/* Append NAME to a pointer that is a fragment of a URI (RFC 6901 section 6). */
void schema_put_token(struct gantry_buffer *place, const char *name);

/*
 * Is PARAM a list that OpenAPI can describe as an array?  OpenAPI knows only
 * the delimiters of its styles; a list with another one is a string.
 */
bool schema_is_array(const struct gantry_param *param);

/* Append PARAM's help and what the schema cannot express, if anything. */
void schema_put_note(
    struct gantry_buffer *text, const struct gantry_param *param);

/* Append PARAM's range, if it has one: ", 1 to 9", ", at least 1". */
void schema_put_range(
    struct gantry_buffer *text, const struct gantry_param *param);

/* "text", "integer", and so on. */
const char *schema_type(const struct gantry_param *param);

#endif
