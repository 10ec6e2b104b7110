/*
 * Keywords that combine schemas, and references.
 */
#include <string.h>

#include "unit.h"
#include "web/schema/schema_case.h"

START_TEST(schemas_are_combined)
{
	static const struct schema_case cases[] = {
		{ "true", "1\n\nnull", "" },
		{ "false", "", "1\n\n{}" },
		{ "{}", "1\n\n[]", "" },
		{ "{\"allOf\":[{\"minimum\":1},{\"maximum\":3}]}", "2\n\n\"a\"",
		    "0\n\n4" },
		{ "{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":3}]}",
		    "\"a\"\n\n3", "2" },
		{ "{\"oneOf\":[{\"multipleOf\":2},{\"multipleOf\":3}]}",
		    "2\n\n3", "6\n\n5" },
		{ "{\"not\":{\"type\":\"null\"}}", "1", "null" },
		{ "{\"not\":{}}", "", "1" },
		{ "{\"not\":{\"not\":{\"type\":\"string\"}}}", "\"a\"", "1" },
		{ "{\"if\":{\"minimum\":10},\"then\":{\"multipleOf\":10},\"else\":{\"maximum\":5}}",
		    "20\n\n5\n\n0", "15\n\n7" },
		{ "{\"if\":{\"minimum\":10},\"then\":{\"multipleOf\":10}}",
		    "20\n\n7", "15" },
		{ "{\"then\":false,\"else\":false}", "1", "" },
		{ "{\"if\":false}", "1", "" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(references_lead_within_the_document)
{
	static const struct schema_case cases[] = {
		{ "{\"$ref\":\"#/$defs/a\",\"$defs\":{\"a\":{\"type\":\"integer\"}}}",
		    "1", "\"a\"" },
		{ "{\"$ref\":\"#/$defs/a%20b~1c~0d\",\"$defs\":{\"a b/c~d\":{\"type\":\"integer\"}}}",
		    "1", "\"a\"" },
		{ "{\"properties\":{\"next\":{\"$ref\":\"#\"},\"value\":{\"type\":\"integer\"}},\"additionalProperties\":false}",
		    "{\"next\":{\"next\":{\"value\":1}}}",
		    "{\"next\":{\"next\":{\"value\":\"a\"}}}\n\n{\"next\":{\"nxt\":1}}" },
		{ "{\"$ref\":\"#it\",\"$defs\":{\"x\":{\"$anchor\":\"it\",\"type\":\"null\"}}}",
		    "null", "1" },
		{ "{\"$dynamicRef\":\"#it\",\"$defs\":{\"x\":{\"$dynamicAnchor\":\"it\",\"type\":\"null\"}}}",
		    "null", "1" },
		{ "{\"$id\":\"https://example.org/s\",\"$ref\":\"https://example.org/s#/$defs/a\",\"$defs\":{\"a\":{\"const\":1}}}",
		    "1", "2" },
		{ "{\"prefixItems\":[{\"type\":\"integer\"},{\"$ref\":\"#/prefixItems/0\"}]}",
		    "[1,2]", "[1,\"a\"]" },
		{ "{\"$ref\":\"#/$defs/a\",\"maximum\":5,\"$defs\":{\"a\":{\"minimum\":1}}}",
		    "3", "0\n\n6" },
		{ "{\"properties\":{\"$ref\":{\"type\":\"string\"}}}",
		    "{\"$ref\":\"a\"}", "{\"$ref\":1}" },
		{ "{\"const\":{\"$ref\":\"#/nowhere\"}}",
		    "{\"$ref\":\"#/nowhere\"}", "{}" },
		{ "{\"$ref\":\"#/components/a\",\"components\":{\"a\":{\"$ref\":\"#/components/b\"},\"b\":false}}",
		    "", "1" },
		{ "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"$comment\":\"x\",\"x-own\":[1],\"type\":\"null\"}",
		    "null", "1" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(errors_are_those_that_help)
{
	static const struct {
		const char *schema, *value, *errors;
	} cases[] = {
		{ "false", "1", " false is not allowed\n" },
		{ "{\"allOf\":[{\"minimum\":3},{\"multipleOf\":2}]}", "1",
		    " minimum must be at least 3\n"
		    " multipleOf must be a multiple of 2\n" },
		/* Only one of them is for objects. */
		{ "{\"anyOf\":[{\"type\":\"null\"},{\"type\":\"object\","
		  "\"required\":[\"a\"]}]}",
		    "{}", " required must have the member 'a'\n" },
		{ "{\"anyOf\":[{\"minimum\":3},{\"const\":0}]}", "1",
		    " anyOf fits none of the 2 schemas of anyOf\n" },
		{ "{\"oneOf\":[{\"minimum\":1},{\"minimum\":2}]}", "3",
		    " oneOf fits 2 schemas of oneOf, but must fit only one\n" },
		{ "{\"not\":{\"type\":\"integer\"}}", "3",
		    " not fits the schema of not, but must not\n" },
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
		schemas_are_combined,
		references_lead_within_the_document,
		errors_are_those_that_help,
		NULL,
	};

	return unit_run("web/schema/rules_logic", tests);
}
