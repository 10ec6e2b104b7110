/*
 * The bodies of queries: valid JSON that asks for what is wanted.
 */
#include <check.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/pull/pull_query.h"

#define NAME	  "projects/p/databases/(default)/documents"
#define READ_TIME "2026-11-22T17:00:51.313870Z"

static char name[] = NAME;
static const struct pull_target target = { .name = name };
static const struct pull_caller caller = {
	.target = &target,
	.read_time = READ_TIME,
};

static struct gantry_error error;
static struct field_path field;
static char collection[] = "the \"books\"";
static char from[] = "{\"timestampValue\":\"2024-05-06T07:08:09Z\"}";
static char nothing[] = "";

static void
set_up(void)
{
	ck_assert_int_eq(
	    field_path_read(&field, "meta.last-updated", &error), 0);
}

static void
tear_down(void)
{
	field_path_clear(&field);
}

/* Is the body of a query of PART for LIMIT documents EXPECTED? */
static void
expect(const struct spool_part *part, unsigned limit, const char *expected)
{
	struct gantry_buffer body = { 0 };
	json_t *seen, *wanted = json_loads(expected, 0, NULL);

	pull_query_write(&body, &caller, part, limit);
	seen = json_loadb(body.data, body.length, JSON_ALLOW_NUL, NULL);
	ck_assert_ptr_nonnull(wanted);
	ck_assert_msg(
	    json_equal(seen, wanted), "%.*s", (int)body.length, body.data);
	json_decref(seen);
	json_decref(wanted);
	gantry_buffer_clear(&body);
}

#define GROUP_QUERY                                                  \
	"{\"readTime\":\"" READ_TIME "\",\"structuredQuery\":{"      \
	"\"from\":[{\"collectionId\":\"the \\\"books\\\"\","         \
	"\"allDescendants\":true}],"                                 \
	"\"where\":{\"fieldFilter\":{"                               \
	"\"field\":{\"fieldPath\":\"meta.`last-updated`\"},"         \
	"\"op\":\"GREATER_THAN_OR_EQUAL\","                          \
	"\"value\":{\"timestampValue\":\"2024-05-06T07:08:09Z\"}}}," \
	"\"orderBy\":["                                              \
	"{\"field\":{\"fieldPath\":\"meta.`last-updated`\"},"        \
	"\"direction\":\"ASCENDING\"},"                              \
	"{\"field\":{\"fieldPath\":\"__name__\"},"                   \
	"\"direction\":\"ASCENDING\"}],"

START_TEST(a_collection_is_asked_by_a_field_and_by_names)
{
	const struct spool_part part = {
		.collection = collection,
		.cursor = nothing,
		.from = from,
		.field = &field,
	};

	expect(&part, 300, GROUP_QUERY "\"limit\":300}}");
}
END_TEST

START_TEST(the_next_page_begins_behind_the_last_value_and_name)
{
	static const char text[] =
	    "{\"name\":\"" NAME "/a/\\u00e9\",\"fields\":{\"meta\":"
	    "{\"mapValue\":{\"fields\":{\"last-updated\":"
	    "{\"stringValue\":\"\\u0000\\\"\"}}}}}}";
	json_t *document = json_loads(text, JSON_ALLOW_NUL, NULL);
	struct spool_part part = {
		.collection = collection,
		.from = from,
		.field = &field,
	};
	struct gantry_buffer cursor = { 0 };

	ck_assert_int_eq(pull_query_add_cursor(&cursor, &part, document), 0);
	gantry_buffer_putc(&cursor, '\0');
	ck_assert_str_eq(cursor.data,
	    "[{\"stringValue\":\"\\u0000\\\"\"},"
	    "{\"referenceValue\":\"" NAME "/a/\xc3\xa9\"}]");
	gantry_buffer_reset(&cursor);
	gantry_buffer_puts(&cursor, "[{\"integerValue\":\"7\"},{}]");
	gantry_buffer_putc(&cursor, '\0');
	part.cursor = cursor.data;
	expect(&part, 2,
	    GROUP_QUERY "\"startAt\":{\"before\":false,\"values\":"
			"[{\"integerValue\":\"7\"},{}]},\"limit\":2}}");
	gantry_buffer_clear(&cursor);
	json_decref(document);
}
END_TEST

static const char *const lacking[] = {
	"{\"name\":\"x\"}",
	"{\"name\":\"x\",\"fields\":{\"meta\":{\"integerValue\":\"1\"}}}",
	"{\"fields\":{\"meta\":{\"mapValue\":{\"fields\":{\"last-updated\":"
	"{\"integerValue\":\"1\"}}}}}}",
};

START_TEST(an_answer_without_the_field_gives_no_cursor)
{
	json_t *document = json_loads(lacking[_i], 0, NULL);
	const struct spool_part part = { .from = from, .field = &field };
	struct gantry_buffer cursor = { 0 };

	ck_assert_ptr_nonnull(document);
	ck_assert_int_eq(pull_query_add_cursor(&cursor, &part, document), -1);
	ck_assert_uint_eq(cursor.length, 0);
	json_decref(document);
}
END_TEST

#define BOUND(operation, path)                                      \
	"{\"fieldFilter\":{\"field\":{\"fieldPath\":\"__name__\"}," \
	"\"op\":\"" operation "\",\"value\":{\"referenceValue\":"   \
	"\"" NAME "/" path "\"}}}"

START_TEST(a_collection_is_asked_with_all_below_it)
{
	char id[] = "a", cursor[] = "a/x";
	const struct spool_part part = { .collection = id, .cursor = cursor };
	struct gantry_buffer body = { 0 };
	json_t *seen, *filters, *bound;

	pull_query_write(&body, &caller, &part, 5);
	seen = json_loadb(body.data, body.length, JSON_ALLOW_NUL, NULL);
	ck_assert_ptr_nonnull(seen);
	ck_assert_int_eq(
	    json_unpack(seen, "{s:{s:{s:{s:o}}}}", "structuredQuery", "where",
		"compositeFilter", "filters", &filters),
	    0);
	bound = json_loads(
	    BOUND("GREATER_THAN_OR_EQUAL", "a/__id-9223372036854775808__"), 0,
	    NULL);
	ck_assert(json_equal(json_array_get(filters, 0), bound));
	json_decref(bound);
	bound = json_loads(
	    BOUND("LESS_THAN", "a\\u0000/__id-9223372036854775808__"),
	    JSON_ALLOW_NUL, NULL);
	ck_assert(json_equal(json_array_get(filters, 1), bound));
	json_decref(bound);
	json_decref(seen);
	gantry_buffer_clear(&body);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/pull_query");
	TCase *tcase = tcase_create("queries");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, a_collection_is_asked_by_a_field_and_by_names);
	tcase_add_test(
	    tcase, the_next_page_begins_behind_the_last_value_and_name);
	tcase_add_loop_test(tcase, an_answer_without_the_field_gives_no_cursor,
	    0, sizeof(lacking) / sizeof(lacking[0]));
	tcase_add_test(tcase, a_collection_is_asked_with_all_below_it);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
