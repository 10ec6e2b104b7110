/*
 * Keywords about arrays.
 */
#include <string.h>

#include "unit.h"
#include "web/schema/schema_case.h"

START_TEST(items_follow_those_of_the_prefix)
{
	static const struct schema_case cases[] = {
		{ "{\"items\":{\"type\":\"integer\"}}",
		    "[]\n\n[1,2]\n\n{\"0\":\"a\"}\n\n\"a\"",
		    "[\"a\"]\n\n[1,\"a\"]" },
		{ "{\"prefixItems\":[{\"type\":\"integer\"},{\"type\":\"string\"}]}",
		    "[]\n\n[1]\n\n[1,\"a\"]\n\n[1,\"a\",null]",
		    "[\"a\"]\n\n[1,1]" },
		{ "{\"prefixItems\":[{\"type\":\"integer\"}],\"items\":{\"type\":\"string\"}}",
		    "[1]\n\n[1,\"a\",\"b\"]\n\n[]", "[1,2]\n\n[\"a\",\"b\"]" },
		{ "{\"prefixItems\":[true],\"items\":false}", "[]\n\n[1]",
		    "[1,2]" },
		{ "{\"items\":{\"items\":{\"type\":\"null\"}}}",
		    "[[null],[]]\n\n[1]", "[[1]]" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(contains_counts)
{
	static const struct schema_case cases[] = {
		{ "{\"contains\":{\"minimum\":5}}", "[5]\n\n[1,9]\n\n\"a\"",
		    "[]\n\n[1,2]" },
		{ "{\"contains\":{\"const\":1},\"minContains\":2,\"maxContains\":3}",
		    "[1,1]\n\n[1,2,1,1]", "[1]\n\n[1,1,1,1]\n\n[]" },
		{ "{\"contains\":{\"const\":1},\"minContains\":0}", "[]\n\n[2]",
		    "" },
		{ "{\"contains\":{\"const\":1},\"minContains\":0,\"maxContains\":1}",
		    "[]\n\n[1]", "[1,1]" },
		{ "{\"minContains\":2,\"maxContains\":0}", "[]\n\n[1]", "" },
		{ "{\"contains\":false}", "{}", "[]\n\n[1]" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(numbers_of_items_have_bounds)
{
	static const struct schema_case cases[] = {
		{ "{\"maxItems\":1,\"minItems\":1}", "[0]\n\n\"ab\"",
		    "[]\n\n[0,0]" },
		{ "{\"maxItems\":1.0}", "[]", "[0,0]" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(unique_items_differ_as_values)
{
	static const struct schema_case cases[] = {
		{ "{\"uniqueItems\":true}",
		    "[]\n\n[1]\n\n[1,2]\n\n[1,true]\n\n[0,false,null,\"\",[],{}]\n\n[[1],[true]]\n\n[{\"a\":1},{\"a\":2}]\n\n[\"a\",\"A\"]\n\n[18446744073709551616,18446744073709551617]\n\n{\"a\":1,\"b\":1}",
		    "[1,1]\n\n[1,1.0]\n\n[2,1,2]\n\n[\"a\",\"a\"]\n\n[{\"a\":1,\"b\":2},{\"b\":2,\"a\":1}]\n\n[[1,[2]],[1,[2]]]\n\n[0,-0.0]\n\n[null,1,null]" },
		{ "{\"uniqueItems\":false}", "[1,1]", "" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(unevaluated_items_are_what_nothing_has_seen)
{
	static const struct schema_case cases[] = {
		{ "{\"prefixItems\":[true],\"unevaluatedItems\":false}",
		    "[]\n\n[1]", "[1,2]" },
		{ "{\"allOf\":[{\"prefixItems\":[true,true]}],\"unevaluatedItems\":{\"type\":\"string\"}}",
		    "[1,2]\n\n[1,2,\"a\"]", "[1,2,3]" },
		{ "{\"contains\":{\"const\":1},\"unevaluatedItems\":false}",
		    "[1]\n\n[1,1]", "[1,2]" },
		{ "{\"items\":true,\"unevaluatedItems\":false}", "[1,2,3]",
		    "" },
		{ "{\"anyOf\":[{\"prefixItems\":[{\"const\":1}]},{\"prefixItems\":[true,{\"const\":2}]}],\"unevaluatedItems\":false}",
		    "[1]\n\n[1,2]\n\n[3,2]", "[1,3]\n\n[1,2,3]" },
		{ "{\"not\":{\"not\":{\"items\":true}},\"unevaluatedItems\":false}",
		    "[]", "[1]" },
		{ "{\"items\":{\"unevaluatedItems\":false}}", "[[],1]",
		    "[[1]]" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		items_follow_those_of_the_prefix,
		contains_counts,
		numbers_of_items_have_bounds,
		unique_items_differ_as_values,
		unevaluated_items_are_what_nothing_has_seen,
		NULL,
	};

	return unit_run("web/schema/rules_array", tests);
}
