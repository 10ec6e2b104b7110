/*
 * The built-in converters.  Each has a function that parses its arguments and
 * one that converts a field's text.
 */
#include <math.h>
#include <string.h>

#include "web/routing/arguments.h"
#include "web/routing/converter.h"
#include "web/types/datetime.h"
#include "web/types/uuid.h"
#include "web/types/value.h"

#define DATETIME_FORMAT "%Y-%m-%dT%H:%M:%SZ"

static bool
convert_integer(const struct converter *converter, struct match_field *field)
{
	int64_t digits = converter->with.integer.num_digits;

	return (digits == 0 || field->length == (uint64_t)digits) &&
	    value_integer(field->text, field->length, &field->integer) == 0 &&
	    field->integer >= converter->with.integer.minimum &&
	    field->integer <= converter->with.integer.maximum;
}

static bool
convert_number(const struct converter *converter, struct match_field *field)
{
	if (value_number(field->text, field->length, &field->number) == -1 ||
	    (converter->with.number.is_finite && !isfinite(field->number)))
		return false;
	return !(field->number < converter->with.number.minimum ||
	    field->number > converter->with.number.maximum);
}

static bool
convert_time(const struct converter *converter, struct match_field *field)
{
	return datetime_parse(converter->with.time.format, field->text,
	    field->length, &field->integer);
}

static bool
convert_uuid(const struct converter *converter, struct match_field *field)
{
	(void)converter;
	return uuid_is(field->text, field->length);
}

static bool
convert_rest(const struct converter *converter, struct match_field *field)
{
	(void)converter;
	(void)field;
	return true;
}

/* Parse an integer argument; *VALUE is kept when it is not given. */
static int
get_integer(const char *name, const struct argument *argument, int64_t *value,
    struct gantry_error *error)
{
	if (argument->text == NULL ||
	    value_integer(argument->text, argument->length, value) == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s must be a whole number, not '%.*s'", name,
	    (int)argument->length, argument->text);
}

/* The greatest number of DIGITS digits. */
static int64_t
greatest(int64_t digits)
{
	int64_t number = 0;

	while (digits-- > 0 && number < INT64_MAX)
		number =
		    number > (INT64_MAX - 9) / 10 ? INT64_MAX : number * 10 + 9;
	return number;
}

/* Reduce the range to numbers of DIGITS characters, one of which may be '-'. */
static void
reduce(int64_t digits, int64_t *minimum, int64_t *maximum)
{
	const int64_t most = greatest(digits), below = greatest(digits - 1);
	const int64_t least = below == INT64_MAX ? INT64_MIN : -below;

	if (*minimum < least)
		*minimum = least;
	if (*maximum > most)
		*maximum = most;
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
		    error, GANTRY_ERROR_INPUT, "min is greater than max");
	if (arguments[0].text != NULL)
		reduce(digits, &minimum, &maximum);
	if (minimum > maximum)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "no number of num_digits digits is from min to max");
	converter->convert = convert_integer;
	converter->kind = MATCH_INTEGER;
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
	    (value_number(argument->text, argument->length, value) == 0 &&
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
		    error, GANTRY_ERROR_INPUT, "min is greater than max");
	converter->convert = convert_number;
	converter->kind = MATCH_NUMBER;
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
	converter->convert = convert_time;
	converter->kind = MATCH_TIME;
	converter->with.time.format = DATETIME_FORMAT;
	converter->with.time.is_default = format.text == NULL;
	if (format.text == NULL)
		return 0;
	converter->with.time.format =
	    arena_strndup(arena, format.text, format.length);
	if (converter->with.time.format == NULL)
		return gantry_error_memory(error);
	return datetime_check(converter->with.time.format, error);
}

int
converter_check_no_arguments(const char *text, struct gantry_error *error)
{
	if (text[strspn(text, " \t")] == '\0')
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "this converter takes no arguments");
}

static int
init_uuid(struct converter *converter, const char *text, struct arena *arena,
    struct gantry_error *error)
{
	(void)arena;
	converter->convert = convert_uuid;
	converter->kind = MATCH_UUID;
	return converter_check_no_arguments(text, error);
}

static int
init_rest(struct converter *converter, const char *text, struct arena *arena,
    struct gantry_error *error)
{
	(void)arena;
	converter->convert = convert_rest;
	converter->takes_rest = true;
	return converter_check_no_arguments(text, error);
}

const struct converter_builtin converter_builtins[] = {
	{ "int", init_integer },
	{ "float", init_number },
	{ "dt", init_time },
	{ "uuid", init_uuid },
	{ "path", init_rest },
	{ NULL, NULL },
};
