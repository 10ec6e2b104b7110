/*
 * Percent-encoding for paths, URLs and query parameters, whatever the locale.
 */
#include <ctype.h>
#include <string.h>

#include "base/null.h"
#include "base/text/percent.h"
#include "gantry/web.h"

static int
hex_digit(char character)
{
	if (character >= '0' && character <= '9')
		return character - '0';
	if (isxdigit((unsigned char)character))
		return tolower((unsigned char)character) - 'a' + 10;
	return -1;
}

int
percent_next(const char **at, const char *end, bool plus_is_space)
{
	const char *from = *at;
	int high, low;

	if (*from != '%') {
		*at = from + 1;
		return plus_is_space && *from == '+' ? ' '
						     : (unsigned char)*from;
	}
	high = end - from > 2 ? hex_digit(from[1]) : -1;
	low = high != -1 ? hex_digit(from[2]) : -1;
	if (low == -1 || high * 16 + low == 0)
		return -1;
	*at = from + 3;
	return high * 16 + low;
}

int
percent_decode(char *to, const char *from, size_t length, bool plus_is_space)
{
	const char *end = from + length;
	int byte;

	while (from < end) {
		byte = percent_next(&from, end, plus_is_space);
		if (byte == -1)
			return -1;
		*to++ = (char)byte;
	}
	*to = '\0';
	return 0;
}

static bool
is_unreserved(unsigned char c)
{
	return c < 0x80 && (isalnum(c) || strchr("-._~", c) != NULL);
}

static void
put_escape(struct gantry_buffer *buffer, unsigned char c)
{
	static const char hex[] = "0123456789ABCDEF";

	gantry_buffer_putc(buffer, '%');
	gantry_buffer_putc(buffer, hex[c >> 4]);
	gantry_buffer_putc(buffer, hex[c & 0xf]);
}

static void
put_byte(struct gantry_buffer *buffer, char byte, const char *also)
{
	const unsigned char c = (unsigned char)byte;

	if (c != '\0' && (is_unreserved(c) || strchr(also, c) != NULL))
		gantry_buffer_putc(buffer, byte);
	else
		put_escape(buffer, c);
}

void
percent_encode_bytes(struct gantry_buffer *buffer, const char *bytes,
    size_t length, const char *also)
{
	size_t i;

	for (i = 0; i < length; i++)
		put_byte(buffer, bytes[i], also);
}

void
percent_encode(struct gantry_buffer *buffer, const char *text, const char *also)
{
	percent_encode_bytes(buffer, text, strlen(text), also);
}

void
percent_encode_url(struct gantry_buffer *buffer, const char *url)
{
	bool has_fragment = false; /* which cannot contain another '#' */

	for (; *url != '\0'; url++) {
		if (*url == '#' && has_fragment) {
			put_escape(buffer, '#');
			continue;
		}
		has_fragment |= *url == '#';
		if (*url == '%' && hex_digit(url[1]) != -1 &&
		    hex_digit(url[2]) != -1)
			gantry_buffer_putc(buffer, '%');
		else
			put_byte(buffer, *url, ":/?#[]@!$&'()*+,;=");
	}
}

void
gantry_percent_encode(struct gantry_buffer *buffer, const char *text)
{
	if (!buffer_lacks(buffer, text, __func__, "text"))
		percent_encode(buffer, text, "");
}

void
gantry_percent_encode_path(struct gantry_buffer *buffer, const char *path)
{
	if (!buffer_lacks(buffer, path, __func__, "path"))
		percent_encode(buffer, path, PERCENT_PATH);
}
