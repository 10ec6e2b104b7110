/*
 * Documents that another thread adds: all of them, in their order, or the
 * reason why one could not be.
 */
#include <stdio.h>
#include <string.h>

#include "data/cache/build/feed.h"
#include "data/cache/cache.h"
#include "unit.h"

/* Some dozens of batches. */
#define DOCUMENTS 20000

static const struct cache_projection *const no_projections[] = { NULL };
static const struct cache_source source = {
	.name = "",
	.project = "",
	.database = "",
};
static struct gantry_error error;

static struct cache_builder *
begin(const struct cache_projection *const *projections)
{
	const struct cache_builder_options options = {
		.path = unit_path("x.db"),
		.projections = projections,
	};
	struct cache_builder *builder = cache_builder_new(&options, &error);

	ck_assert_msg(builder != NULL, "%s", error.text);
	return builder;
}

/* Returns what cache_feed_add does. */
static int
add(struct cache_feed *feed, int number)
{
	static char fields[400000];
	char path[32];
	/* A long one now and then, longer than a batch. */
	int width = number % 10000 == 9999 ? 300000 : number % 300;
	struct cache_document document = {
		.path = path,
		.fields = fields,
		.create_time = number,
		.update_time = -number,
	};

	document.path_length =
	    (size_t)snprintf(path, sizeof(path), "a/%d", number);
	document.fields_length =
	    (size_t)snprintf(fields, sizeof(fields), "{%*d}", width, number);
	return cache_feed_add(feed, &document, &error);
}

static int64_t
ask(const char *sql)
{
	struct db *db = db_open(unit_path("x.db"), &error);
	int64_t value;

	ck_assert_msg(db != NULL, "%s", error.text);
	ck_assert_msg(
	    db_integer(db, sql, &value, &error) == 0, "%s", error.text);
	db_close(db);
	return value;
}

START_TEST(every_document_is_added_in_its_turn)
{
	struct cache_builder *builder = begin(no_projections);
	struct cache_feed *feed = cache_feed_new(builder, &error);
	int i, failures = 0;

	ck_assert_ptr_nonnull(feed);
	for (i = 0; i < DOCUMENTS; i++)
		failures += add(feed, i) != 0;
	ck_assert_int_eq(failures, 0);
	ck_assert_int_eq(cache_feed_end(feed, &error), 0);
	ck_assert_int_eq(cache_builder_publish(builder, &source, &error), 0);
	cache_builder_free(builder);
	ck_assert_int_eq(ask("SELECT count(*) FROM document"), DOCUMENTS);
	ck_assert_int_eq(
	    ask("SELECT count(*) FROM document WHERE path = 'a/' || (rowid - 1)"
		" AND fields = format('{%*d}',"
		"  iif((rowid - 1) % 10000 = 9999, 300000, (rowid - 1) % 300),"
		"  rowid - 1)"
		" AND create_time = rowid - 1 AND update_time = 1 - rowid"),
	    DOCUMENTS);
}
END_TEST

START_TEST(an_empty_feed_is_not_an_error)
{
	struct cache_builder *builder = begin(no_projections);
	struct cache_feed *feed = cache_feed_new(builder, &error);

	ck_assert_ptr_nonnull(feed);
	ck_assert_int_eq(cache_feed_end(feed, &error), 0);
	ck_assert_int_eq(cache_feed_end(NULL, &error), 0);
	cache_builder_free(builder);
}
END_TEST

/* Refuses document 500. */
static const struct cache_rule refusing[] = {
	{
	    .collection = "a",
	    .sql = "INSERT INTO t SELECT ?1",
	},
	{ .collection = NULL },
};
static const struct cache_projection projection = {
	.name = "t",
	.create = "CREATE TABLE t (path CHECK (path <> 'a/500'))",
	.rules = refusing,
	.finish = "",
};
static const struct cache_projection *const projections[] = { &projection,
	NULL };

START_TEST(a_failure_ends_the_adding_soon)
{
	struct cache_builder *builder = begin(projections);
	struct cache_feed *feed = cache_feed_new(builder, &error);
	int i = 0;

	ck_assert_ptr_nonnull(feed);
	while (i < DOCUMENTS && add(feed, i) == 0)
		i++;
	/* Some batches later, at the most. */
	ck_assert_int_ge(i, 500);
	ck_assert_int_lt(i, 10000);
	ck_assert_msg(
	    strstr(error.text, "document a/500: ") != NULL, "%s", error.text);
	error = (struct gantry_error){ 0 };
	ck_assert_int_eq(cache_feed_end(feed, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "document a/500: "));
	cache_builder_free(builder);
	ck_assert_uint_eq(unit_count_files(), 0);
}
END_TEST

START_TEST(a_failure_in_the_last_batch_is_reported_at_the_end)
{
	struct cache_builder *builder = begin(projections);
	struct cache_feed *feed = cache_feed_new(builder, &error);

	ck_assert_ptr_nonnull(feed);
	ck_assert_int_eq(add(feed, 500), 0);
	ck_assert_int_eq(cache_feed_end(feed, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "document a/500: "));
	feed = cache_feed_new(builder, &error);
	ck_assert_ptr_nonnull(feed);
	ck_assert_int_eq(add(feed, 500), 0);
	ck_assert_int_eq(cache_feed_end(feed, NULL), -1);
	cache_builder_free(builder);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		every_document_is_added_in_its_turn,
		an_empty_feed_is_not_an_error,
		a_failure_ends_the_adding_soon,
		a_failure_in_the_last_batch_is_reported_at_the_end,
		NULL,
	};

	return unit_run("cache/feed", tests);
}
