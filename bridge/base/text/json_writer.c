/*
 * The JSON writer.  Each value begins with begin_value, which reserves room for
 * it and writes the comma and the name before it.  A value where none is
 * allowed makes the writer fail; it then writes nothing more.
 */
#include <string.h>

#include "base/null.h"
#include "base/text/json_store.h"
#include "gantry/json.h"

#define DEPTH_MAX 64 /* the bits of gantry_json_writer.objects */

void
gantry_json_writer_init(
    struct gantry_json_writer *writer, struct gantry_buffer *buffer)
{
	if (null_given(writer, __func__, "writer"))
		return;
	*writer = (struct gantry_json_writer){
		.buffer = buffer,
		.failed = null_given(buffer, __func__, "buffer"),
	};
}

static bool
is_in_object(const struct gantry_json_writer *writer)
{
	return (writer->objects & 1) != 0;
}

/*
 * Begin a value, a member NAME or an item.  Returns where to store ROOM bytes,
 * or NULL when the writer has failed or memory ran out.
 */
static char *
begin_value(struct gantry_json_writer *writer, const char *name, size_t room)
{
	size_t length = name != NULL ? strlen(name) : 0;
	char *to;

	if (writer->is_whole || is_in_object(writer) != (name != NULL))
		writer->failed = true;
	if (writer->failed)
		return NULL;
	to = gantry_buffer_reserve(
	    writer->buffer, json_room(length) + strlen(",:") + room);
	if (to == NULL)
		return NULL;
	if (writer->has_items)
		*to++ = ',';
	if (name != NULL) {
		to = json_store_string(to, name, length);
		*to++ = ':';
	}
	return to;
}

/* FUNCTION was to write ARGUMENT, which is NULL. */
static __attribute__((cold)) void
fail_null(struct gantry_json_writer *writer, const char *function,
    const char *argument)
{
	gantry_null_log(function, argument);
	writer->failed = true;
}

/* The value ends at END. */
static void
end_value(struct gantry_json_writer *writer, const char *end)
{
	writer->buffer->length = (size_t)(end - writer->buffer->data);
	writer->has_items = true;
	writer->is_whole = writer->depth == 0;
}

static void
begin_container(
    struct gantry_json_writer *writer, const char *name, bool is_object)
{
	char *to;

	if (writer->depth == DEPTH_MAX)
		writer->failed = true;
	to = begin_value(writer, name, 1);
	if (to == NULL)
		return;
	*to++ = is_object ? '{' : '[';
	writer->depth++;
	writer->objects = writer->objects << 1 | is_object;
	end_value(writer, to);
	writer->has_items = false;
}

void
gantry_json_begin_object(struct gantry_json_writer *writer, const char *name)
{
	if (null_given(writer, __func__, "writer"))
		return;
	begin_container(writer, name, true);
}

void
gantry_json_begin_array(struct gantry_json_writer *writer, const char *name)
{
	if (null_given(writer, __func__, "writer"))
		return;
	begin_container(writer, name, false);
}

void
gantry_json_end(struct gantry_json_writer *writer)
{
	char *to;

	if (null_given(writer, __func__, "writer"))
		return;
	if (writer->depth == 0)
		writer->failed = true;
	if (writer->failed)
		return;
	to = gantry_buffer_reserve(writer->buffer, 1);
	if (to == NULL)
		return;
	*to++ = is_in_object(writer) ? '}' : ']';
	writer->depth--;
	writer->objects >>= 1;
	end_value(writer, to);
}

void
gantry_json_put_text(
    struct gantry_json_writer *writer, const char *name, const char *text)
{
	if (null_given(writer, __func__, "writer"))
		return;
	if (text == NULL)
		gantry_json_put_null(writer, name);
	else
		gantry_json_put_string(writer, name, text, strlen(text));
}

void
gantry_json_put_string(struct gantry_json_writer *writer, const char *name,
    const char *string, size_t length)
{
	char *to;

	if (length == 0)
		string = ""; /* it may be NULL */
	if (null_given(writer, __func__, "writer"))
		return;
	if (string == NULL) {
		fail_null(writer, __func__, "string");
		return;
	}
	to = begin_value(writer, name, json_room(length));
	if (to != NULL)
		end_value(writer, json_store_string(to, string, length));
}

void
gantry_json_put_integer(
    struct gantry_json_writer *writer, const char *name, int64_t value)
{
	char *to;

	if (null_given(writer, __func__, "writer"))
		return;
	to = begin_value(writer, name, JSON_INTEGER_SIZE);
	if (to != NULL)
		end_value(writer, json_store_integer(to, value));
}

void
gantry_json_put_number(
    struct gantry_json_writer *writer, const char *name, double value)
{
	char *to;

	if (null_given(writer, __func__, "writer"))
		return;
	to = begin_value(writer, name, 0);
	if (to == NULL)
		return;
	end_value(writer, to);
	gantry_json_number(writer->buffer, value);
}

void
gantry_json_put_boolean(
    struct gantry_json_writer *writer, const char *name, bool value)
{
	if (!null_given(writer, __func__, "writer"))
		gantry_json_put_raw(writer, name, value ? "true" : "false");
}

void
gantry_json_put_null(struct gantry_json_writer *writer, const char *name)
{
	if (!null_given(writer, __func__, "writer"))
		gantry_json_put_raw(writer, name, "null");
}

void
gantry_json_put_raw(
    struct gantry_json_writer *writer, const char *name, const char *json)
{
	size_t length;
	char *to;

	if (null_given(writer, __func__, "writer"))
		return;
	if (json == NULL) {
		fail_null(writer, __func__, "json");
		return;
	}
	length = strlen(json);
	to = begin_value(writer, name, length);
	if (to == NULL)
		return;
	memcpy(to, json, length);
	end_value(writer, to + length);
}

bool
gantry_json_is_whole(const struct gantry_json_writer *writer)
{
	return !null_given(writer, __func__, "writer") && writer->is_whole &&
	    !writer->failed && !gantry_buffer_failed(writer->buffer);
}
