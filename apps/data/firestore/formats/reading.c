/*
 * Passes documents on.  An error of the visitor is not about the text; any
 * other one is, gets its place, and can be passed on instead.
 */
#include <string.h>

#include <gantry/json.h>

#include "data/firestore/formats/reading.h"
#include "data/firestore/formats/typed.h"
#include "data/firestore/ids.h"
#include "data/firestore/rest/rest_name.h"

/* How many bytes are read between two calls of the progress function. */
#define PROGRESS_STEP (1 << 20)

void
reading_report(struct reading *reading)
{
	const struct formats_options *options = reading->options;
	const struct source *source = &reading->text->source;

	reading->next_progress = source->count + PROGRESS_STEP;
	if (options->progress != NULL)
		options->progress(options->argument, source->count,
		    source->size, reading->summary->json.documents);
}

static int
visit_change(struct reading *reading, const struct firestore_document *out,
    struct gantry_error *error)
{
	const struct formats_options *options = reading->options;
	const struct formats_change change = {
		.path = { out->path, out->path_length },
		.document = reading->is_deleted ? NULL : out,
		.time = reading->changed,
	};

	return options->change(options->argument, &change, error);
}

int
reading_visit(struct reading *reading, const struct firestore_document *out,
    struct gantry_error *error)
{
	const struct formats_options *options = reading->options;
	int result = reading->format->is_log
	    ? visit_change(reading, out, error)
	    : options->visit(options->argument, out, error);

	if (result == -1)
		return -1;
	reading->summary->json.documents++;
	if (reading->text->source.count >= reading->next_progress)
		reading_report(reading);
	return 0;
}

/* Is PATH that of a document, and not of its collection? */
static bool
is_document(const struct gantry_buffer *path)
{
	size_t i, slashes = 0;

	for (i = 0; i < path->length; i++)
		slashes += path->data[i] == '/';
	return slashes % 2 == 1;
}

int
reading_reject(struct reading *reading, const struct json_piece *piece,
    struct gantry_error *error)
{
	const struct formats_options *options = reading->options;
	const struct gantry_error reason = *error;
	const bool has_path = is_document(&reading->path);
	const struct firestore_rejected rejected = {
		.path = has_path ? reading->path.data : NULL,
		.path_length = has_path ? reading->path.length : 0,
		.reason = reason.text,
		.raw = piece->bytes.data,
		.raw_length = piece->bytes.length,
	};

	if (options->reject == NULL ||
	    (error->code != GANTRY_ERROR_INPUT &&
		error->code != GANTRY_ERROR_LIMIT))
		return -1;
	return options->reject(options->argument, &rejected, error);
}

int
reading_add_id(
    struct reading *reading, struct bytes id, struct gantry_error *error)
{
	const char *fault = id_find_fault(id);

	if (fault != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s, found %s", fault, bytes_show(id).text);
	if (reading->path.length > 0)
		gantry_buffer_putc(&reading->path, '/');
	if (gantry_buffer_add(&reading->path, id.data, id.length) == -1)
		return gantry_error_memory(error);
	return 0;
}

int
reading_set_path(struct reading *reading, const char *collection,
    const json_t *value, const char *member, struct gantry_error *error)
{
	struct gantry_buffer digits = { 0 };
	struct bytes id = reading_bytes(value);
	int result;

	gantry_buffer_reset(&reading->path);
	if (collection == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected the path of a document or its collection; "
		    "--collection gives that of all");
	if (json_is_integer(value)) {
		gantry_json_integer(&digits, json_integer_value(value));
		id = (struct bytes){ digits.data, digits.length };
	} else if (!json_is_string(value)) {
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected an id in the member %s, a text or an integer",
		    bytes_show((struct bytes){ member, strlen(member) }).text);
	}
	gantry_buffer_puts(&reading->path, collection);
	result = reading_add_id(reading, id, error);
	gantry_buffer_clear(&digits);
	if (result == -1)
		gantry_buffer_reset(&reading->path);
	return result;
}

int
reading_document(struct reading *reading, const json_t *object,
    struct firestore_document *out, struct gantry_error *error)
{
	struct gantry_buffer *path = &reading->path, *fields = &reading->fields;

	*out = (struct firestore_document){ .path_length = path->length };
	gantry_buffer_reset(fields);
	if (typed_fields_add(&reading->typed, fields, object, error) == -1)
		return gantry_error_prefix(error, "document %s",
		    bytes_show((struct bytes){ path->data, path->length })
			.text);
	out->fields_length = fields->length;
	gantry_buffer_putc(fields, '\0');
	gantry_buffer_putc(path, '\0');
	if (gantry_buffer_failed(fields) || gantry_buffer_failed(path))
		return gantry_error_memory(error);
	path->length = out->path_length;
	out->path = path->data;
	out->fields = fields->data;
	return 1;
}

int
reading_record(
    struct reading *reading, const json_t *record, struct gantry_error *error)
{
	struct firestore_document out = { 0 };
	int result;

	gantry_buffer_reset(&reading->path);
	result = reading->format->record(reading, record, &out, error);
	if (result == 1)
		return reading_visit(reading, &out, error);
	if (result == 0)
		return 0;
	json_text_prefix(reading->text, &reading->piece, error);
	return reading_reject(reading, &reading->piece, error);
}

static int
read_object(struct reading *reading, struct gantry_error *error)
{
	json_t *record;
	int result;

	if (json_text_read_object(
		reading->text, &reading->piece, NULL, error) == -1)
		return -1;
	record = json_text_parse(reading->text, &reading->piece, error);
	if (record == NULL) {
		gantry_buffer_reset(&reading->path);
		return reading_reject(reading, &reading->piece, error);
	}
	result = reading_record(reading, record, error);
	json_decref(record);
	return result;
}

/* Read the objects of the array whose '[' was peeked. */
static int
read_array(struct reading *reading, struct gantry_error *error)
{
	struct json_text *text = reading->text;
	int next;

	do {
		json_text_skip(text);
		next = json_text_peek(text, error);
		if (next == ']')
			break;
		if (next != '{')
			return next == -1
			    ? -1
			    : json_text_failed(text, error, "an object");
		if (read_object(reading, error) == -1)
			return -1;
		next = json_text_peek(text, error);
	} while (next == ',');
	if (next == -1)
		return -1;
	if (next != ']')
		return json_text_failed(text, error, "',' or ']'");
	json_text_skip(text);
	return 0;
}

int
reading_records(struct reading *reading, struct gantry_error *error)
{
	struct json_text *text = reading->text;
	int next, result = 0;

	while (result == 0) {
		next = json_text_peek(text, error);
		if (next == -1)
			return -1;
		if (next == JSON_TEXT_END)
			break;
		if (next == '{')
			result = read_object(reading, error);
		else if (next == '[')
			result = read_array(reading, error);
		else
			return json_text_failed(
			    text, error, "an object or an array of objects");
	}
	return result;
}
