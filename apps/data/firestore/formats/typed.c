/*
 * Writes JSON values as REST values.  A text or an object that looks like
 * another type is counted, unless a convention gives it that type.
 */
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/bytes.h"
#include "data/firestore/formats/typed.h"
#include "data/firestore/members.h"
#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_read.h"
#include "data/firestore/rest/rest_write.h"

/* The writer is first, so that its callback finds the rest. */
struct typed_writer {
	struct rest_writer writer;
	struct typed *typed;
};

typedef int add_special(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error);

static const struct {
	unsigned convention; /* 0: always */
	add_special *add;
} specials[] = {
	{ TYPED_CLIENT, typed_add_client },
	{ TYPED_DATATYPE, typed_add_datatype },
	{ TYPED_MONGO, typed_add_mongo },
	{ 0, typed_add_inferred },
};

static int
add_object(struct typed_writer *working, const json_t *value,
    struct gantry_error *error)
{
	struct gantry_buffer *buffer = working->writer.buffer;
	unsigned convention;
	int status;
	size_t i;

	for (i = 0; i < sizeof(specials) / sizeof(specials[0]); i++) {
		convention = specials[i].convention;
		if ((working->typed->conventions & convention) != convention)
			continue;
		status = specials[i].add(working->typed, buffer, value, error);
		if (status != 0)
			return status == 1 ? 0 : -1;
	}
	gantry_buffer_puts(buffer, "\"mapValue\":");
	return rest_write_map(&working->writer, value, error);
}

#define TIME_MAX 35

/*
 * Read a time of RFC 3339, or one with a space in place of its T, as Python
 * writes it.
 */
static bool
read_time(struct bytes text, int64_t *microseconds)
{
	char copy[TIME_MAX];

	if (text.length < 20 || text.length > TIME_MAX || text.data[4] != '-' ||
	    text.data[7] != '-')
		return false;
	memcpy(copy, text.data, text.length);
	if (copy[10] == ' ')
		copy[10] = 'T';
	return rest_read_timestamp(
		   (struct bytes){ copy, text.length }, microseconds) == 0;
}

static void
add_string(struct typed_writer *working, const json_t *value)
{
	struct gantry_buffer *buffer = working->writer.buffer;
	const struct bytes text = { json_string_value(value),
		json_string_length(value) };
	int64_t microseconds;

	if (read_time(text, &microseconds)) {
		if (working->typed->conventions & TYPED_INFERRED) {
			gantry_buffer_puts(buffer, "\"timestampValue\":");
			rest_add_timestamp(buffer, microseconds);
			return;
		}
		working->typed->counts.times++;
	}
	gantry_buffer_puts(buffer, "\"stringValue\":");
	gantry_json_string(buffer, text.data, text.length);
}

static int
add_content(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	struct typed_writer *working = (struct typed_writer *)writer;
	struct gantry_buffer *buffer = writer->buffer;

	switch (json_typeof(value)) {
	case JSON_OBJECT:
		return add_object(working, value, error);
	case JSON_ARRAY:
		gantry_buffer_puts(buffer, "\"arrayValue\":");
		return rest_write_array(writer, value, error);
	case JSON_STRING:
		add_string(working, value);
		break;
	case JSON_INTEGER:
		gantry_buffer_puts(buffer, "\"integerValue\":\"");
		gantry_json_integer(buffer, json_integer_value(value));
		gantry_buffer_putc(buffer, '"');
		break;
	case JSON_REAL:
		gantry_buffer_puts(buffer, "\"doubleValue\":");
		rest_add_double(buffer, json_real_value(value));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		gantry_buffer_printf(buffer, "\"booleanValue\":%s",
		    json_is_true(value) ? "true" : "false");
		break;
	case JSON_NULL:
		gantry_buffer_puts(buffer, "\"nullValue\":null");
		break;
	}
	return 0;
}

static int
add_value(
    struct rest_writer *writer, const json_t *value, struct gantry_error *error)
{
	int status;

	gantry_buffer_putc(writer->buffer, '{');
	status = add_content(writer, value, error);
	gantry_buffer_putc(writer->buffer, '}');
	return status;
}

/* A copy of OBJECT without the members that are not fields. */
static json_t *
leave_out(const struct typed *typed, const json_t *object)
{
	json_t *copy = json_copy(members_of(object));
	size_t i;

	for (i = 0; copy != NULL && typed->left_out[i] != NULL; i++)
		json_object_del(copy, typed->left_out[i]);
	return copy;
}

static bool
has_any(const struct typed *typed, const json_t *object)
{
	size_t i;

	for (i = 0; typed->left_out != NULL && typed->left_out[i] != NULL; i++)
		if (json_object_get(object, typed->left_out[i]) != NULL)
			return true;
	return false;
}

int
typed_fields_add(struct typed *typed, struct gantry_buffer *buffer,
    const json_t *object, struct gantry_error *error)
{
	struct typed_writer working = {
		.writer = { .buffer = buffer, .write = add_value },
		.typed = typed,
	};
	json_t *copy;
	int status;

	if (!has_any(typed, object))
		return rest_write_fields(&working.writer, object, error);
	copy = leave_out(typed, object);
	if (copy == NULL)
		return gantry_error_memory(error);
	status = rest_write_fields(&working.writer, copy, error);
	json_decref(copy);
	return status;
}
