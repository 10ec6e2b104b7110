/*
 * What a cache lacks: kept in it, and bounded whatever the file has.
 */
#include <stdio.h>
#include <string.h>

#include "data/cache/build/builder.h"
#include "data/cache/cache.h"
#include "data/cache/lacks.h"
#include "data/cache/sample.h"
#include "unit.h"

static const struct sample_document one[] = {
	{ "a/b", "{}" },
	{ NULL, NULL },
};

static struct gantry_error error;

/* Build a cache that lacks LACKS. */
static void
build(const struct lacks *lacks)
{
	static const struct cache_projection *const none[] = { NULL };
	const struct cache_builder_options options = {
		.path = unit_path("x.db"),
		.projections = none,
	};
	const struct cache_source source = {
		.name = "sample",
		.project = "",
		.database = "",
		.lacks = lacks,
	};
	struct cache_builder *builder = cache_builder_new(&options, &error);

	ck_assert_msg(builder != NULL, "%s", error.text);
	sample_add(builder, one);
	ck_assert_msg(cache_builder_publish(builder, &source, &error) == 0,
	    "%s", error.text);
	cache_builder_free(builder);
}

static struct lacks
read_back(bool *is_incomplete)
{
	char generation[CACHE_GENERATION_SIZE];
	struct db *db = cache_open(unit_path("x.db"), generation, &error);
	struct lacks lacks = { NULL, 0 };

	ck_assert_msg(db != NULL, "%s", error.text);
	ck_assert_msg(lacks_read(&lacks, db, &error) == 0, "%s", error.text);
	ck_assert_int_eq(lacks_find(db, is_incomplete, &error), 0);
	db_close(db);
	return lacks;
}

START_TEST(a_cache_keeps_what_it_lacks)
{
	struct lacks lacks = { NULL, 0 }, read;
	bool is_incomplete;

	ck_assert_int_eq(
	    lacks_add(&lacks, LACK_PARTS, "output-3", 7, &error), 0);
	ck_assert_int_eq(
	    lacks_add(&lacks, LACK_METADATA, "no file", 0, &error), 0);
	build(&lacks);
	lacks_clear(&lacks);
	read = read_back(&is_incomplete);
	ck_assert(is_incomplete);
	ck_assert_uint_eq(read.count, 2);
	ck_assert_str_eq(read.items[0].kind, "parts");
	ck_assert_str_eq(read.items[0].detail, "output-3");
	ck_assert_int_eq(read.items[0].count, 7);
	ck_assert_str_eq(read.items[1].kind, "metadata");
	ck_assert_int_eq(read.items[1].count, 0);
	lacks_clear(&read);
}
END_TEST

START_TEST(a_complete_cache_lacks_nothing)
{
	struct lacks read;
	bool is_incomplete;

	build(NULL);
	read = read_back(&is_incomplete);
	ck_assert(!is_incomplete);
	ck_assert_uint_eq(read.count, 0);
}
END_TEST

/* Of an older cache that was pulled as a whole it is known. */
START_TEST(an_older_cache_may_lack_anything)
{
	struct lacks read;
	bool is_incomplete;

	build(NULL);
	sample_alter(
	    unit_path("x.db"), "DROP TABLE lacks; PRAGMA user_version = 2;");
	read = read_back(&is_incomplete);
	ck_assert(!is_incomplete);
	ck_assert_uint_eq(read.count, 1);
	ck_assert_str_eq(read.items[0].kind, "unknown");
	lacks_clear(&read);
	sample_alter(unit_path("x.db"),
	    "UPDATE meta SET value = 99 WHERE key = 'pulled';");
	read = read_back(&is_incomplete);
	ck_assert_uint_eq(read.count, 0);
}
END_TEST

START_TEST(more_than_the_most_are_one)
{
	struct lacks lacks = { NULL, 0 }, read;
	bool is_incomplete;
	int i;

	for (i = 0; i < 3 * LACKS_MAX; i++)
		ck_assert_int_eq(
		    lacks_add(&lacks, LACK_PARTS, "x", 1, &error), 0);
	ck_assert_uint_eq(lacks.count, LACKS_MAX);
	ck_assert_ptr_nonnull(
	    strstr(lacks.items[LACKS_MAX - 1].detail, "more"));
	build(&lacks);
	lacks_clear(&lacks);
	sample_alter(unit_path("x.db"),
	    "INSERT INTO lacks WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL"
	    " SELECT i + 1 FROM n LIMIT 9999) SELECT 'kind', 'detail', i"
	    " FROM n;");
	read = read_back(&is_incomplete);
	ck_assert_uint_eq(read.count, LACKS_MAX);
	lacks_clear(&read);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_cache_keeps_what_it_lacks,
		a_complete_cache_lacks_nothing,
		an_older_cache_may_lack_anything,
		more_than_the_most_are_one,
		NULL,
	};

	return unit_run("cache/lacks", tests);
}
