/*
 * A libFuzzer target for JSON.  The parser must accept only what jansson
 * accepts, accepted values must be the same after writing and reading, and an
 * error must name its position.
 */
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/utf8.h"
#include "gantry/json.h"
#include "gantry/request.h"
#include "gate/environ/environ.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool holds, const char *property)
{
	if (holds)
		return;
	fprintf(stderr, "violated property: %s\n", property);
	abort();
}

static void
write_value(
    struct gantry_json_writer *json, const struct gantry_json_value *value)
{
	const struct gantry_json_value *item;
	size_t count = 0;

	switch (value->kind) {
	case GANTRY_JSON_NULL:
		gantry_json_put_null(json, value->name);
		return;
	case GANTRY_JSON_BOOLEAN:
		gantry_json_put_boolean(json, value->name, value->boolean);
		return;
	case GANTRY_JSON_INTEGER:
		gantry_json_put_integer(json, value->name, value->integer);
		return;
	case GANTRY_JSON_NUMBER:
		gantry_json_put_number(json, value->name, value->number);
		return;
	case GANTRY_JSON_STRING:
		require(utf8_is_valid(value->string, value->length) &&
			value->string[value->length] == '\0',
		    "a string is UTF-8 and ends in a NUL");
		gantry_json_put_string(
		    json, value->name, value->string, value->length);
		return;
	case GANTRY_JSON_ARRAY:
		gantry_json_begin_array(json, value->name);
		break;
	case GANTRY_JSON_OBJECT:
		gantry_json_begin_object(json, value->name);
		break;
	}
	for (item = value->items; item != NULL; item = item->next, count++)
		write_value(json, item);
	require(count == value->count, "the count is that of the items");
	gantry_json_end(json);
}

static void
write_document(
    struct gantry_buffer *buffer, const struct gantry_json_value *value)
{
	struct gantry_json_writer json;

	gantry_json_writer_init(&json, buffer);
	write_value(&json, value);
	require(gantry_json_is_whole(&json), "a value makes a document");
}

/* Check that a value is written the same after it was written and read. */
static void
check_value(
    struct gantry_environ *environ, const struct gantry_json_value *value)
{
	struct gantry_buffer once = { 0 }, twice = { 0 };
	struct gantry_error error;

	write_document(&once, value);
	value = gantry_json_parse(environ, once.data, once.length, &error);
	require(value != NULL, "the output is JSON");
	write_document(&twice, value);
	require(once.length == twice.length &&
		memcmp(once.data, twice.data, once.length) == 0,
	    "the output reads back as the same value");
	gantry_buffer_clear(&once);
	gantry_buffer_clear(&twice);
}

/*
 * Return whether jansson accepts TEXT.  It rejects integers that are too large;
 * IS_LARGE tells these apart.
 */
static bool
is_accepted(const char *text, size_t length, bool *is_large)
{
	json_error_t error;
	json_t *json = json_loadb(text, length,
	    JSON_DECODE_ANY | JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);

	*is_large = json == NULL &&
	    json_error_code(&error) == json_error_numeric_overflow;
	json_decref(json);
	return json != NULL;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *text = (const char *)data;
	const struct gantry_json_value *value;
	struct gantry_environ environ;
	struct gantry_error error = { 0 };
	bool is_large, jansson_accepts = is_accepted(text, size, &is_large);

	environ_init(&environ);
	value = gantry_json_parse(&environ, text, size, &error);
	if (value != NULL) {
		require(jansson_accepts || is_large, "jansson accepts it");
		check_value(&environ, value);
	} else {
		require(error.code == GANTRY_ERROR_INPUT &&
			strncmp(error.text, "line ", 5) == 0,
		    "an error has a position");
		/* jansson ends at a NUL, and allows more levels. */
		require(!jansson_accepts || memchr(text, '\0', size) != NULL ||
			strstr(error.text, "more than 64 deep") != NULL,
		    "jansson rejects it");
	}
	environ_clear(&environ);
	return 0;
}
