/*
 * Schemas of values (JSON Schema 2020-12; OpenAPI 3.1.1 section 4.8.24).
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "openapi/schema.h"
#include "web/types/value.h"

const char *
schema_type(const struct gantry_param *param)
{
	static const char *const types[] = {
		[GANTRY_TEXT] = "text",
		[GANTRY_INTEGER] = "integer",
		[GANTRY_NUMBER] = "number",
		[GANTRY_BOOLEAN] = "boolean",
		[GANTRY_UUID] = "UUID",
		[GANTRY_TIME] = "time",
		[GANTRY_LIST] = "list",
	};

	return types[param->type];
}

bool
schema_is_array(const struct gantry_param *param)
{
	if (param->type != GANTRY_LIST)
		return false;
	switch (param->place) {
	case GANTRY_IN_QUERY:
		return strchr(", |", param->delimiter) != NULL;
	case GANTRY_IN_FORM:
		return param->delimiter == ',' || param->delimiter == '\0';
	default:
		return param->delimiter == ',';
	}
}

static bool
is_delimited_text(const struct gantry_param *param)
{
	return param->type == GANTRY_LIST && !schema_is_array(param) &&
	    param->delimiter != '\0';
}

void
schema_put_note(struct gantry_buffer *text, const struct gantry_param *param)
{
	const char *separator = "";

	if (param->help != NULL) {
		gantry_buffer_puts(text, param->help);
		separator = "; ";
	}
	if (param->type == GANTRY_TEXT && param->size_max > 0)
		gantry_buffer_printf(text, "%sat most %zu bytes of UTF-8",
		    separator, param->size_max);
	else if (param->type == GANTRY_INTEGER && param->length_max > 0)
		gantry_buffer_printf(text,
		    "%swritten with %zu character%s, a sign included",
		    separator, param->length_max,
		    param->length_max == 1 ? "" : "s");
	else if (param->type == GANTRY_TIME && param->format != NULL)
		gantry_buffer_printf(text, "%sas strptime(3) reads it: %s",
		    separator, param->format);
	else if (param->type == GANTRY_TIME && param->place == GANTRY_IN_HEADER)
		gantry_buffer_printf(text, "%sa date of RFC 9110", separator);
	else if (is_delimited_text(param))
		gantry_buffer_printf(text,
		    "%sa list with '%c' between its items", separator,
		    param->delimiter);
}

/* The end of a range; TEXT is "" if there is none. */
struct bound {
	char text[64];
};

static void
put_range(struct gantry_buffer *text, const struct bound *least,
    const struct bound *most)
{
	if (*least->text != '\0' && *most->text != '\0')
		gantry_buffer_printf(
		    text, ", %s to %s", least->text, most->text);
	else if (*least->text != '\0')
		gantry_buffer_printf(text, ", at least %s", least->text);
	else if (*most->text != '\0')
		gantry_buffer_printf(text, ", at most %s", most->text);
}

void
schema_put_range(struct gantry_buffer *text, const struct gantry_param *param)
{
	struct bound least = { "" }, most = { "" };

	if (param->type == GANTRY_INTEGER &&
	    (param->minimum != 0 || param->maximum != 0)) {
		if (param->minimum != INT64_MIN)
			snprintf(least.text, sizeof(least.text), "%lld",
			    (long long)param->minimum);
		if (param->maximum != INT64_MAX)
			snprintf(most.text, sizeof(most.text), "%lld",
			    (long long)param->maximum);
	}
	if (param->type == GANTRY_NUMBER &&
	    (param->least < 0 || param->least > 0 || param->most < 0 ||
		param->most > 0)) {
		if (isfinite(param->least))
			snprintf(
			    least.text, sizeof(least.text), "%g", param->least);
		if (isfinite(param->most))
			snprintf(
			    most.text, sizeof(most.text), "%g", param->most);
	}
	put_range(text, &least, &most);
}

static void
put_choices(struct gantry_json_writer *json, const char *const *choice)
{
	if (choice == NULL)
		return;
	gantry_json_begin_array(json, "enum");
	for (; *choice != NULL; choice++)
		gantry_json_put_text(json, NULL, *choice);
	gantry_json_end(json);
}

static void
put_integer_bounds(
    struct gantry_json_writer *json, const struct gantry_param *param)
{
	if (param->minimum == 0 && param->maximum == 0)
		return;
	if (param->minimum != INT64_MIN)
		gantry_json_put_integer(json, "minimum", param->minimum);
	if (param->maximum != INT64_MAX)
		gantry_json_put_integer(json, "maximum", param->maximum);
}

/* JSON Schema counts characters; their number never exceeds that of bytes. */
static void
put_lengths(struct gantry_json_writer *json, const struct gantry_param *param)
{
	bool may_be_empty = param->takes_empty ||
	    (param->place != GANTRY_IN_QUERY && param->place != GANTRY_IN_FORM);
	size_t least = param->length_min, most = param->length_max;

	if (least == 0 && param->is_required && !may_be_empty)
		least = 1;
	if (most == 0 || (param->size_max > 0 && param->size_max < most))
		most = param->size_max;
	if (least > 0)
		gantry_json_put_integer(json, "minLength", (int64_t)least);
	if (most > 0)
		gantry_json_put_integer(json, "maxLength", (int64_t)most);
}

static void
put_bounds(struct gantry_json_writer *json, const struct gantry_param *param)
{
	if (param->type == GANTRY_INTEGER)
		put_integer_bounds(json, param);
	if (param->type == GANTRY_NUMBER &&
	    (param->least < 0 || param->least > 0 || param->most < 0 ||
		param->most > 0)) {
		if (isfinite(param->least))
			gantry_json_put_number(json, "minimum", param->least);
		if (isfinite(param->most))
			gantry_json_put_number(json, "maximum", param->most);
	}
	if (param->type == GANTRY_TEXT)
		put_lengths(json, param);
}

/* A default that is a list. */
static void
put_items(struct gantry_json_writer *json, const char *text, char delimiter)
{
	const char delimiters[] = { delimiter, '\0' };
	size_t length;

	gantry_json_begin_array(json, "default");
	for (;; text += length + 1) {
		length = strcspn(text, delimiters);
		if (length > 0)
			gantry_json_put_string(json, NULL, text, length);
		if (text[length] == '\0')
			break;
	}
	gantry_json_end(json);
}

/* The default as a value of its type: "+05" becomes 5. */
static void
put_fallback(struct gantry_json_writer *json, const struct gantry_param *param)
{
	const char *text = param->fallback;
	int64_t integer;
	double number;
	bool boolean;

	if (text == NULL)
		return;
	switch (param->type) {
	case GANTRY_INTEGER:
		if (value_integer(text, strlen(text), &integer) == 0)
			gantry_json_put_integer(json, "default", integer);
		break;
	case GANTRY_NUMBER:
		if (value_number(text, strlen(text), &number) == 0 &&
		    isfinite(number))
			gantry_json_put_number(json, "default", number);
		break;
	case GANTRY_BOOLEAN:
		if (value_boolean(text, strlen(text), &boolean) == 0)
			gantry_json_put_boolean(json, "default", boolean);
		break;
	default:
		if (schema_is_array(param))
			put_items(json, text, param->delimiter);
		else
			gantry_json_put_text(json, "default", text);
	}
}

/* The name that JSON Schema has for the format, or NULL. */
static const char *
find_format(const struct gantry_param *param)
{
	switch (param->type) {
	case GANTRY_INTEGER:
		return "int64";
	case GANTRY_NUMBER:
		return "double";
	case GANTRY_UUID:
		return "uuid";
	case GANTRY_TIME:
		if (param->format != NULL)
			return strcmp(param->format, "%Y-%m-%d") == 0 ||
				strcmp(param->format, "%F") == 0
			    ? "date"
			    : NULL;
		return param->place != GANTRY_IN_HEADER ? "date-time" : NULL;
	default:
		return NULL;
	}
}

static const char *
find_type(const struct gantry_param *param)
{
	switch (param->type) {
	case GANTRY_INTEGER:
		return "integer";
	case GANTRY_NUMBER:
		return "number";
	case GANTRY_BOOLEAN:
		return "boolean";
	default:
		return schema_is_array(param) ? "array" : "string";
	}
}

/* Can an item hold the delimiter?  Paths and cookies divide decoded text. */
static bool
is_divided_encoded(const struct gantry_param *param)
{
	return param->place != GANTRY_IN_PATH &&
	    param->place != GANTRY_IN_COOKIE;
}

void
schema_put(struct gantry_json_writer *json, const struct gantry_param *param,
    const char *name)
{
	const char *format = find_format(param);

	gantry_json_begin_object(json, name);
	gantry_json_put_text(json, "type", find_type(param));
	if (format != NULL)
		gantry_json_put_text(json, "format", format);
	if (schema_is_array(param)) {
		gantry_json_begin_object(json, "items");
		gantry_json_put_text(json, "type", "string");
		if (!is_divided_encoded(param))
			gantry_json_put_text(json, "pattern", "^[^,]*$");
		put_choices(json, param->choices);
		gantry_json_end(json);
	} else if (param->type == GANTRY_TEXT) {
		put_choices(json, param->choices);
	}
	put_bounds(json, param);
	put_fallback(json, param);
	gantry_json_end(json);
}
