/*
 * The command export: documents as CSV, or as JSON.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/json.h>

#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/progress.h"
#include "data/gantry-cache/run_on_cache.h"
#include "data/gantry-cache/tables/choice.h"
#include "data/gantry-cache/tables/output_file.h"
#include "data/tables/columns.h"
#include "data/tables/csv.h"

enum format {
	FORMAT_UNKNOWN,
	FORMAT_CSV,
	FORMAT_NDJSON,
	FORMAT_JSON,
};

static const struct {
	const char *name, *suffix;
	enum format format;
} formats[] = {
	{ "csv", ".csv", FORMAT_CSV },
	{ "ndjson", ".ndjson", FORMAT_NDJSON },
	{ "ndjson", ".jsonl", FORMAT_NDJSON },
	{ "json", ".json", FORMAT_JSON },
};

struct export
{
	const char *file, *output_path, *format_name;
	const char **fields; /* the columns; none: all that there are */
	struct choice choice;
	bool is_typed, guards_formulas, has_times;
	enum progress_mode mode;
	/* While it runs. */
	enum format format;
	char origin[ORIGIN_SIZE];
	struct plain_style style;
	struct documents *documents;
	struct columns columns;
	struct output_file output;
	struct gantry_buffer line, text;
	struct progress progress;
	uint64_t count;
};

/* Append a cell with a time; an unknown one is empty. */
static void
add_time_cell(struct export *export, int64_t microseconds)
{
	struct gantry_buffer *text = &export->text;

	csv_separate(&export->line);
	gantry_buffer_reset(text);
	/* It is in quotes. */
	if (plain_add_time(text, microseconds) && text->length > 2)
		csv_add_plain(&export->line,
		    (struct bytes){ text->data + 1, text->length - 2 });
}

static struct bytes
last_id(const struct firestore_document *document)
{
	const char *end = document->path + document->path_length;
	const char *at = end;

	while (at > document->path && at[-1] != '/')
		at--;
	return (struct bytes){ at, (size_t)(end - at) };
}

/* The cells that every row begins with. */
static void
add_own_cells(struct export *export, const struct firestore_document *document)
{
	struct gantry_buffer *line = &export->line;

	csv_add_text(line,
	    (struct bytes){ document->path, document->path_length },
	    export->guards_formulas);
	csv_separate(line);
	csv_add_text(line, last_id(document), export->guards_formulas);
	if (!export->has_times)
		return;
	add_time_cell(export, document->create_time);
	add_time_cell(export, document->update_time);
}

/* A number is not a formula, and null is a cell without a value. */
static void
add_cell(struct export *export, const struct value *value)
{
	struct gantry_buffer *text = &export->text;
	struct bytes cell;

	gantry_buffer_reset(text);
	plain_add_text(text, &export->style, value);
	if (gantry_buffer_failed(text))
		export->line.failed = true;
	cell = (struct bytes){ text->data, text->length };
	if (value->kind == VALUE_NULL || value->kind == VALUE_BOOLEAN ||
	    value->kind == VALUE_INTEGER || value->kind == VALUE_DOUBLE)
		csv_add_plain(&export->line, cell);
	else
		csv_add_text(&export->line, cell, export->guards_formulas);
}

static void
add_row(struct export *export, const struct firestore_document *document)
{
	const struct json_part fields = { document->fields,
		document->fields_length };
	const struct column *column;
	struct value value;
	size_t i;

	add_own_cells(export, document);
	for (i = 0; i < export->columns.count; i++) {
		column = &export->columns.items[i];
		csv_separate(&export->line);
		if (value_find(fields,
			(struct bytes){ column->name, column->length }, &value))
			add_cell(export, &value);
	}
	csv_end_row(&export->line);
}

static void
add_heading(struct export *export)
{
	struct gantry_buffer *line = &export->line;
	size_t i;

	gantry_buffer_puts(line, "__path__,__id__");
	if (export->has_times)
		gantry_buffer_puts(line, ",__create_time__,__update_time__");
	for (i = 0; i < export->columns.count; i++) {
		csv_separate(line);
		csv_add_text(line,
		    (struct bytes){ export->columns.items[i].name,
			export->columns.items[i].length },
		    export->guards_formulas);
	}
	csv_end_row(line);
}

/* Append the member NAME with a time, if it is known. */
static void
add_time_member(
    struct gantry_buffer *line, const char *name, int64_t microseconds)
{
	const size_t length = line->length;

	gantry_buffer_printf(line, ",\"%s\":", name);
	if (!plain_add_time(line, microseconds))
		line->length = length;
}

static void
add_json_times(struct export *export, const struct firestore_document *document)
{
	const bool typed = export->is_typed;

	add_time_member(&export->line, typed ? "createTime" : "__create_time__",
	    document->create_time);
	add_time_member(&export->line, typed ? "updateTime" : "__update_time__",
	    document->update_time);
}

/* A document as "dump" and the REST API have it. */
static void
add_typed(struct export *export, const struct firestore_document *document)
{
	gantry_buffer_puts(&export->line, "{\"path\":");
	gantry_json_string(
	    &export->line, document->path, document->path_length);
	gantry_buffer_puts(&export->line, ",\"fields\":");
	gantry_buffer_add(
	    &export->line, document->fields, document->fields_length);
	if (export->has_times)
		add_json_times(export, document);
	gantry_buffer_puts(&export->line, "}");
}

/* Append the members of FIELDS that are wanted. */
static void
add_chosen(struct export *export, struct json_part fields)
{
	const struct column *column;
	struct value value;
	size_t i;

	for (i = 0; i < export->columns.count; i++) {
		column = &export->columns.items[i];
		if (!value_find(fields,
			(struct bytes){ column->name, column->length }, &value))
			continue;
		gantry_buffer_putc(&export->line, ',');
		gantry_json_string(&export->line, column->name, column->length);
		gantry_buffer_putc(&export->line, ':');
		plain_add(&export->line, &export->style, &value);
	}
}

static void
add_object(struct export *export, const struct firestore_document *document)
{
	const struct bytes id = last_id(document);
	const struct json_part fields = { document->fields,
		document->fields_length };

	gantry_buffer_puts(&export->line, "{\"__path__\":");
	gantry_json_string(
	    &export->line, document->path, document->path_length);
	gantry_buffer_puts(&export->line, ",\"__id__\":");
	gantry_json_string(&export->line, id.data, id.length);
	if (export->has_times)
		add_json_times(export, document);
	if (export->columns.count > 0) {
		add_chosen(export, fields);
	} else if (fields.length > 2) {
		gantry_buffer_putc(&export->line, ',');
		plain_add_members(&export->line, &export->style, fields);
	}
	gantry_buffer_puts(&export->line, "}");
}

static void
add_document(struct export *export, const struct firestore_document *document)
{
	if (export->format == FORMAT_CSV) {
		add_row(export, document);
		return;
	}
	if (export->format == FORMAT_JSON)
		gantry_buffer_puts(
		    &export->line, export->count > 0 ? ",\n" : "[\n");
	if (export->is_typed)
		add_typed(export, document);
	else
		add_object(export, document);
	if (export->format == FORMAT_NDJSON)
		gantry_buffer_putc(&export->line, '\n');
}

static int
write_documents(struct export *export, struct gantry_error *error)
{
	struct firestore_document document;
	int result;

	if (export->format == FORMAT_CSV)
		add_heading(export);
	while ((result = documents_next(export->documents, &document, error)) ==
	    1) {
		add_document(export, &document);
		export->count++;
		if (export->line.length >= 65536 &&
		    output_file_write(&export->output, &export->line, error) ==
			-1)
			return -1;
		progress_show(&export->progress,
		    export->output.written + export->line.length, 0,
		    export->count);
	}
	if (result == -1)
		return -1;
	if (export->format == FORMAT_JSON)
		gantry_buffer_puts(
		    &export->line, export->count > 0 ? "\n]\n" : "[]\n");
	return output_file_write(&export->output, &export->line, error);
}

/* The columns: those that were named, or all that a first reading finds. */
static int
find_columns(struct export *export, struct gantry_error *error)
{
	struct firestore_document document;
	size_t i;
	int result = 0;

	for (i = 0; export->fields[i] != NULL; i++)
		if (columns_add_name(&export->columns, export->fields[i],
			strlen(export->fields[i]), error) == -1)
			return -1;
	if (i > 0 || export->format != FORMAT_CSV)
		return 0;
	while ((result = documents_next(export->documents, &document, error)) ==
	    1) {
		if (columns_add(&export->columns,
			(struct json_part){
			    document.fields, document.fields_length },
			error) == -1)
			return -1;
		progress_show(
		    &export->progress, 0, 0, documents_seen(export->documents));
	}
	documents_rewind(export->documents);
	return result;
}

/* Misspelt names of collections would give an empty file. */
static int
check_found(const struct export *export, struct gantry_error *error)
{
	const struct choice *choice = &export->choice;

	if (export->count > 0 ||
	    (choice->collection == NULL && choice->group == NULL &&
		(choice->paths == NULL || choice->paths[0] == NULL)) ||
	    (choice->conditions != NULL && choice->conditions[0] != NULL))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "has no such documents; gantry-cache info lists its collections");
}

static int
run_export_on(struct export *export, struct gantry_error *error)
{
	if (find_columns(export, error) == -1 ||
	    output_file_open(&export->output, export->output_path, error) == -1)
		return -1;
	if (write_documents(export, error) == -1 ||
	    check_found(export, error) == -1 ||
	    output_file_publish(&export->output, error) == -1) {
		output_file_close(&export->output);
		return -1;
	}
	return 0;
}

static int
export_documents(struct db *db, const char *generation, const void *argument,
    struct gantry_error *error)
{
	struct export *export = (struct export *)argument;
	const struct documents_choice choice =
	    choice_documents(&export->choice);
	int result = -1;

	(void)generation;
	if (choice_origin(db, export->origin, error) == -1)
		return -1;
	export->style.origin =
	    (struct bytes){ export->origin, strlen(export->origin) };
	progress_begin(&export->progress, export->mode);
	export->documents = documents_open(db, &choice, error);
	if (export->documents != NULL)
		result = run_export_on(export, error);
	documents_close(export->documents);
	progress_end(&export->progress);
	columns_clear(&export->columns);
	gantry_buffer_clear(&export->line);
	gantry_buffer_clear(&export->text);
	return result;
}

/* Find the format that was named, or that of the file's suffix. */
static void
find_format(struct export *export)
{
	const char *path = export->output_path;
	size_t length = path != NULL ? strlen(path) : 0, suffix, i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		suffix = strlen(formats[i].suffix);
		if (export->format_name != NULL
			? strcmp(export->format_name, formats[i].name) == 0
			: length > suffix &&
			    strcmp(path + length - suffix, formats[i].suffix) ==
				0) {
			export->format = formats[i].format;
			return;
		}
	}
}

/* Returns 0, or the exit status of a command line that is not valid. */
static int
check_options(struct cmdline *cmdline, struct export *export)
{
	const struct documents_choice choice =
	    choice_documents(&export->choice);
	struct gantry_error error;

	find_format(export);
	if (export->format == FORMAT_UNKNOWN && export->format_name != NULL)
		return cmdline_misused(cmdline,
		    "--format %s: the formats are csv, ndjson and json",
		    export->format_name);
	if (export->format == FORMAT_UNKNOWN)
		return cmdline_misused(cmdline,
		    "give --format csv, ndjson or json, or an output that ends "
		    "in .csv, .ndjson, .jsonl or .json");
	if (export->is_typed && export->format == FORMAT_CSV)
		return cmdline_misused(
		    cmdline, "--typed is for the formats ndjson and json");
	if (export->is_typed && export->fields[0] != NULL)
		return cmdline_misused(
		    cmdline, "--typed writes whole documents, without --field");
	if (documents_check(&choice, &error) == -1)
		return cmdline_misused(cmdline, "%s", error.text);
	return 0;
}

static int
run_export(struct cmdline *cmdline)
{
	struct export export = { .file = NULL };
	int status;

	cmdline->fields = &export;
	if (cmdline_begin(cmdline, &status)) {
		status = check_options(cmdline, &export);
		if (status == 0)
			status = run_on_cache(
			    export.file, export_documents, &export);
	}
	choice_clear(&export.choice);
	free(export.fields);
	return status;
}

#define FIELD(name) offsetof(struct export, name)

static const struct cmdline_option export_options[] = {
	{ .name = "format",
	    .kind = CMDLINE_TEXT,
	    .argument = "FORMAT",
	    .offset = FIELD(format_name),
	    .help = "csv, ndjson (a JSON object a line) or json (an array)",
	    .computed = "by the end of the output's name" },
	{ .name = "output",
	    .letter = 'o',
	    .kind = CMDLINE_TEXT,
	    .argument = "FILE",
	    .offset = FIELD(output_path),
	    .help = "write this file, which appears when it is whole",
	    .computed = "standard output" },
	CHOICE_OPTIONS(struct export, choice),
	{ .name = "field",
	    .kind = CMDLINE_LIST,
	    .argument = "NAME",
	    .offset = FIELD(fields),
	    .help = "only this field of the documents; several may be given" },
	{ .name = "times",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(has_times),
	    .help = "add the times of creation and of the last update" },
	{ .name = "typed",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(is_typed),
	    .help = "keep the types of values, as the REST API has them; "
		    "gantry-cache import reads such lines" },
	{ .name = "guard-formulas",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(guards_formulas),
	    .help = "in CSV, put an apostrophe before texts that a "
		    "spreadsheet would take for formulas" },
	PROGRESS_OPTIONS(struct export, mode),
	{ NULL },
};

static const struct cmdline_operand export_operands[] = {
	{ .name = "CACHE", .offset = FIELD(file), .is_file = true },
	{ NULL },
};

const struct cmdline_command export_command = {
	.name = "export",
	.usage = "CACHE [--format FORMAT] [--output FILE] [OPTION ...]",
	.summary = "write documents as CSV or JSON for other programs",
	.description =
	    "Write the documents of the cache CACHE, sorted by path, as CSV or "
	    "JSON without Firestore's types: a column or member for each field, "
	    "after __path__ and __id__.",
	.example = "export cache.db --collection users --output users.csv",
	.options = export_options,
	.operands = export_operands,
	.run = run_export,
};
