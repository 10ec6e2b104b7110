#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/cache/cache.h"
#include "data/firestore/rest/rest_value.h"
#include "data/query/answer/document_json.h"
#include "data/query/index/index_build.h"
#include "data/query/language/read_query.h"
#include "database.h"
#include "unit.h"

static const struct cache_projection *const no_projections[] = { NULL };

/* Rows that are sorted may take this much. */
#define MEMORY ((size_t)8 << 20)

void
database_begin(struct database *database, const char *name)
{
	const struct cache_builder_options options = {
		.path = database->path,
		.projections = no_projections,
	};

	*database = (struct database){ .project = "p" };
	snprintf(database->path, sizeof(database->path), "%s", unit_path(name));
	database->builder = cache_builder_new(&options, &database->error);
	ck_assert_msg(database->builder != NULL, "%s", database->error.text);
}

void
database_add(struct database *database, struct bytes path, const json_t *fields)
{
	struct gantry_buffer buffer = { 0 };
	struct cache_document document = {
		.path = path.data,
		.path_length = path.length,
	};
	struct gantry_error *error = &database->error;

	ck_assert_msg(
	    rest_fields_add(&buffer, fields, error) == 0, "%s", error->text);
	gantry_buffer_putc(&buffer, '\0');
	document.fields = buffer.data;
	document.fields_length = buffer.length - 1;
	ck_assert_int_eq(
	    cache_builder_add(database->builder, &document, error), 0);
	gantry_buffer_clear(&buffer);
}

void
database_finish(struct database *database)
{
	const struct cache_source source = {
		.name = "test",
		.project = "p",
		.database = "(default)",
	};
	const struct index_options indexes = {
		.path = database->path,
		.choices = &database->choices,
	};
	struct gantry_error *error = &database->error;
	char generation[CACHE_GENERATION_SIZE];
	struct db *db;

	ck_assert_int_eq(
	    cache_builder_publish(database->builder, &source, error), 0);
	cache_builder_free(database->builder);
	database->builder = NULL;
	db = db_create(database->path, error);
	ck_assert_int_eq(db_run(db, "BEGIN", error), 0);
	ck_assert_msg(index_build(db, &indexes, error) == 0, "%s", error->text);
	ck_assert_int_eq(db_run(db, "COMMIT", error), 0);
	db_close(db);
	database->db = cache_open(database->path, generation, error);
	ck_assert_msg(database->db != NULL, "%s", error->text);
	database->store = store_new(database->db, error);
	ck_assert_msg(database->store != NULL, "%s", error->text);
}

void
database_close(struct database *database)
{
	store_free(database->store);
	db_close(database->db);
	cache_builder_free(database->builder);
	index_choices_clear(&database->choices);
	gantry_buffer_clear(&database->statistics.plan);
	*database = (struct database){ .path = "" };
}

struct answer {
	json_t *rows;
	const struct query *query;
	struct query_origin origin;
};

static int
add_row(void *argument, const struct store_document *document,
    struct gantry_error *error)
{
	struct answer *answer = argument;
	const struct document_writer writer = {
		.origin = answer->origin,
		.fields = answer->query->select,
		.field_count = answer->query->select_count,
	};
	struct gantry_buffer json = { 0 };
	json_t *row, *fields;

	(void)error;
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

static json_t *
aggregate(struct answering *answering, struct query *query, const json_t *json,
    struct gantry_error *error)
{
	struct query_aggregations aggregations;
	struct gantry_buffer buffer = { 0 };
	json_t *answer = NULL;

	if (query_read_aggregations(query, json, &aggregations, error) == 0 &&
	    answer_aggregations(
		answering, query, &aggregations, &buffer, error) == 0)
		answer = json_loadb(
		    buffer.data, buffer.length, JSON_ALLOW_NUL, NULL);
	gantry_buffer_clear(&buffer);
	return answer;
}

static json_t *
list(struct answering *answering, struct query *query,
    struct gantry_error *error)
{
	struct answer answer = { json_array(), query, answering->origin };

	if (answer_query(answering, query, add_row, &answer, error) == 0)
		return answer.rows;
	json_decref(answer.rows);
	return NULL;
}

json_t *
database_answer(struct database *database, const json_t *json)
{
	struct answering answering = {
		.store = database->store,
		.origin = { { database->project, strlen(database->project) },
		    { "(default)", 9 } },
		.limits.memory = MEMORY,
		.wants_plan = true,
	};
	const json_t *aggregations = json_object_get(json, "aggregations");
	const json_t *parent = json_object_get(json, "parent");
	const struct bytes path = { json_string_value(parent),
		json_string_length(parent) };
	json_t *answer = NULL;
	struct query query;

	gantry_buffer_clear(&database->statistics.plan);
	if (query_read(&query, path, json_object_get(json, "query"),
		&database->error) == 0)
		answer = aggregations != NULL
		    ? aggregate(
			  &answering, &query, aggregations, &database->error)
		    : list(&answering, &query, &database->error);
	query_clear(&query);
	database->statistics = answering.statistics;
	return answer;
}

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

bool
database_is_same(const json_t *a, const json_t *b)
{
	const char *name;
	json_t *value;

	if (!json_is_object(a))
		return json_equal(a, b);
	if (json_object_size(a) != json_object_size(b))
		return false;
	json_object_foreach((json_t *)a, name,
	    value) if (!is_near(value, json_object_get(b, name))) return false;
	return true;
}
