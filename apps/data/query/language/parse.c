/*
 * The members that queries consist of.
 */
#include <jansson.h>
#include <math.h>
#include <string.h>

#include "data/firestore/rest/rest_read.h"
#include "data/firestore/rest/rest_value.h"
#include "data/query/keys/key.h"
#include "data/query/language/parse.h"

/* Above it, a double stands for more than one integer. */
#define MAX_EXACT 9007199254740992.0

const json_t *
parse_member(const json_t *object, const char *camel, const char *snake)
{
	const json_t *member = json_object_get(object, camel);

	if (member == NULL && snake != NULL)
		member = json_object_get(object, snake);
	return json_is_null(member) ? NULL : member;
}

/* Is NAME in camelCase the same as KNOWN in snake_case, or equal? */
static bool
is_same(const char *name, const char *known)
{
	if (strcmp(name, known) == 0)
		return true;
	for (; *name != '\0'; name++, known++) {
		if (*known == '_') {
			known++;
			if (*name != (char)(*known - 'a' + 'A'))
				return false;
		} else if (*name != *known) {
			return false;
		}
	}
	return *known == '\0';
}

int
parse_object(const json_t *json, const char *what, const char *const *names,
    struct gantry_error *error)
{
	const char *const *name;
	const char *key;
	void *at;

	if (!json_is_object(json))
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "%s: expected an object", what);
	for (at = json_object_iter((json_t *)(uintptr_t)json); at != NULL;
	     at = json_object_iter_next((json_t *)(uintptr_t)json, at)) {
		key = json_object_iter_key(at);
		for (name = names; *name != NULL; name++)
			if (is_same(key, *name))
				break;
		if (*name == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "%s: unknown name %s", what,
			    bytes_show((struct bytes){ key, strlen(key) })
				.text);
	}
	return 0;
}

/* Get the text of a string; an empty one of anything else. */
static struct bytes
text_of(const json_t *json)
{
	if (!json_is_string(json))
		return (struct bytes){ "", 0 };
	return (
	    struct bytes){ json_string_value(json), json_string_length(json) };
}

int
parse_text(const json_t *json, const char *what, struct bytes *text,
    struct gantry_error *error)
{
	*text = text_of(json);
	if (json == NULL || json_is_string(json))
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "%s: expected a string", what);
}

int
parse_array(const json_t *json, const char *what, size_t *count,
    struct gantry_error *error)
{
	*count = json_array_size(json);
	if (json == NULL || json_is_array(json))
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "%s: expected an array", what);
}

int
parse_repeated(const json_t *json, const char *what, size_t *count,
    struct gantry_error *error)
{
	if (!json_is_object(json) && !json_is_string(json))
		return parse_array(json, what, count, error);
	*count = 1;
	return 0;
}

const json_t *
parse_element(const json_t *json, size_t index)
{
	return json_is_array(json) ? json_array_get(json, index) : json;
}

int
parse_integer(const json_t *json, const char *what, int64_t *value,
    struct gantry_error *error)
{
	double real;

	if (json_is_object(json))
		json = json_object_get(json, "value");
	/* protobuf's JSON allows 2.0 for 2. */
	real = json_is_real(json) ? json_real_value(json) : 0.5;
	if (real == floor(real) && fabs(real) <= MAX_EXACT) {
		*value = (int64_t)real;
		return 0;
	}
	if (json_is_integer(json)) {
		*value = json_integer_value(json);
		return 0;
	}
	if (json == NULL) {
		*value = 0;
		return 0;
	}
	if (json_is_string(json) && rest_read_whole(text_of(json), value) == 0)
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "%s: expected an integer", what);
}

int
parse_double(const json_t *json, const char *what, double *value,
    struct gantry_error *error)
{
	if (json_is_number(json)) {
		*value = json_number_value(json);
		return 0;
	}
	if (json_is_string(json) && rest_read_double(text_of(json), value) == 0)
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "%s: expected a number", what);
}

int
parse_boolean(const json_t *json, const char *what, bool *value,
    struct gantry_error *error)
{
	*value = json_is_true(json);
	if (json == NULL || json_is_boolean(json))
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "%s: expected true or false", what);
}

int
parse_enum(const json_t *json, const char *what, const char *const *names,
    int *value, struct gantry_error *error)
{
	struct bytes text = text_of(json);

	for (*value = 0; names[*value] != NULL; ++*value) {
		if (json_is_integer(json) && json_integer_value(json) == *value)
			return 0;
		if (json_is_string(json) && bytes_is_equal(text, names[*value]))
			return 0;
	}
	*value = 0;
	if (json == NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: unknown value %s", what,
	    json_is_string(json) ? bytes_show(text).text : "");
}

int
parse_field(const json_t *json, struct arena *arena,
    struct field_path_names *field, struct gantry_error *error)
{
	static const char *const names[] = { "field_path", NULL };
	struct bytes text;

	if (parse_object(json, "field", names, error) == -1 ||
	    parse_text(parse_member(json, "fieldPath", "field_path"),
		"field_path", &text, error) == -1)
		return -1;
	return field_read(field, arena, text, error);
}

/* Copy BUFFER, and free it. */
static int
keep(struct gantry_buffer *buffer, struct arena *arena, struct bytes *bytes,
    struct gantry_error *error)
{
	char *copy = NULL;

	if (!gantry_buffer_failed(buffer))
		copy = arena_strndup(arena, buffer->data, buffer->length);
	*bytes = (struct bytes){ copy, buffer->length };
	gantry_buffer_clear(buffer);
	return copy == NULL ? gantry_error_memory(error) : 0;
}

int
parse_key(const json_t *value, struct arena *arena, struct bytes *key,
    struct gantry_error *error)
{
	struct gantry_buffer json = { 0 }, buffer = { 0 };
	struct value read;
	int result = -1;

	if (rest_operand_add(&json, value, error) == -1)
		gantry_error_prefix(error, "value");
	else if (gantry_buffer_failed(&json))
		gantry_error_memory(error);
	else if (!value_read(
		     (struct json_part){ json.data, json.length }, &read) ||
	    !key_add(&buffer, &read))
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "value: expected a value that Firestore has");
	else
		result = keep(&buffer, arena, key, error);
	gantry_buffer_clear(&json);
	gantry_buffer_clear(&buffer);
	return result;
}
