/*
 * JSON pointers (RFC 6901).
 */
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "testing/result.h"

/*
 * Do LENGTH bytes at TOKEN name NAME?  "~0" stands for "~" and "~1" for "/";
 * any other escape is an error (section 3) and matches nothing.
 */
static bool
is_named(const char *name, const char *token, size_t length)
{
	const char *end = token + length;
	char c;

	for (; token < end && *name != '\0'; name++, token++) {
		c = *token;
		if (c == '~') {
			token++;
			if (token == end || (*token != '0' && *token != '1'))
				return false;
			c = *token == '0' ? '~' : '/';
		}
		if (c != *name)
			return false;
	}
	return token == end && *name == '\0';
}

/* The item that LENGTH bytes at TOKEN name, or NULL. */
static const struct gantry_json_value *
find_item(
    const struct gantry_json_value *value, const char *token, size_t length)
{
	const struct gantry_json_value *item = value->items;
	size_t index;

	if (value->kind == GANTRY_JSON_OBJECT) {
		while (item != NULL && !is_named(item->name, token, length))
			item = item->next;
		return item;
	}
	if (value->kind != GANTRY_JSON_ARRAY || length == 0 ||
	    strspn(token, "0123456789") != length ||
	    (*token == '0' && length > 1))
		return NULL;
	for (index = strtoul(token, NULL, 10); index > 0 && item != NULL;
	     index--)
		item = item->next;
	return item;
}

const struct gantry_json_value *
gantry_result_at(struct gantry_result *result, const char *pointer)
{
	const struct gantry_json_value *value;
	size_t length;

	if (null_given(result, __func__, "result") ||
	    null_given(pointer, __func__, "pointer"))
		return NULL;
	value = gantry_result_json(result);
	while (value != NULL && *pointer != '\0') {
		if (*pointer != '/')
			return NULL;
		pointer++;
		length = strcspn(pointer, "/");
		value = find_item(value, pointer, length);
		pointer += length;
	}
	return value;
}
