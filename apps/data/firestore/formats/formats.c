/*
 * The table of formats.  The first whose shape the beginning of a text has is
 * that of the text.
 */
#include <stdlib.h>
#include <string.h>

#include "data/firestore/formats/bundle.h"
#include "data/firestore/formats/collection_tree.h"
#include "data/firestore/formats/csv_rows.h"
#include "data/firestore/formats/formats.h"
#include "data/firestore/formats/reading.h"
#include "data/firestore/formats/records.h"
#include "data/firestore/formats/shapes.h"
#include "data/firestore/rest/rest_name.h"

/* Read by its own reader, see json_reader.h. */
#define REST "rest"

static const struct format formats[] = {
	{ .name = "bundle",
	    .is = shape_is_bundle,
	    .read = bundle_read,
	    .record = bundle_record },
	{ .name = "bigquery-csv",
	    .is = shape_is_bigquery_csv,
	    .read = csv_rows_read,
	    .record = record_bigquery,
	    .conventions = TYPED_CLIENT,
	    .is_log = true },
	{ .name = "csv",
	    .is = shape_is_csv,
	    .read = csv_rows_read,
	    .record = record_csv,
	    .needs_collection = shape_lacks_column },
	{ .name = "function-events",
	    .is = shape_is_event,
	    .read = reading_records,
	    .record = record_event,
	    .is_log = true },
	{ .name = REST, .is = shape_is_rest },
	{ .name = "bigquery",
	    .is = shape_is_bigquery,
	    .read = reading_records,
	    .record = record_bigquery,
	    .conventions = TYPED_CLIENT,
	    .is_log = true },
	{ .name = "firestore-backfire",
	    .is = shape_is_backfire,
	    .read = reading_records,
	    .record = record_backfire,
	    .conventions = TYPED_CLIENT },
	{ .name = "leveldb-export",
	    .is = shape_is_leveldb,
	    .read = reading_records,
	    .record = record_leveldb,
	    .is_exact = true },
	{ .name = "node-firestore-import-export",
	    .is = shape_is_root,
	    .read = tree_read_root,
	    .conventions = TYPED_DATATYPE },
	{ .name = "node-firestore-import-export-collection",
	    .is = shape_is_root_collection,
	    .read = tree_read_documents,
	    .conventions = TYPED_DATATYPE,
	    .needs_collection = shape_always },
	{ .name = "mongoexport",
	    .is = shape_is_mongo,
	    .read = reading_records,
	    .record = record_mongo,
	    .is_exact = true,
	    .conventions = TYPED_MONGO,
	    .needs_collection = shape_always },
	{ .name = "id-data",
	    .is = shape_is_id_data,
	    .read = reading_records,
	    .record = record_id_data,
	    .conventions = TYPED_CLIENT | TYPED_DATATYPE,
	    .needs_collection = shape_lacks_path },
	{ .name = "firestore-export-import",
	    .is = shape_is_collections,
	    .read = tree_read_collections,
	    .conventions = TYPED_CLIENT | TYPED_DATATYPE },
	{ .name = "lists",
	    .is = shape_is_lists,
	    .read = tree_read_collections,
	    .conventions = TYPED_CLIENT | TYPED_DATATYPE },
	{ .name = "firestore-export-json",
	    .read = tree_read_collections,
	    .is_exact = true },
	{ .name = "documents",
	    .is = shape_is_documents,
	    .read = tree_read_documents,
	    .conventions = TYPED_CLIENT | TYPED_DATATYPE,
	    .needs_collection = shape_always },
	{ .name = "objects",
	    .is = shape_is_objects,
	    .read = reading_records,
	    .record = record_plain,
	    .is_exact = true,
	    .conventions = TYPED_CLIENT | TYPED_DATATYPE,
	    .needs_collection = shape_always },
};

#define FORMATS_COUNT (sizeof(formats) / sizeof(formats[0]))

static const struct format *
find_by_name(const char *name)
{
	size_t i;

	for (i = 0; i < FORMATS_COUNT; i++)
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	return NULL;
}

void
formats_list(struct gantry_buffer *text)
{
	size_t i;

	for (i = 0; i < FORMATS_COUNT; i++)
		gantry_buffer_printf(
		    text, "%s%s", i > 0 ? ", " : "", formats[i].name);
}

int
formats_check(const char *name, struct gantry_error *error)
{
	struct gantry_buffer text = { 0 };

	if (find_by_name(name) != NULL)
		return 0;
	formats_list(&text);
	gantry_buffer_putc(&text, '\0');
	if (gantry_buffer_failed(&text))
		gantry_error_memory(error);
	else
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "unknown format \"%.64s\"; the formats are %s", name,
		    text.data);
	gantry_buffer_clear(&text);
	return -1;
}

static const struct format *
recognize(const struct sample *sample, const struct formats_options *options)
{
	size_t i;

	for (i = 0; i < FORMATS_COUNT; i++)
		if (formats[i].is != NULL && formats[i].is(sample, options))
			return &formats[i];
	return NULL;
}

/*
 * Choose the format.  An unknown shape is left to the reader of the REST API,
 * which says what it is; shape_explain adds what would take it.
 */
static int
choose(
    struct reading *reading, struct sample *sample, struct gantry_error *error)
{
	const struct formats_options *options = reading->options;
	const struct json_text *text = reading->text;

	if (options->format != NULL) {
		if (formats_check(options->format, error) == -1)
			return -1;
		reading->format = find_by_name(options->format);
	} else {
		reading->format = recognize(sample, options);
		if (reading->format == NULL)
			return shape_explain(sample, text->source.name, error);
	}
	reading->uses_collection = reading->format->needs_collection != NULL &&
	    reading->format->needs_collection(sample);
	if (reading->uses_collection && options->collection == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: the format is %s, which does not name the collection; "
		    "give it with --collection ID, and another format with "
		    "--format NAME",
		    text->source.name, reading->format->name);
	if (reading->uses_collection &&
	    rest_collection_check((struct bytes){ options->collection,
				      strlen(options->collection) },
		error) == -1)
		return gantry_error_prefix(error, "--collection");
	if (reading->format->is_log && options->change == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: expected documents, found a log of changes",
		    text->source.name);
	return 0;
}

/* Read documents of the REST API. */
static int
read_rest(struct reading *reading, struct gantry_error *error)
{
	const struct formats_options *options = reading->options;
	const struct firestore_json_options json = {
		.visit = options->visit,
		.progress = options->progress,
		.reject = options->reject,
		.lack = options->lack,
		.argument = options->argument,
	};

	return firestore_json_read_text(
	    reading->text, &json, &reading->summary->json, error);
}

static int
read_format(struct reading *reading, struct gantry_error *error)
{
	const struct formats_options *options = reading->options;
	const struct format *format = reading->format;
	int result;

	reading->summary->format = format->name;
	if (options->chosen != NULL)
		options->chosen(
		    options->argument, format->name, reading->uses_collection);
	if (format->read == NULL)
		return read_rest(reading, error);
	reading->typed = (struct typed){
		.conventions = format->conventions |
		    (options->infers_types ? TYPED_INFERRED : 0),
		.project = options->project,
		.database =
		    options->database != NULL ? options->database : "(default)",
	};
	reading->text->is_exact = format->is_exact;
	result = format->read(reading, error);
	reading->summary->counts = reading->typed.counts;
	reading->summary->json.bytes = reading->text->source.count;
	if (result == 0)
		reading_report(reading);
	return result;
}

static void
clear(struct reading *reading)
{
	json_piece_clear(&reading->piece);
	rest_document_clear(&reading->rest);
	gantry_buffer_clear(&reading->path);
	gantry_buffer_clear(&reading->fields);
	gantry_buffer_clear(&reading->name);
	json_text_close(reading->text);
	free(reading->text);
}

int
formats_read(const char *path, const struct formats_options *options,
    struct formats_summary *summary, struct gantry_error *error)
{
	struct reading reading = { .options = options, .summary = summary };
	struct sample sample = { .values = NULL };
	int result;

	*summary = (struct formats_summary){ .format = NULL };
	reading.text = calloc(1, sizeof(*reading.text));
	if (reading.text == NULL)
		return gantry_error_memory(error);
	result = json_text_open(reading.text, path, error);
	if (result == 0)
		result = sample_read(&sample,
		    (struct bytes){ reading.text->at,
			(size_t)(reading.text->end - reading.text->at) },
		    error);
	if (result == 0)
		result = choose(&reading, &sample, error);
	if (result == 0)
		result = read_format(&reading, error);
	sample_clear(&sample);
	clear(&reading);
	return result;
}
