#ifndef OPENAPI_TEMPLATE_H
#define OPENAPI_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/buffer.h>

/* Templates of routes that were compiled, as OpenAPI wants to see them. */

/* A field of one: its name and its converter, which is "" for none. */
struct template_field {
	const char *name;
	size_t name_length;
	const char *converter;
	size_t converter_length;
};

/* The next field at *AT, which moves on behind it; false: there is none. */
bool template_next(const char **at, struct template_field *field);

/* Append TEMPLATE without its converters: "/a/{b}". */
void template_put(struct gantry_buffer *text, const char *template);

/* Append METHOD and TEMPLATE as an identifier: "get_a_b". */
void template_put_id(
    struct gantry_buffer *text, const char *method, const char *template);

#endif
