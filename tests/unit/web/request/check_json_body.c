/*
 * Bodies that are JSON, and why others are not.
 */
#include <string.h>

#include "unit.h"
#include "web/test_body.h"

static struct test_body posted;

START_TEST(a_body_of_a_json_type_is_parsed)
{
	static const char *const types[] = { "application/json",
		"Application/JSON;charset=utf-8", "application/problem+json",
		"application/vnd.x.y+z+JSON", "text/x+json" };
	const struct gantry_json_value *value;
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		test_body_text(&posted, types[i], "{\"word\":\"caf\xc3\xa9\"}");
		value = gantry_request_json(&posted.request, 0);
		ck_assert_msg(value != NULL, "%s: %s", types[i],
		    test_body_failure(&posted));
		ck_assert_str_eq(
		    gantry_json_member(value, "word")->string, "caf\xc3\xa9");
		ck_assert_str_eq(test_body_failure(&posted), "");
		test_body_end(&posted);
	}
}
END_TEST

START_TEST(another_type_is_a_415)
{
	static const struct {
		const char *type, *failure;
	} cases[] = {
		{ NULL,
		    "415 Unsupported Media Type: the body has no "
		    "Content-Type; it must be application/json" },
		{ "text/plain",
		    "415 Unsupported Media Type: the body's Content-Type is "
		    "'text/plain'; it must be application/json" },
		{ "application/json5", "415 Unsupported" },
		{ "application/x-json", "415 Unsupported" },
		{ "application/+json", "415 Unsupported" },
		{ "+json", "415 Unsupported" },
		{ "x+json", "415 Unsupported" },
		{ "json", "415 Unsupported" },
		{ "application/json-seq", "415 Unsupported" },
		{ "application/problem+json2", "415 Unsupported" },
		{ "application/problem+json+xml", "415 Unsupported" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_body_text(&posted, cases[i].type, "{}");
		ck_assert_ptr_null(gantry_request_json(&posted.request, 0));
		ck_assert(strncmp(test_body_failure(&posted), cases[i].failure,
			      strlen(cases[i].failure)) == 0);
		test_body_end(&posted);
	}
}
END_TEST

START_TEST(invalid_json_is_a_400_with_its_position)
{
	static const struct {
		const char *body, *failure;
	} cases[] = {
		{ "",
		    "400 Bad Request: the body is not valid JSON: line 1, column "
		    "1: a value is expected, but the text ends" },
		{ "{\n\"a\":1,\n\"a\":2}",
		    "400 Bad Request: the body is not valid JSON: line 3, column 1: "
		    "the member is given twice" },
		/* The rest of a C string would be cut off. */
		{ "{\"a\":[\"b\",\n\"admin\\u0000x\"]}",
		    "400 Bad Request: the body is not valid JSON: line 2, column 1: "
		    "a string cannot contain \\u0000" },
		{ "\"\\u0000\"",
		    "400 Bad Request: the body is not valid JSON: line 1, column 1: "
		    "a string cannot contain \\u0000" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_body_text(&posted, "application/json", cases[i].body);
		ck_assert_ptr_null(gantry_request_json(&posted.request, 0));
		ck_assert_str_eq(test_body_failure(&posted), cases[i].failure);
		test_body_end(&posted);
	}
}
END_TEST

START_TEST(a_body_that_is_too_long_is_a_413)
{
	test_body_text(&posted, "application/json", "[1,2]");
	ck_assert_ptr_null(gantry_request_json(&posted.request, 4));
	ck_assert_str_eq(test_body_failure(&posted),
	    "413 Content Too Large: the body exceeds 4 bytes");
	test_body_end(&posted);
	test_body_text(&posted, "application/json", "[1,2]");
	ck_assert_ptr_nonnull(gantry_request_json(&posted.request, 5));
	test_body_end(&posted);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_body_of_a_json_type_is_parsed,
		another_type_is_a_415,
		invalid_json_is_a_400_with_its_position,
		a_body_that_is_too_long_is_a_413,
		NULL,
	};

	return unit_run("web/json_body", tests);
}
