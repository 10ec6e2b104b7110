/*
 * The limits of a check: its reasons, its depth, and its work.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "web/schema/schema_case.h"

static size_t
count(const char *text, const char *part)
{
	size_t found = 0;

	for (; (text = strstr(text, part)) != NULL; text++)
		found++;
	return found;
}

START_TEST(at_most_32_reasons_are_told)
{
	char value[256] = "[";
	size_t i;

	for (i = 0; i < 40; i++)
		strcat(value, i == 0 ? "0" : ",0");
	strcat(value, "]");
	ck_assert_uint_eq(
	    count(schema_errors("{\"items\":{\"minimum\":1}}", value), "\n"),
	    32);
}
END_TEST

/* What a client sent is not sent back at length. */
START_TEST(long_names_and_values_are_cut)
{
	static const char schema[] =
	    "{\"properties\":{\"a\":{\"additionalProperties\":false}}}";
	static char value[4096], *to;
	const char *errors;

	to = value + sprintf(value, "{\"a\":{\"");
	memset(to, 'x', 2000);
	strcpy(to + 2000, "\":1}}");
	errors = schema_errors(schema, value);
	ck_assert_str_eq(errors, "/a additionalProperties is not allowed\n");
	to = value + sprintf(value, "{\"const\":\"");
	for (; to < value + 2000; to += 2)
		memcpy(to, "\xc3\xa9", 2);
	strcpy(to, "\"}");
	errors = schema_errors(value, "1");
	ck_assert_uint_lt(strlen(errors), 600);
	ck_assert_ptr_nonnull(strstr(errors, "\xc3\xa9...\n"));
}
END_TEST

static void
assert_too_long(const char *schema, const char *value)
{
	ck_assert_str_eq(
	    schema_errors(schema, value), " $schema takes too long to check\n");
}

/* 2^60 ways to fail. */
START_TEST(work_that_doubles_at_each_level_ends)
{
	static const char schema[] =
	    "{\"anyOf\":[{\"properties\":{\"a\":{\"$ref\":\"#\"}},"
	    "\"required\":[\"b\"]},{\"properties\":{\"a\":{\"$ref\":\"#\"}},"
	    "\"required\":[\"c\"]}]}";
	char value[1024] = "";
	size_t i;

	for (i = 0; i < 60; i++)
		strcat(value, "{\"a\":");
	strcat(value, "1");
	for (i = 0; i < 60; i++)
		strcat(value, "}");
	assert_too_long(schema, value);
}
END_TEST

#define SLOW "^(a+)+$"
#define TEXT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"

START_TEST(a_pattern_that_backtracks_ends)
{
	assert_too_long("{\"pattern\":\"" SLOW "\"}", "\"" TEXT "\"");
}
END_TEST

/* What could not be checked is not valid, also where the opposite is asked. */
START_TEST(a_slow_pattern_is_not_taken_for_one_that_does_not_match)
{
	assert_too_long("{\"not\":{\"pattern\":\"" SLOW "\"}}", "\"" TEXT "\"");
}
END_TEST

START_TEST(a_slow_pattern_of_names_ends)
{
	assert_too_long(
	    "{\"patternProperties\":{\"" SLOW "\":true}}", "{\"" TEXT "\":1}");
}
END_TEST

/* A chain of references to the depth of the stack that a check may use. */
START_TEST(schemas_are_nested_only_so_deep)
{
	static char schema[65536], *to = schema;
	size_t i;

	to += sprintf(to, "{\"$ref\":\"#/$defs/0\",\"$defs\":{");
	for (i = 0; i < 600; i++)
		to += sprintf(
		    to, "\"%zu\":{\"$ref\":\"#/$defs/%zu\"},", i, i + 1);
	sprintf(to, "\"600\":{\"type\":\"null\"}}}");
	assert_too_long(schema, "1");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		at_most_32_reasons_are_told,
		long_names_and_values_are_cut,
		work_that_doubles_at_each_level_ends,
		a_pattern_that_backtracks_ends,
		a_slow_pattern_is_not_taken_for_one_that_does_not_match,
		a_slow_pattern_of_names_ends,
		schemas_are_nested_only_so_deep,
		NULL,
	};

	return unit_run("web/schema/check", tests);
}
