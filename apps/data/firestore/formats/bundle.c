/*
 * Reads bundles.  Their documents are those of the REST API, except that times
 * are objects of seconds and nanos.
 */
#include <inttypes.h>
#include <string.h>

#include "data/firestore/formats/bundle.h"
#include "data/firestore/rest/rest.h"
#include "data/firestore/rest/rest_read.h"

#define DIGITS_MAX 9

bool
bundle_is(struct bytes beginning)
{
	const char *p = beginning.data;
	const char *end = p + beginning.length;

	while (p < end && *p >= '0' && *p <= '9')
		p++;
	return p > beginning.data && p - beginning.data <= DIGITS_MAX &&
	    p < end && *p == '{';
}

static int64_t
integer_of(const json_t *value)
{
	int64_t integer = json_integer_value(value);

	if (json_is_string(value) &&
	    rest_read_integer((struct bytes){ json_string_value(value),
				  json_string_length(value) },
		&integer) == -1)
		return INT64_MAX;
	return integer;
}

/* The text of a time, or NULL when it is none that a text can be. */
static json_t *
time_of(const json_t *value)
{
	const int64_t seconds = integer_of(json_object_get(value, "seconds"));
	const int64_t nanos = integer_of(json_object_get(value, "nanos"));
	struct gantry_buffer text = { 0 };
	json_t *time = NULL;

	if (nanos >= 0 && nanos < 1000000000 && seconds < INT64_C(1) << 40 &&
	    seconds > -(INT64_C(1) << 40) &&
	    rest_add_timestamp(&text, seconds * 1000000 + nanos / 1000) == 0 &&
	    !gantry_buffer_failed(&text))
		time = json_stringn(text.data + 1, text.length - 2);
	gantry_buffer_clear(&text);
	return time;
}

/* Replace MEMBER of OBJECT if it is such a time. */
static void
replace_time(json_t *object, const char *member)
{
	const json_t *value = json_object_get(object, member);
	json_t *time = json_is_object(value) ? time_of(value) : NULL;

	if (time != NULL)
		json_object_set_new(object, member, time);
}

static void
replace_times(json_t *value)
{
	json_t *map =
	    json_object_get(json_object_get(value, "mapValue"), "fields");
	json_t *array =
	    json_object_get(json_object_get(value, "arrayValue"), "values");
	const char *name;
	json_t *inner;
	size_t i;

	replace_time(value, "timestampValue");
	json_object_foreach(map, name, inner) replace_times(inner);
	json_array_foreach(array, i, inner) replace_times(inner);
}

static void
replace_document_times(json_t *document)
{
	const char *name;
	json_t *value;

	json_object_foreach(json_object_get(document, "fields"), name, value)
	    replace_times(value);
	replace_time(document, "createTime");
	replace_time(document, "updateTime");
}

int
bundle_record(struct reading *reading, const json_t *record,
    struct firestore_document *out, struct gantry_error *error)
{
	json_t *document = json_object_get(record, "document");
	const struct rest_name *name = &reading->rest.name;

	if (document == NULL) {
		if (json_object_get(record, "metadata") != NULL ||
		    json_object_get(record, "namedQuery") != NULL ||
		    json_object_get(record, "documentMetadata") != NULL)
			return 0;
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected an element of a bundle: metadata, namedQuery, "
		    "documentMetadata or document");
	}
	replace_document_times(document);
	if (rest_document_read(&reading->rest, document, out, error) == -1 ||
	    (name->project.length > 0 &&
		origin_check(&reading->summary->json.origin, name->path,
		    name->project, name->database, error) == -1))
		return -1;
	return 1;
}

/* Read the length before an object. */
static int
read_length(struct reading *reading, size_t *length, struct gantry_error *error)
{
	struct json_text *text = reading->text;
	size_t digits = 0;
	int next;

	*length = 0;
	while ((next = json_text_peek(text, error)) >= '0' && next <= '9' &&
	    digits++ < DIGITS_MAX) {
		*length = *length * 10 + (size_t)(next - '0');
		json_text_skip(text);
	}
	if (next == -1)
		return -1;
	if (digits == 0 || next != '{')
		return json_text_failed(text, error,
		    digits == 0 ? "the length of an element" : "an element");
	return 0;
}

struct bundle_counts {
	uint64_t said; /* by the metadata */
	uint64_t found;
};

static int
read_element(struct reading *reading, struct bundle_counts *counts,
    struct gantry_error *error)
{
	struct json_piece *piece = &reading->piece;
	const json_t *metadata;
	json_t *record;
	size_t length;
	int result;

	if (read_length(reading, &length, error) == -1 ||
	    json_text_read_object(reading->text, piece, NULL, error) == -1)
		return -1;
	if (piece->bytes.length != length) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected an element of %zu bytes, found %zu", length,
		    piece->bytes.length);
		return json_text_prefix(reading->text, piece, error);
	}
	record = json_text_parse(reading->text, piece, error);
	if (record == NULL)
		return reading_reject(reading, piece, error);
	metadata = json_object_get(record, "metadata");
	if (metadata != NULL)
		counts->said = (uint64_t)integer_of(
		    json_object_get(metadata, "totalDocuments"));
	counts->found += json_object_get(record, "documentMetadata") != NULL;
	result = reading_record(reading, record, error);
	json_decref(record);
	return result;
}

int
bundle_read(struct reading *reading, struct gantry_error *error)
{
	struct bundle_counts counts = { 0 };
	int next;

	while ((next = json_text_peek(reading->text, error)) != JSON_TEXT_END) {
		if (next == -1 || read_element(reading, &counts, error) == -1)
			return -1;
	}
	if (counts.found == counts.said)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s: expected %" PRIu64 " documents, as the metadata of the bundle "
	    "says, found %" PRIu64 "; the file is incomplete",
	    reading->text->source.name, counts.said, counts.found);
}
