/*
 * JSON with its structure.  Each value passes through begin_value, which puts
 * the comma and the name before it or finds that no value can stand there; from
 * then on the writer has failed and adds nothing.
 */
#include "gantry/json.h"

#define DEPTH_MAX 64 /* the bits of gantry_json_writer.objects */

void
gantry_json_writer_init(
    struct gantry_json_writer *writer, struct gantry_buffer *buffer)
{
	*writer = (struct gantry_json_writer){ .buffer = buffer };
}

static bool
is_in_object(const struct gantry_json_writer *writer)
{
	return writer->depth > 0 &&
	    (writer->objects >> (writer->depth - 1) & 1) != 0;
}

/* Can a value called NAME come now?  What stands before it is written. */
static bool
begin_value(struct gantry_json_writer *writer, const char *name)
{
	if (writer->is_whole || is_in_object(writer) != (name != NULL))
		writer->failed = true;
	if (writer->failed)
		return false;
	if (writer->has_items)
		gantry_buffer_putc(writer->buffer, ',');
	if (name != NULL) {
		gantry_json_text(writer->buffer, name);
		gantry_buffer_putc(writer->buffer, ':');
	}
	return true;
}

static void
end_value(struct gantry_json_writer *writer)
{
	writer->has_items = true;
	writer->is_whole = writer->depth == 0;
}

static void
begin_container(
    struct gantry_json_writer *writer, const char *name, bool is_object)
{
	uint64_t bit;

	if (writer->depth == DEPTH_MAX)
		writer->failed = true;
	if (!begin_value(writer, name))
		return;
	bit = UINT64_C(1) << writer->depth++;
	if (is_object)
		writer->objects |= bit;
	else
		writer->objects &= ~bit;
	writer->has_items = false;
	gantry_buffer_putc(writer->buffer, is_object ? '{' : '[');
}

void
gantry_json_begin_object(struct gantry_json_writer *writer, const char *name)
{
	begin_container(writer, name, true);
}

void
gantry_json_begin_array(struct gantry_json_writer *writer, const char *name)
{
	begin_container(writer, name, false);
}

void
gantry_json_end(struct gantry_json_writer *writer)
{
	if (writer->depth == 0)
		writer->failed = true;
	if (writer->failed)
		return;
	gantry_buffer_putc(writer->buffer, is_in_object(writer) ? '}' : ']');
	writer->depth--;
	end_value(writer);
}

void
gantry_json_put_text(
    struct gantry_json_writer *writer, const char *name, const char *text)
{
	if (!begin_value(writer, name))
		return;
	gantry_json_text(writer->buffer, text);
	end_value(writer);
}

void
gantry_json_put_string(struct gantry_json_writer *writer, const char *name,
    const char *string, size_t length)
{
	if (!begin_value(writer, name))
		return;
	gantry_json_string(writer->buffer, string, length);
	end_value(writer);
}

void
gantry_json_put_integer(
    struct gantry_json_writer *writer, const char *name, int64_t value)
{
	if (!begin_value(writer, name))
		return;
	gantry_json_integer(writer->buffer, value);
	end_value(writer);
}

void
gantry_json_put_number(
    struct gantry_json_writer *writer, const char *name, double value)
{
	if (!begin_value(writer, name))
		return;
	gantry_json_number(writer->buffer, value);
	end_value(writer);
}

void
gantry_json_put_boolean(
    struct gantry_json_writer *writer, const char *name, bool value)
{
	gantry_json_put_raw(writer, name, value ? "true" : "false");
}

void
gantry_json_put_null(struct gantry_json_writer *writer, const char *name)
{
	gantry_json_put_raw(writer, name, "null");
}

void
gantry_json_put_raw(
    struct gantry_json_writer *writer, const char *name, const char *json)
{
	if (!begin_value(writer, name))
		return;
	gantry_buffer_puts(writer->buffer, json);
	end_value(writer);
}

bool
gantry_json_is_whole(const struct gantry_json_writer *writer)
{
	return writer->is_whole && !writer->failed &&
	    !gantry_buffer_failed(writer->buffer);
}
