/*
 * JSON values written into a buffer.  Room for the worst case is made first, so
 * that the bytes can be stored without a further look at it.  What RFC 8259
 * section 7 demands is escaped, and what would make the text, looked at as
 * such, appear as another: all control characters, and those that end a line.
 */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "gantry/json.h"

/* Which bytes stand for themselves in a string; sixteen to a row. */
static const unsigned char is_plain[256] = {
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* controls */
	0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, /* controls */
	1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* not the quote */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* 0 to ? */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* @ to O */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1, 1, /* not backslash */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, /* ` to o */
	1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, /* not DEL */
};

/* Write the escape of CHARACTER at TO; returns what follows it. */
static char *
escape(char *to, unsigned char character)
{
	static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	static const char hex[] = "0123456789abcdef";
	const char *p;

	*to++ = '\\';
	for (p = letters; *p != '\0'; p += 2) {
		if ((unsigned char)*p == character) {
			*to++ = p[1];
			return to;
		}
	}
	memcpy(to, "u00", 3);
	to[3] = hex[character >> 4];
	to[4] = hex[character & 0xf];
	return to + 5;
}

/* U+0080 to U+009F, which a terminal may obey; U+2028 and U+2029. */
static bool
is_control(const unsigned char *p, size_t length)
{
	return (length == 2 && p[0] == 0xc2 && p[1] < 0xa0) ||
	    (length == 3 && p[0] == 0xe2 && p[1] == 0x80 &&
		(p[2] == 0xa8 || p[2] == 0xa9));
}

static char *
escape_control(char *to, const unsigned char *p, size_t length)
{
	static const char hex[] = "0123456789abcdef";

	memcpy(to, length == 2 ? "\\u00" : "\\u20", 4);
	to[4] = length == 2 ? hex[p[1] >> 4] : '2';
	to[5] = hex[p[length - 1] & 0xf];
	return to + 6;
}

/* Copy the character at *FROM, not of ASCII, or U+FFFD for what is none. */
static char *
copy_character(char *to, const unsigned char **from, const unsigned char *end)
{
	const unsigned char *p = *from;
	size_t length = utf8_length((const char *)p, (size_t)(end - p));

	if (is_control(p, length)) {
		*from += length;
		return escape_control(to, p, length);
	}
	if (length == 0) {
		*from += 1;
		memcpy(to, "\xef\xbf\xbd", 3);
		return to + 3;
	}
	memcpy(to, *from, length);
	*from += length;
	return to + length;
}

void
gantry_json_string(
    struct gantry_buffer *buffer, const char *string, size_t length)
{
	const unsigned char *p = (const unsigned char *)string;
	const unsigned char *end = p + length;
	/* No byte becomes more than six; a size beyond all is refused. */
	char *to = gantry_buffer_reserve(
	    buffer, length <= SIZE_MAX / 6 - 2 ? length * 6 + 2 : SIZE_MAX);

	if (to == NULL)
		return;
	*to++ = '"';
	while (p < end) {
		while (p < end && is_plain[*p])
			*to++ = (char)*p++;
		if (p < end && *p >= 0x80)
			to = copy_character(to, &p, end);
		else if (p < end)
			to = escape(to, *p++);
	}
	*to++ = '"';
	buffer->length = (size_t)(to - buffer->data);
}

void
gantry_json_text(struct gantry_buffer *buffer, const char *text)
{
	if (text == NULL)
		gantry_buffer_puts(buffer, "null");
	else
		gantry_json_string(buffer, text, strlen(text));
}

void
gantry_json_integer(struct gantry_buffer *buffer, int64_t value)
{
	char digits[20]; /* the sign and 19 digits of INT64_MIN */
	size_t at = sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest != 0);
	if (value < 0)
		digits[--at] = '-';
	gantry_buffer_add(buffer, digits + at, sizeof(digits) - at);
}

void
gantry_json_number(struct gantry_buffer *buffer, double value)
{
	char text[NUMBER_SIZE];

	if (!isfinite(value))
		gantry_buffer_puts(buffer, "null");
	else if (value == 0 && signbit(value))
		gantry_buffer_puts(buffer, "-0.0"); /* -0 may be read as 0 */
	else
		gantry_buffer_add(buffer, text, number_write(text, value));
}
