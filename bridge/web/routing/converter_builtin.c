/*
 * The built-in converters: each takes a field's text, and is made from its
 * arguments.
 */
#include <math.h>
#include <string.h>

#include "web/routing/arguments.h"
#include "web/routing/converter_builtin.h"
#include "web/types/datetime.h"
#include "web/types/numeral.h"
#include "web/types/uuid.h"

#define DATETIME_FORMAT "%Y-%m-%dT%H:%M:%SZ"

static bool
take_integer(const struct converter *converter, struct match_field *field)
{
	int64_t digits = converter->with.integer.num_digits;

	field->kind = MATCH_INTEGER;
	return (digits == 0 || field->length == (uint64_t)digits) &&
	    integer_parse(field->text, field->length, &field->integer) &&
	    field->integer >= converter->with.integer.minimum &&
	    field->integer <= converter->with.integer.maximum;
}

static bool
take_number(const struct converter *converter, struct match_field *field)
{
	field->kind = MATCH_NUMBER;
	if (!number_parse(field->text, field->length, &field->number) ||
	    (converter->with.number.is_finite && !isfinite(field->number)))
		return false;
	return !(field->number < converter->with.number.minimum ||
	    field->number > converter->with.number.maximum);
}

static bool
take_time(const struct converter *converter, struct match_field *field)
{
	field->kind = MATCH_TIME;
	return datetime_parse(converter->with.format, field->text,
	    field->length, &field->integer);
}

static bool
take_uuid(const struct converter *converter, struct match_field *field)
{
	(void)converter;
	field->is_uuid = true;
	return uuid_is(field->text, field->length);
}

static bool
take_rest(const struct converter *converter, struct match_field *field)
{
	(void)converter;
	(void)field;
	return true;
}

/* An argument that is a whole number; *VALUE is kept when it is not given. */
static int
get_integer(const char *name, const struct argument *argument, int64_t *value,
    struct gantry_error *error)
{
	if (argument->text == NULL ||
	    integer_parse(argument->text, argument->length, value))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s must be a whole number, not '%.*s'", name,
	    (int)argument->length, argument->text);
}

static int
init_integer(struct converter *converter, const char *text, struct arena *arena,
    struct gantry_error *error)
{
	static const char *const names[] = { "num_digits", "min", "max", NULL };
	struct argument arguments[3];
	int64_t digits = 1, minimum = INT64_MIN, maximum = INT64_MAX;

	(void)arena;
	if (arguments_parse(text, names, arguments, error) == -1 ||
	    get_integer(names[0], &arguments[0], &digits, error) == -1 ||
	    get_integer(names[1], &arguments[1], &minimum, error) == -1 ||
	    get_integer(names[2], &arguments[2], &maximum, error) == -1)
		return -1;
	if (digits < 1)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "num_digits must be at least 1");
	if (minimum > maximum)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "min is above max");
	converter->take = take_integer;
	converter->with.integer.num_digits =
	    arguments[0].text == NULL ? 0 : digits;
	converter->with.integer.minimum = minimum;
	converter->with.integer.maximum = maximum;
	return 0;
}

static int
get_number(const char *name, const struct argument *argument, double *value,
    struct gantry_error *error)
{
	if (argument->text == NULL ||
	    (number_parse(argument->text, argument->length, value) &&
		isfinite(*value)))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s must be a number, not '%.*s'", name, (int)argument->length,
	    argument->text);
}

static bool
argument_is(const struct argument *argument, const char *word)
{
	return argument->length == strlen(word) &&
	    strncmp(argument->text, word, argument->length) == 0;
}

static int
get_boolean(const char *name, const struct argument *argument, bool *value,
    struct gantry_error *error)
{
	if (argument->text == NULL)
		return 0;
	*value = argument_is(argument, "True") || argument_is(argument, "true");
	if (*value || argument_is(argument, "False") ||
	    argument_is(argument, "false"))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s must be True or False, not '%.*s'", name, (int)argument->length,
	    argument->text);
}

static int
init_number(struct converter *converter, const char *text, struct arena *arena,
    struct gantry_error *error)
{
	static const char *const names[] = { "min", "max", "finite", NULL };
	struct argument arguments[3];
	double minimum = -INFINITY, maximum = INFINITY;
	bool is_finite = true;

	(void)arena;
	if (arguments_parse(text, names, arguments, error) == -1 ||
	    get_number(names[0], &arguments[0], &minimum, error) == -1 ||
	    get_number(names[1], &arguments[1], &maximum, error) == -1 ||
	    get_boolean(names[2], &arguments[2], &is_finite, error) == -1)
		return -1;
	if (minimum > maximum)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "min is above max");
	converter->take = take_number;
	converter->with.number.minimum = minimum;
	converter->with.number.maximum = maximum;
	converter->with.number.is_finite = is_finite;
	return 0;
}

static int
init_time(struct converter *converter, const char *text, struct arena *arena,
    struct gantry_error *error)
{
	static const char *const names[] = { "format_string", NULL };
	struct argument format;

	if (arguments_parse(text, names, &format, error) == -1)
		return -1;
	converter->take = take_time;
	converter->with.format = DATETIME_FORMAT;
	if (format.text == NULL)
		return 0;
	converter->with.format =
	    arena_strndup(arena, format.text, format.length);
	if (converter->with.format == NULL)
		return gantry_error_memory(error);
	return datetime_check(converter->with.format, error);
}

int
converter_refuse_arguments(const char *text, struct gantry_error *error)
{
	if (text[strspn(text, " \t")] == '\0')
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "it takes no arguments");
}

static int
init_uuid(struct converter *converter, const char *text, struct arena *arena,
    struct gantry_error *error)
{
	(void)arena;
	converter->take = take_uuid;
	return converter_refuse_arguments(text, error);
}

static int
init_rest(struct converter *converter, const char *text, struct arena *arena,
    struct gantry_error *error)
{
	(void)arena;
	converter->take = take_rest;
	converter->takes_rest = true;
	return converter_refuse_arguments(text, error);
}

const struct converter_builtin converter_builtins[] = {
	{ "int", init_integer },
	{ "float", init_number },
	{ "dt", init_time },
	{ "uuid", init_uuid },
	{ "path", init_rest },
	{ NULL, NULL },
};
