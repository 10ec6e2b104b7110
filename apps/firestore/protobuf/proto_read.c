/*
 * Protocol Buffers to JSON.  A first pass makes plain objects of all messages,
 * in which fields that come again are merged or replaced as protobuf asks; a
 * second one, in convert.c, gives timestamps and others their forms.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/firestore/export/protobuf.h"
#include "data/firestore/rest/rest.h"
#include "firestore/protobuf/codec.h"
#include "firestore/protobuf/parts.h"
#include "firestore/protobuf/tables/tables.h"

/* The fields of the entry of a map. */
#define KEY   1
#define VALUE 2

struct reader {
	struct gantry_error *error;
	size_t values;
	unsigned depth;
};

static enum protobuf_type
type_on_wire(const struct proto_field *field)
{
	switch (field->kind) {
	case PROTO_DOUBLE:
		return PROTOBUF_FIXED64;
	case PROTO_STRING:
	case PROTO_BYTES:
	case PROTO_MESSAGE:
		return PROTOBUF_BYTES;
	default:
		return PROTOBUF_VARINT;
	}
}

/* Count JSON, which was made; NULL means that memory ran out. */
static json_t *
count(struct reader *reader, json_t *json)
{
	if (json == NULL) {
		gantry_error_memory(reader->error);
	} else if (++reader->values > PROTO_VALUES_MAX) {
		gantry_error_set(reader->error, GANTRY_ERROR_LIMIT,
		    "the message has more than %d values", PROTO_VALUES_MAX);
		json_decref(json);
		json = NULL;
	}
	return json;
}

static json_t *
make_double(uint64_t bits)
{
	double value;

	memcpy(&value, &bits, sizeof(value));
	if (isnan(value))
		return json_string("NaN");
	if (isinf(value))
		return json_string(value < 0 ? "-Infinity" : "Infinity");
	return json_real(value);
}

static json_t *
make_integer(uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRId64, (int64_t)value);
	return json_string(text);
}

static json_t *
make_choice(const struct proto_enum *choices, int32_t number)
{
	const struct proto_choice *choice = proto_find_choice(choices, number);

	if (choices == &google_null_value)
		return json_null();
	return choice != NULL ? json_string(choice->name)
			      : json_integer(number);
}

static json_t *
make_bytes(struct bytes bytes)
{
	struct gantry_buffer text = { 0 };
	json_t *json = NULL;

	rest_add_bytes(&text, bytes);
	if (!gantry_buffer_failed(&text))
		json = json_stringn_nocheck(text.data + 1, text.length - 2);
	gantry_buffer_clear(&text);
	return json;
}

static int
check_text(struct reader *reader, const char *name, struct bytes text)
{
	if (bytes_is_utf8(text))
		return 0;
	return gantry_error_set(
	    reader->error, GANTRY_ERROR_INPUT, "%s is not UTF-8", name);
}

/* Make a scalar: VALUE, or FOUND's bytes. */
static json_t *
make_scalar(struct reader *reader, const struct proto_field *field,
    uint64_t value, struct bytes bytes)
{
	switch (field->kind) {
	case PROTO_BOOL:
		return count(reader, json_boolean(value != 0));
	case PROTO_INT32:
		return count(reader, json_integer((int32_t)(uint32_t)value));
	case PROTO_INT64:
		return count(reader, make_integer(value));
	case PROTO_DOUBLE:
		return count(reader, make_double(value));
	case PROTO_ENUM:
		return count(reader,
		    make_choice(field->choices, (int32_t)(uint32_t)value));
	case PROTO_BYTES:
		return count(reader, make_bytes(bytes));
	default:
		if (check_text(reader, field->name, bytes) == -1)
			return NULL;
		return count(
		    reader, json_stringn_nocheck(bytes.data, bytes.length));
	}
}

/* Put JSON, which this takes, into the object INTO. */
static int
set(struct reader *reader, const struct proto_message *message, json_t *into,
    const struct proto_field *field, json_t *json)
{
	const struct proto_field *other = message->fields;

	if (field->oneof != NULL && json_object_size(into) > 0)
		for (; other->name != NULL; other++)
			if (other != field && other->oneof != NULL &&
			    strcmp(other->oneof, field->oneof) == 0)
				json_object_del(into, other->name);
	if (json_object_set_new_nocheck(into, field->name, json) == -1)
		return gantry_error_memory(reader->error);
	return 0;
}

/* Is the value that FIELD has in FOUND the one that it has when absent? */
static bool
is_default(const struct proto_field *field, const struct protobuf_field *found)
{
	if (field->rule != PROTO_SINGULAR || field->oneof != NULL)
		return false;
	return found->type == PROTOBUF_BYTES ? found->bytes.length == 0
					     : found->value == 0;
}

static int
set_scalar(struct reader *reader, const struct proto_message *message,
    json_t *into, const struct proto_field *field,
    const struct protobuf_field *found)
{
	json_t *json;

	if (is_default(field, found)) {
		json_object_del(into, field->name);
		return 0;
	}
	json = make_scalar(reader, field, found->value, found->bytes);
	return json != NULL ? set(reader, message, into, field, json) : -1;
}

/* The list that INTO has under the name of FIELD; NULL without memory. */
static json_t *
get_list(struct reader *reader, json_t *into, const struct proto_field *field)
{
	json_t *list = json_object_get(into, field->name);

	if (list != NULL)
		return list;
	list = count(reader, json_array());
	if (list != NULL &&
	    json_object_set_new_nocheck(into, field->name, list) == -1) {
		gantry_error_memory(reader->error);
		return NULL;
	}
	return list;
}

static int
append(struct reader *reader, json_t *list, json_t *json)
{
	if (json == NULL)
		return -1;
	if (json_array_append_new(list, json) == -1)
		return gantry_error_memory(reader->error);
	return 0;
}

static int read_fields(struct reader *reader,
    const struct proto_message *message, struct protobuf in, json_t *into);

/* Read a message within a message into the object INTO, which may be NULL. */
static int
read_within(struct reader *reader, const struct proto_message *message,
    struct protobuf in, json_t *into)
{
	int result;

	if (into == NULL)
		return -1;
	if (++reader->depth > PROTO_DEPTH_MAX)
		return gantry_error_set(reader->error, GANTRY_ERROR_LIMIT,
		    "the message has messages nested more than %d deep",
		    PROTO_DEPTH_MAX);
	result = read_fields(reader, message, in, into);
	reader->depth--;
	return result;
}

/* A message of FIELD that comes again is merged into the one before. */
static int
set_message(struct reader *reader, const struct proto_message *message,
    json_t *into, const struct proto_field *field, struct protobuf in)
{
	json_t *json = json_object_get(into, field->name);

	if (json == NULL) {
		json = count(reader, json_object());
		if (json == NULL ||
		    set(reader, message, into, field, json) == -1)
			return -1;
	}
	return read_within(reader, field->message, in, json);
}

/* Make the value of a map's entry, if the entry has none. */
static json_t *
make_entry_value(struct reader *reader, const struct proto_field *field)
{
	if (field->kind == PROTO_MESSAGE)
		return count(reader, json_object());
	return make_scalar(reader, field, 0, (struct bytes){ "", 0 });
}

/* Read the field FOUND of an entry's value; *VALUE may be NULL before. */
static int
read_entry_value(struct reader *reader, const struct proto_field *field,
    const struct protobuf *in, const struct protobuf_field *found,
    json_t **value)
{
	if (protobuf_expect(in, found, type_on_wire(field), field->name,
		reader->error) == -1)
		return -1;
	if (field->kind != PROTO_MESSAGE) {
		json_decref(*value);
		*value = make_scalar(reader, field, found->value, found->bytes);
		return *value != NULL ? 0 : -1;
	}
	if (*value == NULL)
		*value = make_entry_value(reader, field);
	return read_within(
	    reader, field->message, protobuf_enter(in, found), *value);
}

static int
check_group(struct reader *reader, const struct protobuf_field *found)
{
	if (found->type != PROTOBUF_GROUP)
		return 0;
	return gantry_error_set(reader->error, GANTRY_ERROR_INPUT,
	    "field %u is a group, which proto3 does not have",
	    (unsigned)found->number);
}

/* Read the fields of an entry. */
static int
read_entry_fields(struct reader *reader, const struct proto_field *field,
    struct protobuf in, struct bytes *key, json_t **value)
{
	struct protobuf_field found = { 0 };
	int status;

	while ((status = protobuf_next(&in, &found, reader->error)) == 1) {
		if (check_group(reader, &found) == -1)
			return -1;
		if (found.number == KEY &&
		    protobuf_expect(&in, &found, PROTOBUF_BYTES, "a key",
			reader->error) == -1)
			return -1;
		if (found.number == KEY)
			*key = found.bytes;
		else if (found.number == VALUE &&
		    read_entry_value(reader, field, &in, &found, value) == -1)
			return -1;
	}
	return status;
}

/* An entry replaces that with the same key. */
static int
read_entry(struct reader *reader, const struct proto_field *field,
    struct protobuf in, json_t *map)
{
	struct bytes key = { "", 0 };
	json_t *value = NULL;
	int result;

	result = read_entry_fields(reader, field, in, &key, &value);
	if (result == 0 && value == NULL) {
		value = make_entry_value(reader, field);
		result = value != NULL ? 0 : -1;
	}
	if (result == 0)
		result = check_text(reader, "a key", key);
	if (result == -1) {
		json_decref(value);
		return -1;
	}
	if (json_object_setn_new_nocheck(map, key.data, key.length, value) ==
	    -1)
		return gantry_error_memory(reader->error);
	return 0;
}

static int
add_entry(struct reader *reader, json_t *into, const struct proto_field *field,
    struct protobuf in)
{
	json_t *map = json_object_get(into, field->name);
	int result;

	if (map == NULL) {
		map = count(reader, json_object());
		if (map == NULL)
			return -1;
		if (json_object_set_new_nocheck(into, field->name, map) == -1)
			return gantry_error_memory(reader->error);
	}
	if (++reader->depth > PROTO_DEPTH_MAX)
		return gantry_error_set(reader->error, GANTRY_ERROR_LIMIT,
		    "the message has messages nested more than %d deep",
		    PROTO_DEPTH_MAX);
	result = read_entry(reader, field, in, map);
	reader->depth--;
	return result;
}

/* A list without elements is the same as none. */
static int
add_packed(struct reader *reader, json_t *into, const struct proto_field *field,
    struct protobuf in)
{
	const struct bytes none = { "", 0 };
	json_t *list;
	uint64_t value;
	int status;

	while ((status = protobuf_next_packed(
		    &in, type_on_wire(field), &value, reader->error)) == 1) {
		list = get_list(reader, into, field);
		if (list == NULL ||
		    append(reader, list,
			make_scalar(reader, field, value, none)) == -1)
			return -1;
	}
	return status;
}

static int
add_element(struct reader *reader, json_t *into,
    const struct proto_field *field, const struct protobuf *in,
    const struct protobuf_field *found)
{
	json_t *list = get_list(reader, into, field), *json;

	if (list == NULL)
		return -1;
	if (field->kind != PROTO_MESSAGE)
		return append(reader, list,
		    make_scalar(reader, field, found->value, found->bytes));
	json = count(reader, json_object());
	if (append(reader, list, json) == -1)
		return -1;
	return read_within(
	    reader, field->message, protobuf_enter(in, found), json);
}

static int
read_field(struct reader *reader, const struct proto_message *message,
    const struct protobuf *in, const struct protobuf_field *found, json_t *into)
{
	const struct proto_field *field =
	    proto_find_number(message, found->number);
	const struct protobuf inner =
	    found->type == PROTOBUF_BYTES ? protobuf_enter(in, found) : *in;

	if (check_group(reader, found) == -1)
		return -1;
	if (field == NULL)
		return 0;
	if (field->rule == PROTO_REPEATED && found->type == PROTOBUF_BYTES &&
	    type_on_wire(field) != PROTOBUF_BYTES)
		return add_packed(reader, into, field, inner);
	if (protobuf_expect(in, found,
		field->rule == PROTO_MAP ? PROTOBUF_BYTES : type_on_wire(field),
		field->name, reader->error) == -1)
		return -1;
	if (field->rule == PROTO_MAP)
		return add_entry(reader, into, field, inner);
	if (field->rule == PROTO_REPEATED)
		return add_element(reader, into, field, in, found);
	if (field->kind == PROTO_MESSAGE)
		return set_message(reader, message, into, field, inner);
	return set_scalar(reader, message, into, field, found);
}

static int
read_fields(struct reader *reader, const struct proto_message *message,
    struct protobuf in, json_t *into)
{
	struct protobuf_field found = { 0 };
	int status;

	while ((status = protobuf_next(&in, &found, reader->error)) == 1)
		if (read_field(reader, message, &in, &found, into) == -1)
			return -1;
	return status;
}

json_t *
proto_read(const struct proto_message *message, struct bytes text,
    struct gantry_error *error)
{
	struct reader reader = { .error = error };
	json_t *plain = json_object(), *json = NULL;

	if (plain == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	if (read_fields(&reader, message, protobuf_open(text), plain) == 0)
		json = proto_convert(message, plain, error);
	if (json == plain)
		return json;
	json_decref(plain);
	return json;
}
