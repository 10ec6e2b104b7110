/*
 * Parameters, as Parameter Objects with JSON schemas (OpenAPI 3.1.1 section
 * 4.8.12).
 */
#include <stdio.h>
#include <string.h>

#include "openapi/outline.h"
#include "openapi/parameter.h"

const char *
parameter_place(const struct gantry_param *param)
{
	static const char *const places[] = {
		[GANTRY_IN_QUERY] = "query",
		[GANTRY_IN_PATH] = "path",
		[GANTRY_IN_HEADER] = "header",
		[GANTRY_IN_COOKIE] = "cookie",
		[GANTRY_IN_FORM] = "form",
	};

	return places[param->place];
}

const char *
parameter_type(const struct gantry_param *param)
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
put_bounds(struct gantry_json_writer *json, const struct gantry_param *param)
{
	if (param->type == GANTRY_INTEGER &&
	    (param->minimum != 0 || param->maximum != 0)) {
		gantry_json_put_integer(json, "minimum", param->minimum);
		gantry_json_put_integer(json, "maximum", param->maximum);
	}
	if (param->type == GANTRY_NUMBER &&
	    (param->least < 0 || param->most > 0)) {
		gantry_json_put_number(json, "minimum", param->least);
		gantry_json_put_number(json, "maximum", param->most);
	}
	if (param->length_max > 0)
		gantry_json_put_integer(
		    json, "maxLength", (int64_t)param->length_max);
}

/* The default, as the type writes it. */
static void
put_fallback(struct gantry_json_writer *json, const struct gantry_param *param)
{
	if (param->fallback == NULL || param->type == GANTRY_LIST)
		return;
	if (param->type == GANTRY_INTEGER || param->type == GANTRY_NUMBER ||
	    param->type == GANTRY_BOOLEAN)
		gantry_json_put_raw(json, "default", param->fallback);
	else
		gantry_json_put_text(json, "default", param->fallback);
}

static void
put_schema(struct gantry_json_writer *json, const struct gantry_param *param,
    const char *name)
{
	static const struct {
		const char *type, *format;
	} schemas[] = {
		[GANTRY_TEXT] = { "string", NULL },
		[GANTRY_INTEGER] = { "integer", "int64" },
		[GANTRY_NUMBER] = { "number", "double" },
		[GANTRY_BOOLEAN] = { "boolean", NULL },
		[GANTRY_UUID] = { "string", "uuid" },
		[GANTRY_TIME] = { "string", "date-time" },
		[GANTRY_LIST] = { "array", NULL },
	};

	gantry_json_begin_object(json, name);
	gantry_json_put_text(json, "type", schemas[param->type].type);
	/* A format of the route's own has no name there. */
	if (schemas[param->type].format != NULL && param->format == NULL)
		gantry_json_put_text(
		    json, "format", schemas[param->type].format);
	if (param->type == GANTRY_LIST) {
		gantry_json_begin_object(json, "items");
		gantry_json_put_text(json, "type", "string");
		put_choices(json, param->choices);
		gantry_json_end(json);
	} else {
		put_choices(json, param->choices);
	}
	put_bounds(json, param);
	put_fallback(json, param);
	gantry_json_end(json);
}

static void
put_parameter(struct gantry_json_writer *json, const struct gantry_param *param)
{
	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "name", param->name);
	gantry_json_put_text(json, "in", parameter_place(param));
	if (param->help != NULL)
		gantry_json_put_text(json, "description", param->help);
	gantry_json_put_boolean(json, "required",
	    param->is_required || param->place == GANTRY_IN_PATH);
	if (param->type == GANTRY_LIST && param->place == GANTRY_IN_QUERY)
		gantry_json_put_boolean(
		    json, "explode", param->delimiter == '\0');
	put_schema(json, param, "schema");
	gantry_json_end(json);
}

const struct gantry_param *
parameter_of_field(
    const struct gantry_route *route, const char *name, size_t length)
{
	const struct gantry_param *const *param = route->params;

	for (; param != NULL && *param != NULL; param++)
		if ((*param)->place == GANTRY_IN_PATH &&
		    strlen((*param)->name) == length &&
		    memcmp((*param)->name, name, length) == 0)
			return *param;
	return NULL;
}

/* The type that a field has by its converter. */
static enum gantry_param_type
field_type(const struct outline_field *field)
{
	static const struct {
		const char *converter;
		enum gantry_param_type type;
	} types[] = {
		{ "int", GANTRY_INTEGER },
		{ "float", GANTRY_NUMBER },
		{ "uuid", GANTRY_UUID },
		{ "dt", GANTRY_TIME },
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(*types); i++)
		if (strlen(types[i].converter) == field->converter_length &&
		    memcmp(types[i].converter, field->converter,
			field->converter_length) == 0)
			return types[i].type;
	return GANTRY_TEXT;
}

/* A field of the template, whether the route says something of it or not. */
static void
put_field(struct gantry_json_writer *json, const struct gantry_route *route,
    const struct outline_field *field)
{
	const struct gantry_param *known =
	    parameter_of_field(route, field->name, field->name_length);
	struct gantry_param param = { .place = GANTRY_IN_PATH };
	char name[128];

	if (known != NULL)
		param = *known;
	snprintf(
	    name, sizeof(name), "%.*s", (int)field->name_length, field->name);
	param.name = name;
	if (param.type == GANTRY_TEXT)
		param.type = field_type(field);
	put_parameter(json, &param);
}

void
parameter_put_all(struct gantry_json_writer *json, const char *template,
    const struct gantry_route *route)
{
	const struct gantry_param *const *param = route->params;
	struct outline_field field;

	gantry_json_begin_array(json, "parameters");
	while (outline_next(&template, &field))
		put_field(json, route, &field);
	for (; param != NULL && *param != NULL; param++)
		if ((*param)->place != GANTRY_IN_PATH &&
		    (*param)->place != GANTRY_IN_FORM)
			put_parameter(json, *param);
	gantry_json_end(json);
}

static bool
has_form(const struct gantry_route *route)
{
	const struct gantry_param *const *param = route->params;

	for (; param != NULL && *param != NULL; param++)
		if ((*param)->place == GANTRY_IN_FORM)
			return true;
	return false;
}

void
parameter_put_form(
    struct gantry_json_writer *json, const struct gantry_route *route)
{
	const struct gantry_param *const *param;

	if (!has_form(route))
		return;
	gantry_json_begin_object(json, "requestBody");
	gantry_json_begin_object(json, "content");
	gantry_json_begin_object(json, "application/x-www-form-urlencoded");
	gantry_json_begin_object(json, "schema");
	gantry_json_put_text(json, "type", "object");
	gantry_json_begin_object(json, "properties");
	for (param = route->params; *param != NULL; param++)
		if ((*param)->place == GANTRY_IN_FORM)
			put_schema(json, *param, (*param)->name);
	gantry_json_end(json);
	gantry_json_begin_array(json, "required");
	for (param = route->params; *param != NULL; param++)
		if ((*param)->place == GANTRY_IN_FORM && (*param)->is_required)
			gantry_json_put_text(json, NULL, (*param)->name);
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
	gantry_json_end(json);
}
