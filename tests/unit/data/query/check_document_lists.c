#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/query/answer/document_lists.h"
#include "data/query/index/index_build.h"
#include "data/query/language/read_query.h"
#include "database.h"
#include "unit.h"

static struct database database;
static struct answering answering;
static struct gantry_error error;
static char found[65536];

static struct bytes
text(const char *string)
{
	return (struct bytes){ string, strlen(string) };
}

static void
add(const char *path)
{
	json_t *fields = json_object();

	database_add(&database, text(path), fields);
	json_decref(fields);
}

static void
finish(void)
{
	bool has_indexes = false;

	database_finish(&database);
	ck_assert_msg(
	    index_check(database.db, &has_indexes, &error) == 0 && has_indexes,
	    "%s", error.text);
	answering = (struct answering){
		.store = database.store,
		.origin = { { "p", 1 }, { "(default)", 9 } },
	};
}

/* What the emulator was given, too, and answered. */
static void
begin(void)
{
	static const char *const paths[] = { "users/ghost/posts/p1",
		"a/x/b/y/c/z", "a-b/q", "plain/one", "users/__id5__/t/1",
		"users/__id40__", "users/zz", "a!/deep/a/s", NULL };
	size_t i;

	database_begin(&database, "listing.db");
	for (i = 0; paths[i] != NULL; i++)
		add(paths[i]);
	finish();
}

static int
note(void *argument, struct bytes bytes, struct gantry_error *unused)
{
	size_t length = strlen(found);

	(void)argument;
	(void)unused;
	snprintf(found + length, sizeof(found) - length, "%.*s ",
	    (int)bytes.length, bytes.data);
	return 0;
}

static int
note_document(void *argument, const struct store_document *document,
    struct gantry_error *unused)
{
	note(argument, document->path, unused);
	if (document->rank == 0) {
		ck_assert_ptr_null(document->fields.data);
		strcat(found, "missing ");
	}
	return 0;
}

static const char *
ids(const char *parent, const char *after, int64_t limit)
{
	const struct collection_list list = { text(parent), text(after),
		limit };

	found[0] = '\0';
	ck_assert_int_eq(
	    answer_collection_ids(&answering, &list, note, NULL, &error), 0);
	return found;
}

static const char *
documents(
    const char *collection, const char *after, int64_t limit, bool with_missing)
{
	const struct document_list list = {
		.collection_path = text(collection),
		.after = text(after),
		.limit = limit,
		.with_missing = with_missing,
	};

	found[0] = '\0';
	if (answer_documents(&answering, &list, note_document, NULL, &error) ==
	    -1)
		return error.text;
	return found;
}

/* Split the collection group ID below PARENT. */
static const char *
split(const char *parent, const char *id, int64_t count)
{
	json_t *json = json_pack(
	    "{s[{sssb}]}", "from", "collectionId", id, "allDescendants", 1);
	struct query query;
	const struct partition_list list = { &query, count };

	found[0] = '\0';
	ck_assert_int_eq(query_read(&query, text(parent), json, &error), 0);
	ck_assert_msg(
	    answer_partitions(&answering, &list, note, NULL, &error) == 0, "%s",
	    error.text);
	query_clear(&query);
	json_decref(json);
	return found;
}

START_TEST(collections_below_missing_documents_have_ids)
{
	begin();
	ck_assert_str_eq(ids("", "", -1), "a a! a-b plain users ");
	ck_assert_str_eq(ids("a/x", "", -1), "b ");
	ck_assert_str_eq(ids("a/x/b/y", "", -1), "c ");
	ck_assert_str_eq(ids("users/ghost", "", -1), "posts ");
	ck_assert_str_eq(ids("a/none", "", -1), "");
	ck_assert_str_eq(ids("a", "", -1), "");
	database_close(&database);
}
END_TEST

START_TEST(ids_come_in_pages)
{
	begin();
	ck_assert_str_eq(ids("", "", 2), "a a! ");
	ck_assert_str_eq(ids("", "a!", 2), "a-b plain ");
	ck_assert_str_eq(ids("", "plain", 2), "users ");
	ck_assert_str_eq(ids("", "nothing", 1), "plain ");
	ck_assert_str_eq(ids("", "", 0), "");
	ck_assert_int_eq(answering.statistics.read, 6);
	database_close(&database);
}
END_TEST

START_TEST(missing_documents_are_among_the_others)
{
	begin();
	ck_assert_str_eq(
	    documents("users", "", -1, false), "users/__id40__ users/zz ");
	ck_assert_str_eq(documents("users", "", -1, true),
	    "users/__id5__ missing users/__id40__ users/ghost missing "
	    "users/zz ");
	ck_assert_str_eq(documents("a", "", -1, true), "a/x missing ");
	ck_assert_str_eq(documents("a/x/b", "", -1, true), "a/x/b/y missing ");
	ck_assert_str_eq(documents("a", "", -1, false), "");
	ck_assert_str_eq(documents("none", "", -1, true), "");
	database_close(&database);
}
END_TEST

START_TEST(documents_come_in_pages)
{
	begin();
	ck_assert_str_eq(
	    documents("users", "", 1, true), "users/__id5__ missing ");
	ck_assert_str_eq(documents("users", "users/__id5__", 2, true),
	    "users/__id40__ users/ghost missing ");
	ck_assert_str_eq(
	    documents("users", "users/ghost", 2, true), "users/zz ");
	ck_assert_str_eq(documents("users", "users/h", 2, true), "users/zz ");
	ck_assert_str_eq(documents("users", "users/zz", 2, true), "");
	ck_assert_str_eq(documents("users", "", 0, true), "");
	/* One was read to be compared with the last missing one. */
	ck_assert_int_eq(answering.statistics.documents, 5);
	ck_assert_str_eq(documents("users", "plain/one", 1, true),
	    "expected a document in \"users\", found \"plain/one\"");
	ck_assert_str_eq(documents("users", "users/a/b/c", 1, true),
	    "expected a document in \"users\", found \"users/a/b/c\"");
	ck_assert_str_eq(documents("users/zz", "", 1, true),
	    "expected the path of a collection, found \"users/zz\"");
	database_close(&database);
}
END_TEST

static void
begin_many(void)
{
	char path[64];
	int i;

	database_begin(&database, "many.db");
	for (i = 0; i < 3000; i++) {
		snprintf(path, sizeof(path), "users/u%d/posts/p%04d", i % 3, i);
		add(path);
		snprintf(path, sizeof(path), "items/i%04d", i);
		add(path);
	}
	finish();
}

START_TEST(partitions_have_equal_sizes)
{
	begin_many();
	ck_assert_str_eq(split("", "items", 2), "items/i1000 items/i2000 ");
	ck_assert_str_eq(split("", "items", 1), "items/i1500 ");
	ck_assert_str_eq(split("", "items", 0), "");
	ck_assert_str_eq(split("", "posts", 2),
	    "users/u1/posts/p0001 users/u2/posts/p0002 ");
	ck_assert_str_eq(
	    split("users/u1", "posts", 1), "users/u1/posts/p1501 ");
	ck_assert_str_eq(split("users/u1", "items", 1), "");
	ck_assert_str_eq(split("", "none", 5), "");
	ck_assert_int_lt(answering.statistics.read, 200);
	database_close(&database);
}
END_TEST

START_TEST(there_are_not_more_partitions_than_documents)
{
	begin();
	ck_assert_str_eq(split("", "users", 10), "users/zz ");
	ck_assert_str_eq(split("", "a", 10), "");
	ck_assert_str_eq(split("", "plain", INT64_MAX), "");
	database_close(&database);
	begin_many();
	split("", "posts", INT64_MAX);
	ck_assert_int_eq(answering.statistics.returned, 2999);
	database_close(&database);
}
END_TEST

START_TEST(other_queries_are_not_split)
{
	static const char *const queries[] = {
		"{\"from\":[{\"collectionId\":\"users\"}]}",
		"{\"from\":[{\"collectionId\":\"users\",\"allDescendants\":true"
		"}],\"limit\":3}",
		"{\"from\":[{\"collectionId\":\"users\",\"allDescendants\":true"
		"}],\"orderBy\":[{\"field\":{\"fieldPath\":\"a\"}}]}",
		"{\"from\":[{\"allDescendants\":true}]}",
		NULL,
	};
	struct query query;
	const struct partition_list list = { &query, 2 };
	json_t *json;
	size_t i;

	begin();
	for (i = 0; queries[i] != NULL; i++) {
		json = json_loads(queries[i], 0, NULL);
		ck_assert_int_eq(query_read(&query, text(""), json, &error), 0);
		ck_assert_int_eq(
		    answer_partitions(&answering, &list, note, NULL, &error),
		    -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		query_clear(&query);
		json_decref(json);
	}
	database_close(&database);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		collections_below_missing_documents_have_ids,
		ids_come_in_pages,
		missing_documents_are_among_the_others,
		documents_come_in_pages,
		partitions_have_equal_sizes,
		there_are_not_more_partitions_than_documents,
		other_queries_are_not_split,
		NULL,
	};

	return unit_run("query/document_lists", tests);
}
