/*
 * The greatest values of a field, and the queries for what is newer.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "data/firestore/spool/since.h"

static struct gantry_error error;
static struct firestore_since since;

static void
set_up(void)
{
	ck_assert_int_eq(firestore_since_begin(&since, "m.u", &error), 0);
}

static void
tear_down(void)
{
	firestore_since_clear(&since);
	firestore_since_clear(&since);
}

/* Take the document PATH with the VALUE, which may be NULL, in its field. */
static void
take(const char *path, const char *value)
{
	char fields[256];
	const struct firestore_document document = {
		.path = path,
		.path_length = strlen(path),
		.fields = fields,
		.fields_length = (size_t)snprintf(fields, sizeof(fields),
		    value == NULL
			? "{}"
			: "{\"m\":{\"mapValue\":{\"fields\":"
			  "{\"u\":%s}}},\"u\":{\"integerValue\":\"99\"}}",
		    value),
	};

	ck_assert_msg(firestore_since_add(&since, &document, &error) == 0, "%s",
	    error.text);
}

static void
expect(size_t i, const char *collection, const char *from)
{
	ck_assert_uint_lt(i, since.query_count);
	ck_assert_str_eq(since.queries[i].collection, collection);
	ck_assert_str_eq(since.queries[i].from, from);
}

/* Pairs in ascending order, or equal. */
static const struct pair {
	const char *low, *high;
	bool are_equal;
} pairs[] = {
	{ "{\"integerValue\":\"-1\"}", "{\"integerValue\":\"2\"}", false },
	{ "{\"integerValue\":\"9\"}", "{\"integerValue\":\"10\"}", false },
	{ "{\"doubleValue\":-1.5}", "{\"doubleValue\":2.5}", false },
	{ "{\"doubleValue\":-1.5}", "{\"integerValue\":\"-1\"}", false },
	{ "{\"integerValue\":\"-2\"}", "{\"doubleValue\":-1.5}", false },
	{ "{\"integerValue\":\"1\"}", "{\"doubleValue\":1.5}", false },
	{ "{\"doubleValue\":9007199254740992.0}",
	    "{\"integerValue\":\"9007199254740993\"}", false },
	{ "{\"integerValue\":\"9007199254740993\"}",
	    "{\"doubleValue\":9007199254740994.0}", false },
	{ "{\"integerValue\":\"9223372036854775807\"}",
	    "{\"doubleValue\":9223372036854776000.0}", false },
	{ "{\"doubleValue\":-1e300}",
	    "{\"integerValue\":\"-9223372036854775808\"}", false },
	{ "{\"doubleValue\":\"-Infinity\"}", "{\"integerValue\":\"0\"}",
	    false },
	{ "{\"integerValue\":\"0\"}", "{\"doubleValue\":\"Infinity\"}", false },
	{ "{\"integerValue\":\"3\"}", "{\"doubleValue\":3.0}", true },
	{ "{\"timestampValue\":\"2024-05-06T07:08:09Z\"}",
	    "{\"timestampValue\":\"2024-05-06T07:08:09.100Z\"}", false },
	{ "{\"timestampValue\":\"1969-12-31T23:59:59.999999Z\"}",
	    "{\"timestampValue\":\"1970-01-01T00:00:00Z\"}", false },
	{ "{\"stringValue\":\"\"}", "{\"stringValue\":\"a\"}", false },
	{ "{\"stringValue\":\"a\"}", "{\"stringValue\":\"a\\u0000\"}", false },
	{ "{\"stringValue\":\"\xef\xbf\xae\"}",
	    "{\"stringValue\":\"\xf0\x9f\x98\x80\"}", false },
};

START_TEST(the_greatest_value_is_asked_for_whatever_the_order)
{
	const struct pair *pair = &pairs[_i];

	take("a/1", pair->low);
	take("a/2", pair->high);
	take("b/1", pair->high);
	take("b/2", pair->low);
	ck_assert_int_eq(firestore_since_end(&since, &error), 0);
	ck_assert_uint_eq(since.query_count, 2);
	/* Of equal values the first one stays. */
	expect(0, "a", pair->are_equal ? pair->low : pair->high);
	expect(1, "b", pair->high);
}
END_TEST

START_TEST(each_collection_is_asked_for_each_kind_from_its_own_mark_on)
{
	take("users/u/posts/p", "{\"integerValue\":\"5\"}");
	take("posts/p", "{\"integerValue\":\"4\"}");
	take("users/u", "{\"stringValue\":\"x\"}");
	take("users/v", NULL);
	take("users/w", "{\"booleanValue\":true}");
	take("users/x", "{\"doubleValue\":\"NaN\"}");
	take("user/x", NULL);
	ck_assert_int_eq(firestore_since_end(&since, &error), 0);
	ck_assert_uint_eq(since.query_count, 6);
	expect(0, "posts", "{\"integerValue\":\"5\"}");
	expect(1, "posts", "{\"stringValue\":\"\"}");
	expect(2, "user", "{\"doubleValue\":\"-Infinity\"}");
	expect(3, "user", "{\"stringValue\":\"\"}");
	expect(4, "users", "{\"doubleValue\":\"-Infinity\"}");
	expect(5, "users", "{\"stringValue\":\"x\"}");
	ck_assert(firestore_since_has_root(&since, "users"));
	ck_assert(firestore_since_has_root(&since, "posts"));
	ck_assert(!firestore_since_has_root(&since, "use"));
	ck_assert(!firestore_since_has_root(&since, "userss"));
}
END_TEST

START_TEST(a_timestamp_of_the_future_is_lowered_to_the_time_of_reading)
{
	since.read_time = 1700000000000001;
	take("a/1", "{\"timestampValue\":\"9999-12-31T23:59:59Z\"}");
	take("b/1", "{\"timestampValue\":\"2023-11-14T22:13:20Z\"}");
	take("c/1", NULL);
	ck_assert_int_eq(firestore_since_end(&since, &error), 0);
	ck_assert_uint_eq(since.query_count, 3);
	expect(0, "a", "{\"timestampValue\":\"2023-11-14T22:13:20.000001Z\"}");
	expect(1, "b", "{\"timestampValue\":\"2023-11-14T22:13:20Z\"}");
	expect(2, "c", "{\"timestampValue\":\"0001-01-01T00:00:00Z\"}");
}
END_TEST

START_TEST(without_a_value_there_is_nothing_to_ask_for)
{
	take("a/1", NULL);
	take("a/2", "{\"nullValue\":null}");
	take("a/3", "{\"bytesValue\":\"AA==\"}");
	take("a/4", "{\"arrayValue\":{\"values\":[{\"integerValue\":\"1\"}]}}");
	ck_assert_int_eq(firestore_since_end(&since, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "field m.u"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/since");
	TCase *tcase = tcase_create("since");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase,
	    the_greatest_value_is_asked_for_whatever_the_order, 0,
	    sizeof(pairs) / sizeof(pairs[0]));
	tcase_add_test(
	    tcase, each_collection_is_asked_for_each_kind_from_its_own_mark_on);
	tcase_add_test(
	    tcase, a_timestamp_of_the_future_is_lowered_to_the_time_of_reading);
	tcase_add_test(tcase, without_a_value_there_is_nothing_to_ask_for);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
