/*
 * JSON strings (RFC 8259 section 7).  They must be UTF-8, and surrogates must
 * come in pairs.
 */
#include <stdint.h>
#include <string.h>

#include "base/text/utf8.h"
#include "web/types/json_scalar.h"

#define NO_CODE UINT32_MAX

/* Read "\u" and its four hexadecimal digits at the cursor. */
static uint32_t
read_unit(struct json_cursor *cursor)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *p = cursor->at + 2, *digit;
	uint32_t code = 0;
	int i;

	for (i = 0; i < 4; i++, p++) {
		digit =
		    p < cursor->end && *p != '\0' ? strchr(digits, *p) : NULL;
		if (digit == NULL) {
			cursor->problem =
			    "\\u must be followed by four hexadecimal digits";
			return NO_CODE;
		}
		code = code << 4 | (uint32_t)((digit - digits) & 0xf);
	}
	cursor->at = p;
	return code;
}

static bool
is_unit(const struct json_cursor *cursor)
{
	return cursor->end - cursor->at >= 2 && cursor->at[0] == '\\' &&
	    cursor->at[1] == 'u';
}

/* The character of one "\uXXXX", or of two that make a pair. */
static uint32_t
read_code(struct json_cursor *cursor)
{
	const char *begin = cursor->at;
	uint32_t code = read_unit(cursor), low = 0;

	if (code == NO_CODE || code < 0xd800 || code > 0xdfff)
		return code;
	if (code < 0xdc00 && is_unit(cursor)) {
		low = read_unit(cursor);
		if (low == NO_CODE)
			return NO_CODE;
	}
	if (low < 0xdc00 || low > 0xdfff) {
		cursor->at = begin;
		cursor->problem = "half of a surrogate pair is not a character";
		return NO_CODE;
	}
	return 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
}

static char *
put_code(char *to, uint32_t code)
{
	if (code < 0x80) {
		*to++ = (char)code;
		return to;
	}
	if (code < 0x800) {
		*to++ = (char)(0xc0 | code >> 6);
	} else {
		if (code < 0x10000) {
			*to++ = (char)(0xe0 | code >> 12);
		} else {
			*to++ = (char)(0xf0 | code >> 18);
			*to++ = (char)(0x80 | (code >> 12 & 0x3f));
		}
		*to++ = (char)(0x80 | (code >> 6 & 0x3f));
	}
	*to++ = (char)(0x80 | (code & 0x3f));
	return to;
}

/* Read an escape; its text is never longer than the escape itself. */
static char *
read_escape(struct json_cursor *cursor, char *to)
{
	static const char letters[] = "\"\"\\\\//b\bf\fn\nr\rt\t";
	const char *p;
	uint32_t code;

	if (is_unit(cursor)) {
		code = read_code(cursor);
		return code != NO_CODE ? put_code(to, code) : NULL;
	}
	for (p = letters; *p != '\0'; p += 2) {
		if (cursor->at[1] == *p) {
			cursor->at += 2;
			*to++ = p[1];
			return to;
		}
	}
	cursor->problem = "a backslash must be followed by one of \"\\/bfnrtu";
	return NULL;
}

/* Copy a character that stands for itself. */
static char *
read_character(struct json_cursor *cursor, char *to)
{
	size_t length;

	if ((unsigned char)*cursor->at < 0x20) {
		cursor->problem =
		    "control characters in strings must be escaped";
		return NULL;
	}
	length = utf8_length(cursor->at, (size_t)(cursor->end - cursor->at));
	if (length == 0) {
		cursor->problem = "this is not UTF-8";
		return NULL;
	}
	memcpy(to, cursor->at, length);
	cursor->at += length;
	return to + length;
}

/* The closing quote of the string at the cursor, or NULL. */
static const char *
find_end(const struct json_cursor *cursor)
{
	const char *p;

	for (p = cursor->at + 1; p < cursor->end && *p != '"'; p++)
		if (*p == '\\' && p + 1 < cursor->end)
			p++;
	return p < cursor->end ? p : NULL;
}

const char *
json_string_read(const struct json_memory *memory, struct json_cursor *cursor,
    size_t *length)
{
	const char *end = find_end(cursor);
	char *string, *to;

	if (end == NULL) {
		cursor->problem = "the string has no end";
		return NULL;
	}
	string = json_alloc(memory, (size_t)(end - cursor->at));
	if (string == NULL)
		return NULL;
	to = string;
	cursor->at++;
	while (cursor->at < end && to != NULL)
		to = *cursor->at == '\\' ? read_escape(cursor, to)
					 : read_character(cursor, to);
	if (to == NULL)
		return NULL;
	cursor->at++;
	*to = '\0';
	*length = (size_t)(to - string);
	return string;
}
