/*
 * Makes text harmless for a terminal.
 */
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "data/firestore/bytes.h"
#include "data/gantry-cache/printable.h"

/* Is it C1 in UTF-8? */
static bool
is_c1(const unsigned char *p, size_t left)
{
	return left >= 2 && p[0] == 0xc2 && p[1] >= 0x80 && p[1] < 0xa0;
}

/* Get the length of the character at P if it can be printed, or 0. */
static size_t
printable_length(const unsigned char *p, size_t left)
{
	size_t length = p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;

	if (p[0] < 0x80)
		return p[0] >= 0x20 && p[0] != 0x7f;
	if (length > left || is_c1(p, left) ||
	    !bytes_is_utf8((struct bytes){ (const char *)p, length }))
		return 0;
	return length;
}

void
printable_add(struct gantry_buffer *out, const char *text, size_t length)
{
	const unsigned char *p = (const unsigned char *)text;
	size_t printable;

	while (length > 0) {
		printable = printable_length(p, length);
		if (printable > 0) {
			gantry_buffer_add(out, p, printable);
		} else {
			/* Both bytes, so that the second cannot stand alone. */
			printable = is_c1(p, length) ? 2 : 1;
			gantry_buffer_printf(out, "\\x%02x", p[0]);
			if (printable == 2)
				gantry_buffer_printf(out, "\\x%02x", p[1]);
		}
		p += printable;
		length -= printable;
	}
}

void
printable_line(FILE *file, const char *format, ...)
{
	struct gantry_buffer text = { 0 }, line = { 0 };
	va_list arguments;

	va_start(arguments, format);
	gantry_buffer_vprintf(&text, format, arguments);
	va_end(arguments);
	printable_add(&line, text.data, text.length);
	gantry_buffer_putc(&line, '\n');
	if (gantry_buffer_failed(&text) || gantry_buffer_failed(&line))
		fputs("gantry-cache: out of memory\n", stderr);
	else
		fwrite(line.data, 1, line.length, file);
	gantry_buffer_clear(&text);
	gantry_buffer_clear(&line);
}
