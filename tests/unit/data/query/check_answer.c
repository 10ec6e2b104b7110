/*
 * Queries whose answers Firestore's emulator gave, in files of JSON lines: an
 * object with "documents" begins a database; one with "query" has the paths of
 * the answer, or the results of aggregations.
 */
#include <check.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/build/builder.h"
#include "data/cache/cache.h"
#include "data/firestore/rest/rest_value.h"
#include "data/query/answer/answering.h"
#include "data/query/answer/document_json.h"
#include "data/query/index/index_build.h"
#include "data/query/language/read_query.h"
#include "unit.h"

static const struct cache_projection *const no_projections[] = { NULL };
static struct gantry_error error;
static struct db *db;
static struct store *store;
static json_t *project;
static int queries, wrong;

static struct bytes
text_of(const json_t *json)
{
	return (
	    struct bytes){ json_string_value(json), json_string_length(json) };
}

static void
add_document(
    struct cache_builder *builder, const char *path, const json_t *fields)
{
	struct gantry_buffer buffer = { 0 };
	struct cache_document document = {
		.path = path,
		.path_length = strlen(path),
	};

	ck_assert_msg(rest_fields_add(&buffer, fields, &error) == 0, "%s: %s",
	    path, error.text);
	gantry_buffer_putc(&buffer, '\0');
	document.fields = buffer.data;
	document.fields_length = buffer.length - 1;
	ck_assert_int_eq(cache_builder_add(builder, &document, &error), 0);
	gantry_buffer_clear(&buffer);
}

static void
begin_database(json_t *json)
{
	const char *path = unit_path("cache.db"), *name;
	const struct cache_builder_options options = {
		.path = path,
		.projections = no_projections,
	};
	const struct cache_source source = {
		.name = "test",
		.project = "p",
		.database = "(default)",
	};
	struct cache_builder *builder = cache_builder_new(&options, &error);
	struct index_choices choices = { 0 };
	const struct index_options indexes = {
		.path = path,
		.choices = &choices,
	};
	char generation[CACHE_GENERATION_SIZE];
	json_t *fields;

	store_free(store);
	db_close(db);
	json_decref(project);
	project = json_incref(json_object_get(json, "project"));
	ck_assert_ptr_nonnull(builder);
	json_object_foreach(json_object_get(json, "documents"), name, fields)
	    add_document(builder, name, fields);
	ck_assert_int_eq(cache_builder_publish(builder, &source, &error), 0);
	cache_builder_free(builder);
	db = db_create(path, &error);
	ck_assert_msg(index_build(db, &indexes, &error) == 0, "%s", error.text);
	db_close(db);
	db = cache_open(path, generation, &error);
	ck_assert_msg(db != NULL, "%s", error.text);
	store = store_new(db, &error);
	ck_assert_msg(store != NULL, "%s", error.text);
	index_choices_clear(&choices);
}

struct answer {
	json_t *rows;
	const struct query *query;
};

static int
add_row(void *argument, const struct store_document *document,
    struct gantry_error *unused)
{
	struct answer *answer = argument;
	const struct document_writer writer = {
		.origin = { text_of(project), { "(default)", 9 } },
		.fields = answer->query->select,
		.field_count = answer->query->select_count,
	};
	struct gantry_buffer json = { 0 };
	json_t *row, *fields;

	(void)unused;
	if (!answer->query->has_select) {
		json_array_append_new(answer->rows,
		    json_stringn(document->path.data, document->path.length));
		return 0;
	}
	document_write(&writer, document, &json);
	row = json_loadb(json.data, json.length, JSON_ALLOW_NUL, NULL);
	ck_assert_ptr_nonnull(row);
	fields = json_incref(json_object_get(row, "fields"));
	json_array_append_new(answer->rows,
	    json_pack("[s%o]", document->path.data, (int)document->path.length,
		fields != NULL ? fields : json_object()));
	json_decref(row);
	gantry_buffer_clear(&json);
	return 0;
}

/* Sums of doubles depend on the order in which they are added. */
static bool
is_near(const json_t *a, const json_t *b)
{
	const json_t *x = json_object_get(a, "doubleValue");
	const json_t *y = json_object_get(b, "doubleValue");

	if (!json_is_number(x) || !json_is_number(y))
		return json_equal(a, b);
	return fabs(json_number_value(x) - json_number_value(y)) <=
	    fabs(json_number_value(x)) * 1e-12;
}

static bool
is_same(json_t *a, json_t *b)
{
	const char *name;
	json_t *value;

	if (!json_is_object(a))
		return json_equal(a, b);
	if (json_object_size(a) != json_object_size(b))
		return false;
	json_object_foreach(a, name,
	    value) if (!is_near(value, json_object_get(b, name))) return false;
	return true;
}

static json_t *
aggregate(struct answering *answering, struct query *query, const json_t *json)
{
	struct query_aggregations aggregations;
	struct gantry_buffer buffer = { 0 };
	json_t *answer = NULL;

	if (query_read_aggregations(query, json, &aggregations, &error) == 0 &&
	    answer_aggregations(
		answering, query, &aggregations, &buffer, &error) == 0)
		answer = json_loadb(
		    buffer.data, buffer.length, JSON_ALLOW_NUL, NULL);
	gantry_buffer_clear(&buffer);
	return answer;
}

static void
expect(json_t *json, const char *line)
{
	struct answering answering = {
		.store = store,
		.origin = { text_of(project), { "(default)", 9 } },
		.limits.memory = 8 << 20,
		.wants_plan = true,
	};
	json_t *aggregations = json_object_get(json, "aggregations");
	json_t *wanted = json_object_get(json, "answer"), *found = NULL;
	struct answer answer;
	struct query query;
	char *text;

	queries++;
	if (query_read(&query, text_of(json_object_get(json, "parent")),
		json_object_get(json, "query"), &error) == 0) {
		if (aggregations != NULL) {
			found = aggregate(&answering, &query, aggregations);
		} else {
			found = json_array();
			answer = (struct answer){ found, &query };
			if (answer_query(&answering, &query, add_row, &answer,
				&error) == -1) {
				json_decref(found);
				found = NULL;
			}
		}
	}
	if (found == NULL || !is_same(wanted, found)) {
		wrong++;
		text = found != NULL ? json_dumps(found, 0) : NULL;
		printf("# plan %.*s, found %s: %s\n",
		    (int)answering.statistics.plan.length,
		    answering.statistics.plan.data,
		    text != NULL ? text : error.text, line);
		free(text);
	}
	json_decref(found);
	query_clear(&query);
	answering_clear(&answering);
}

/* Go through the lines of the file at PATH. */
static void
run_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	json_t *json;

	ck_assert_msg(file != NULL, "%s", path);
	while (getline(&line, &size, file) != -1) {
		json = json_loads(line, JSON_ALLOW_NUL, NULL);
		ck_assert_msg(json != NULL, "%s", line);
		if (json_object_get(json, "documents") != NULL)
			begin_database(json);
		else
			expect(json, line);
		json_decref(json);
	}
	fclose(file);
	free(line);
	store_free(store);
	db_close(db);
	json_decref(project);
	store = NULL;
	db = NULL;
	project = NULL;
}

START_TEST(answers_are_those_of_the_emulator)
{
	const char *path = getenv("QUERIES");

	run_file(path);
	ck_assert_int_gt(queries, 0);
	ck_assert_msg(wrong == 0, "%d of %d are wrong", wrong, queries);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		answers_are_those_of_the_emulator,
		NULL,
	};

	return unit_run("query/answer", tests);
}
