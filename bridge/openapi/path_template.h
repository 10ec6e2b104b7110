#ifndef OPENAPI_PATH_TEMPLATE_H
#define OPENAPI_PATH_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/buffer.h>

/* Templates of routes that were compiled, as OpenAPI wants to see them. */

/* A field of one: its name and its converter, each "" for none. */
struct path_template_field {
	const char *name;
	size_t name_length;
	const char *converter;
	size_t converter_length;
	const char *arguments; /* of the converter */
	size_t arguments_length;
};

/* The next field at *AT, which moves on behind it; false: there is none. */
bool path_template_next(const char **at, struct path_template_field *field);

/* Append LENGTH bytes of a path, percent-encoded where they must be. */
void path_template_put_path(
    struct gantry_buffer *text, const char *path, size_t length);

/* Append TEMPLATE without its converters, percent-encoded: "/a/{b}". */
void path_template_put(struct gantry_buffer *text, const char *template);

/* Append METHOD and TEMPLATE as an identifier: "get_a_b". */
void path_template_put_id(
    struct gantry_buffer *text, const char *method, const char *template);

#endif
