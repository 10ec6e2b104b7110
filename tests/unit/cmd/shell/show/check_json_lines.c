/*
 * JSON for people.
 */
#include <string.h>

#include "cmd/shell/show/json_lines.h"
#include "unit.h"

static void
assert_lines(const char *json, bool sorts, const char *expected)
{
	const struct json_lines_style style = { .sorts = sorts };
	struct gantry_buffer text = { 0 };
	struct gantry_error error;

	ck_assert_msg(json_lines_check(json, strlen(json), &error) == 0,
	    "%s: %s", json, error.text);
	json_lines_put(&text, json, strlen(json), &style);
	gantry_buffer_putc(&text, '\0');
	ck_assert_str_eq(text.data, expected);
	gantry_buffer_clear(&text);
}

START_TEST(members_and_items_have_lines)
{
	assert_lines(" { \"a\" : [ 1.0 , {} , [ ] ] , \"b\":null}\n", false,
	    "{\n  \"a\": [\n    1.0,\n    {},\n    []\n  ],\n  \"b\": null\n}");
	assert_lines(
	    "12345678901234567890.50", false, "12345678901234567890.50");
	assert_lines("\"a\"", false, "\"a\"");
}
END_TEST

START_TEST(brackets_and_commas_in_strings_are_text)
{
	assert_lines("[\"]\\\",}\",{\"{:\":\"\\\\\"}]", false,
	    "[\n  \"]\\\",}\",\n  {\n    \"{:\": \"\\\\\"\n  }\n]");
}
END_TEST

START_TEST(equal_objects_look_equal_when_sorted)
{
	static const char expected[] =
	    "{\n  \"a\": {\n    \"c\": 1,\n    \"d\": 2\n  },\n  \"b\": 3\n}";

	assert_lines("{\"b\":3,\"a\":{\"d\":2,\"c\":1}}", true, expected);
	assert_lines("{\"a\":{\"c\":1,\"d\":2},\"b\":3}", true, expected);
}
END_TEST

START_TEST(control_characters_are_escaped)
{
	assert_lines(
	    "\"\x7f\xc2\x9b\xe2\x80\xae\"", false, "\"\\x7f\\u009b\\u202e\"");
}
END_TEST

START_TEST(colours_surround_names_and_values)
{
	const struct json_lines_style style = { .is_coloured = true };
	struct gantry_buffer text = { 0 };

	json_lines_put(&text, "{\"a\":1}", 7, &style);
	gantry_buffer_putc(&text, '\0');
	ck_assert_str_eq(
	    text.data, "{\n  \033[34m\"a\"\033[0m: \033[35m1\033[0m\n}");
	gantry_buffer_clear(&text);
}
END_TEST

START_TEST(what_is_not_json_is_refused)
{
	static const char *const wrong[] = { "", " ", "{", "[1,]", "{\"a\"}",
		"nul", "1 2", "\"\001\"" };
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		ck_assert_msg(
		    json_lines_check(wrong[i], strlen(wrong[i]), &error) == -1,
		    "'%s' is taken", wrong[i]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		members_and_items_have_lines,
		brackets_and_commas_in_strings_are_text,
		equal_objects_look_equal_when_sorted,
		control_characters_are_escaped,
		colours_surround_names_and_values,
		what_is_not_json_is_refused,
		NULL,
	};

	return unit_run("cmd/shell/show/json_lines", tests);
}
