/*
 * Our own readers wrote the JSON of documents, and millions of documents are
 * searched for a field or two: nothing is checked that would only make sense of
 * other text.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/json_scan.h"

const char *
json_skip_string(const char *at, const char *end)
{
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\')
			at++;
	return at < end ? at + 1 : end;
}

const char *
json_skip_value(const char *at, const char *end)
{
	unsigned depth = 0;

	while (at < end) {
		if (*at == '"') {
			at = json_skip_string(at, end);
		} else {
			depth += *at == '{' || *at == '[';
			depth -= *at == '}' || *at == ']';
			at++;
		}
		if (depth == 0 &&
		    (at == end || *at == ',' || *at == '}' || *at == ']'))
			break;
	}
	return at;
}

/* Read the four hexadecimal digits at AT. */
static uint32_t
read_hex(const char *at)
{
	char digits[5] = { 0 };

	memcpy(digits, at, 4);
	return (uint32_t)strtoul(digits, NULL, 16);
}

static void
add_utf8(struct gantry_buffer *buffer, uint32_t code)
{
	char bytes[4];
	int count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	int i;

	for (i = count - 1; i > 0; i--, code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3f));
	bytes[0] = (char)(count == 1 ? code : (0xf00u >> count) | code);
	gantry_buffer_add(buffer, bytes, (size_t)count);
}

/*
 * Append the character of \uXXXX at AT, after the u; two of them for a
 * character above U+FFFF.  Returns what follows.
 */
static const char *
unescape_unicode(struct gantry_buffer *buffer, const char *at, const char *end)
{
	uint32_t code, low;

	if (end - at < 4)
		return end;
	code = read_hex(at);
	at += 4;
	if (code >= 0xd800 && code < 0xdc00 && end - at >= 6 && *at == '\\') {
		low = read_hex(at + 2);
		code = 0x10000 + ((code & 0x3ff) << 10 | (low & 0x3ff));
		at += 6;
	}
	add_utf8(buffer, code);
	return at;
}

/* Append the character of the escape at AT, after its backslash. */
static const char *
unescape(struct gantry_buffer *buffer, const char *at, const char *end)
{
	static const char letters[] = "b\bf\fn\nr\rt\t";
	const char *letter;

	if (*at == 'u')
		return unescape_unicode(buffer, at + 1, end);
	for (letter = letters; *letter != '\0'; letter += 2)
		if (*letter == *at)
			break;
	gantry_buffer_putc(buffer, *letter != '\0' ? letter[1] : *at);
	return at + 1;
}

void
json_unescape(struct gantry_buffer *buffer, const char *after, const char *end)
{
	const char *plain;

	while (after < end) {
		plain = memchr(after, '\\', (size_t)(end - after));
		if (plain == NULL)
			plain = end;
		gantry_buffer_add(buffer, after, (size_t)(plain - after));
		after = plain;
		if (end - after >= 2)
			after = unescape(buffer, after + 1, end);
		else if (after < end)
			after = end;
	}
}

struct json_walk
json_walk(struct json_part text)
{
	const char *end = text.data + text.length;

	if (text.length < 2 || (text.data[0] != '{' && text.data[0] != '['))
		return (struct json_walk){ end, end };
	return (struct json_walk){ text.data + 1, end };
}

bool
json_walk_next(
    struct json_walk *walk, struct json_part *name, struct json_part *value)
{
	const char *at = walk->at, *end = walk->end, *start;

	if (at < end && *at == ',')
		at++;
	if (at >= end || *at == '}' || *at == ']')
		return false;
	if (name != NULL) {
		start = at;
		at = *at == '"' ? json_skip_string(at, end) : end;
		if (at >= end || at - start < 2 || *at != ':')
			return false;
		*name =
		    (struct json_part){ start + 1, (size_t)(at - start) - 2 };
		at++;
	}
	start = at;
	at = json_skip_value(at, end);
	*value = (struct json_part){ start, (size_t)(at - start) };
	walk->at = at;
	return at > start && at < end;
}
