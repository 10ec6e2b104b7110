/*
 * Values that are checked by schemas, for the tests of keywords.
 */
#include <string.h>

#include <gantry/schema.h>

#include "unit.h"
#include "web/schema/schema_case.h"
#include "web/test_request.h"

static struct gantry_buffer text;

const char *
schema_problem(const char *schema)
{
	static struct gantry_error error;
	struct gantry_schema *compiled = gantry_schema_new(schema, &error);

	if (compiled == NULL)
		return error.text;
	gantry_schema_free(compiled);
	return "";
}

static void
put_errors(const struct gantry_schema_error *error)
{
	for (; error != NULL; error = error->next)
		gantry_buffer_printf(&text, "%s %s %s\n", error->pointer,
		    error->keyword, error->text);
}

const char *
schema_errors(const char *schema, const char *value)
{
	struct gantry_error error = { .text = "" };
	struct gantry_schema *compiled = gantry_schema_new(schema, &error);
	const struct gantry_schema_error *errors = NULL;
	const struct gantry_json_value *parsed;
	struct test_request asked;
	int result;

	ck_assert_msg(compiled != NULL, "%s: %s", schema, error.text);
	test_request_begin(&asked, NULL);
	parsed =
	    gantry_json_parse(&asked.environ, value, strlen(value), &error);
	ck_assert_msg(parsed != NULL, "%s: %s", value, error.text);
	gantry_buffer_reset(&text);
	result = gantry_schema_check(compiled, &asked.environ, parsed, &errors);
	ck_assert_int_eq(result, errors == NULL ? 0 : -1);
	/* Without a list, only the outcome is wanted. */
	ck_assert_int_eq(result,
	    gantry_schema_check(compiled, &asked.environ, parsed, NULL));
	put_errors(errors);
	gantry_buffer_putc(&text, '\0');
	test_request_end(&asked);
	gantry_schema_free(compiled);
	return text.data;
}

static void
assert_all(const char *schema, const char *values, bool is_valid)
{
	const char *end, *errors;
	char value[512];
	size_t length;

	for (; *values != '\0'; values = end) {
		end = strstr(values, "\n\n");
		length = end != NULL ? (size_t)(end - values) : strlen(values);
		ck_assert_uint_lt(length, sizeof(value));
		memcpy(value, values, length);
		value[length] = '\0';
		errors = schema_errors(schema, value);
		ck_assert_msg((*errors == '\0') == is_valid, "%s: %s: %s",
		    schema, value, *errors != '\0' ? errors : "is valid");
		end = values + length + (end != NULL ? 2 : 0);
	}
}

void
schema_cases_assert(const struct schema_case *cases, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		assert_all(cases[i].schema, cases[i].valid, true);
		assert_all(cases[i].schema, cases[i].invalid, false);
	}
}
