/*
 * Percent-decoding, for paths and for query parameters.
 */
#include <ctype.h>

#include "base/percent.h"

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
percent_decode(char *to, const char *from, size_t length, bool plus_is_space)
{
	const char *end = from + length;
	int high, low;

	for (; from < end; from++) {
		if (*from != '%') {
			*to++ = plus_is_space && *from == '+' ? ' ' : *from;
			continue;
		}
		high = end - from > 2 ? hex_digit(from[1]) : -1;
		low = high != -1 ? hex_digit(from[2]) : -1;
		if (low == -1 || high * 16 + low == 0)
			return -1;
		*to++ = (char)(high * 16 + low);
		from += 2;
	}
	*to = '\0';
	return 0;
}
