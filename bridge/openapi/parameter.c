/*
 * Parameters as Parameter Objects (OpenAPI 3.1.1 section 4.8.12), forms as
 * Request Body Objects (section 4.8.13).
 */
#include <math.h>
#include <string.h>

#include "openapi/parameter.h"
#include "openapi/schema.h"

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

static void
put_description(
    struct gantry_json_writer *json, const struct gantry_param *param)
{
	struct gantry_buffer note = { 0 };

	schema_put_note(&note, param);
	if (note.length > 0)
		gantry_json_put_string(
		    json, "description", note.data, note.length);
	gantry_buffer_clear(&note);
}

/* How a list is written (OpenAPI 3.1.1 section 4.8.12.3). */
static void
put_style(struct gantry_json_writer *json, const struct gantry_param *param)
{
	if (!schema_is_array(param) || param->place == GANTRY_IN_PATH ||
	    param->place == GANTRY_IN_HEADER)
		return;
	if (param->delimiter == ' ')
		gantry_json_put_text(json, "style", "spaceDelimited");
	else if (param->delimiter == '|')
		gantry_json_put_text(json, "style", "pipeDelimited");
	else
		gantry_json_put_text(json, "style", "form");
	gantry_json_put_boolean(json, "explode", param->delimiter == '\0');
}

static void
put_parameter(struct gantry_json_writer *json, const struct gantry_param *param)
{
	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "name", param->name);
	gantry_json_put_text(json, "in", parameter_place(param));
	put_description(json, param);
	gantry_json_put_boolean(json, "required",
	    param->is_required || param->place == GANTRY_IN_PATH);
	put_style(json, param);
	schema_put(json, param, "schema");
	gantry_json_end(json);
}

/* What ROUTE says of the field of a path, or NULL. */
static const struct gantry_param *
find_param(const struct gantry_route *route, const struct template_field *field)
{
	const struct gantry_param *const *param = route->params;

	for (; param != NULL && *param != NULL; param++)
		if ((*param)->place == GANTRY_IN_PATH &&
		    strcmp((*param)->name, field->name) == 0)
			return *param;
	return NULL;
}

/* Reduce the range of PARAM to what CONVERTER takes. */
static void
put_integer_range(struct gantry_param *param, const struct converter *converter)
{
	if (param->minimum == 0 && param->maximum == 0) {
		param->minimum = INT64_MIN;
		param->maximum = INT64_MAX;
	}
	if (param->minimum < converter->with.integer.minimum)
		param->minimum = converter->with.integer.minimum;
	if (param->maximum > converter->with.integer.maximum)
		param->maximum = converter->with.integer.maximum;
	param->length_max = (size_t)converter->with.integer.num_digits;
}

static void
put_number_range(struct gantry_param *param, const struct converter *converter)
{
	if (!(param->least < 0 || param->least > 0 || param->most < 0 ||
		param->most > 0)) {
		param->least = -INFINITY;
		param->most = INFINITY;
	}
	if (param->least < converter->with.number.minimum)
		param->least = converter->with.number.minimum;
	if (param->most > converter->with.number.maximum)
		param->most = converter->with.number.maximum;
}

struct gantry_param
parameter_of_field(
    const struct gantry_route *route, const struct template_field *field)
{
	static const enum gantry_param_type types[] = {
		[MATCH_TEXT] = GANTRY_TEXT,
		[MATCH_INTEGER] = GANTRY_INTEGER,
		[MATCH_NUMBER] = GANTRY_NUMBER,
		[MATCH_TIME] = GANTRY_TIME,
		[MATCH_UUID] = GANTRY_UUID,
	};
	const struct gantry_param *known = find_param(route, field);
	const struct converter *converter = &field->converter;
	const enum gantry_param_type type = types[converter->kind];
	struct gantry_param param = { .place = GANTRY_IN_PATH };

	if (known != NULL)
		param = *known;
	param.name = field->name;
	/* A type that the route gives is for the responder to convert. */
	if (param.type == GANTRY_TEXT)
		param.type = type;
	if (param.type != type)
		return param;
	if (type == GANTRY_INTEGER)
		put_integer_range(&param, converter);
	else if (type == GANTRY_NUMBER)
		put_number_range(&param, converter);
	else if (type == GANTRY_TIME && !converter->with.time.is_default)
		param.format = converter->with.time.format;
	return param;
}

void
parameter_put_all(struct gantry_json_writer *json,
    const struct template *template, const struct gantry_route *route)
{
	const struct gantry_param *const *param = route->params;
	const struct template_field *field;
	struct gantry_param own;
	size_t i;

	gantry_json_begin_array(json, "parameters");
	for (i = 0; (field = template_get_field(template, i)) != NULL; i++) {
		own = parameter_of_field(route, field);
		put_parameter(json, &own);
	}
	for (; param != NULL && *param != NULL; param++)
		if ((*param)->place != GANTRY_IN_PATH &&
		    (*param)->place != GANTRY_IN_FORM)
			put_parameter(json, *param);
	gantry_json_end(json);
}

/* The next field of a form in a table of parameters, or NULL. */
static const struct gantry_param *
next_of_form(const struct gantry_param *const **at)
{
	const struct gantry_param *param;

	while (*at != NULL && **at != NULL) {
		param = *(*at)++;
		if (param->place == GANTRY_IN_FORM)
			return param;
	}
	return NULL;
}

static void
put_form_schema(
    struct gantry_json_writer *json, const struct gantry_route *route)
{
	const struct gantry_param *const *at = route->params;
	const struct gantry_param *param;

	gantry_json_begin_object(json, "schema");
	gantry_json_put_text(json, "type", "object");
	gantry_json_begin_object(json, "properties");
	while ((param = next_of_form(&at)) != NULL)
		schema_put(json, param, param->name);
	gantry_json_end(json);
	gantry_json_begin_array(json, "required");
	at = route->params;
	while ((param = next_of_form(&at)) != NULL)
		if (param->is_required)
			gantry_json_put_text(json, NULL, param->name);
	gantry_json_end(json);
	gantry_json_end(json);
}

/* How the lists of a form are written (section 4.8.15). */
static void
put_encoding(struct gantry_json_writer *json, const struct gantry_route *route)
{
	const struct gantry_param *const *at = route->params;
	const struct gantry_param *param;

	gantry_json_begin_object(json, "encoding");
	while ((param = next_of_form(&at)) != NULL) {
		if (!schema_is_array(param))
			continue;
		gantry_json_begin_object(json, param->name);
		put_style(json, param);
		gantry_json_end(json);
	}
	gantry_json_end(json);
}

void
parameter_put_form_content(
    struct gantry_json_writer *json, const struct gantry_route *route)
{
	const struct gantry_param *const *at = route->params;

	if (next_of_form(&at) == NULL)
		return;
	gantry_json_begin_object(json, "application/x-www-form-urlencoded");
	put_form_schema(json, route);
	put_encoding(json, route);
	gantry_json_end(json);
}

void
parameter_put_form(
    struct gantry_json_writer *json, const struct gantry_route *route)
{
	const struct gantry_param *const *at = route->params;
	const struct gantry_param *param;
	bool is_required = false;

	if (next_of_form(&at) == NULL)
		return;
	at = route->params;
	while ((param = next_of_form(&at)) != NULL)
		is_required = is_required || param->is_required;
	gantry_json_begin_object(json, "requestBody");
	gantry_json_put_boolean(json, "required", is_required);
	gantry_json_begin_object(json, "content");
	parameter_put_form_content(json, route);
	gantry_json_end(json);
	gantry_json_end(json);
}
