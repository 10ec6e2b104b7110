/*
 * HTML, in which text is escaped.
 */
#include <stdarg.h>
#include <string.h>

#include "openapi/html.h"

void
html_put(struct gantry_buffer *html, const char *text, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++) {
		switch (text[i]) {
		case '&':
			gantry_buffer_puts(html, "&amp;");
			break;
		case '<':
			gantry_buffer_puts(html, "&lt;");
			break;
		case '>':
			gantry_buffer_puts(html, "&gt;");
			break;
		case '"':
			gantry_buffer_puts(html, "&quot;");
			break;
		default:
			gantry_buffer_putc(html, text[i]);
		}
	}
}

void
html_putf(struct gantry_buffer *html, const char *format, ...)
{
	const char *hole, *text;
	va_list texts;

	va_start(texts, format);
	while ((hole = strstr(format, "%s")) != NULL) {
		gantry_buffer_add(html, format, (size_t)(hole - format));
		text = va_arg(texts, const char *);
		html_put(html, text, strlen(text));
		format = hole + strlen("%s");
	}
	va_end(texts);
	gantry_buffer_puts(html, format);
}
