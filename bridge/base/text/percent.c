/*
 * Percent-encoding (RFC 3986 section 2.1), for paths and for query parameters.
 */
#include <ctype.h>
#include <string.h>

#include "base/text/percent.h"

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

void
percent_encode(struct gantry_buffer *buffer, const char *text, const char *also)
{
	static const char hex[] = "0123456789ABCDEF";

	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		/* Whatever the locale. */
		if ((c < 0x80 && isalnum(c)) || strchr("-._~", c) != NULL ||
		    strchr(also, c) != NULL) {
			gantry_buffer_putc(buffer, *text);
			continue;
		}
		gantry_buffer_putc(buffer, '%');
		gantry_buffer_putc(buffer, hex[c >> 4]);
		gantry_buffer_putc(buffer, hex[c & 0xf]);
	}
}
