/*
 * The bodies of an operation as a Request Body Object (OpenAPI 3.1.1 section
 * 4.8.13): those that its route declares, and the form of its parameters.
 */
#include <string.h>

#include "openapi/parameter.h"
#include "openapi/schema.h"

#define FORM_TYPE "application/x-www-form-urlencoded"

/* The media types of parts (section 4.8.15). */
static void
put_encodings(
    struct gantry_json_writer *json, const struct gantry_encoding *encoding)
{
	if (encoding == NULL)
		return;
	gantry_json_begin_object(json, "encoding");
	for (; encoding->name != NULL; encoding++) {
		gantry_json_begin_object(json, encoding->name);
		gantry_json_put_text(json, "contentType", encoding->type);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

/* The example without a name is one of them: a document has one or several. */
static void
put_examples(
    struct gantry_json_writer *json, const struct gantry_content *content)
{
	const struct gantry_example *example = content->examples;

	if (example == NULL || example->name == NULL) {
		if (content->example != NULL)
			gantry_json_put_raw(json, "example", content->example);
		return;
	}
	gantry_json_begin_object(json, "examples");
	if (content->example != NULL) {
		gantry_json_begin_object(json, "default");
		gantry_json_put_raw(json, "value", content->example);
		gantry_json_end(json);
	}
	for (; example->name != NULL; example++) {
		gantry_json_begin_object(json, example->name);
		if (example->help != NULL)
			gantry_json_put_text(json, "summary", example->help);
		gantry_json_put_raw(json, "value", example->value);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

/* POINTER is that of the operation. */
static void
put_content(struct gantry_json_writer *json,
    const struct gantry_content *content, const char *pointer)
{
	struct gantry_buffer place = { 0 };

	gantry_json_begin_object(json, content->type);
	if (content->schema != NULL) {
		gantry_buffer_puts(&place, pointer);
		gantry_buffer_puts(&place, "/requestBody/content");
		schema_put_token(&place, content->type);
		gantry_buffer_puts(&place, "/schema");
		gantry_buffer_putc(&place, '\0');
		schema_put_text(json, "schema", content->schema,
		    gantry_buffer_failed(&place) ? "#" : place.data);
		gantry_buffer_clear(&place);
	}
	put_examples(json, content);
	put_encodings(json, content->encodings);
	gantry_json_end(json);
}

void
body_put(struct gantry_json_writer *json, const struct gantry_route *route,
    const char *pointer)
{
	const struct gantry_content *content = route->bodies;
	bool has_form = false;

	if (content == NULL) {
		parameter_put_form(json, route);
		return;
	}
	gantry_json_begin_object(json, "requestBody");
	if (content->help != NULL)
		gantry_json_put_text(json, "description", content->help);
	gantry_json_put_boolean(json, "required", !route->body_is_optional);
	gantry_json_begin_object(json, "content");
	for (; content->type != NULL; content++) {
		has_form = has_form || strcmp(content->type, FORM_TYPE) == 0;
		put_content(json, content, pointer);
	}
	if (!has_form)
		parameter_put_form_content(json, route);
	gantry_json_end(json);
	gantry_json_end(json);
}
