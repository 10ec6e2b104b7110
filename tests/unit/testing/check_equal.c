/*
 * Which JSON documents are equal.
 */
#include "testing/mirror.h"
#include "unit.h"

static bool
is_same(const char *one, const char *other)
{
	struct gantry_client *client = mirror_open(NULL);
	struct gantry_result *result = mirror_json(client, one);
	bool same = gantry_result_has(result, "", other);

	gantry_result_free(result);
	gantry_client_close(client);
	return same;
}

static void
assert_same(const char *one, const char *other)
{
	ck_assert_msg(is_same(one, other), "%s is not %s", one, other);
	ck_assert_msg(is_same(other, one), "%s is not %s", other, one);
}

static void
assert_differ(const char *one, const char *other)
{
	ck_assert_msg(!is_same(one, other), "%s is %s", one, other);
	ck_assert_msg(!is_same(other, one), "%s is %s", other, one);
}

START_TEST(white_space_escapes_and_the_order_of_members_do_not_matter)
{
	assert_same("{\"a\":1,\"b\":[true,null]}",
	    "{ \"b\" : [ true, null ], \"\\u0061\" : 1 }");
	assert_same("\"\\u00e9\"", "\"\xc3\xa9\"");
	assert_same("1.50", "15e-1");
	assert_same("{}", "{ }");
	assert_same("[[],{}]", "[[],{}]");
}
END_TEST

START_TEST(values_kinds_and_the_order_of_items_matter)
{
	assert_differ("1", "2");
	assert_differ("1", "1.0");
	assert_differ("1", "\"1\"");
	assert_differ("1.5", "2.5");
	assert_differ("true", "false");
	assert_differ("null", "false");
	assert_differ("[]", "{}");
	assert_differ("\"a\"", "\"a\\u0000\"");
	assert_differ("\"a\"", "\"b\"");
	assert_differ("[1,2]", "[2,1]");
	assert_differ("[1,2]", "[1]");
	assert_differ("[1,2]", "[1,2,2]");
	assert_differ("{\"a\":1}", "{\"b\":1}");
	assert_differ("{\"a\":1}", "{\"a\":2}");
	assert_differ("{\"a\":1}", "{\"a\":1,\"b\":1}");
	assert_differ("{\"a\":[{\"b\":1}]}", "{\"a\":[{\"b\":2}]}");
}
END_TEST

START_TEST(invalid_json_equals_nothing)
{
	ck_assert(!is_same("1", "1 1"));
	ck_assert(!is_same("1", ""));
	ck_assert(!is_same("1 1", "1 1"));
	ck_assert(!gantry_json_is_text(NULL, ""));
	ck_assert(!gantry_json_is_integer(NULL, 0));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		white_space_escapes_and_the_order_of_members_do_not_matter,
		values_kinds_and_the_order_of_items_matter,
		invalid_json_equals_nothing,
		NULL,
	};

	return unit_run("testing/equal", tests);
}
