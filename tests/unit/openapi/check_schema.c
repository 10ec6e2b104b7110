/*
 * Types of parameters as schemas and notes.
 */
#include <stdint.h>

#include "openapi/schema.h"
#include "unit.h"

static const char *const choices[] = { "a", "b\"", NULL };

static void
assert_schema(const struct gantry_param *param, const char *expected)
{
	struct gantry_buffer text = { 0 };
	struct gantry_json_writer json;

	gantry_json_writer_init(&json, &text);
	schema_put(&json, param, NULL);
	ck_assert(gantry_json_is_whole(&json));
	ck_assert_int_eq(gantry_buffer_putc(&text, '\0'), 0);
	ck_assert_str_eq(text.data, expected);
	gantry_buffer_clear(&text);
}

static void
assert_note(const struct gantry_param *param, const char *expected)
{
	struct gantry_buffer text = { 0 };

	schema_put_note(&text, param);
	ck_assert_int_eq(gantry_buffer_putc(&text, '\0'), 0);
	ck_assert_str_eq(text.data, expected);
	gantry_buffer_clear(&text);
}

START_TEST(each_type_has_its_schema)
{
	static const struct {
		struct gantry_param param;
		const char *schema;
	} cases[] = {
		{ { .type = GANTRY_TEXT }, "{\"type\":\"string\"}" },
		{ { .type = GANTRY_INTEGER },
		    "{\"type\":\"integer\",\"format\":\"int64\"}" },
		{ { .type = GANTRY_NUMBER },
		    "{\"type\":\"number\",\"format\":\"double\"}" },
		{ { .type = GANTRY_BOOLEAN }, "{\"type\":\"boolean\"}" },
		{ { .type = GANTRY_UUID },
		    "{\"type\":\"string\",\"format\":\"uuid\"}" },
		{ { .type = GANTRY_TIME },
		    "{\"type\":\"string\",\"format\":\"date-time\"}" },
		{ { .type = GANTRY_TIME, .format = "%Y" },
		    "{\"type\":\"string\"}" },
		{ { .type = GANTRY_TIME, .place = GANTRY_IN_HEADER },
		    "{\"type\":\"string\"}" },
		{ { .type = GANTRY_LIST },
		    "{\"type\":\"array\",\"items\":{\"type\":\"string\"}}" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_schema(&cases[i].param, cases[i].schema);
}
END_TEST

START_TEST(bounds_and_choices_are_in_the_schema)
{
	static const struct {
		struct gantry_param param;
		const char *schema;
	} cases[] = {
		{ { .type = GANTRY_INTEGER, .minimum = -1, .maximum = 0 },
		    "{\"type\":\"integer\",\"format\":\"int64\","
		    "\"minimum\":-1,\"maximum\":0}" },
		{ { .type = GANTRY_INTEGER,
		      .minimum = 1,
		      .maximum = INT64_MAX },
		    "{\"type\":\"integer\",\"format\":\"int64\","
		    "\"minimum\":1}" },
		{ { .type = GANTRY_INTEGER,
		      .minimum = INT64_MIN,
		      .maximum = 7 },
		    "{\"type\":\"integer\",\"format\":\"int64\","
		    "\"maximum\":7}" },
		{ { .type = GANTRY_NUMBER, .least = -2, .most = -1 },
		    "{\"type\":\"number\",\"format\":\"double\","
		    "\"minimum\":-2,\"maximum\":-1}" },
		{ { .type = GANTRY_TEXT, .length_max = 9, .choices = choices },
		    "{\"type\":\"string\",\"enum\":[\"a\",\"b\\\"\"],"
		    "\"maxLength\":9}" },
		{ { .type = GANTRY_TEXT, .is_required = true },
		    "{\"type\":\"string\",\"minLength\":1}" },
		{ { .type = GANTRY_TEXT,
		      .is_required = true,
		      .length_min = 2,
		      .length_max = 9,
		      .size_max = 12 },
		    "{\"type\":\"string\",\"minLength\":2,\"maxLength\":9}" },
		{ { .type = GANTRY_TEXT, .length_max = 9, .size_max = 8 },
		    "{\"type\":\"string\",\"maxLength\":8}" },
		{ { .type = GANTRY_TEXT, .size_max = 8 },
		    "{\"type\":\"string\",\"maxLength\":8}" },
		{ { .type = GANTRY_TEXT,
		      .is_required = true,
		      .takes_empty = true },
		    "{\"type\":\"string\"}" },
		{ { .type = GANTRY_TEXT,
		      .is_required = true,
		      .place = GANTRY_IN_COOKIE },
		    "{\"type\":\"string\"}" },
		{ { .type = GANTRY_LIST, .choices = choices },
		    "{\"type\":\"array\",\"items\":{\"type\":\"string\","
		    "\"enum\":[\"a\",\"b\\\"\"]}}" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_schema(&cases[i].param, cases[i].schema);
}
END_TEST

START_TEST(a_default_is_a_value_of_its_type)
{
	static const struct {
		struct gantry_param param;
		const char *schema;
	} cases[] = {
		{ { .type = GANTRY_INTEGER, .fallback = "+05" },
		    "{\"type\":\"integer\",\"format\":\"int64\","
		    "\"default\":5}" },
		{ { .type = GANTRY_INTEGER, .fallback = "five" },
		    "{\"type\":\"integer\",\"format\":\"int64\"}" },
		{ { .type = GANTRY_NUMBER, .fallback = "inf" },
		    "{\"type\":\"number\",\"format\":\"double\"}" },
		{ { .type = GANTRY_NUMBER, .fallback = ".5" },
		    "{\"type\":\"number\",\"format\":\"double\","
		    "\"default\":0.5}" },
		{ { .type = GANTRY_BOOLEAN, .fallback = "yes" },
		    "{\"type\":\"boolean\",\"default\":true}" },
		{ { .type = GANTRY_TEXT, .fallback = "\"" },
		    "{\"type\":\"string\",\"default\":\"\\\"\"}" },
		{ { .type = GANTRY_LIST, .fallback = "a,,b", .delimiter = ',' },
		    "{\"type\":\"array\",\"items\":{\"type\":\"string\"},"
		    "\"default\":[\"a\",\"b\"]}" },
		{ { .type = GANTRY_LIST, .fallback = "a,b" },
		    "{\"type\":\"array\",\"items\":{\"type\":\"string\"},"
		    "\"default\":[\"a,b\"]}" },
		{ { .type = GANTRY_LIST, .fallback = "a;b", .delimiter = ';' },
		    "{\"type\":\"string\",\"default\":\"a;b\"}" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_schema(&cases[i].param, cases[i].schema);
}
END_TEST

START_TEST(what_a_schema_cannot_express_is_in_the_description)
{
	static const struct {
		struct gantry_param param;
		const char *note;
	} cases[] = {
		{ { .type = GANTRY_TEXT }, "" },
		{ { .type = GANTRY_TEXT, .help = "a word" }, "a word" },
		{ { .type = GANTRY_TEXT, .length_max = 9 }, "" },
		{ { .type = GANTRY_TEXT, .size_max = 9 },
		    "at most 9 bytes of UTF-8" },
		{ { .type = GANTRY_TIME, .help = "when", .format = "%Y" },
		    "when; as strptime(3) reads it: %Y" },
		{ { .type = GANTRY_TIME, .place = GANTRY_IN_HEADER },
		    "a date of RFC 9110" },
		{ { .type = GANTRY_LIST, .delimiter = ';' },
		    "a list with ';' between its items" },
		{ { .type = GANTRY_LIST, .delimiter = ',' }, "" },
		{ { .type = GANTRY_LIST, .place = GANTRY_IN_HEADER }, "" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++)
		assert_note(&cases[i].param, cases[i].note);
}
END_TEST

START_TEST(lists_are_arrays_where_openapi_can_describe_them)
{
	static const struct {
		enum gantry_param_place place;
		const char *arrays, *strings;
	} cases[] = {
		{ GANTRY_IN_QUERY, ", |", ";:" },
		{ GANTRY_IN_FORM, ",", " |;" },
		{ GANTRY_IN_HEADER, ",", " |;" },
		{ GANTRY_IN_COOKIE, ",", " |;" },
		{ GANTRY_IN_PATH, ",", " |;" },
	};
	struct gantry_param param = { .type = GANTRY_LIST };
	const char *at;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		param.place = cases[i].place;
		for (at = cases[i].arrays; *at != '\0'; at++) {
			param.delimiter = *at;
			ck_assert(schema_is_array(&param));
		}
		for (at = cases[i].strings; *at != '\0'; at++) {
			param.delimiter = *at;
			ck_assert(!schema_is_array(&param));
		}
		param.delimiter = '\0';
		ck_assert_int_eq(schema_is_array(&param),
		    param.place == GANTRY_IN_QUERY ||
			param.place == GANTRY_IN_FORM);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_type_has_its_schema,
		bounds_and_choices_are_in_the_schema,
		a_default_is_a_value_of_its_type,
		what_a_schema_cannot_express_is_in_the_description,
		lists_are_arrays_where_openapi_can_describe_them,
		NULL,
	};

	return unit_run("openapi/schema", tests);
}
