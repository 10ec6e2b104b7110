/*
 * REST values: each has one canonical spelling, whatever it was spelled like,
 * and what is no value is refused by name.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "data/firestore/document.h"
#include "data/firestore/json/json_parse.h"
#include "data/firestore/rest/rest_value.h"

#define COUNT(table) (int)(sizeof(table) / sizeof(table[0]))

static struct gantry_buffer buffer, again;
static struct gantry_error error;

static void
tear_down(void)
{
	gantry_buffer_clear(&buffer);
	gantry_buffer_clear(&again);
}

/* Canonicalise FIELDS into OUT, which then ends in a NUL. */
static int
canonicalise(struct gantry_buffer *out, const char *fields)
{
	json_t *json =
	    json_parse((struct bytes){ fields, strlen(fields) }, NULL, &error);
	int status;

	ck_assert_msg(json != NULL, "%s", error.text);
	gantry_buffer_reset(out);
	status = rest_fields_add(out, json, &error);
	gantry_buffer_putc(out, '\0');
	ck_assert(!gantry_buffer_failed(out));
	json_decref(json);
	return status;
}

static void
expect(const char *fields, const char *canonical)
{
	ck_assert_msg(
	    canonicalise(&buffer, fields) == 0, "%s: %s", fields, error.text);
	ck_assert_str_eq(buffer.data, canonical);
	ck_assert_int_eq(canonicalise(&again, canonical), 0);
	ck_assert_str_eq(again.data, canonical);
}

/* A value and its canonical spelling; NULL: the same. */
static const struct {
	const char *value, *canonical;
} values[] = {
	{ "{\"nullValue\":null}", NULL },
	{ "{\"nullValue\":\"NULL_VALUE\"}", "{\"nullValue\":null}" },
	{ "{\"nullValue\":0}", "{\"nullValue\":null}" },
	{ "{\"null_value\":null}", "{\"nullValue\":null}" },
	{ "{\"booleanValue\":true}", NULL },
	{ "{\"booleanValue\":false}", NULL },
	{ "{\"boolean_value\":false}", "{\"booleanValue\":false}" },
	{ "{\"integerValue\":\"42\"}", NULL },
	{ "{\"integerValue\":42}", "{\"integerValue\":\"42\"}" },
	{ "{\"integer_value\":-1}", "{\"integerValue\":\"-1\"}" },
	{ "{\"integerValue\":\"-9223372036854775808\"}", NULL },
	{ "{\"integerValue\":9223372036854775807}",
	    "{\"integerValue\":\"9223372036854775807\"}" },
	{ "{\"doubleValue\":1.5}", NULL },
	{ "{\"doubleValue\":3}", "{\"doubleValue\":3.0}" },
	{ "{\"doubleValue\":-0.0}", NULL },
	{ "{\"doubleValue\":1.0E21}", "{\"doubleValue\":1.0e21}" },
	{ "{\"doubleValue\":100000000000000000000}",
	    "{\"doubleValue\":100000000000000000000.0}" },
	{ "{\"doubleValue\":-18446744073709551616}",
	    "{\"doubleValue\":-18446744073709552000.0}" },
	{ "{\"doubleValue\":5e-324}", "{\"doubleValue\":5.0e-324}" },
	{ "{\"double_value\":\"NaN\"}", "{\"doubleValue\":\"NaN\"}" },
	{ "{\"doubleValue\":\"Infinity\"}", NULL },
	{ "{\"doubleValue\":\"-Infinity\"}", NULL },
	{ "{\"timestampValue\":\"2024-02-29T12:34:56.123456Z\"}", NULL },
	{ "{\"timestamp_value\":\"2024-02-29T13:34:56.100000999+01:00\"}",
	    "{\"timestampValue\":\"2024-02-29T12:34:56.100Z\"}" },
	{ "{\"stringValue\":\"\"}", NULL },
	{ "{\"stringValue\":\"\\u0000 \\\" \\\\ \\n\"}", NULL },
	{ "{\"string_value\":\"\\u00e9\\/\\ud83d\\ude00\"}",
	    "{\"stringValue\":\"\xc3\xa9/\xf0\x9f\x98\x80\"}" },
	{ "{\"bytesValue\":\"Zg==\"}", NULL },
	{ "{\"bytes_value\":\"-_8\"}", "{\"bytesValue\":\"+/8=\"}" },
	{ "{\"referenceValue\":\"projects/p/databases/(default)/documents/a/b"
	  "\"}",
	    NULL },
	{ "{\"reference_value\":\"projects/p/databases/d/documents/a/b/c/d\"}",
	    "{\"referenceValue\":\"projects/p/databases/d/documents/a/b/c/d\"}" },
	/* What protobuf's JSON allows beside its own output. */
	{ "{\"doubleValue\":\"1.5\"}", "{\"doubleValue\":1.5}" },
	{ "{\"doubleValue\":\"-1E+2\"}", "{\"doubleValue\":-100.0}" },
	{ "{\"integerValue\":5.0}", "{\"integerValue\":\"5\"}" },
	{ "{\"integerValue\":1e3}", "{\"integerValue\":\"1000\"}" },
	{ "{\"integerValue\":\"1e3\"}", "{\"integerValue\":\"1000\"}" },
	{ "{\"integerValue\":\"-9223372036854775808.0\"}",
	    "{\"integerValue\":\"-9223372036854775808\"}" },
	{ "{\"arrayValue\":{\"values\":null}}", "{\"arrayValue\":{}}" },
	{ "{\"mapValue\":{\"fields\":null}}", "{\"mapValue\":{}}" },
	{ "{\"geoPointValue\":{\"latitude\":\"-90\",\"longitude\":null}}",
	    "{\"geoPointValue\":{\"latitude\":-90.0,\"longitude\":0.0}}" },
	{ "{\"geoPointValue\":{\"latitude\":37.5,\"longitude\":-122.25}}",
	    NULL },
	{ "{\"geoPointValue\":{\"longitude\":5,\"latitude\":1}}",
	    "{\"geoPointValue\":{\"latitude\":1.0,\"longitude\":5.0}}" },
	{ "{\"geo_point_value\":{\"longitude\":5}}",
	    "{\"geoPointValue\":{\"latitude\":0.0,\"longitude\":5.0}}" },
	{ "{\"geoPointValue\":{}}",
	    "{\"geoPointValue\":{\"latitude\":0.0,\"longitude\":0.0}}" },
	{ "{\"arrayValue\":{}}", NULL },
	{ "{\"array_value\":{\"values\":[]}}", "{\"arrayValue\":{}}" },
	{ "{\"arrayValue\":{\"values\":[{\"integerValue\":\"1\"},"
	  "{\"stringValue\":\"a\"},{\"nullValue\":null}]}}",
	    NULL },
	{ "{\"mapValue\":{}}", NULL },
	{ "{\"map_value\":{\"fields\":{}}}", "{\"mapValue\":{}}" },
	{ "{\"mapValue\":{\"fields\":{\"b\":{\"integerValue\":1},"
	  "\"a\":{\"mapValue\":{}}}}}",
	    "{\"mapValue\":{\"fields\":{\"a\":{\"mapValue\":{}},"
	    "\"b\":{\"integerValue\":\"1\"}}}}" },
	{ "{\"arrayValue\":{\"values\":[{\"mapValue\":{\"fields\":{\"a\":"
	  "{\"arrayValue\":{\"values\":[{\"booleanValue\":true}]}}}}}]}}",
	    NULL },
	{ "{\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":"
	  "\"__vector__\"},\"value\":{\"arrayValue\":{\"values\":["
	  "{\"doubleValue\":1.0},{\"doubleValue\":-2.5}]}}}}}",
	    NULL },
};

START_TEST(a_value_is_written_in_its_one_spelling)
{
	const char *value = values[_i].value;
	const char *canonical =
	    values[_i].canonical != NULL ? values[_i].canonical : value;
	char fields[512], wanted[512];

	snprintf(fields, sizeof(fields), "{\"f\":%s}", value);
	snprintf(wanted, sizeof(wanted), "{\"f\":%s}", canonical);
	expect(fields, wanted);
}
END_TEST

START_TEST(names_are_in_the_order_of_their_bytes)
{
	expect("{\"b\":{\"nullValue\":null},\"a.b\":{\"nullValue\":null},"
	       "\"\\ud83d\\ude00\":{\"nullValue\":null},"
	       "\"\\uffee\":{\"nullValue\":null},\"a\":{\"nullValue\":null},"
	       "\"B\":{\"nullValue\":null}}",
	    "{\"B\":{\"nullValue\":null},\"a\":{\"nullValue\":null},"
	    "\"a.b\":{\"nullValue\":null},\"b\":{\"nullValue\":null},"
	    "\"\xef\xbf\xae\":{\"nullValue\":null},"
	    "\"\xf0\x9f\x98\x80\":{\"nullValue\":null}}");
}
END_TEST

START_TEST(many_names_are_sorted_too)
{
	struct gantry_buffer fields = { 0 }, sorted = { 0 };
	int i;

	for (i = 0; i < 100; i++) {
		gantry_buffer_printf(&fields,
		    "%s\"f%02d\":{\"integerValue\":%d}", i == 0 ? "{" : ",",
		    99 - i, 99 - i);
		gantry_buffer_printf(&sorted,
		    "%s\"f%02d\":{\"integerValue\":\"%d\"}", i == 0 ? "{" : ",",
		    i, i);
	}
	gantry_buffer_add(&fields, "}", 2);
	gantry_buffer_add(&sorted, "}", 2);
	expect(fields.data, sorted.data);
	gantry_buffer_clear(&fields);
	gantry_buffer_clear(&sorted);
}
END_TEST

START_TEST(no_fields_are_an_empty_object)
{
	expect("{}", "{}");
	gantry_buffer_reset(&buffer);
	ck_assert_int_eq(rest_fields_add(&buffer, NULL, &error), 0);
	ck_assert_uint_eq(buffer.length, 2);
	ck_assert_mem_eq(buffer.data, "{}", 2);
}
END_TEST

static const struct {
	const char *fields, *text;
} refused[] = {
	{ "[]", "expected an object of fields" },
	{ "{\"\":{\"nullValue\":null}}", "expected the name of a field" },
	{ "{\"f\":1}", "field \"f\": expected a value such as" },
	{ "{\"f\":{}}", "field \"f\": expected a value of one kind, found 0" },
	{ "{\"f\":{\"nullValue\":null,\"integerValue\":1}}",
	    "field \"f\": expected a value of one kind, found 2" },
	{ "{\"f\":{\"integerValue\":1,\"integer_value\":1}}",
	    "field \"f\": expected a value of one kind, found 2" },
	{ "{\"f\":{\"floatValue\":1}}", "found \"floatValue\"" },
	{ "{\"f\":{\"nullValue\":1}}", "field \"f\": expected null" },
	{ "{\"f\":{\"nullValue\":\"null\"}}", "expected null, found \"null\"" },
	{ "{\"f\":{\"booleanValue\":1}}", "expected true or false" },
	{ "{\"f\":{\"booleanValue\":\"true\"}}", "expected true or false" },
	{ "{\"f\":{\"integerValue\":1.5}}", "expected an integer" },
	{ "{\"f\":{\"integerValue\":\"1.5\"}}", "expected an integer" },
	/* A double has no place for the last digit. */
	{ "{\"f\":{\"integerValue\":9007199254740993.0}}",
	    "expected an integer" },
	{ "{\"f\":{\"integerValue\":true}}", "expected an integer" },
	{ "{\"f\":{\"integerValue\":\"\"}}", "expected an integer" },
	{ "{\"f\":{\"integerValue\":\"12a\"}}", "found \"12a\"" },
	{ "{\"f\":{\"integerValue\":\"9223372036854775808\"}}",
	    "expected an integer from -2^63 to 2^63-1" },
	{ "{\"f\":{\"integerValue\":9223372036854775808}}",
	    "expected an integer from -2^63 to 2^63-1" },
	{ "{\"f\":{\"doubleValue\":\"0x1p3\"}}", "expected a number" },
	{ "{\"f\":{\"doubleValue\":\" 1\"}}", "expected a number" },
	{ "{\"f\":{\"doubleValue\":\"1e400\"}}", "expected a number" },
	{ "{\"f\":{\"doubleValue\":\"nan\"}}", "found \"nan\"" },
	{ "{\"f\":{\"doubleValue\":null}}", "expected a number" },
	{ "{\"f\":{\"timestampValue\":\"yesterday\"}}", "expected a time" },
	{ "{\"f\":{\"timestampValue\":0}}", "expected a time" },
	{ "{\"f\":{\"stringValue\":1}}", "expected a string" },
	{ "{\"f\":{\"bytesValue\":\"Zg=\"}}", "expected bytes in base64" },
	{ "{\"f\":{\"bytesValue\":[]}}", "expected bytes in base64" },
	{ "{\"f\":{\"referenceValue\":1}}", "expected a document's name" },
	{ "{\"f\":{\"referenceValue\":\"\"}}", "expected a document's path" },
	{ "{\"f\":{\"referenceValue\":\"a\"}}", "found \"a\"" },
	{ "{\"f\":{\"referenceValue\":\"a/b\"}}",
	    "expected a reference that begins with projects/" },
	{ "{\"f\":{\"timestampValue\":\"2024-02-29 12:34:56Z\"}}",
	    "expected a time" },
	{ "{\"f\":{\"referenceValue\":\"projects/p/databases/d/documents/a\"}}",
	    "found \"a\"" },
	{ "{\"f\":{\"geoPointValue\":1}}", "expected a latitude" },
	{ "{\"f\":{\"geoPointValue\":[]}}", "expected a latitude" },
	{ "{\"f\":{\"geoPointValue\":{\"lat\":1}}}", "expected a latitude" },
	{ "{\"f\":{\"geoPointValue\":{\"latitude\":\"x\"}}}",
	    "expected a number from -90 to 90 as the latitude" },
	{ "{\"f\":{\"geoPointValue\":{\"latitude\":100}}}",
	    "expected a number from -90 to 90 as the latitude" },
	{ "{\"f\":{\"geoPointValue\":{\"longitude\":-180.5}}}",
	    "expected a number from -180 to 180 as the longitude" },
	{ "{\"f\":{\"arrayValue\":[]}}", "\"values\"" },
	{ "{\"f\":{\"arrayValue\":{\"values\":{}}}}", "\"values\"" },
	{ "{\"f\":{\"arrayValue\":{\"value\":[]}}}", "\"values\"" },
	{ "{\"f\":{\"arrayValue\":{\"values\":[1]}}}",
	    "field \"f\": element 0: expected a value such as" },
	{ "{\"f\":{\"arrayValue\":{\"values\":[{\"nullValue\":null},"
	  "{\"arrayValue\":{}}]}}}",
	    "field \"f\": element 1: expected no array in an array" },
	{ "{\"f\":{\"mapValue\":[]}}", "\"fields\"" },
	{ "{\"f\":{\"mapValue\":{\"fields\":[]}}}", "\"fields\"" },
	{ "{\"f\":{\"mapValue\":{\"a\":{}}}}", "\"fields\"" },
	{ "{\"a\":{\"mapValue\":{\"fields\":{\"b\":{\"arrayValue\":{\"values\":"
	  "[{\"mapValue\":{\"fields\":{\"c\":{\"x\":1}}}}]}}}}}}",
	    "field \"a\": field \"b\": element 0: field \"c\": expected a kind "
	    "of value" },
};

START_TEST(an_invalid_value_is_rejected_by_name)
{
	ck_assert_int_eq(canonicalise(&buffer, refused[_i].fields), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_msg(strstr(error.text, refused[_i].text) != NULL,
	    "expected \"%s\" in \"%s\"", refused[_i].text, error.text);
}
END_TEST

/* Maps in DEPTH maps. */
static int
nest(int depth)
{
	struct gantry_buffer fields = { 0 };
	int i, status;

	gantry_buffer_puts(&fields, "{\"m\":");
	for (i = 1; i < depth; i++)
		gantry_buffer_puts(
		    &fields, "{\"mapValue\":{\"fields\":{\"m\":");
	gantry_buffer_puts(&fields, "{\"mapValue\":{}}");
	for (i = 1; i < depth; i++)
		gantry_buffer_puts(&fields, "}}}");
	gantry_buffer_add(&fields, "}", 2);
	status = canonicalise(&buffer, fields.data);
	if (status == 0)
		ck_assert_str_eq(buffer.data, fields.data);
	gantry_buffer_clear(&fields);
	return status;
}

START_TEST(maps_are_nested_up_to_the_limit)
{
	ck_assert_int_eq(nest(FIELDS_DEPTH_MAX), 0);
	ck_assert_int_eq(nest(FIELDS_DEPTH_MAX + 1), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_int_eq(nest(300), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/rest_value");
	TCase *tcase = tcase_create("rest_value");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_loop_test(
	    tcase, a_value_is_written_in_its_one_spelling, 0, COUNT(values));
	tcase_add_test(tcase, names_are_in_the_order_of_their_bytes);
	tcase_add_test(tcase, many_names_are_sorted_too);
	tcase_add_test(tcase, no_fields_are_an_empty_object);
	tcase_add_loop_test(
	    tcase, an_invalid_value_is_rejected_by_name, 0, COUNT(refused));
	tcase_add_test(tcase, maps_are_nested_up_to_the_limit);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
