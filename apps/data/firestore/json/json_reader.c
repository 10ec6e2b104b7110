/*
 * Reads documents from JSON text.  This file walks down to the objects; their
 * members say what they are.  An object of an unknown kind is an error, because
 * it may hold data that would be lost.
 */
#include <stdlib.h>
#include <string.h>

#include "data/firestore/json/json_answer.h"
#include "data/firestore/json/json_list.h"
#include "data/firestore/json/json_reader.h"
#include "data/firestore/json/json_text.h"
#include "data/firestore/json/plain_document.h"
#include "data/firestore/rest/rest_document.h"

/* How many bytes are read between two calls of the progress function. */
#define PROGRESS_STEP (1 << 20)

/* The array that holds the documents of a list: it may be of any length. */
#define LIST_MEMBER "documents"

static const struct bytes no_path = { NULL, 0 };

struct reading {
	const struct firestore_json_options *options;
	struct firestore_json_summary *summary;
	struct json_text *text;
	struct json_piece outer; /* an object of the text or of an array */
	struct json_piece inner; /* an element of the array in OUTER */
	struct rest_document rest;
	struct plain_document plain;
	struct json_list list;
	uint64_t next_progress;
};

static void
report(struct reading *reading)
{
	const struct firestore_json_options *options = reading->options;
	const struct source *source = &reading->text->source;

	reading->next_progress = source->count + PROGRESS_STEP;
	if (options->progress != NULL)
		options->progress(options->argument, source->count,
		    source->size, reading->summary->documents);
}

static int
check_origin(struct reading *reading, struct gantry_error *error)
{
	const struct rest_name *name = &reading->rest.name;

	if (name->project.length == 0)
		return 0; /* a bare path */
	return origin_check(&reading->summary->origin, name->path,
	    name->project, name->database, error);
}

/* Pass a document to the visitor, whose errors are not about the text. */
static int
visit(struct reading *reading, const struct firestore_document *document,
    struct gantry_error *error)
{
	const struct firestore_json_options *options = reading->options;

	if (options->visit(options->argument, document, error) == -1)
		return -1;
	reading->summary->documents++;
	if (reading->text->source.count >= reading->next_progress)
		report(reading);
	return 0;
}

/*
 * Pass on the OBJECT that cannot be read, if that is wanted.  PATH is that of
 * its document, if known.  ERROR says why.
 */
static int
reject(struct reading *reading, const struct json_piece *object,
    struct bytes path, struct gantry_error *error)
{
	const struct firestore_json_options *options = reading->options;
	const struct gantry_error reason = *error;
	const struct firestore_rejected rejected = {
		.path = path.data,
		.path_length = path.length,
		.reason = reason.text,
		.raw = object->bytes.data,
		.raw_length = object->bytes.length,
	};

	if (options->reject == NULL || object->is_spliced ||
	    (error->code != GANTRY_ERROR_INPUT &&
		error->code != GANTRY_ERROR_LIMIT))
		return -1;
	return options->reject(options->argument, &rejected, error);
}

static int
read_document(struct reading *reading, const struct json_piece *object,
    const json_t *json, struct gantry_error *error)
{
	struct firestore_document document;

	if (rest_document_read(&reading->rest, json, &document, error) == -1) {
		json_text_prefix(reading->text, object, error);
		return reject(reading, object, reading->rest.name.path, error);
	}
	if (check_origin(reading, error) == -1)
		return json_text_prefix(reading->text, object, error);
	return visit(reading, &document, error);
}

static int
read_plain(struct reading *reading, const struct json_piece *object,
    const json_t *json, struct gantry_error *error)
{
	struct firestore_document document;

	if (plain_document_read(&reading->plain, json, &document, error) ==
	    -1) {
		json_text_prefix(reading->text, object, error);
		return reject(reading, object, no_path, error);
	}
	return visit(reading, &document, error);
}

/* Read what the first document of a dump says about all, and remove it. */
static int
read_header(struct reading *reading, const struct json_piece *object,
    json_t *json, struct gantry_error *error)
{
	struct firestore_json_summary *summary = reading->summary;
	struct json_header header;

	if (json_header_read(&header, json, reading->options->lack,
		reading->options->argument, error) == -1)
		return json_text_prefix(reading->text, object, error);
	summary->exported = header.exported;
	if (header.origin.project[0] == '\0')
		return 0;
	if (origin_check(&summary->origin, no_path,
		(struct bytes){
		    header.origin.project, strlen(header.origin.project) },
		(struct bytes){
		    header.origin.database, strlen(header.origin.database) },
		error) == -1)
		return json_text_prefix(reading->text, object, error);
	return 0;
}

/* Read JSON: an answer with documents or, with "plain", any object. */
static int
read_json(struct reading *reading, const struct json_piece *object,
    const json_t *json, struct gantry_error *error)
{
	struct json_answer answer;

	if (reading->options->plain)
		return read_plain(reading, object, json, error);
	if (json_answer_read(&answer, json, object->is_spliced, error) == -1)
		return json_text_prefix(reading->text, object, error);
	if (answer.is_list &&
	    json_list_end_page(&reading->list, answer.is_continued, error) ==
		-1)
		return -1;
	if (answer.is_missing)
		reading->summary->missing++;
	if (object == &reading->inner &&
	    json_list_add(&reading->list, json, error) == -1)
		return -1;
	if (answer.document == NULL)
		return 0;
	return read_document(reading, object, answer.document, error);
}

static int
parse_object(struct reading *reading, const struct json_piece *object,
    struct gantry_error *error)
{
	json_t *json = json_text_parse(reading->text, object, error);
	bool is_whole = false;
	int status = 0;

	if (json == NULL)
		return reject(reading, object, no_path, error);
	if (!reading->options->plain && json_header_is_in(json)) {
		status = read_header(reading, object, json, error);
		/* A dump without documents has nothing else. */
		is_whole = status == -1 || json_object_size(json) == 0;
	}
	if (!is_whole)
		status = read_json(reading, object, json, error);
	json_decref(json);
	return status;
}

typedef int read_object(struct reading *reading, struct gantry_error *error);

/* Read the objects of the array whose '[' was peeked. */
static int
read_array(
    struct reading *reading, read_object *read, struct gantry_error *error)
{
	struct json_text *text = reading->text;
	int next;

	json_text_skip(text);
	next = json_text_peek(text, error);
	if (next == ']') {
		json_text_skip(text);
		return 0;
	}
	for (;;) {
		if (next == -1)
			return -1;
		if (next != '{')
			return json_text_failed(text, error, "an object");
		if (read(reading, error) == -1)
			return -1;
		next = json_text_peek(text, error);
		if (next == -1)
			return -1;
		if (next != ',' && next != ']')
			return json_text_failed(text, error, "',' or ']'");
		json_text_skip(text);
		if (next == ']')
			return 0;
		next = json_text_peek(text, error);
	}
}

static int
read_inner(struct reading *reading, struct gantry_error *error)
{
	if (json_text_read_object(
		reading->text, &reading->inner, NULL, error) == -1)
		return -1;
	return parse_object(reading, &reading->inner, error);
}

static int
read_outer(struct reading *reading, struct gantry_error *error)
{
	const char *member = reading->options->plain ? NULL : LIST_MEMBER;
	struct json_piece *outer = &reading->outer;
	int status;

	while ((status = json_text_read_object(
		    reading->text, outer, member, error)) == 0) {
		if (read_array(reading, read_inner, error) == -1)
			return -1;
		json_text_splice(outer);
	}
	if (status == -1)
		return -1;
	return parse_object(reading, outer, error);
}

static int
read_text(struct reading *reading, struct gantry_error *error)
{
	struct json_text *text = reading->text;
	int next, status = 0;

	while (status == 0) {
		next = json_text_peek(text, error);
		if (next == -1)
			return -1;
		if (next == JSON_TEXT_END)
			break;
		if (next == '{')
			status = read_outer(reading, error);
		else if (next == '[')
			status = read_array(reading, read_outer, error);
		else
			return json_text_failed(
			    text, error, "an object or an array of objects");
	}
	if (status == 0)
		report(reading);
	return status;
}

static int
check_options(
    const struct firestore_json_options *options, struct gantry_error *error)
{
	const char *collection = options->collection;

	if (!options->plain)
		return 0;
	if (options->id_field == NULL || collection == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected a collection and the field of the ids for plain "
		    "objects");
	return rest_collection_check(
	    (struct bytes){ collection, strlen(collection) }, error);
}

static void
clear(struct reading *reading)
{
	json_piece_clear(&reading->outer);
	json_piece_clear(&reading->inner);
	rest_document_clear(&reading->rest);
	plain_document_clear(&reading->plain);
	json_list_clear(&reading->list);
	free(reading);
}

int
firestore_json_read_text(struct json_text *text,
    const struct firestore_json_options *options,
    struct firestore_json_summary *summary, struct gantry_error *error)
{
	struct reading *reading;
	int status;

	*summary = (struct firestore_json_summary){ 0 };
	if (check_options(options, error) == -1)
		return -1;
	reading = calloc(1, sizeof(*reading));
	if (reading == NULL)
		return gantry_error_memory(error);
	text->is_exact = options->plain;
	reading->options = options;
	reading->summary = summary;
	reading->text = text;
	reading->plain.collection = options->collection;
	reading->plain.id_field = options->id_field;
	status = read_text(reading, error);
	json_list_finish(&reading->list);
	summary->incomplete = reading->list.incomplete;
	memcpy(summary->incomplete_list, reading->list.first_incomplete,
	    sizeof(summary->incomplete_list));
	summary->bytes = text->source.count;
	clear(reading);
	return status;
}

int
firestore_json_read(const char *path,
    const struct firestore_json_options *options,
    struct firestore_json_summary *summary, struct gantry_error *error)
{
	struct firestore_json_summary unwanted;
	struct json_text *text = calloc(1, sizeof(*text));
	int status;

	if (summary == NULL)
		summary = &unwanted;
	*summary = (struct firestore_json_summary){ 0 };
	if (text == NULL)
		return gantry_error_memory(error);
	status = json_text_open(text, path, error);
	if (status == 0)
		status =
		    firestore_json_read_text(text, options, summary, error);
	json_text_close(text);
	free(text);
	return status;
}
