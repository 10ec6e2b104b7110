/*
 * Reads field paths, and looks up what they name.
 */
#include <string.h>

#include "data/query/keys/field.h"
#include "data/query/keys/key.h"

/* The limits of Firestore. */
#define NAMES_MAX  20
#define LENGTH_MAX 1500 /* bytes */

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Read a name without quotes.  Returns its length; 0 when it is not one. */
static size_t
read_simple(struct bytes text)
{
	size_t length = 0;

	if (text.length == 0 || !is_letter(text.data[0]))
		return 0;
	while (length < text.length &&
	    (is_letter(text.data[length]) || is_digit(text.data[length])))
		length++;
	return length;
}

/*
 * Copy a name in backquotes to NAME, which has room for it.  Returns how much
 * of TEXT it was; 0 when it does not end.
 */
static size_t
read_quoted(struct bytes text, char *name, size_t *length)
{
	size_t i;

	*length = 0;
	for (i = 1; i < text.length && text.data[i] != '`'; i++) {
		if (text.data[i] == '\\' && ++i == text.length)
			return 0;
		name[(*length)++] = text.data[i];
	}
	return i<text.length && * length> 0 ? i + 1 : 0;
}

/* Firestore's own words. */
static int
reject(struct bytes text, struct gantry_error *error)
{
	if (text.length == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "Invalid empty property path string.");
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "Invalid property path %s. Unquoted property paths must match "
	    "regex ([a-zA-Z_][a-zA-Z_0-9]*), and quoted property paths must "
	    "match regex (`(?:[^`\\\\]|(?:\\\\.))+`)",
	    bytes_show(text).text);
}

/* Read no more of TEXT than Firestore allows; it may be of any length. */
static int
check_length(struct bytes text, struct gantry_error *error)
{
	if (text.length <= LENGTH_MAX)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "property path is longer than %d bytes.", LENGTH_MAX);
}

/* Check the names of FIELD, which are well-formed. */
static int
check_names(const struct field_path_names *field, struct gantry_error *error)
{
	size_t i;

	if (field->count > NAMES_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "paths must have at most %d elements", NAMES_MAX);
	for (i = 0; i < field->count && !field->is_name; i++)
		if (field_is_reserved(field->names[i]))
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "Invalid reserved name in field path %.*s",
			    (int)field->names[i].length, field->names[i].data);
	return 0;
}

/* Read the names of TEXT into FIELD; COPY has room for all of them. */
static bool
read_names(struct field_path_names *field, struct bytes text, char *copy)
{
	size_t used, length;

	do {
		if (text.length == 0)
			return false;
		if (text.data[0] == '`') {
			used = read_quoted(text, copy, &length);
		} else {
			used = length = read_simple(text);
			memcpy(copy, text.data, length);
		}
		if (used == 0 || (used < text.length && text.data[used] != '.'))
			return false;
		field->names[field->count++] = (struct bytes){ copy, length };
		copy += length;
		text.data += used;
		text.length -= used;
		if (text.length == 0)
			return true;
		text.data++;
		text.length--;
	} while (true);
}

/* Make the key of FIELD. */
static int
make_key(struct field_path_names *field, struct arena *arena,
    struct gantry_error *error)
{
	struct gantry_buffer key = { 0 };
	char *copy = NULL;
	size_t i;

	for (i = 0; i < field->count; i++)
		key_add_text(&key, field->names[i]);
	if (!gantry_buffer_failed(&key))
		copy = arena_strndup(arena, key.data, key.length);
	field->key = (struct bytes){ copy, key.length };
	gantry_buffer_clear(&key);
	return copy == NULL ? gantry_error_memory(error) : 0;
}

bool
field_is_reserved(struct bytes name)
{
	return name.length > 4 && memcmp(name.data, "__", 2) == 0 &&
	    memcmp(name.data + name.length - 2, "__", 2) == 0;
}

int
field_read(struct field_path_names *field, struct arena *arena,
    struct bytes text, struct gantry_error *error)
{
	size_t i, dots = 0;
	char *copy;

	if (check_length(text, error) == -1)
		return -1;
	copy = arena_strndup(arena, text.data, text.length);
	if (copy == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < text.length; i++)
		dots += text.data[i] == '.';
	*field = (struct field_path_names){
		.names = arena_alloc(arena, (dots + 1) * sizeof(struct bytes)),
		.text = { copy, text.length },
	};
	copy = arena_alloc(arena, text.length + 1);
	if (field->names == NULL || copy == NULL)
		return gantry_error_memory(error);
	if (!read_names(field, text, copy))
		return reject(text, error);
	field->is_name =
	    field->count == 1 && bytes_is_equal(field->names[0], "__name__");
	if (check_names(field, error) == -1)
		return -1;
	return make_key(field, arena, error);
}

bool
field_is_equal(
    const struct field_path_names *a, const struct field_path_names *b)
{
	return bytes_compare(a->key, b->key) == 0;
}

bool
field_find(const struct field_path_names *field, struct json_part fields,
    struct value *value)
{
	struct json_part elements;
	size_t i;

	for (i = 0; i < field->count; i++) {
		if (i > 0) {
			if (value->kind != VALUE_MAP ||
			    value_is_vector(value->text, &elements))
				return false;
			fields = value->text;
		}
		if (!value_find(fields, field->names[i], value))
			return false;
	}
	return true;
}
