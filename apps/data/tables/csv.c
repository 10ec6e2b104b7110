#include <string.h>

#include "data/tables/csv.h"

bool
csv_is_formula(struct bytes text)
{
	static const char *const wide[] = { "\uff1d", "\uff0b", "\uff0d",
		"\uff20" };
	size_t at = 0, i;

	/* Spreadsheets skip these; a quote is not one of them. */
	while (at < text.length && (unsigned char)text.data[at] <= ' ')
		at++;
	if (at == text.length)
		return false;
	if (strchr("=+-@", text.data[at]) != NULL)
		return true;
	for (i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
		if (text.length - at >= 3 &&
		    memcmp(text.data + at, wide[i], 3) == 0)
			return true;
	return false;
}

static bool
needs_quotes(struct bytes text)
{
	size_t i;

	if (text.length == 0 || text.data[0] == ' ' ||
	    text.data[text.length - 1] == ' ')
		return true;
	for (i = 0; i < text.length; i++)
		if (text.data[i] == '"' || text.data[i] == ',' ||
		    text.data[i] == '\n' || text.data[i] == '\r')
			return true;
	return false;
}

void
csv_add_text(struct gantry_buffer *out, struct bytes text, bool is_guarded)
{
	const bool is_formula = is_guarded && csv_is_formula(text);
	size_t i;

	if (!is_formula && !needs_quotes(text)) {
		csv_add_plain(out, text);
		return;
	}
	gantry_buffer_putc(out, '"');
	if (is_formula)
		gantry_buffer_putc(out, '\'');
	for (i = 0; i < text.length; i++) {
		if (text.data[i] == '"')
			gantry_buffer_putc(out, '"');
		gantry_buffer_putc(out, text.data[i]);
	}
	gantry_buffer_putc(out, '"');
}

void
csv_add_plain(struct gantry_buffer *out, struct bytes text)
{
	gantry_buffer_add(out, text.data, text.length);
}

void
csv_separate(struct gantry_buffer *out)
{
	gantry_buffer_putc(out, ',');
}

void
csv_end_row(struct gantry_buffer *out)
{
	gantry_buffer_puts(out, "\r\n");
}
