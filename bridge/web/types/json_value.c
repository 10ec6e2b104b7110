/*
 * A parsed value, written again.  Numbers stay exact: those that neither an
 * int64_t nor a double holds are written as they were read.
 */
#include <string.h>

#include "base/null.h"
#include "gantry/request.h"

/* Levels are bounded by the parser. */
static void
put(struct gantry_json_writer *writer, const char *name,
    const struct gantry_json_value *value)
{
	const struct gantry_json_value *item;

	switch (value->kind) {
	case GANTRY_JSON_NULL:
		gantry_json_put_null(writer, name);
		return;
	case GANTRY_JSON_BOOLEAN:
		gantry_json_put_boolean(writer, name, value->boolean);
		return;
	case GANTRY_JSON_INTEGER:
		gantry_json_put_integer(writer, name, value->integer);
		return;
	case GANTRY_JSON_NUMBER:
		if (value->string != NULL)
			gantry_json_put_raw(writer, name, value->string);
		else
			gantry_json_put_number(writer, name, value->number);
		return;
	case GANTRY_JSON_STRING:
		gantry_json_put_string(
		    writer, name, value->string, value->length);
		return;
	case GANTRY_JSON_ARRAY:
		gantry_json_begin_array(writer, name);
		break;
	case GANTRY_JSON_OBJECT:
		gantry_json_begin_object(writer, name);
		break;
	}
	for (item = value->items; item != NULL; item = item->next)
		put(writer, item->name, item);
	gantry_json_end(writer);
}

void
gantry_json_put_value(struct gantry_json_writer *writer, const char *name,
    const struct gantry_json_value *value)
{
	if (null_given(writer, __func__, "writer"))
		return;
	if (null_given(value, __func__, "value"))
		writer->failed = true;
	else
		put(writer, name, value);
}
