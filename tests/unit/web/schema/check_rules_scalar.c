/*
 * Keywords about any value, numbers and strings.
 */
#include <string.h>

#include "unit.h"
#include "web/schema/schema_case.h"

/* A number without a fraction is an integer, however it is written. */
START_TEST(a_type_is_that_of_the_value)
{
	static const struct schema_case cases[] = {
		{ "{\"type\":\"integer\"}",
		    "0\n\n-7\n\n1.0\n\n1e2\n\n12345678901234567890123\n\n1e300\n\n0.0\n\n-0\n\n250e-1\n\n0e99999999999999999999",
		    "1.5\n\n1e-1\n\n\"1\"\n\nnull\n\ntrue\n\n[]\n\n{}\n\n123456789012345678901234.5" },
		{ "{\"type\":\"number\"}", "1\n\n1.5\n\n1e4",
		    "\"1\"\n\nfalse" },
		{ "{\"type\":\"string\"}", "\"\"\n\n\"a\"",
		    "1\n\nnull\n\n[\"a\"]" },
		{ "{\"type\":\"boolean\"}", "true\n\nfalse",
		    "0\n\n1\n\n\"true\"" },
		{ "{\"type\":\"null\"}", "null", "0\n\n\"\"\n\nfalse" },
		{ "{\"type\":\"array\"}", "[]\n\n[1]", "{}\n\n\"[]\"" },
		{ "{\"type\":\"object\"}", "{}\n\n{\"a\":1}", "[]\n\nnull" },
		{ "{\"type\":[\"string\",\"null\"]}", "\"a\"\n\nnull",
		    "1\n\n[null]" },
		{ "{\"type\":[\"integer\"]}", "1", "1.1" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

/* Order of members, and how numbers are written, do not matter. */
START_TEST(an_enum_and_a_const_are_compared_as_values)
{
	static const struct schema_case cases[] = {
		{ "{\"enum\":[1,\"a\",{\"b\":[1,2],\"c\":null}]}",
		    "1\n\n1.0\n\n10e-1\n\n\"a\"\n\n{\"c\":null,\"b\":[1.0,2]}",
		    "2\n\ntrue\n\n\"A\"\n\n{\"b\":[2,1],\"c\":null}\n\n{\"b\":[1,2]}\n\n{\"b\":[1,2],\"c\":null,\"d\":1}\n\n[1]" },
		{ "{\"const\":0}", "0\n\n0.0\n\n-0\n\n0e5",
		    "false\n\nnull\n\n\"\"\n\n[]\n\n1" },
		{ "{\"const\":9007199254740993}",
		    "9007199254740993\n\n9007199254740993.0",
		    "9007199254740992\n\n9007199254740994" },
		{ "{\"const\":18446744073709551616}",
		    "18446744073709551616\n\n1844674407370955161.6e1",
		    "18446744073709551617\n\n18446744073709551615" },
		{ "{\"const\":0.1}", "0.1\n\n1e-1\n\n0.10",
		    "0.10000000000000001" },
		{ "{\"const\":\"a\\u0000b\"}", "\"a\\u0000b\"",
		    "\"a\"\n\n\"a\\u0000c\"" },
		{ "{\"const\":[false]}", "[false]", "[0]\n\n[null]\n\nfalse" },
		{ "{\"enum\":[]}", "", "1\n\nnull" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

/* Beyond 2^53, where doubles have gaps, and beyond int64_t. */
START_TEST(bounds_of_numbers_are_exact)
{
	static const struct schema_case cases[] = {
		{ "{\"maximum\":9007199254740992}",
		    "9007199254740992\n\n-1e300\n\n\"z\"\n\n[99999999999999999999]",
		    "9007199254740993\n\n9007199254740992.5\n\n1e300" },
		{ "{\"exclusiveMaximum\":3}",
		    "2.999999999999999999999\n\n-3\n\n2",
		    "3\n\n3.0\n\n3.000000000000000000001" },
		{ "{\"minimum\":-1.5}",
		    "-1.5\n\n-1.49999999999999999999\n\n0\n\n\"a\"",
		    "-1.50000000000000000001\n\n-2" },
		{ "{\"exclusiveMinimum\":-9223372036854775808}",
		    "-9223372036854775807",
		    "-9223372036854775808\n\n-9223372036854775809" },
		{ "{\"minimum\":9223372036854775808,\"maximum\":9223372036854775809}",
		    "9223372036854775808\n\n9223372036854775809\n\n9223372036854775808.5",
		    "9223372036854775807\n\n9223372036854775810" },
		{ "{\"minimum\":0}", "-0\n\n0\n\n-0.0\n\n1e-300", "-1e-300" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

/* As people write them: 0.3 is a multiple of 0.1. */
START_TEST(multiples_are_those_of_decimals)
{
	static const struct schema_case cases[] = {
		{ "{\"multipleOf\":0.1}",
		    "0.3\n\n0.7\n\n1\n\n-4.4\n\n0\n\n1e20\n\n\"a\"",
		    "0.35\n\n0.01" },
		{ "{\"multipleOf\":0.01}", "19.99\n\n4.35\n\n1.1\n\n100",
		    "19.999\n\n0.001" },
		{ "{\"multipleOf\":3}",
		    "9\n\n-3\n\n0\n\n9000000000000000000003\n\n3e30",
		    "10\n\n1e30\n\n9000000000000000000004\n\n3.5" },
		{ "{\"multipleOf\":1e-8}", "1e-8\n\n12391239123\n\n0.00000001",
		    "1e-9" },
		{ "{\"multipleOf\":0.123456789}", "0.123456789\n\n12345678.9",
		    "1e300" },
		{ "{\"multipleOf\":50}", "100\n\n1e2\n\n-50", "25\n\n125" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(lengths_are_counted_in_code_points)
{
	static const struct schema_case cases[] = {
		{ "{\"maxLength\":2}",
		    "\"\"\n\n\"ab\"\n\n\"\\u00e9\\u00e9\"\n\n\"\\ud83d\\ude00\\ud83d\\ude00\"\n\n123\n\n\"a\\u0000\"",
		    "\"abc\"\n\n\"e\\u0301e\"\n\n\"ab\\u0000\"" },
		{ "{\"minLength\":2}",
		    "\"ab\"\n\n\"\\ud83d\\ude00\\ud83d\\ude00\"\n\n[]",
		    "\"a\"\n\n\"\\ud83d\\ude00\"\n\n\"\"" },
		{ "{\"maxLength\":2.0}", "\"ab\"", "\"abc\"" },
		{ "{\"maxLength\":0}", "\"\"", "\"a\"" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

/* Unless it is anchored. */
START_TEST(a_pattern_matches_anywhere)
{
	static const struct schema_case cases[] = {
		{ "{\"pattern\":\"b\"}", "\"abc\"\n\n\"b\"\n\n1\n\nnull",
		    "\"ac\"\n\n\"\"" },
		{ "{\"pattern\":\"^[a-z]+$\"}", "\"abc\"",
		    "\"abc\\n\"\n\n\"Abc\"\n\n\"\"" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

/* Those that are not known are not. */
START_TEST(a_format_is_checked)
{
	static const struct schema_case cases[] = {
		{ "{\"format\":\"date\"}", "\"2024-02-29\"\n\n5\n\nnull",
		    "\"2023-02-29\"\n\n\"\"" },
		{ "{\"format\":\"colour\"}", "\"any\"\n\n\"\"", "" },
		{ "{\"format\":\"int32\"}",
		    "2147483647\n\n-2147483648\n\n\"a\"\n\n1.5",
		    "2147483648\n\n-2147483649" },
		{ "{\"format\":\"int64\"}", "9223372036854775807",
		    "9223372036854775808\n\n1e30" },
		{ "{\"format\":\"double\"}", "1.5\n\n1", "" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(errors_tell_what_is_expected)
{
	static const struct {
		const char *schema, *value, *errors;
	} cases[] = {
		{ "{\"type\":[\"string\",\"null\"]}", "1",
		    " type must be of type null or string, not integer\n" },
		{ "{\"type\":\"integer\"}", "1.5",
		    " type must be of type integer, not number\n" },
		{ "{\"enum\":[1,\"a\"]}", "2",
		    " enum must be one of [1,\"a\"]\n" },
		{ "{\"const\":{\"a\":1}}", "2", " const must be {\"a\":1}\n" },
		{ "{\"minimum\":1,\"multipleOf\":2}", "-1",
		    " multipleOf must be a multiple of 2\n"
		    " minimum must be at least 1\n" },
		{ "{\"maximum\":18446744073709551616}", "18446744073709551617",
		    " maximum must be at most 18446744073709551616\n" },
		{ "{\"minLength\":1}", "\"\"",
		    " minLength must have at least 1 character, but has 0\n" },
		{ "{\"maxLength\":2}", "\"abc\"",
		    " maxLength must have at most 2 characters, but has 3\n" },
		{ "{\"pattern\":\"^a\\\\d$\"}", "\"b\"",
		    " pattern must match the pattern \"^a\\\\d$\"\n" },
		{ "{\"format\":\"uuid\"}", "\"b\"",
		    " format must have the format uuid\n" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_str_eq(schema_errors(cases[i].schema, cases[i].value),
		    cases[i].errors);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_type_is_that_of_the_value,
		an_enum_and_a_const_are_compared_as_values,
		bounds_of_numbers_are_exact,
		multiples_are_those_of_decimals,
		lengths_are_counted_in_code_points,
		a_pattern_matches_anywhere,
		a_format_is_checked,
		errors_tell_what_is_expected,
		NULL,
	};

	return unit_run("web/schema/rules_scalar", tests);
}
