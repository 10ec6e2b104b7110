/*
 * Validation of UTF-8.
 */
#include <stdint.h>

#include "base/text/utf8.h"

size_t
utf8_length(const char *text, size_t left)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *p = (const unsigned char *)text;
	size_t length, i;
	uint32_t code;

	if (p[0] < 0x80)
		return 1;
	if (p[0] >= 0xc2 && p[0] <= 0xdf)
		length = 2;
	else if (p[0] >= 0xe0 && p[0] <= 0xef)
		length = 3;
	else if (p[0] >= 0xf0 && p[0] <= 0xf4)
		length = 4;
	else
		return 0;
	if (length > left)
		return 0;
	code = p[0] & (0xffu >> (length + 1));
	for (i = 1; i < length; i++) {
		if ((p[i] & 0xc0) != 0x80)
			return 0;
		code = code << 6 | (p[i] & 0x3f);
	}
	if (code < smallest[length] || code > 0x10ffff ||
	    (code >= 0xd800 && code <= 0xdfff))
		return 0;
	return length;
}

bool
utf8_is_valid(const char *text, size_t length)
{
	size_t step;

	for (; length > 0; text += step, length -= step) {
		step = utf8_length(text, length);
		if (step == 0)
			return false;
	}
	return true;
}

size_t
utf8_count(const char *text)
{
	size_t count = 0;

	for (; *text != '\0'; text++)
		count += (*text & 0xc0) != 0x80;
	return count;
}
