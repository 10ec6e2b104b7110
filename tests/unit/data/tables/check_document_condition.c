/*
 * Conditions that people write.
 */
#include <string.h>

#include "data/tables/document_condition.h"
#include "unit.h"

#define SIZE(array) (sizeof(array) / sizeof((array)[0]))

static const char fields[] =
    "{\"a.b\":{\"integerValue\":\"1\"},"
    "\"d\":{\"doubleValue\":2.5},"
    "\"n\":{\"nullValue\":null},"
    "\"s\":{\"stringValue\":\"it in\"},"
    "\"t\":{\"timestampValue\":\"2026-01-31T08:00:00Z\"},"
    "\"z\":{\"arrayValue\":{\"values\":[{\"stringValue\":\"x\"}]}}}";

static int
holds(const char *text)
{
	const char *const texts[] = { text, NULL };
	const struct firestore_document document = { .path = "c/d",
		.path_length = 3,
		.fields = fields,
		.fields_length = sizeof(fields) - 1 };
	struct gantry_error error;
	struct conditions *conditions = conditions_new(texts, &error);
	int result;

	if (conditions == NULL)
		return -1;
	result = conditions_hold(conditions, &document, &error);
	conditions_free(conditions);
	return result;
}

START_TEST(conditions_are_read_as_they_are_meant)
{
	static const struct {
		const char *text;
		int result;
	} cases[] = {
		{ "`a.b` == 1", 1 },
		{ "`a.b`==1.0", 1 },
		{ "`a.b` != 1", 0 },
		{ "d >= 2.5", 1 },
		{ "d<2.5", 0 },
		{ "d > '2'", 0 },
		{ "n == null", 1 },
		{ "n != null", 0 },
		{ "d != null", 1 },
		{ "s == it in", 1 },
		{ "s == \"it in\"", 1 },
		{ "s = 'it in'", 1 },
		{ "s in [\"a\", \"it in\"]", 1 },
		{ "s in[\"a\"]", 0 },
		{ "t < 2026-02-01T00:00:00Z", 1 },
		{ "t < 2026-02-01", 0 },
		{ "t == {\"timestampValue\":\"2026-01-31T08:00:00Z\"}", 1 },
		{ "z array-contains x", 1 },
		{ "z array-contains-any [\"y\", \"x\"]", 1 },
		{ "absent != 1", 0 },
		{ "", -1 },
		{ "d", -1 },
		{ "d 2", -1 },
		{ "d >", -1 },
		{ "d inside 2", -1 },
		{ "d in 2", -1 },
		{ "`d == 2", -1 },
		{ "1d == 2", -1 },
	};
	size_t i;

	for (i = 0; i < SIZE(cases); i++)
		ck_assert_msg(holds(cases[i].text) == cases[i].result, "%s",
		    cases[i].text);
}
END_TEST

START_TEST(all_conditions_have_to_hold)
{
	const char *const texts[] = { "d > 1", "d < 2", NULL };
	const struct firestore_document document = { .fields = fields,
		.fields_length = sizeof(fields) - 1 };
	struct gantry_error error;
	struct conditions *conditions = conditions_new(texts, &error);

	ck_assert_int_eq(conditions_hold(conditions, &document, &error), 0);
	conditions_free(conditions);
	conditions = conditions_new(NULL, &error);
	ck_assert_int_eq(conditions_hold(conditions, &document, &error), 1);
	conditions_free(conditions);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		conditions_are_read_as_they_are_meant,
		all_conditions_have_to_hold,
		NULL,
	};

	return unit_run("tables/document_condition", tests);
}
