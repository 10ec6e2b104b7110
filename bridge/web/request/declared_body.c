/*
 * Declared bodies: a request with another is answered before the responder is
 * called.  The parts of a multipart body are checked while the responder reads
 * them, since they need not fit into memory.
 */
#include <string.h>

#include "web/request/body.h"
#include "web/request/declared_body.h"
#include "web/request/field_values.h"
#include "web/request/form.h"
#include "web/request/query.h"
#include "web/request/request.h"
#include "web/schema/schema.h"
#include "web/types/json_scalar.h"
#include "web/types/media_type.h"

#define FORM_TYPE      "application/x-www-form-urlencoded"
#define MULTIPART_TYPE "multipart/form-data"

/* TEXT, an example, is JSON that fits SCHEMA, if there is one. */
static int
check_example(struct arena *arena, const struct gantry_schema *schema,
    const char *text, struct gantry_error *error)
{
	const struct gantry_json_value *value;

	if (text == NULL)
		return 0;
	value = json_parse_kept(arena, text, strlen(text), error);
	if (value == NULL)
		return gantry_error_prefix(error, "an example is not JSON");
	if (schema == NULL || schema_accepts(schema, value))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "the example %.64s does not fit the schema", text);
}

static int
compile_content(struct gantry_schema **schema, struct arena *arena,
    const struct gantry_content *content, struct gantry_error *error)
{
	const struct gantry_example *example = content->examples;

	if (content->schema != NULL) {
		*schema = gantry_schema_new(content->schema, error);
		if (*schema == NULL)
			return -1;
	}
	if (check_example(arena, *schema, content->example, error) == -1)
		return -1;
	for (; example != NULL && example->name != NULL; example++)
		if (check_example(arena, *schema, example->value, error) == -1)
			return -1;
	return 0;
}

int
declared_body_compile(struct declared_body **body, struct arena *arena,
    const struct gantry_route *route, struct gantry_error *error)
{
	const struct gantry_content *content = route->bodies;
	size_t count = 0;

	while (content[count].type != NULL)
		count++;
	*body = arena_alloc(arena, sizeof(**body));
	if (*body == NULL)
		return gantry_error_memory(error);
	**body = (struct declared_body){ .route = route };
	(*body)->schemas =
	    arena_alloc(arena, (count + 1) * sizeof(*(*body)->schemas));
	if ((*body)->schemas == NULL)
		return gantry_error_memory(error);
	memset((*body)->schemas, 0, (count + 1) * sizeof(*(*body)->schemas));
	(*body)->count = count;
	for (; content->type != NULL; content++)
		if (compile_content(&(*body)->schemas[content - route->bodies],
			arena, content, error) == -1)
			return gantry_error_prefix(
			    error, "the body '%s'", content->type);
	return 0;
}

void
declared_body_clear(struct declared_body *body)
{
	size_t i;

	for (i = 0; body != NULL && i < body->count; i++)
		gantry_schema_free(body->schemas[i]);
}

/* "a, b or c", the types that BODY has; NULL: no memory. */
static const char *
list_types(struct gantry_request *request, const struct declared_body *body)
{
	const struct gantry_content *content = body->route->bodies;
	const char *text = content->type;
	size_t i;

	for (i = 1; i < body->count && text != NULL; i++)
		text = gantry_environ_format(request->environ, "%s%s%s", text,
		    i + 1 < body->count ? ", " : " or ", content[i].type);
	return text;
}

/* Does ROUTE read a form by its parameters? */
static bool
reads_form(const struct gantry_route *route)
{
	const struct gantry_param *const *param = route->params;

	for (; param != NULL && *param != NULL; param++)
		if ((*param)->place == GANTRY_IN_FORM)
			return true;
	return false;
}

/* There is no body, which BODY may allow. */
static int
check_missing(struct gantry_request *request, const struct declared_body *body)
{
	const char *types = list_types(request, body);

	if (body->route->body_is_optional)
		return 0;
	if (types == NULL)
		return request_out_of_memory(request);
	return gantry_response_fail(request->response, GANTRY_400,
	    "the request has no body; it must have one of type %s", types);
}

/* Check the JSON body INDEX.  All of it is read and parsed. */
static int
check_json(struct gantry_request *request, const struct declared_body *body,
    size_t index)
{
	const size_t limit = body->route->bodies[index].limit;
	const struct gantry_json_value *value;
	const char *data;
	size_t length;

	if (gantry_request_body(request, limit, &data, &length) == -1)
		return -1;
	if (length == 0)
		return check_missing(request, body);
	value = gantry_request_json(request, limit);
	return value != NULL
	    ? gantry_request_check(request, body->schemas[index], value)
	    : -1;
}

/* The name of a field ends at its '='. */
static int
add_field(struct field_values *values, const char *text, size_t length)
{
	const char *equals = memchr(text, '=', length), *name, *value;
	const size_t size = equals != NULL ? (size_t)(equals - text) : length;
	struct gantry_environ *environ = values->request->environ;
	enum query_result result;

	result = query_decode(environ, text, size, &name);
	if (result == QUERY_DECODED)
		result = query_decode(environ, text + size + (equals != NULL),
		    length - size - (equals != NULL), &value);
	if (result == QUERY_DECODED)
		return field_values_add(values, name, value, strlen(value));
	return result == QUERY_NO_MEMORY
	    ? request_out_of_memory(values->request)
	    : gantry_response_fail(values->request->response, GANTRY_400,
		  "the form is badly percent-encoded");
}

static int
check_form(struct gantry_request *request, const struct gantry_schema *schema)
{
	struct field_values values;
	const char *text;
	size_t length;

	if (form_text(request, &text) == -1 ||
	    field_values_begin(&values, request, schema, NULL) == -1)
		return -1;
	for (; *text != '\0'; text += length + (text[length] != '\0')) {
		length = strcspn(text, "&");
		if (length > 0 && add_field(&values, text, length) == -1)
			return -1;
	}
	return field_values_check(&values);
}

/* Check the body INDEX, which is of TYPE. */
static int
check_content(struct gantry_request *request, const struct declared_body *body,
    size_t index, const char *type)
{
	const struct gantry_schema *schema = body->schemas[index];

	if (strcmp(type, MULTIPART_TYPE) == 0) {
		request->part_schema = schema;
		request->encodings = body->route->bodies[index].encodings;
		return 0;
	}
	if (schema == NULL)
		return 0;
	if (body_is_json(type))
		return check_json(request, body, index);
	return strcmp(type, FORM_TYPE) == 0 ? check_form(request, schema) : 0;
}

/* A body without Content-Type; whether it is empty, only reading tells. */
static int
check_untyped(struct gantry_request *request, const struct declared_body *body)
{
	int64_t told = gantry_request_content_length(request);
	size_t length = told > 0;
	const char *data, *types;

	if (told == -1 && gantry_request_body(request, 0, &data, &length) == -1)
		return -1;
	if (length == 0)
		return check_missing(request, body);
	types = list_types(request, body);
	return types != NULL ? body_reject_type(request, "", types)
			     : request_out_of_memory(request);
}

int
declared_body_check(
    struct gantry_request *request, const struct declared_body *body)
{
	const struct gantry_content *content = body->route->bodies;
	const char *type = body_type(request), *types;
	size_t i;

	if (type == NULL)
		return -1;
	/* A form without fields is an empty body. */
	if (*type == '\0' ||
	    (gantry_request_content_length(request) == 0 &&
		strcmp(type, FORM_TYPE) != 0))
		return check_untyped(request, body);
	for (i = 0; i < body->count; i++)
		if (media_range_has(
			content[i].type, strlen(content[i].type), type))
			return check_content(request, body, i, type);
	if (strcmp(type, FORM_TYPE) == 0 && reads_form(body->route))
		return 0;
	types = list_types(request, body);
	return types != NULL ? body_reject_type(request, type, types)
			     : request_out_of_memory(request);
}
