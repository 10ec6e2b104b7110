/*
 * Templates as OpenAPI has them: "/frequencies/{pub}".
 */
#include <ctype.h>
#include <string.h>

#include "openapi/path_template.h"

bool
path_template_next(const char **at, struct path_template_field *field)
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
	field->arguments = field->converter + field->converter_length;
	field->arguments_length = 0;
	if (*field->arguments == '(') {
		field->arguments++;
		/* The last of them is the parenthesis that closes. */
		field->arguments_length =
		    (size_t)(close - field->arguments) - 1;
	}
	*at = close + 1;
	return true;
}

/* RFC 3986 section 3.3; an application's own braces are encoded. */
void
path_template_put_path(
    struct gantry_buffer *text, const char *path, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		unsigned char c = (unsigned char)path[i];

		if (c < 0x80 &&
		    (isalnum(c) ||
			(c != '\0' && strchr("-._~!$&'()*+,;=:@/", c) != NULL)))
			gantry_buffer_putc(text, (char)c);
		else
			gantry_buffer_printf(text, "%%%02X", (unsigned)c);
	}
}

void
path_template_put(struct gantry_buffer *text, const char *template)
{
	struct path_template_field field;
	const char *at = template;

	while (path_template_next(&at, &field)) {
		path_template_put_path(
		    text, template, (size_t)(field.name - template) - 1);
		gantry_buffer_putc(text, '{');
		gantry_buffer_add(text, field.name, field.name_length);
		gantry_buffer_putc(text, '}');
		template = at;
	}
	path_template_put_path(text, template, strlen(template));
}

void
path_template_put_id(
    struct gantry_buffer *text, const char *method, const char *template)
{
	struct gantry_buffer plain = { 0 };
	size_t i;
	bool is_joined = false;

	for (; *method != '\0'; method++)
		gantry_buffer_putc(text, (char)tolower((unsigned char)*method));
	path_template_put(&plain, template);
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
