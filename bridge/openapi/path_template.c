/*
 * Templates as OpenAPI writes them: "/frequencies/{pub}".
 */
#include <ctype.h>
#include <stdbool.h>

#include "base/text/percent.h"
#include "openapi/path_template.h"

static void
put_segment(struct gantry_buffer *text, const struct segment *segment)
{
	const struct template_field *field;
	size_t i;

	gantry_buffer_putc(text, '/');
	percent_encode_bytes(
	    text, segment->raw, segment->literal_length, PERCENT_PATH);
	for (i = 0; i < segment->count; i++) {
		field = &segment->fields[i];
		gantry_buffer_printf(text, "{%s}", field->name);
		percent_encode_bytes(
		    text, field->literal, field->literal_length, PERCENT_PATH);
	}
}

void
path_template_put(struct gantry_buffer *text, const struct template *template)
{
	size_t i;

	for (i = 0; i < template->count; i++)
		put_segment(text, &template->segments[i]);
}

void
path_template_put_id(struct gantry_buffer *text, const char *method,
    const struct template *template)
{
	struct gantry_buffer path = { 0 };
	size_t i;
	bool is_joined = false;

	for (; *method != '\0'; method++)
		gantry_buffer_putc(text, (char)tolower((unsigned char)*method));
	path_template_put(&path, template);
	for (i = 0; i < path.length; i++) {
		if (!isalnum((unsigned char)path.data[i]) &&
		    path.data[i] != '_') {
			is_joined = false;
			continue;
		}
		if (!is_joined)
			gantry_buffer_putc(text, '_');
		is_joined = true;
		gantry_buffer_putc(text, path.data[i]);
	}
	gantry_buffer_clear(&path);
}
