/*
 * Templates as OpenAPI has them: "/frequencies/{pub}".
 */
#include <ctype.h>
#include <string.h>

#include "openapi/outline.h"

bool
outline_next(const char **at, struct outline_field *field)
{
	const char *open = strchr(*at, '{'), *close;

	close = open != NULL ? strchr(open, '}') : NULL;
	if (close == NULL)
		return false;
	field->name = open + 1;
	field->name_length = strcspn(field->name, ":}");
	field->converter = field->name + field->name_length;
	if (*field->converter == ':')
		field->converter++;
	field->converter_length = strcspn(field->converter, "(}");
	*at = close + 1;
	return true;
}

void
outline_put(struct gantry_buffer *text, const char *template)
{
	struct outline_field field;
	const char *at = template;

	while (outline_next(&at, &field)) {
		gantry_buffer_add(
		    text, template, (size_t)(field.name - template));
		gantry_buffer_add(text, field.name, field.name_length);
		gantry_buffer_putc(text, '}');
		template = at;
	}
	gantry_buffer_puts(text, template);
}

void
outline_put_id(
    struct gantry_buffer *text, const char *method, const char *template)
{
	struct gantry_buffer plain = { 0 };
	size_t i;
	bool is_joined = false;

	for (; *method != '\0'; method++)
		gantry_buffer_putc(text, (char)tolower((unsigned char)*method));
	outline_put(&plain, template);
	for (i = 0; i < plain.length; i++) {
		if (!isalnum((unsigned char)plain.data[i]) &&
		    plain.data[i] != '_') {
			is_joined = false;
			continue;
		}
		if (!is_joined)
			gantry_buffer_putc(text, '_');
		is_joined = true;
		gantry_buffer_putc(text, plain.data[i]);
	}
	gantry_buffer_clear(&plain);
}
