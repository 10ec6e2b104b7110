/*
 * Queries whose answers Firestore's emulator gave, in files of JSON lines: an
 * object with "documents" begins a database; one with "query" has the paths of
 * the answer, or the results of aggregations.  See tests/queries/record.py.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "database.h"
#include "unit.h"

static struct database database;
static json_t *project;
static int queries, wrong;

static void
begin_database(const json_t *json)
{
	const char *name;
	json_t *fields;

	database_close(&database);
	json_decref(project);
	project = json_incref(json_object_get(json, "project"));
	database_begin(&database, "cache.db");
	database.project = json_string_value(project);
	json_object_foreach(json_object_get(json, "documents"), name, fields)
	    database_add(
		&database, (struct bytes){ name, strlen(name) }, fields);
	database_finish(&database);
}

static void
expect(const json_t *json, const char *line)
{
	json_t *found = database_answer(&database, json);
	const struct gantry_buffer *plan = &database.statistics.plan;
	char *text;

	queries++;
	if (found == NULL ||
	    !database_is_same(json_object_get(json, "answer"), found)) {
		wrong++;
		text = found != NULL ? json_dumps(found, 0) : NULL;
		printf("# plan %.*s, found %s: %s\n", (int)plan->length,
		    plan->data, text != NULL ? text : database.error.text,
		    line);
		free(text);
	}
	json_decref(found);
}

/* Go through the lines of the file at PATH. */
static void
run_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	json_t *json;

	ck_assert_msg(file != NULL, "cannot open %s", path);
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
	database_close(&database);
	json_decref(project);
}

START_TEST(answers_are_those_of_the_emulator)
{
	const char *path = getenv("QUERIES"), *source = getenv("GANTRY_SOURCE");
	char recorded[1024];

	snprintf(recorded, sizeof(recorded), "%s/tests/queries/answers.jsonl",
	    source != NULL ? source : ".");
	run_file(path != NULL ? path : recorded);
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
