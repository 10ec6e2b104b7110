/*
 * JSON values written into a buffer.  Runs of plain characters are copied at
 * once; only what RFC 8259 section 7 demands is escaped.
 */
#include <stdbool.h>
#include <string.h>

#include "gantry/json.h"

/* How many bytes of a valid UTF-8 sequence begin at P; 0 when none does. */
static size_t
utf8_length(const unsigned char *p, size_t left)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t length, i;
	uint32_t code;

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

static bool
is_plain(unsigned char character)
{
	return character >= 0x20 && character < 0x80 && character != '"' &&
	    character != '\\';
}

static void
escape(struct gantry_buffer *buffer, unsigned char character)
{
	static const char letters[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	static const char hex[] = "0123456789abcdef";
	const char *p;

	for (p = letters; *p != '\0'; p += 2) {
		if ((unsigned char)*p == character) {
			gantry_buffer_putc(buffer, '\\');
			gantry_buffer_putc(buffer, p[1]);
			return;
		}
	}
	gantry_buffer_puts(buffer, "\\u00");
	gantry_buffer_putc(buffer, hex[character >> 4]);
	gantry_buffer_putc(buffer, hex[character & 0xf]);
}

void
gantry_json_string(
    struct gantry_buffer *buffer, const char *string, size_t length)
{
	const unsigned char *p = (const unsigned char *)string;
	const unsigned char *end = p + length;
	const unsigned char *plain;
	size_t sequence;

	gantry_buffer_putc(buffer, '"');
	while (p < end) {
		for (plain = p; p < end && is_plain(*p);)
			p++;
		gantry_buffer_add(buffer, plain, (size_t)(p - plain));
		if (p == end)
			break;
		if (*p < 0x80) {
			escape(buffer, *p++);
			continue;
		}
		sequence = utf8_length(p, (size_t)(end - p));
		if (sequence > 0)
			gantry_buffer_add(buffer, p, sequence);
		else
			gantry_buffer_puts(buffer, "\xef\xbf\xbd");
		p += sequence > 0 ? sequence : 1;
	}
	gantry_buffer_putc(buffer, '"');
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
