/*
 * base64url, and the decoding of base64.  What is decoded has one encoding
 * only: a token that is compared or signed as text cannot be written otherwise.
 */
#include <stdint.h>
#include <string.h>

#include "base/null.h"
#include "base/secrets/base64.h"
#include "gantry/secrets.h"

static const char digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

int
base64_digit(enum base64_kind kind, char c)
{
	const char *found;

	if (c == '\0')
		return -1;
	if (kind == BASE64) {
		if (c == '-' || c == '_')
			return -1;
		c = c == '+' ? '-' : c == '/' ? '_' : c;
	}
	found = strchr(digits, c);
	return found != NULL ? (int)(found - digits) : -1;
}

int
gantry_base64url_encode(
    struct gantry_buffer *buffer, const void *data, size_t size)
{
	const unsigned char *at = data;
	uint32_t bits;
	size_t count, i;
	char *to;

	if (buffer_lacks(
		buffer, size > 0 ? data : (const void *)"", __func__, "data"))
		return -1;
	to = gantry_buffer_reserve(buffer, size / 3 * 4 + 4);
	if (to == NULL)
		return -1;
	for (; size > 0; size -= count, at += count) {
		count = size < 3 ? size : 3;
		bits = (uint32_t)at[0] << 16 |
		    (count > 1 ? (uint32_t)at[1] << 8 : 0) |
		    (count > 2 ? at[2] : 0);
		for (i = 0; i <= count; i++)
			*to++ = digits[bits >> (18 - 6 * i) & 0x3f];
		buffer->length += count + 1;
	}
	return 0;
}

/* The characters at TEXT without the padding, which must be right. */
static size_t
strip_padding(const char *text, size_t length)
{
	size_t padding = 0;

	if (length % 4 != 0)
		return length;
	while (padding < 2 && padding < length &&
	    text[length - 1 - padding] == '=')
		padding++;
	return length - padding;
}

static int
fail_digit(
    const char *text, size_t length, size_t at, struct gantry_error *error)
{
	if (at < length && (unsigned char)text[at] > ' ' && text[at] < 0x7f)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "character %zu of %zu, '%c', does not belong there", at + 1,
		    length, text[at]);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    at < length ? "character %zu of %zu is not allowed"
			: "the text ends within a byte, after character %zu",
	    at < length ? at + 1 : length, length);
}

/* Check that LENGTH characters at TEXT, without padding, are an encoding. */
static int
check(enum base64_kind kind, const char *text, size_t length,
    struct gantry_error *error)
{
	size_t i;
	int last;

	for (i = 0; i < length; i++)
		if (base64_digit(kind, text[i]) == -1)
			return fail_digit(text, length, i, error);
	if (length % 4 == 1)
		return fail_digit(text, length, length, error);
	last = length % 4 != 0 ? base64_digit(kind, text[length - 1]) : 0;
	if (last & (length % 4 == 2 ? 0xf : 0x3))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the last character has bits that belong to no byte");
	return 0;
}

int
base64_decode(struct gantry_buffer *buffer, enum base64_kind kind,
    const char *text, size_t length, struct gantry_error *error)
{
	size_t kept = kind == BASE64 ? strip_padding(text, length) : length;
	unsigned bits = 0;
	size_t i;
	char *to;

	if (kind == BASE64 && length % 4 != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the length, %zu, is not a multiple of four", length);
	if (check(kind, text, kept, error) == -1)
		return -1;
	to = gantry_buffer_reserve(buffer, kept / 4 * 3 + 3);
	if (to == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < kept; i++) {
		bits = bits << 6 | (unsigned)base64_digit(kind, text[i]);
		if (i % 4 != 0)
			*to++ = (char)(bits >> (6 - i % 4 * 2) & 0xff);
	}
	buffer->length += kept * 3 / 4;
	return 0;
}

int
gantry_base64url_decode(struct gantry_buffer *buffer, const char *text,
    size_t length, struct gantry_error *error)
{
	if (null_error(buffer, __func__, "buffer", error) ||
	    null_error(text, __func__, "text", error))
		return -1;
	return base64_decode(buffer, BASE64URL, text, length, error);
}
