/*
 * A body of braces takes a hundred times its size as JSON.
 */
#include <jansson.h>

#include <gantry/buffer.h>

#include "data/firestore/json/json_parse.h"
#include "firestore/rest/rest_request.h"

#define BODY_MAX   ((size_t)1 << 20)
#define MEMORY_MAX ((size_t)4 << 20)

/* About what jansson takes for an object or array, and for a value. */
#define CONTAINER_SIZE 320
#define VALUE_SIZE     96

static size_t
estimate(const struct gantry_buffer *text)
{
	bool is_string = false;
	size_t i, size = text->length;

	for (i = 0; i < text->length; i++) {
		switch (text->data[i]) {
		case '\\':
			i += is_string;
			break;
		case '"':
			is_string = !is_string;
			break;
		case '{':
		case '[':
			size += is_string ? 0 : CONTAINER_SIZE;
			break;
		case ',':
		case ':':
			size += is_string ? 0 : VALUE_SIZE;
			break;
		default:
			break;
		}
	}
	return size;
}

static int
read_text(struct gantry_input *input, struct gantry_buffer *text,
    struct gantry_error *error)
{
	ssize_t length;
	char *room;

	do {
		room = gantry_buffer_reserve(text, 16384);
		if (room == NULL)
			return gantry_error_memory(error);
		length = gantry_read(input, room, 16384);
		if (length == -1)
			return gantry_error_set(error, GANTRY_ERROR_HANGUP,
			    "the body did not come");
		text->length += (size_t)length;
		if (text->length > BODY_MAX)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "Request payload size exceeds the limit: %zu "
			    "bytes.",
			    BODY_MAX);
	} while (length > 0);
	return 0;
}

json_t *
rest_body_read(struct gantry_environ *environ, struct gantry_error *error)
{
	struct gantry_buffer text = { 0 };
	json_t *json = NULL;

	if (read_text(gantry_environ_wsgi(environ)->input, &text, error) ==
	    -1) {
		gantry_buffer_clear(&text);
		return NULL;
	}
	if (text.length == 0)
		json = json_object();
	else if (estimate(&text) > MEMORY_MAX)
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "The request has too many values.");
	else
		json = json_parse(
		    (struct bytes){ text.data, text.length }, NULL, error);
	gantry_buffer_clear(&text);
	if (json != NULL && !json_is_object(json)) {
		json_decref(json);
		json = NULL;
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "Invalid JSON payload received. Expected an object.");
	}
	return json;
}
