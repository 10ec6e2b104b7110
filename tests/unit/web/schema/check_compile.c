/*
 * Schemas that are not valid, and where they are not.
 */
#include <string.h>

#include <gantry/schema.h>

#include "unit.h"
#include "web/schema/schema_case.h"

struct broken {
	const char *schema, *problem; /* the end of it */
};

static void
assert_broken(const struct broken *cases, size_t count)
{
	const char *problem;
	size_t i, length;

	for (i = 0; i < count; i++) {
		problem = schema_problem(cases[i].schema);
		length = strlen(problem);
		ck_assert_msg(length >= strlen(cases[i].problem) &&
			strcmp(problem + length - strlen(cases[i].problem),
			    cases[i].problem) == 0,
		    "%s: %s", cases[i].schema, problem);
	}
}

START_TEST(a_schema_is_json)
{
	static const struct broken cases[] = {
		{ "{",
		    "the schema is not JSON: line 1, column 2: a name in "
		    "quotes is expected" },
		{ "",
		    "the schema is not JSON: line 1, column 1: a value is "
		    "expected, but the text ends" },
		{ "{\"type\":\"null\",\"type\":\"null\"}",
		    "column 16: the member is given twice" },
		{ "1", "the schema is neither an object nor a boolean" },
		{ "null", "the schema is neither an object nor a boolean" },
	};

	assert_broken(cases, sizeof(cases) / sizeof(cases[0]));
}
END_TEST

START_TEST(keywords_have_their_types)
{
#define IS "the schema is not valid: "
	static const struct broken cases[] = {
		{ "{\"type\":\"text\"}",
		    IS "'/type' must be one or several of null, boolean, "
		       "integer, number, string, array and object" },
		{ "{\"type\":[]}", "array and object" },
		{ "{\"type\":[\"null\",\"null\"]}", "array and object" },
		{ "{\"type\":1}", "array and object" },
		{ "{\"properties\":{\"a\":1}}",
		    IS "'/properties' has 'a', which is not a schema: an "
		       "object, true or false" },
		{ "{\"properties\":{\"a/b\":{\"items\":[]}}}",
		    IS "'/properties/a~1b/items' must be a schema; an array "
		       "of schemas is now prefixItems" },
		{ "{\"properties\":[]}",
		    IS "'/properties' must be an object of schemas" },
		{ "{\"not\":1}",
		    IS "'/not' must be a schema: an object, true or false" },
		{ "{\"allOf\":[]}",
		    IS "'/allOf' must be an array of one schema or more" },
		{ "{\"anyOf\":[true,2]}",
		    IS "'/anyOf' has '1', which is not a schema: an object, "
		       "true or false" },
		{ "{\"prefixItems\":[]}", "an array of one schema or more" },
		{ "{\"required\":\"a\"}",
		    IS "'/required' must be an array of strings" },
		{ "{\"required\":[1]}", "must be an array of strings" },
		{ "{\"required\":[\"a\",\"a\"]}",
		    IS "'/required' has 'a' twice" },
		{ "{\"dependentRequired\":{\"a\":1}}",
		    "must be an array of strings" },
		{ "{\"maxLength\":-1}",
		    IS "'/maxLength' must be a whole number, at least 0" },
		{ "{\"maxItems\":1.5}", "must be a whole number, at least 0" },
		{ "{\"minItems\":\"1\"}",
		    "must be a whole number, at least 0" },
		{ "{\"minimum\":\"1\"}", IS "'/minimum' must be a number" },
		/* As of draft 4. */
		{ "{\"exclusiveMinimum\":true}",
		    IS "'/exclusiveMinimum' must be a number" },
		{ "{\"multipleOf\":0}", IS "'/multipleOf' must be above 0" },
		{ "{\"multipleOf\":-2}", IS "'/multipleOf' must be above 0" },
		{ "{\"multipleOf\":12345678901234567891}",
		    IS "'/multipleOf' must have at most 19 digits" },
		{ "{\"enum\":1}", IS "'/enum' must be an array" },
		{ "{\"uniqueItems\":1}",
		    IS "'/uniqueItems' must be true or false" },
		{ "{\"format\":1}", IS "'/format' must be a string" },
		{ "{\"pattern\":1}", IS "'/pattern' must be a string" },
		{ "{\"pattern\":\"(\"}",
		    IS "'/pattern': is not a regular expression: missing "
		       "closing parenthesis" },
		{ "{\"patternProperties\":{\"[\":true}}",
		    IS "'/patternProperties': is not a regular expression of "
		       "ECMA-262: a '[' has no ']'" },
		{ "{\"then\":{\"type\":0}}", "array and object" },
		{ "{\"$defs\":{\"a\":{\"type\":0}}}", "array and object" },
		{ "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"}",
		    IS "'/$schema' must be "
		       "\"https://json-schema.org/draft/2020-12/schema\", if "
		       "it is there" },
	};

	assert_broken(cases, sizeof(cases) / sizeof(cases[0]));
}
END_TEST

START_TEST(references_lead_to_schemas)
{
	static const struct broken cases[] = {
		{ "{\"$ref\":\"other.json\"}",
		    IS "'/$ref' is 'other.json', which is not in this "
		       "document; it must begin with '#'" },
		{ "{\"$ref\":1}", IS "'/$ref' must be a string" },
		{ "{\"$ref\":\"#/$defs/a\"}",
		    IS "'/$ref' is '#/$defs/a', but no schema is there" },
		{ "{\"$ref\":\"#/type\",\"type\":\"null\"}",
		    IS "'/$ref' is '#/type', but no schema is there" },
		{ "{\"$ref\":\"#a\"}", "but no schema is there" },
		{ "{\"$ref\":\"#/allOf/01\",\"allOf\":[true,true]}",
		    "but no schema is there" },
		{ "{\"$ref\":\"#/allOf/2\",\"allOf\":[true,true]}",
		    "but no schema is there" },
		{ "{\"$ref\":\"#/~2\"}", "but no schema is there" },
		{ "{\"$ref\":\"#/%zz\"}", "but no schema is there" },
		{ "{\"$ref\":\"#/x\",\"x\":{\"type\":7}}", "array and object" },
		{ "{\"$ref\":\"#\"}",
		    IS "'/$ref' leads back to its own schema without an end" },
		{ "{\"anyOf\":[{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{"
		  "\"not\":{\"$ref\":\"#\"}}}}",
		    "leads back to its own schema without an end" },
		{ "{\"if\":{\"$ref\":\"#\"}}",
		    "leads back to its own schema without an end" },
		{ "{\"dependentSchemas\":{\"a\":{\"$ref\":\"#\"}}}",
		    "leads back to its own schema without an end" },
		{ "{\"$defs\":{\"a\":{\"$anchor\":\"x\"},\"b\":{\"$anchor\":"
		  "\"x\"}}}",
		    IS "'/$defs/b/$anchor' is 'x', as another anchor" },
		{ "{\"$anchor\":\"a b\"}",
		    IS "'/$anchor' must be a name of letters, digits, '_', "
		       "'-' and '.'" },
		{ "{\"items\":{\"$id\":\"b\"}}",
		    IS "'/items/$id' is within the document, where it is not "
		       "supported; use $anchor" },
	};

	assert_broken(cases, sizeof(cases) / sizeof(cases[0]));
}
END_TEST

START_TEST(null_is_not_a_schema)
{
	struct gantry_error error;

	ck_assert_ptr_null(gantry_schema_new(NULL, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_ARGUMENT);
	ck_assert_ptr_null(gantry_schema_new("[]", NULL));
	gantry_schema_free(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_schema_is_json,
		keywords_have_their_types,
		references_lead_to_schemas,
		null_is_not_a_schema,
		NULL,
	};

	return unit_run("web/schema/compile", tests);
}
