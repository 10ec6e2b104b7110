/*
 * JSON pointers: the examples of RFC 6901 section 5, and pointers to nothing.
 */
#include "testing/mirror.h"
#include "unit.h"

static struct gantry_client *client;
static struct gantry_result *result;

static void
set_up(void)
{
	client = mirror_open(NULL);
	result = mirror_json(client,
	    "{\"foo\":[\"bar\",\"baz\"],\"\":0,\"a/b\":1,\"c%d\":2,"
	    "\"e^f\":3,\"g|h\":4,\"i\\\\j\":5,\"k\\\"l\":6,\" \":7,"
	    "\"m~n\":8,\"~1\":9,\"list\":[0,1,2,3,4,5,6,7,8,9,10]}");
}

static void
tear_down(void)
{
	gantry_result_free(result);
	gantry_client_close(client);
}

static void
assert_none(const char *pointer)
{
	ck_assert_msg(gantry_result_at(result, pointer) == NULL,
	    "'%s' names something", pointer);
}

START_TEST(the_examples_of_rfc_6901_resolve)
{
	set_up();
	gantry_assert_json(result, "/foo", "[\"bar\",\"baz\"]");
	gantry_assert_json_text(result, "/foo/0", "bar");
	gantry_assert_json_integer(result, "/", 0);
	gantry_assert_json_integer(result, "/a~1b", 1);
	gantry_assert_json_integer(result, "/c%d", 2);
	gantry_assert_json_integer(result, "/e^f", 3);
	gantry_assert_json_integer(result, "/g|h", 4);
	gantry_assert_json_integer(result, "/i\\j", 5);
	gantry_assert_json_integer(result, "/k\"l", 6);
	gantry_assert_json_integer(result, "/ ", 7);
	gantry_assert_json_integer(result, "/m~0n", 8);
	gantry_assert_json_integer(result, "/~01", 9);
	ck_assert_ptr_eq(
	    gantry_result_at(result, ""), gantry_result_json(result));
	tear_down();
}
END_TEST

START_TEST(items_have_numbers_without_leading_zeros)
{
	set_up();
	gantry_assert_json_text(result, "/foo/1", "baz");
	gantry_assert_json_integer(result, "/list/10", 10);
	assert_none("/list/11");
	assert_none("/list/01");
	assert_none("/list/00");
	assert_none("/list/-");
	assert_none("/list/-1");
	assert_none("/list/+1");
	assert_none("/list/1x");
	assert_none("/list/");
	assert_none("/list/18446744073709551617");
	tear_down();
}
END_TEST

START_TEST(a_missing_item_is_null)
{
	set_up();
	assert_none("foo");
	assert_none("/fo");
	assert_none("/fooo");
	assert_none("/foo/0/x");
	assert_none("/m~n");
	assert_none("/m~");
	assert_none("/~2");
	assert_none("/a~2b");
	assert_none("//");
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_examples_of_rfc_6901_resolve,
		items_have_numbers_without_leading_zeros,
		a_missing_item_is_null,
		NULL,
	};

	return unit_run("testing/pointer", tests);
}
