/*
 * JSON values written to a buffer.  Room for the worst case is reserved first,
 * so that bytes are stored without further checks.  Besides what RFC 8259
 * section 7 requires, all control characters and line separators are escaped,
 * so that the text looks the same in every terminal and editor.
 */
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "base/null.h"
#include "base/text/decimal.h"
#include "base/text/json_store.h"
#include "base/text/swar.h"
#include "base/text/utf8.h"
#include "gantry/json.h"

/* The bytes that need no escape in a string; sixteen per row. */
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

/* Store the escape of CHARACTER at TO; returns the end. */
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

/* U+0080 to U+009F, which control terminals; U+2028 and U+2029. */
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

/* Copy the character at *FROM, which is not ASCII; U+FFFD if it is invalid. */
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

/* Are the eight bytes at P plain? */
static bool
are_plain(const char *p)
{
	uint64_t bytes = swar_load(p), ascii = bytes & SWAR_REPEAT(0x7f);

	return swar_all(~bytes & swar_between(ascii, ' ', 0x7e) &
	    swar_differ(ascii, '"') & swar_differ(ascii, '\\'));
}

/* Store character by character. */
static char *
store_characters(char *to, const unsigned char *p, const unsigned char *end)
{
	while (p < end) {
		while (p < end && is_plain[*p])
			*to++ = (char)*p++;
		if (p < end && *p >= 0x80)
			to = copy_character(to, &p, end);
		else if (p < end)
			to = escape(to, *p++);
	}
	*to++ = '"';
	return to;
}

/* Most strings are plain, which is checked eight bytes at a time. */
char *
json_store_string(char *to, const char *string, size_t length)
{
	const unsigned char *bytes = (const unsigned char *)string;
	size_t at;

	*to++ = '"';
	memcpy(to, string, length);
	memset(to + length, ' ', 8); /* so that the last eight are plain */
	for (at = 0; at < length; at += 8)
		if (!are_plain(to + at))
			return store_characters(
			    to + at, bytes + at, bytes + length);
	to[length] = '"';
	return to + length + 1;
}

void
gantry_json_string(
    struct gantry_buffer *buffer, const char *string, size_t length)
{
	char *to;

	if (length == 0)
		string = ""; /* it may be NULL */
	if (buffer_lacks(buffer, string, __func__, "string"))
		return;
	to = gantry_buffer_reserve(buffer, json_room(length));
	if (to != NULL)
		buffer->length =
		    (size_t)(json_store_string(to, string, length) -
			buffer->data);
}

void
gantry_json_text(struct gantry_buffer *buffer, const char *text)
{
	if (null_given(buffer, __func__, "buffer"))
		return;
	if (text == NULL)
		gantry_buffer_puts(buffer, "null");
	else
		gantry_json_string(buffer, text, strlen(text));
}

char *
json_store_integer(char *to, int64_t value)
{
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
	uint64_t limit;
	char *end, *p;

	if (value < 0)
		*to++ = '-';
	end = to + 1;
	for (limit = 10; rest >= limit; limit *= 10)
		end++;
	for (p = end; p > to; rest /= 10)
		*--p = (char)('0' + rest % 10);
	return end;
}

void
gantry_json_integer(struct gantry_buffer *buffer, int64_t value)
{
	char *to;

	if (null_given(buffer, __func__, "buffer"))
		return;
	to = gantry_buffer_reserve(buffer, JSON_INTEGER_SIZE);
	if (to != NULL)
		buffer->length =
		    (size_t)(json_store_integer(to, value) - buffer->data);
}

void
gantry_json_number(struct gantry_buffer *buffer, double value)
{
	char text[DECIMAL_SIZE];

	if (null_given(buffer, __func__, "buffer"))
		return;
	if (!isfinite(value))
		gantry_buffer_puts(buffer, "null");
	else if (value == 0 && signbit(value))
		gantry_buffer_puts(
		    buffer, "-0.0"); /* parsers may read -0 as the integer 0 */
	else
		gantry_buffer_add(buffer, text, decimal_write(text, value));
}
