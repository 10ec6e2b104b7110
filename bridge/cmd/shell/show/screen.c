/*
 * Clean text and colours.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text/utf8.h"
#include "base/this_program.h"
#include "cmd/shell/show/screen.h"

bool
screen_has_colour(int descriptor)
{
	const char *none = getenv("NO_COLOR"), *terminal = getenv("TERM");

	return isatty(descriptor) && (none == NULL || *none == '\0') &&
	    terminal != NULL && *terminal != '\0' &&
	    strcmp(terminal, "dumb") != 0;
}

/* The character of SIZE bytes at TEXT, which is valid UTF-8. */
static uint32_t
decode(const char *text, size_t size)
{
	const unsigned char *bytes = (const unsigned char *)text;
	uint32_t character = bytes[0];
	size_t i;

	if (size > 1)
		character &= 0x7fu >> size;
	for (i = 1; i < size; i++)
		character = character << 6 | (bytes[i] & 0x3f);
	return character;
}

/* C0, DEL, C1, and what makes text look different from what it is. */
static bool
is_hidden(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0) ||
	    character == 0x61c ||
	    (character >= 0x200b && character <= 0x200f) ||
	    (character >= 0x2028 && character <= 0x202e) ||
	    (character >= 0x2060 && character <= 0x2069) || character == 0xfeff;
}

static void
put_clean(
    struct gantry_buffer *to, const char *text, size_t length, bool keeps_lines)
{
	const char *end = text + length, *begin = text;
	uint32_t character;
	size_t size;

	for (; text < end; text += size) {
		size = utf8_length(text, (size_t)(end - text));
		character = size > 0 ? decode(text, size) : 0;
		if (size > 0 &&
		    (!is_hidden(character) ||
			(keeps_lines &&
			    (character == '\n' || character == '\t'))))
			continue;
		gantry_buffer_add(to, begin, (size_t)(text - begin));
		if (size <= 1 && keeps_lines && *text == '\r' &&
		    text + 1 < end && text[1] == '\n')
			;
		else if (size <= 1)
			gantry_buffer_printf(to, "\\x%02x", *text & 0xff);
		else
			gantry_buffer_printf(to, "\\u%04x", character);
		if (size == 0)
			size = 1;
		begin = text + size;
	}
	gantry_buffer_add(to, begin, (size_t)(end - begin));
}

void
screen_put_clean(struct gantry_buffer *to, const char *text, size_t length)
{
	put_clean(to, text, length, true);
}

void
screen_put_line(struct gantry_buffer *to, const char *text, size_t length)
{
	put_clean(to, text, length, false);
}

const char *
screen_sequence(enum screen_colour colour)
{
	static const char *const sequences[] = {
		[SCREEN_PLAIN] = "\033[0m",
		[SCREEN_RED] = "\033[31m",
		[SCREEN_GREEN] = "\033[32m",
		[SCREEN_YELLOW] = "\033[33m",
		[SCREEN_BLUE] = "\033[34m",
		[SCREEN_MAGENTA] = "\033[35m",
		[SCREEN_CYAN] = "\033[36m",
		[SCREEN_GREY] = "\033[90m",
		[SCREEN_BOLD] = "\033[1m",
	};

	return sequences[colour];
}

void
screen_put_coloured(struct gantry_buffer *to, bool is_coloured,
    enum screen_colour colour, const char *text, size_t length)
{
	if (is_coloured && colour != SCREEN_PLAIN)
		gantry_buffer_puts(to, screen_sequence(colour));
	screen_put_line(to, text, length);
	if (is_coloured && colour != SCREEN_PLAIN)
		gantry_buffer_puts(to, screen_sequence(SCREEN_PLAIN));
}

void
screen_print(struct gantry_buffer *text)
{
	if (gantry_buffer_failed(text))
		program_print_error("out of memory");
	else if (text->length > 0)
		fwrite(text->data, 1, text->length, stdout);
	fflush(stdout);
	gantry_buffer_clear(text);
}
