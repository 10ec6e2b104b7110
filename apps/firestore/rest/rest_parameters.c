/*
 * Members that lists and single documents are read with.
 */
#include <jansson.h>
#include <string.h>

#include <gantry/buffer.h>

#include "data/firestore/bytes.h"
#include "firestore/rest/rest_request.h"

static const struct {
	const char *camel, *snake;
	bool is_mask;
} known[] = {
	{ "mask.fieldPaths", "mask.field_paths", true },
	{ "orderBy", "order_by", false },
	{ "pageSize", "page_size", false },
	{ "pageToken", "page_token", false },
	{ "readTime", "read_time", false },
	{ "showMissing", "show_missing", false },
	{ "transaction", "transaction", false },
};

static int
digit(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c != '\0' ? strchr(digits, c | 0x20) : NULL;

	return at != NULL ? (int)(at - digits) : -1;
}

/* Append the text from AT to END, decoded.  False: it is malformed. */
static bool
decode(struct gantry_buffer *text, const char *at, const char *end)
{
	for (; at < end; at++) {
		if (*at != '%') {
			gantry_buffer_putc(text, *at == '+' ? ' ' : *at);
			continue;
		}
		if (end - at < 3 || digit(at[1]) == -1 || digit(at[2]) == -1)
			return false;
		gantry_buffer_putc(
		    text, (char)(digit(at[1]) << 4 | digit(at[2])));
		at += 2;
	}
	return true;
}

/* Put VALUE, which is consumed.  Returns 0 or -1. */
static int
put(json_t *request, size_t index, json_t *value)
{
	json_t *mask, *paths;

	if (!known[index].is_mask)
		return json_object_set_new(request, known[index].camel, value);
	mask = json_object_get(request, "mask");
	if (mask == NULL) {
		mask = json_pack("{s:[]}", "fieldPaths");
		if (json_object_set_new(request, "mask", mask) == -1) {
			json_decref(value);
			return -1;
		}
	}
	paths = json_object_get(mask, "fieldPaths");
	return json_array_append_new(paths, value);
}

static int
read_one(const char *at, const char *end, json_t *request,
    struct gantry_error *error)
{
	const char *equals = memchr(at, '=', (size_t)(end - at));
	struct gantry_buffer name = { 0 }, value = { 0 };
	struct bytes text;
	size_t i;
	int result = 0;

	if (equals == NULL)
		return 0;
	if (!decode(&name, at, equals) || !decode(&value, equals + 1, end))
		result = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "The query string is malformed.");
	text = (struct bytes){ name.data, name.length };
	for (i = 0; result == 0 && i < sizeof(known) / sizeof(known[0]); i++) {
		if (!bytes_is_equal(text, known[i].camel) &&
		    !bytes_is_equal(text, known[i].snake))
			continue;
		if (put(request, i,
			json_stringn(value.data != NULL ? value.data : "",
			    value.length)) == -1)
			result = gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s is not UTF-8.", known[i].camel);
		break;
	}
	gantry_buffer_clear(&name);
	gantry_buffer_clear(&value);
	return result;
}

int
rest_parameters_read(
    const char *query, json_t *request, struct gantry_error *error)
{
	const char *end;

	for (; *query != '\0'; query = *end == '\0' ? end : end + 1) {
		end = query + strcspn(query, "&");
		if (read_one(query, end, request, error) == -1)
			return -1;
	}
	return 0;
}
