/*
 * Documents of an older cache and others in their places: as if all had been
 * read at once.
 */
#include <stdio.h>
#include <string.h>

#include "data/cache/build/merge.h"
#include "data/cache/build/previous.h"
#include "data/cache/cache.h"
#include "data/cache/sample.h"
#include "unit.h"

static struct gantry_error error;

static const struct sample_document older[] = {
	{ "things/a", "{\"n\":{\"integerValue\":\"1\"}}" },
	{ "things/b", "{}" },
	{ "things/c", "{}" },
	{ "things/d/parts/p", "{}" },
	{ NULL, NULL },
};

static const struct sample_document merged[] = {
	{ "things/a", "{\"n\":{\"integerValue\":\"3\"}}" },
	{ "things/b", "{}" },
	{ "things/c", "{}" },
	{ "things/d/parts/p", "{}" },
	{ "things/d/parts/q", "{\"n\":{\"integerValue\":\"4\"}}" },
	{ NULL, NULL },
};

/* Counts what is there. */
static const struct cache_projection projection = {
	.name = "numbers",
	.create = "CREATE TABLE number (path TEXT, n INTEGER);",
	.rules =
	    (const struct cache_rule[]){
		{ "things", { "n", NULL }, { FIELD_INTEGER },
		    "INSERT INTO number VALUES (?1, ?3)" },
		{ .collection = NULL },
	    },
	.finish = "",
};

static const struct cache_projection *const projections[] = { &projection,
	NULL };

static const struct cache_source source = {
	.name = "firestore:x",
	.project = "p",
	.database = "d",
	.exported = 7,
	.pulled = 5,
};

static struct db *
open_cache(const char *name)
{
	char generation[CACHE_GENERATION_SIZE];
	struct db *db = cache_open(unit_path(name), generation, &error);

	ck_assert_msg(db != NULL, "%s", error.text);
	return db;
}

static void
put(struct merge *merge, const char *path, const char *fields, int64_t updated)
{
	const struct cache_document document = {
		.path = path,
		.path_length = strlen(path),
		.fields = fields,
		.fields_length = strlen(fields),
		.create_time = 1,
		.update_time = updated,
	};

	ck_assert_msg(
	    merge_put(merge, &document, &error) == 0, "%s", error.text);
}

/* Merge others into the sample, and publish the outcome as x.db. */
static struct merge_counts
make(void)
{
	const struct cache_builder_options options = {
		.path = unit_path("x.db"),
		.projections = projections,
	};
	struct cache_builder *builder;
	struct merge_counts counts;
	struct merge *merge;
	struct db *db;

	sample_build(unit_path("old.db"), older, &projection);
	db = open_cache("old.db");
	builder = cache_builder_new(&options, &error);
	ck_assert_msg(builder != NULL, "%s", error.text);
	merge = merge_new(builder, &error);
	ck_assert_msg(merge != NULL, "%s", error.text);
	put(merge, "things/d/parts/q", "{\"n\":{\"integerValue\":\"4\"}}", 9);
	put(merge, "things/a", "{\"n\":{\"integerValue\":\"2\"}}", 8);
	put(merge, "things/b", "{}", 0);
	put(merge, "things/c", "{}", 9);
	/* Read twice: the last one counts. */
	put(merge, "things/a", "{\"n\":{\"integerValue\":\"3\"}}", 9);
	ck_assert_msg(
	    merge_finish(merge, db, &counts, &error) == 0, "%s", error.text);
	merge_free(merge);
	ck_assert_msg(cache_builder_publish(builder, &source, &error) == 0,
	    "%s", error.text);
	cache_builder_free(builder);
	db_close(db);
	return counts;
}

static int64_t
ask(const char *name, const char *sql)
{
	struct db *db = open_cache(name);
	int64_t value;

	ck_assert_msg(
	    db_integer(db, sql, &value, &error) == 0, "%s", error.text);
	db_close(db);
	return value;
}

START_TEST(a_merged_cache_equals_one_that_was_read_at_once)
{
	char generation[CACHE_GENERATION_SIZE];
	char expected[CACHE_GENERATION_SIZE];
	const struct merge_counts counts = make();
	struct db *db;

	ck_assert_int_eq(counts.added, 1);
	/* things/c was written again as it was. */
	ck_assert_int_eq(counts.changed, 2);
	ck_assert_int_eq(counts.unchanged, 1);
	ck_assert_int_eq(counts.all, 5);
	sample_build(unit_path("all.db"), merged, &projection);
	db = cache_open(unit_path("x.db"), generation, &error);
	db_close(db);
	db = cache_open(unit_path("all.db"), expected, &error);
	db_close(db);
	ck_assert_str_eq(generation, expected);
	ck_assert_int_eq(ask("x.db",
			     "SELECT count(*) FROM number WHERE"
			     " path = 'things/a' AND n = 3"),
	    1);
	ck_assert_int_eq(ask("x.db", "SELECT count(*) FROM number"), 1);
	ck_assert_int_eq(ask("x.db",
			     "SELECT update_time FROM document"
			     " WHERE path = 'things/c'"),
	    9);
	/* Where the others waited is not in the file. */
	ck_assert_int_eq(ask("x.db",
			     "SELECT count(*) FROM sqlite_master"
			     " WHERE name = 'other'"),
	    0);
}
END_TEST

START_TEST(a_cache_records_its_source)
{
	struct previous_cache past;
	struct db *db;

	make();
	db = open_cache("x.db");
	ck_assert_int_eq(previous_read(&past, db, &error), 0);
	db_close(db);
	ck_assert_str_eq(past.name, "firestore:x");
	ck_assert_str_eq(past.project, "p");
	ck_assert_str_eq(past.database, "d");
	ck_assert_int_eq(past.exported, 7);
	ck_assert_int_eq(past.pulled, 5);
	ck_assert_int_eq(past.documents, 5);
	ck_assert_int_eq(past.kept, 5);
	sample_alter(
	    unit_path("x.db"), "DELETE FROM meta WHERE key = 'pulled'");
	db = open_cache("x.db");
	ck_assert_int_eq(previous_read(&past, db, &error), 0);
	db_close(db);
	ck_assert_int_eq(past.pulled, 0);
}
END_TEST

static int
visit(void *argument, const struct cache_document *document,
    struct gantry_error *why)
{
	const struct sample_document **next = argument;

	ck_assert_str_eq(document->path, (*next)->path);
	ck_assert_str_eq(document->fields, (*next)->fields);
	(*next)++;
	if (strcmp(document->path, "things/c") == 0)
		return gantry_error_set(why, GANTRY_ERROR_LIMIT, "enough");
	return 0;
}

START_TEST(a_visit_is_in_the_order_of_the_file_and_can_be_stopped)
{
	const struct sample_document *next = older;
	struct db *db;

	sample_build(unit_path("old.db"), older, NULL);
	db = open_cache("old.db");
	ck_assert_int_eq(
	    previous_visit_documents(db, visit, &next, &error), -1);
	ck_assert_str_eq(error.text, "enough");
	ck_assert_ptr_eq(next, older + 3);
	db_close(db);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_merged_cache_equals_one_that_was_read_at_once,
		a_cache_records_its_source,
		a_visit_is_in_the_order_of_the_file_and_can_be_stopped,
		NULL,
	};

	return unit_run("cache/merge", tests);
}
