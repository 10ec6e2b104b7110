/*
 * Keywords about objects.
 */
#include <string.h>

#include "unit.h"
#include "web/schema/schema_case.h"

START_TEST(members_have_their_schemas)
{
	static const struct schema_case cases[] = {
		{ "{\"properties\":{\"a\":{\"type\":\"integer\"},\"b\":{\"type\":\"string\"},\"\":{\"const\":1}}}",
		    "{}\n\n{\"a\":1,\"b\":\"x\",\"c\":[]}\n\n{\"\":1}\n\n[1]\n\n\"a\"",
		    "{\"a\":\"x\"}\n\n{\"b\":1}\n\n{\"\":2}" },
		{ "{\"patternProperties\":{\"^x-\":{\"type\":\"integer\"},\"y$\":{\"maximum\":5}}}",
		    "{\"x-a\":1}\n\n{\"a\":\"b\"}\n\n{\"x-y\":3}",
		    "{\"x-a\":\"1\"}\n\n{\"x-y\":9}\n\n{\"y\":6}" },
		{ "{\"properties\":{\"a\":true},\"patternProperties\":{\"^b\":true},\"additionalProperties\":false}",
		    "{}\n\n{\"a\":1,\"bc\":2}", "{\"c\":1}\n\n{\"A\":1}" },
		{ "{\"properties\":{\"a\":true},\"additionalProperties\":{\"type\":\"string\"}}",
		    "{\"a\":1,\"b\":\"x\"}", "{\"a\":1,\"b\":2}" },
		{ "{\"properties\":{\"__proto__\":{\"type\":\"integer\"},\"toString\":false}}",
		    "{}\n\n{\"__proto__\":1}",
		    "{\"__proto__\":\"a\"}\n\n{\"toString\":1}" },
		{ "{\"properties\":{\"a/b~c\":{\"type\":\"integer\"}}}",
		    "{\"a/b~c\":1}", "{\"a/b~c\":\"1\"}" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(names_have_a_schema)
{
	static const struct schema_case cases[] = {
		{ "{\"propertyNames\":{\"maxLength\":3,\"pattern\":\"^[a-z]*$\"}}",
		    "{}\n\n{\"abc\":1}\n\n[1]", "{\"abcd\":1}\n\n{\"A\":1}" },
		{ "{\"propertyNames\":false}", "{}", "{\"a\":1}" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(members_are_required)
{
	static const struct schema_case cases[] = {
		{ "{\"required\":[\"a\",\"b\"]}",
		    "{\"a\":1,\"b\":null}\n\n[]\n\n\"a\"",
		    "{}\n\n{\"a\":1}\n\n{\"b\":1}" },
		{ "{\"required\":[]}", "{}", "" },
		{ "{\"dependentRequired\":{\"card\":[\"address\",\"name\"]}}",
		    "{}\n\n{\"name\":1}\n\n{\"card\":1,\"address\":2,\"name\":3}",
		    "{\"card\":1}\n\n{\"card\":1,\"address\":2}" },
		{ "{\"dependentSchemas\":{\"card\":{\"required\":[\"address\"]},\"x\":false}}",
		    "{}\n\n{\"card\":1,\"address\":1}",
		    "{\"card\":1}\n\n{\"x\":1}" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(numbers_of_members_have_bounds)
{
	static const struct schema_case cases[] = {
		{ "{\"maxProperties\":1,\"minProperties\":1}",
		    "{\"a\":1}\n\n[1,2]", "{}\n\n{\"a\":1,\"b\":2}" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(unevaluated_members_are_what_nothing_has_seen)
{
	static const struct schema_case cases[] = {
		{ "{\"allOf\":[{\"properties\":{\"a\":true}}],\"properties\":{\"b\":true},\"unevaluatedProperties\":false}",
		    "{}\n\n{\"a\":1,\"b\":2}", "{\"c\":1}" },
		{ "{\"$ref\":\"#/$defs/base\",\"unevaluatedProperties\":false,\"$defs\":{\"base\":{\"properties\":{\"a\":true}}}}",
		    "{\"a\":1}", "{\"b\":1}" },
		{ "{\"if\":{\"properties\":{\"kind\":{\"const\":\"x\"}},\"required\":[\"kind\"]},\"then\":{\"properties\":{\"x\":true}},\"else\":{\"properties\":{\"kind\":true,\"y\":true}},\"unevaluatedProperties\":false}",
		    "{\"kind\":\"x\",\"x\":1}\n\n{\"kind\":\"z\",\"y\":1}\n\n{\"y\":1}",
		    "{\"kind\":\"x\",\"y\":1}\n\n{\"kind\":\"z\",\"x\":1}" },
		{ "{\"oneOf\":[{\"properties\":{\"a\":{\"const\":1}},\"required\":[\"a\"]},{\"properties\":{\"b\":true},\"required\":[\"b\"]}],\"unevaluatedProperties\":false}",
		    "{\"a\":1}\n\n{\"b\":1}",
		    "{\"a\":1,\"c\":2}\n\n{\"a\":1,\"b\":1}" },
		{ "{\"dependentSchemas\":{\"a\":{\"properties\":{\"b\":true}}},\"properties\":{\"a\":true},\"unevaluatedProperties\":false}",
		    "{\"a\":1,\"b\":1}", "{\"b\":1}" },
		{ "{\"additionalProperties\":true,\"unevaluatedProperties\":false}",
		    "{\"z\":1}", "" },
		{ "{\"properties\":{\"a\":{\"properties\":{\"c\":true}}},\"unevaluatedProperties\":false}",
		    "{\"a\":{\"d\":1}}", "{\"c\":1}" },
		{ "{\"properties\":{\"a\":{\"$ref\":\"#\"}},\"unevaluatedProperties\":false}",
		    "{\"a\":{\"a\":{}}}", "{\"a\":{\"a\":{\"b\":1}}}" },
		{ "{\"anyOf\":[true,{\"properties\":{\"a\":true}}],\"unevaluatedProperties\":false}",
		    "{\"a\":1}", "{\"b\":1}" },
	};

	SCHEMA_CASES_ASSERT(cases);
}
END_TEST

START_TEST(errors_name_the_member)
{
	static const struct {
		const char *schema, *value, *errors;
	} cases[] = {
		{ "{\"required\":[\"a\",\"b\"]}", "{}",
		    " required must have the member 'a'\n"
		    " required must have the member 'b'\n" },
		{ "{\"additionalProperties\":false}", "{\"a/b\":1,\"~\":2}",
		    "/a~1b additionalProperties is not allowed\n"
		    "/~0 additionalProperties is not allowed\n" },
		{ "{\"properties\":{\"a\":{\"items\":{\"minimum\":3}}}}",
		    "{\"a\":[3,2,1]}",
		    "/a/1 minimum must be at least 3\n"
		    "/a/2 minimum must be at least 3\n" },
		{ "{\"propertyNames\":{\"maxLength\":1}}", "{\"ab\":1}",
		    "/ab propertyNames has a name that does not fit the "
		    "schema of propertyNames\n" },
		{ "{\"dependentRequired\":{\"a\":[\"b\"]}}", "{\"a\":1}",
		    " dependentRequired must have the member 'b', for it has "
		    "'a'\n" },
		{ "{\"maxProperties\":0}", "{\"a\":1}",
		    " maxProperties must have at most 0 members, but has 1\n" },
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
		members_have_their_schemas,
		names_have_a_schema,
		members_are_required,
		numbers_of_members_have_bounds,
		unevaluated_members_are_what_nothing_has_seen,
		errors_name_the_member,
		NULL,
	};

	return unit_run("web/schema/rules_object", tests);
}
