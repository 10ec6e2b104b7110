/*
 * Names with a NUL are rare.  Only if jansson finds one, the text is parsed
 * again with other characters in its place: in names, U+0000 becomes U+0001 and
 * '0', and U+0001 becomes U+0001 and '1'.  In JSON both are always escaped. All
 * names are then changed back.
 */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <gantry/buffer.h>

#include "data/firestore/nul_names.h"

#define ESCAPED_NUL "\\u0000"
#define ESCAPED_ONE "\\u0001"
#define ESCAPE_SIZE (sizeof(ESCAPED_NUL) - 1)

/* Find the end of the string that begins at P, behind its quote. */
static const char *
skip_string(const char *p, const char *end)
{
	for (p++; p < end && *p != '"'; p++) {
		if (*p == '\\' && p + 1 < end)
			p++;
	}
	return p < end ? p + 1 : end;
}

/* Is the string before P a name, which a colon follows? */
static bool
is_name(const char *p, const char *end)
{
	while (p < end && strchr(" \t\r\n", *p) != NULL && *p != '\0')
		p++;
	return p < end && *p == ':';
}

/* Append the name from P up to END, with other characters for the NULs. */
static void
replace(struct gantry_buffer *buffer, const char *p, const char *end)
{
	size_t length;

	while (p < end) {
		length = *p == '\\' && p + 1 < end ? 2 : 1;
		if (end - p >= (ptrdiff_t)ESCAPE_SIZE &&
		    (memcmp(p, ESCAPED_NUL, ESCAPE_SIZE) == 0 ||
			memcmp(p, ESCAPED_ONE, ESCAPE_SIZE) == 0)) {
			gantry_buffer_puts(buffer, ESCAPED_ONE);
			gantry_buffer_putc(buffer, p[ESCAPE_SIZE - 1]);
			length = ESCAPE_SIZE;
		} else {
			gantry_buffer_add(buffer, p, length);
		}
		p += length;
	}
}

static void
replace_in_names(struct gantry_buffer *buffer, struct bytes text)
{
	const char *p = text.data, *end = text.data + text.length, *from;

	while (p < end) {
		from = p;
		if (*p == '"') {
			p = skip_string(p, end);
			if (is_name(p, end)) {
				replace(buffer, from, p);
				continue;
			}
		} else {
			p = memchr(p, '"', (size_t)(end - p));
			p = p != NULL ? p : end;
		}
		gantry_buffer_add(buffer, from, (size_t)(p - from));
	}
}

/* Append the name as it was before replace_in_names. */
static void
restore_name(struct gantry_buffer *buffer, struct bytes name)
{
	const char *p = name.data, *end = name.data + name.length;

	gantry_buffer_reset(buffer);
	for (; p < end; p++) {
		if (*p == '\1' && p + 1 < end)
			gantry_buffer_putc(buffer, *++p == '0' ? '\0' : '\1');
		else
			gantry_buffer_putc(buffer, *p);
	}
}

/* Move the members of FROM to OBJECT; json_object_update cuts names at a NUL.
 */
static int
move_members(json_t *object, json_t *from)
{
	json_t *value;
	const char *name;
	size_t length;

	if (json_object_clear(object) == -1)
		return -1;
	json_object_keylen_foreach(from, name, length, value)
	{
		if (json_object_setn_nocheck(object, name, length, value) == -1)
			return -1;
	}
	return 0;
}

static int restore(json_t *value, struct gantry_buffer *working);

/* Restore the names in OBJECT, and those below it. */
static int
restore_object(json_t *object, struct gantry_buffer *working)
{
	json_t *restored = json_object(), *value;
	const char *name;
	size_t length;
	int result = restored != NULL ? 0 : -1;

	json_object_keylen_foreach(object, name, length, value)
	{
		restore_name(working, (struct bytes){ name, length });
		if (result == 0 && !gantry_buffer_failed(working))
			result = json_object_setn_nocheck(
			    restored, working->data, working->length, value);
		if (gantry_buffer_failed(working) ||
		    restore(value, working) == -1)
			result = -1;
	}
	if (result == 0)
		result = move_members(object, restored);
	json_decref(restored);
	return result;
}

static int
restore(json_t *value, struct gantry_buffer *working)
{
	size_t i;

	if (json_is_object(value))
		return restore_object(value, working);
	for (i = 0; i < json_array_size(value); i++)
		if (restore(json_array_get(value, i), working) == -1)
			return -1;
	return 0;
}

/* The error that jansson gives when memory has run out. */
static void
fail_memory(json_error_t *reason)
{
	*reason = (json_error_t){ .line = -1, .column = -1, .position = -1 };
	snprintf(reason->text, sizeof(reason->text), "out of memory");
	reason->text[JSON_ERROR_TEXT_LENGTH - 1] = json_error_out_of_memory;
}

static json_t *
load_replaced(struct bytes text, size_t flags, json_error_t *reason)
{
	struct gantry_buffer replaced = { 0 }, working = { 0 };
	json_t *value = NULL;

	replace_in_names(&replaced, text);
	if (gantry_buffer_failed(&replaced))
		fail_memory(reason);
	else
		value =
		    json_loadb(replaced.data, replaced.length, flags, reason);
	/* The place is one in the other text. */
	reason->position = -1;
	if (value != NULL && restore(value, &working) == -1) {
		json_decref(value);
		value = NULL;
		fail_memory(reason);
	}
	gantry_buffer_clear(&replaced);
	gantry_buffer_clear(&working);
	return value;
}

json_t *
nul_names_load(struct bytes text, size_t flags, json_error_t *reason)
{
	json_error_t unwanted;
	json_t *value;

	if (reason == NULL)
		reason = &unwanted;
	flags |= JSON_ALLOW_NUL;
	value = json_loadb(text.data, text.length, flags, reason);
	if (value != NULL ||
	    json_error_code(reason) != json_error_null_byte_in_key)
		return value;
	return load_replaced(text, flags, reason);
}
