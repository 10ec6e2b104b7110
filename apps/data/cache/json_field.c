/*
 * Finds a field in the JSON of a document without building anything, because
 * millions of documents are searched for a field or two.  Our own readers wrote
 * the JSON, so it is not checked; an unknown value is not a scalar.  Of any
 * other text, nothing beyond its NUL is read.
 */
#include <stdlib.h>
#include <string.h>

#include "data/cache/json_field.h"

/* Skip the string that begins at AT, a quote. */
static const char *
skip_string(const char *at, const char *end)
{
	for (at++; at < end && *at != '"'; at++)
		if (*at == '\\')
			at++;
	return at < end ? at + 1 : end;
}

/* Skip the value that begins at AT. */
static const char *
skip_value(const char *at, const char *end)
{
	unsigned depth = 0;

	while (at < end) {
		if (*at == '"') {
			at = skip_string(at, end);
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
add_utf8(struct gantry_buffer *scratch, uint32_t code)
{
	char bytes[4];
	int count = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
	int i;

	for (i = count - 1; i > 0; i--, code >>= 6)
		bytes[i] = (char)(0x80 | (code & 0x3f));
	bytes[0] = (char)(count == 1 ? code : (0xf00u >> count) | code);
	gantry_buffer_add(scratch, bytes, (size_t)count);
}

/*
 * Append the character of \uXXXX at AT, after the u; two of them for a
 * character above U+FFFF.  Returns what follows.
 */
static const char *
unescape_unicode(struct gantry_buffer *scratch, const char *at, const char *end)
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
	add_utf8(scratch, code);
	return at;
}

/* Append the character of the escape at AT, after its backslash. */
static const char *
unescape(struct gantry_buffer *scratch, const char *at, const char *end)
{
	static const char letters[] = "b\bf\fn\nr\rt\t";
	const char *letter;

	if (*at == 'u')
		return unescape_unicode(scratch, at + 1, end);
	for (letter = letters; *letter != '\0'; letter += 2)
		if (*letter == *at)
			break;
	gantry_buffer_putc(scratch, *letter != '\0' ? letter[1] : *at);
	return at + 1;
}

/* Read the string from AT, after its quote, to END, its closing quote. */
static void
read_text(struct field *field, const char *at, const char *end,
    struct gantry_buffer *scratch)
{
	field->type = FIELD_TEXT;
	field->text = at;
	field->text_length = (size_t)(end - at);
	if (memchr(at, '\\', field->text_length) == NULL)
		return;
	gantry_buffer_reset(scratch);
	while (at < end) {
		if (*at == '\\')
			at = unescape(scratch, at + 1, end);
		else
			gantry_buffer_putc(scratch, *at++);
	}
	field->text = scratch->data;
	field->text_length = scratch->length;
}

static bool
starts_with(const char *at, const char *prefix)
{
	return strncmp(at, prefix, strlen(prefix)) == 0;
}

/* Read the value object that begins at AT: {"stringValue":"x"}. */
static struct field
read_value(const char *at, const char *end, struct gantry_buffer *scratch)
{
	struct field field = { .type = FIELD_OTHER };
	const char *value = strchr(at, ':'), *quote;

	if (value == NULL || ++value >= end)
		return field;
	if (starts_with(at, "{\"stringValue\":\"")) {
		quote = skip_string(value, end) - 1;
		if (quote > value && *quote == '"')
			read_text(&field, value + 1, quote, scratch);
	} else if (starts_with(at, "{\"integerValue\":\"")) {
		field.type = FIELD_INTEGER;
		field.integer = strtoll(value + 1, NULL, 10);
	} else if (starts_with(at, "{\"booleanValue\":")) {
		field.type = FIELD_INTEGER;
		field.integer = *value == 't';
	} else if (starts_with(at, "{\"doubleValue\":") && *value != '"') {
		field.type = FIELD_DOUBLE;
		field.real = strtod(value, NULL);
	}
	return field;
}

struct field
json_field_find(const char *json, size_t length, const char *name,
    struct gantry_buffer *scratch)
{
	const char *at = json + 1, *end = json + length, *key;
	size_t name_length = strlen(name);

	while (at < end && *at == '"') {
		key = at + 1;
		at = skip_string(at, end);
		if (at == end)
			break;
		if ((size_t)(at - key) == name_length + 1 &&
		    memcmp(key, name, name_length) == 0)
			return read_value(at + 1, end, scratch);
		at = skip_value(at + 1, end);
		at += at < end && *at == ',';
	}
	return (struct field){ .type = FIELD_OTHER };
}
