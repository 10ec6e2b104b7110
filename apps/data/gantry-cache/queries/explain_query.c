/*
 * The command explain: how a query is answered, and what that costs.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/cache/cache.h"
#include "data/firestore/json/json_parse.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/run_on_cache.h"
#include "data/query/answer/answering.h"
#include "data/query/answer/document_json.h"
#include "data/query/language/parse.h"
#include "data/query/language/read_query.h"

/* For rows that are sorted. */
#define SORT_MEMORY ((size_t)64 << 20)

/* A query is written by a person. */
#define QUERY_MAX ((size_t)16 << 20)

struct explain {
	const char *file, *query_file;
	const char *parent; /* NULL: the root */
	bool wants_documents;
	/* While it runs. */
	const json_t *json; /* a StructuredQuery */
	const json_t *aggregations; /* NULL: none */
};

struct printer {
	struct document_writer writer;
	bool is_wanted;
	struct gantry_buffer line;
};

static int
print_document(void *argument, const struct store_document *document,
    struct gantry_error *error)
{
	struct printer *printer = argument;

	if (!printer->is_wanted)
		return 0;
	gantry_buffer_reset(&printer->line);
	document_write(&printer->writer, document, &printer->line);
	gantry_buffer_putc(&printer->line, '\n');
	if (gantry_buffer_failed(&printer->line))
		return gantry_error_memory(error);
	if (fwrite(printer->line.data, 1, printer->line.length, stdout) <
	    printer->line.length)
		return gantry_error_system(error, "cannot write");
	return 0;
}

static int
print_nearest(void *argument, const struct store_document *document,
    double distance, struct gantry_error *error)
{
	struct printer *printer = argument;

	printer->writer.distance = distance;
	return print_document(argument, document, error);
}

static int
aggregate(const struct explain *explain, struct answering *answering,
    struct query *query, struct gantry_error *error)
{
	struct query_aggregations aggregations;
	struct gantry_buffer json = { 0 };
	int result;

	result = query_read_aggregations(
	    query, explain->aggregations, &aggregations, error);
	if (result == 0)
		result = answer_aggregations(
		    answering, query, &aggregations, &json, error);
	gantry_buffer_putc(&json, '\n');
	if (result == 0 && gantry_buffer_failed(&json))
		result = gantry_error_memory(error);
	if (result == 0 && explain->wants_documents)
		fwrite(json.data, 1, json.length, stdout);
	gantry_buffer_clear(&json);
	return result;
}

static int
answer(const struct explain *explain, struct answering *answering,
    struct query *query, struct gantry_error *error)
{
	struct printer printer = {
		.writer = {
			.origin = answering->origin,
			.fields = query->select,
			.field_count = query->select_count,
			.distance_name = query->nearest.result_field,
		},
		.is_wanted = explain->wants_documents,
	};
	int result;

	if (explain->aggregations != NULL)
		return aggregate(explain, answering, query, error);
	if (query->nearest.distance != DISTANCE_NONE)
		result = answer_nearest(
		    answering, query, print_nearest, &printer, error);
	else
		result = answer_query(
		    answering, query, print_document, &printer, error);
	gantry_buffer_clear(&printer.line);
	return result;
}

static void
print_statistics(const struct explain *explain, struct answering *answering,
    int64_t nanoseconds)
{
	const struct query_statistics *statistics = &answering->statistics;
	FILE *file = explain->wants_documents ? stderr : stdout;

	printable_line(file, "plan       %.*s", (int)statistics->plan.length,
	    statistics->plan.length > 0 ? statistics->plan.data : "");
	printable_line(file, "rows       %" PRId64, statistics->read);
	printable_line(file, "documents  %" PRId64, statistics->documents);
	printable_line(file, "returned   %" PRId64, statistics->returned);
	printable_line(file, "time       %.3f ms", (double)nanoseconds / 1e6);
}

/* Read the names of the database of DB into TEXTS. */
static int
read_origin(struct db *db, char project[256], char database[256],
    struct gantry_error *error)
{
	static const char sql[] =
	    "SELECT coalesce(max(value), '') FROM meta WHERE key = ";
	char text[sizeof(sql) + 16];

	snprintf(text, sizeof(text), "%s'project'", sql);
	if (db_text(db, text, project, 256, error) == -1)
		return -1;
	snprintf(text, sizeof(text), "%s'database'", sql);
	if (db_text(db, text, database, 256, error) == -1)
		return -1;
	if (project[0] == '\0')
		strcpy(project, "unknown");
	if (database[0] == '\0')
		strcpy(database, "(default)");
	return 0;
}

static int64_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static int
run_query(const struct explain *explain, struct answering *answering,
    struct gantry_error *error)
{
	const char *parent = explain->parent != NULL ? explain->parent : "";
	int64_t began = now();
	struct query query;
	int result;

	result = query_read(&query, (struct bytes){ parent, strlen(parent) },
	    explain->json, error);
	if (result == 0)
		result = answer(explain, answering, &query, error);
	query_clear(&query);
	if (result == 0)
		print_statistics(explain, answering, now() - began);
	return result;
}

static int
explain_query(struct db *db, const char *generation, const void *argument,
    struct gantry_error *error)
{
	char project[256], database[256];
	struct answering answering = {
		.limits.memory = SORT_MEMORY,
		.wants_plan = true,
	};
	int result = -1;

	(void)generation;
	if (read_origin(db, project, database, error) == -1)
		return -1;
	answering.origin.project = (struct bytes){ project, strlen(project) };
	answering.origin.database =
	    (struct bytes){ database, strlen(database) };
	answering.store = store_new(db, error);
	if (answering.store != NULL)
		result = run_query(argument, &answering, error);
	store_free(answering.store);
	answering_clear(&answering);
	return result;
}

/* Read the file at PATH; "-" is standard input. */
static int
read_file(
    const char *path, struct gantry_buffer *text, struct gantry_error *error)
{
	FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "re");
	char *room;
	size_t size;

	if (file == NULL)
		return gantry_error_system(error, "cannot open %s", path);
	do {
		room = gantry_buffer_reserve(text, 65536);
		size = room != NULL ? fread(room, 1, 65536, file) : 0;
		text->length += size;
	} while (size > 0 && text->length <= QUERY_MAX);
	if (room == NULL)
		gantry_error_memory(error);
	else if (ferror(file))
		gantry_error_system(error, "cannot read %s", path);
	else if (text->length > QUERY_MAX)
		gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "%s: a query has at most %zu bytes", path, QUERY_MAX);
	else
		room = text->data;
	if (file != stdin)
		fclose(file);
	return room == text->data && text->data != NULL ? 0 : -1;
}

/*
 * Find the query in JSON: it is a StructuredQuery, or the body of runQuery or
 * of runAggregationQuery.
 */
static void
find_query(struct explain *explain, const json_t *json)
{
	const json_t *aggregation = parse_member(
	    json, "structuredAggregationQuery", "structured_aggregation_query");
	const json_t *query;

	if (aggregation != NULL) {
		explain->aggregations =
		    parse_member(aggregation, "aggregations", NULL);
		json = aggregation;
	}
	query = parse_member(json, "structuredQuery", "structured_query");
	explain->json = query != NULL ? query : json;
}

static int
explain_file(struct explain *explain)
{
	struct gantry_buffer text = { 0 };
	struct gantry_error error;
	json_t *json = NULL;
	int status = STATUS_FAILED;

	if (read_file(explain->query_file, &text, &error) == 0) {
		json = json_parse(
		    (struct bytes){ text.data, text.length }, NULL, &error);
		if (json == NULL)
			gantry_error_prefix(&error, "%s", explain->query_file);
	}
	if (json != NULL) {
		find_query(explain, json);
		status = run_on_cache(explain->file, explain_query, explain);
	} else {
		fail(&error);
	}
	json_decref(json);
	gantry_buffer_clear(&text);
	return status;
}

static int
run_explain(struct cmdline *cmdline)
{
	struct explain explain = { .file = NULL };
	int status;

	cmdline->fields = &explain;
	if (!cmdline_begin(cmdline, &status))
		return status;
	return explain_file(&explain);
}

#define FIELD(name) offsetof(struct explain, name)

static const struct cmdline_option explain_options[] = {
	{ .name = "parent",
	    .kind = CMDLINE_TEXT,
	    .argument = "PATH",
	    .offset = FIELD(parent),
	    .help = "the document whose collections are queried",
	    .computed = "the root" },
	{ .name = "documents",
	    .kind = CMDLINE_FLAG,
	    .offset = FIELD(wants_documents),
	    .help = "print the answer, a document in JSON a line, and the "
		    "plan on standard error" },
	{ NULL },
};

static const struct cmdline_operand explain_operands[] = {
	{ .name = "FILE", .offset = FIELD(file), .is_file = true },
	{ .name = "QUERY", .offset = FIELD(query_file), .is_file = true },
	{ NULL },
};

const struct cmdline_command explain_command = {
	.name = "explain",
	.usage = "FILE QUERY [--parent PATH] [--documents]",
	.summary = "run a query of Firestore and say what it took",
	.description =
	    "Run the query in the file QUERY, or from standard input if QUERY "
	    "is -, on the cache FILE, which has indexes (see the command "
	    "index).  Print how it was answered, how many rows of the indexes "
	    "and documents were read, how many documents it returned, and how "
	    "long it took.",
	.notes =
	    "QUERY is JSON: a StructuredQuery of the REST API, or the body of "
	    "runQuery or runAggregationQuery.",
	.example = "explain cache.db query.json",
	.options = explain_options,
	.operands = explain_operands,
	.run = run_explain,
};
