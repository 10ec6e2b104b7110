/*
 * Escapes text for XML.
 */
#include <glib.h>

#include "data/clouds/draw/xml.h"
#include "data/clouds/layout/words.h"

#define REPLACEMENT 0xfffd

/* Production [2] of XML 1.0, for code points that UTF-8 can encode. */
static bool
is_allowed(gunichar character)
{
	return character == '\t' || character == '\n' || character == '\r' ||
	    (character >= 0x20 && character != 0xfffe && character != 0xffff);
}

static void
put(struct gantry_buffer *buffer, gunichar character)
{
	char bytes[6];
	int length;

	if (words_is_bidi_control(character))
		return;
	switch (character) {
	case '<':
		gantry_buffer_puts(buffer, "&lt;");
		return;
	case '>':
		gantry_buffer_puts(buffer, "&gt;");
		return;
	case '&':
		gantry_buffer_puts(buffer, "&amp;");
		return;
	case '"':
		gantry_buffer_puts(buffer, "&quot;");
		return;
	case '\'':
		gantry_buffer_puts(buffer, "&#39;");
		return;
	default:
		length = g_unichar_to_utf8(
		    is_allowed(character) ? character : REPLACEMENT, bytes);
		gantry_buffer_add(buffer, bytes, (size_t)length);
	}
}

void
xml_escape(struct gantry_buffer *buffer, const char *text)
{
	char *valid = g_utf8_make_valid(text, -1);
	const char *at;

	for (at = valid; *at != '\0'; at = g_utf8_next_char(at))
		put(buffer, g_utf8_get_char(at));
	g_free(valid);
}
