/*
 * Fields as values of JSON.  What type a text has, only the schema tells: "7"
 * is a number where a number is wanted, and a text elsewhere.
 */
#include <string.h>

#include "base/text/utf8.h"
#include "web/request/body.h"
#include "web/request/field_values.h"
#include "web/request/request.h"
#include "web/schema/schema.h"
#include "web/types/media_type.h"

#define KEPT_MAX   ((size_t)1024 * 1024)
#define FIELDS_MAX 1000 /* lists are searched from their beginning */

static struct gantry_json_value *
new_value(struct field_values *values, enum gantry_json_kind kind)
{
	struct gantry_json_value *value =
	    gantry_environ_alloc(values->request->environ, sizeof(*value));

	if (value == NULL)
		request_out_of_memory(values->request);
	else
		*value = (struct gantry_json_value){ .kind = kind };
	return value;
}

int
field_values_begin(struct field_values *values, struct gantry_request *request,
    const struct gantry_schema *schema, const struct gantry_encoding *encodings)
{
	*values = (struct field_values){
		.request = request,
		.schema = schema,
		.encodings = encodings,
	};
	values->object = new_value(values, GANTRY_JSON_OBJECT);
	return values->object != NULL ? 0 : -1;
}

void
field_values_clear(struct field_values *values)
{
	gantry_buffer_clear(&values->text);
}

static struct gantry_json_value *
find_member(const struct field_values *values, const char *name)
{
	return (struct gantry_json_value *)gantry_json_member(
	    values->object, name);
}

/* Append ITEM to CONTAINER, whose last item is LAST, or NULL. */
static void
append(struct gantry_json_value *container, struct gantry_json_value *last,
    struct gantry_json_value *item)
{
	if (last == NULL)
		container->items = item;
	else
		last->next = item;
	container->count++;
}

static struct gantry_json_value *
last_item(const struct gantry_json_value *array)
{
	struct gantry_json_value *item =
	    (struct gantry_json_value *)array->items;

	while (item != NULL && item->next != NULL)
		item = (struct gantry_json_value *)item->next;
	return item;
}

/* An array in the place of MEMBER, its only item; NULL with the failure. */
static struct gantry_json_value *
wrap(struct field_values *values, struct gantry_json_value *member)
{
	struct gantry_json_value *item = new_value(values, GANTRY_JSON_NULL);

	if (item == NULL)
		return NULL;
	*item = *member;
	item->name = NULL;
	item->next = NULL;
	*member = (struct gantry_json_value){
		.kind = GANTRY_JSON_ARRAY,
		/* The mark tells it from an array that the client sent. */
		.boolean = true,
		.name = member->name,
		.next = member->next,
		.items = item,
		.count = 1,
	};
	return member;
}

/*
 * Add VALUE as the member NAME.  If it is not the first of this name, or an
 * array is wanted, it is an item of an array.
 */
static int
add(struct field_values *values, const char *name,
    struct gantry_json_value *value)
{
	struct gantry_json_value *member = find_member(values, name);
	const unsigned kinds =
	    schema_property_kinds(values->schema, name, NULL);

	if (++values->count > FIELDS_MAX)
		return gantry_response_fail(values->request->response,
		    GANTRY_413, "the body has more than %d fields", FIELDS_MAX);
	if (member == NULL) {
		value->name = name;
		append(values->object, values->last, value);
		values->last = value;
		return (kinds & KIND(ARRAY)) == 0 || wrap(values, value) != NULL
		    ? 0
		    : -1;
	}
	if (!(member->kind == GANTRY_JSON_ARRAY && member->boolean) &&
	    wrap(values, member) == NULL)
		return -1;
	append(member, last_item(member), value);
	return 0;
}

/* Does KINDS, of a schema, ask for the kind that TEXT has as JSON? */
static bool
is_wanted(unsigned kinds, const struct gantry_json_value *parsed)
{
	unsigned kind = 1u << parsed->kind;

	if (parsed->kind == GANTRY_JSON_INTEGER ||
	    parsed->kind == GANTRY_JSON_NUMBER)
		kind = KIND(INTEGER) | KIND(NUMBER);
	return (kinds & kind) != 0 && (kinds & KIND(STRING)) == 0;
}

/* The value of LENGTH bytes of the field NAME; NULL with the failure. */
static struct gantry_json_value *
read_text(struct field_values *values, const char *name, const char *text,
    size_t length)
{
	struct gantry_json_value *value = new_value(values, GANTRY_JSON_STRING);
	const struct gantry_json_value *parsed;
	unsigned items = 0;
	unsigned kinds = schema_property_kinds(values->schema, name, &items);

	if (value == NULL)
		return NULL;
	if ((kinds & KIND(ARRAY)) != 0)
		kinds = items;
	parsed =
	    gantry_json_parse(values->request->environ, text, length, NULL);
	if (parsed != NULL && is_wanted(kinds, parsed)) {
		*value = *parsed;
		value->name = NULL;
		return value;
	}
	value->string = gantry_environ_format(
	    values->request->environ, "%.*s", (int)length, text);
	value->length = length;
	if (value->string == NULL) {
		request_out_of_memory(values->request);
	} else if (strlen(value->string) != length ||
	    !utf8_is_valid(value->string, length)) {
		gantry_response_fail(values->request->response, GANTRY_400,
		    "the field '%.64s' of the body is not a text in UTF-8",
		    name);
		return NULL;
	}
	return value->string != NULL ? value : NULL;
}

int
field_values_add(struct field_values *values, const char *name,
    const char *text, size_t length)
{
	struct gantry_json_value *value = read_text(values, name, text, length);

	return value != NULL ? add(values, name, value) : -1;
}

/* Is TYPE one of LIST, "image/png, text" and a star? */
static bool
has_type(const char *list, const char *type)
{
	size_t length;

	for (;; list += length + 1) {
		list += strspn(list, " ");
		length = strcspn(list, ", ");
		if (media_range_has(list, length, type))
			return true;
		length = strcspn(list, ",");
		if (list[length] == '\0')
			return false;
	}
}

int
field_values_begin_part(
    struct field_values *values, const struct gantry_part *part)
{
	const struct gantry_encoding *encoding = values->encodings;

	values->part = *part;
	values->size = 0;
	gantry_buffer_reset(&values->text);
	for (; encoding != NULL && encoding->name != NULL; encoding++)
		if (strcmp(encoding->name, part->name) == 0 &&
		    !has_type(encoding->type, part->type))
			return gantry_response_fail(values->request->response,
			    GANTRY_415,
			    "the part '%.64s' of the body is of type '%.64s'; "
			    "it must be %s",
			    part->name, part->type, encoding->type);
	return 0;
}

int
field_values_data(struct field_values *values, const char *data, size_t length)
{
	values->size += (int64_t)length;
	if (values->part.filename != NULL)
		return 0;
	values->kept += length;
	if (values->kept > KEPT_MAX)
		return gantry_response_fail(values->request->response,
		    GANTRY_413,
		    "the parts of the body that are not files exceed %zu bytes",
		    KEPT_MAX);
	return gantry_buffer_add(&values->text, data, length) == 0
	    ? 0
	    : request_out_of_memory(values->request);
}

/* A file: only its size is known; see the rules of strings. */
static int
add_file(struct field_values *values)
{
	struct gantry_json_value *value = new_value(values, GANTRY_JSON_STRING);

	if (value == NULL)
		return -1;
	value->boolean = true;
	value->string = "";
	value->number = (double)values->size;
	return add(values, values->part.name, value);
}

static int
add_json(struct field_values *values)
{
	struct gantry_json_value *value = new_value(values, GANTRY_JSON_NULL);
	const struct gantry_json_value *parsed;
	struct gantry_error error;

	if (value == NULL)
		return -1;
	parsed = gantry_json_parse(values->request->environ, values->text.data,
	    values->text.length, &error);
	if (parsed == NULL)
		return error.code == GANTRY_ERROR_MEMORY
		    ? request_out_of_memory(values->request)
		    : gantry_response_fail(values->request->response,
			  GANTRY_400,
			  "the part '%.64s' of the body is not valid JSON: %s",
			  values->part.name, error.text);
	*value = *parsed;
	return add(values, values->part.name, value);
}

int
field_values_end_part(struct field_values *values)
{
	if (values->part.filename != NULL)
		return add_file(values);
	if (body_is_json(values->part.type))
		return add_json(values);
	return field_values_add(values, values->part.name,
	    values->text.data != NULL ? values->text.data : "",
	    values->text.length);
}

int
field_values_check(struct field_values *values)
{
	if (values->schema == NULL)
		return 0;
	return gantry_request_check(
	    values->request, values->schema, values->object);
}
