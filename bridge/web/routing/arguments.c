/*
 * Arguments of converters.  There are no escapes, so a value cannot hold both
 * kinds of quotes.
 */
#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "web/routing/arguments.h"

static const char *
skip_blanks(const char *at)
{
	while (isspace((unsigned char)*at))
		at++;
	return at;
}

static size_t
name_length(const char *at)
{
	size_t length = 0;

	while (isalnum((unsigned char)at[length]) || at[length] == '_')
		length++;
	return length;
}

/* Parse the value at *AT, which moves to the comma after it or to the end. */
static int
parse_value(const char **at, struct argument *value, struct gantry_error *error)
{
	const char *from = *at, *end;

	if (*from == '\'' || *from == '"') {
		end = strchr(from + 1, *from);
		if (end == NULL)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "the quote of %s is not closed", from);
		*value =
		    (struct argument){ from + 1, (size_t)(end - from) - 1 };
		*at = skip_blanks(end + 1);
	} else {
		end = from + strcspn(from, ",'\"");
		*at = end;
		while (end > from && isspace((unsigned char)end[-1]))
			end--;
		*value = (struct argument){ from, (size_t)(end - from) };
		if (end == from)
			return gantry_error_set(
			    error, GANTRY_ERROR_INPUT, "an argument is empty");
	}
	if (**at != ',' && **at != '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a comma is missing before '%s'", *at);
	return 0;
}

/* Parse "NAME =" at *AT, if there is one; *AT moves past it. */
static int
parse_name(const char **at, const char *const *names, size_t *index,
    bool *is_named, struct gantry_error *error)
{
	const char *name = *at, *after;
	size_t length = name_length(name);

	after = skip_blanks(name + length);
	*is_named = length > 0 && *after == '=';
	if (!*is_named)
		return 0;
	*at = skip_blanks(after + 1);
	for (*index = 0; names[*index] != NULL; (*index)++)
		if (strlen(names[*index]) == length &&
		    strncmp(names[*index], name, length) == 0)
			return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "unknown argument '%.*s'", (int)length, name);
}

/* Parse the argument at *AT; *NEXT is the index of the next positional one. */
static int
parse_argument(const char **at, const char *const *names,
    struct argument *values, size_t *next, struct gantry_error *error)
{
	bool is_named;
	size_t index = *next;

	if (parse_name(at, names, &index, &is_named, error) == -1)
		return -1;
	if (!is_named && index == SIZE_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a positional argument follows a named one");
	if (names[index] == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "too many arguments");
	if (values[index].text != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the argument '%s' is given twice", names[index]);
	*next = is_named ? SIZE_MAX : index + 1;
	return parse_value(at, &values[index], error);
}

int
arguments_parse(const char *text, const char *const *names,
    struct argument *values, struct gantry_error *error)
{
	size_t next = 0, i;

	for (i = 0; names[i] != NULL; i++)
		values[i] = (struct argument){ NULL, 0 };
	text = skip_blanks(text);
	if (*text == '\0')
		return 0;
	for (;; text = skip_blanks(text + 1)) {
		if (parse_argument(&text, names, values, &next, error) == -1)
			return -1;
		if (*text == '\0')
			return 0;
	}
}
