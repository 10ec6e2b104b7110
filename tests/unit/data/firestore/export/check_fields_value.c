/*
 * Each type of value as REST JSON, and the pairs of type and meaning that there
 * are not.
 */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/fields.h"

static struct gantry_buffer message, json;
static struct gantry_error error;
static struct fields fields;

static void
tear_down(void)
{
	gantry_buffer_clear(&message);
	gantry_buffer_clear(&json);
	fields_clear(&fields);
}

/* The message with MEANING as JSON, or "" with an error. */
static const char *
decode(int meaning)
{
	struct property property = { .meaning = meaning };

	property.value = protobuf_open(encoded(&message));
	gantry_buffer_reset(&json);
	error.text[0] = '\0';
	if (fields_add_value(&fields, &json, &property, &error) == -1)
		gantry_buffer_reset(&json);
	gantry_buffer_putc(&json, '\0');
	gantry_buffer_reset(&message);
	return json.data;
}

static void
expect_error(int meaning, const char *text)
{
	ck_assert_str_eq(decode(meaning), "");
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_msg(strstr(error.text, text) != NULL,
	    "expected \"%s\" in \"%s\"", text, error.text);
}

START_TEST(nothing_is_null)
{
	ck_assert_str_eq(decode(0), "{\"nullValue\":null}");
}
END_TEST

START_TEST(booleans_are_true_and_false)
{
	encode_number(&message, 2, 1);
	ck_assert_str_eq(decode(0), "{\"booleanValue\":true}");
	encode_number(&message, 2, 0);
	ck_assert_str_eq(decode(0), "{\"booleanValue\":false}");
}
END_TEST

START_TEST(integers_are_strings)
{
	encode_number(&message, 1, 42);
	ck_assert_str_eq(decode(0), "{\"integerValue\":\"42\"}");
	encode_number(&message, 1, UINT64_MAX);
	ck_assert_str_eq(decode(0), "{\"integerValue\":\"-1\"}");
	encode_number(&message, 1, (uint64_t)INT64_MIN);
	ck_assert_str_eq(
	    decode(0), "{\"integerValue\":\"-9223372036854775808\"}");
	encode_number(&message, 1, INT64_MAX);
	ck_assert_str_eq(
	    decode(0), "{\"integerValue\":\"9223372036854775807\"}");
}
END_TEST

START_TEST(doubles_are_numbers_or_their_names)
{
	encode_double(&message, 4, 3.0);
	ck_assert_str_eq(decode(0), "{\"doubleValue\":3.0}");
	encode_double(&message, 4, NAN);
	ck_assert_str_eq(decode(0), "{\"doubleValue\":\"NaN\"}");
	encode_double(&message, 4, -INFINITY);
	ck_assert_str_eq(decode(0), "{\"doubleValue\":\"-Infinity\"}");
}
END_TEST

START_TEST(strings_are_escaped)
{
	encode_bytes(&message, 3, "a\"\\\n\0\xc3\xa4", 7);
	ck_assert_str_eq(
	    decode(0), "{\"stringValue\":\"a\\\"\\\\\\n\\u0000\xc3\xa4\"}");
	encode_string(&message, 3, "");
	ck_assert_str_eq(decode(0), "{\"stringValue\":\"\"}");
	encode_string(&message, 3, "text");
	ck_assert_str_eq(
	    decode(FIELDS_MEANING_TEXT), "{\"stringValue\":\"text\"}");
}
END_TEST

START_TEST(a_string_that_is_not_utf8_is_an_error)
{
	encode_string(&message, 3, "a\xff");
	expect_error(0, "expected a string in UTF-8");
}
END_TEST

START_TEST(bytes_are_base64)
{
	encode_bytes(&message, 3, "\0\xff", 2);
	ck_assert_str_eq(
	    decode(FIELDS_MEANING_BLOB), "{\"bytesValue\":\"AP8=\"}");
	encode_bytes(&message, 3, "", 0);
	ck_assert_str_eq(
	    decode(FIELDS_MEANING_BYTE_STRING), "{\"bytesValue\":\"\"}");
}
END_TEST

START_TEST(timestamps_are_rfc_3339)
{
	encode_number(&message, 1, 1709210096123456);
	ck_assert_str_eq(decode(FIELDS_MEANING_TIMESTAMP),
	    "{\"timestampValue\":\"2024-02-29T12:34:56.123456Z\"}");
	encode_number(&message, 1, (uint64_t)INT64_MIN);
	expect_error(FIELDS_MEANING_TIMESTAMP, "years 1 to 9999");
}
END_TEST

static void
make_point(double latitude, double longitude)
{
	struct gantry_buffer point = { 0 };

	encode_double(&point, 6, latitude);
	encode_double(&point, 7, longitude);
	encode_group(&message, 5, &point);
}

START_TEST(points_have_a_latitude_and_a_longitude)
{
	struct gantry_buffer point = { 0 };

	make_point(37.5, -122.25);
	ck_assert_str_eq(decode(FIELDS_MEANING_POINT),
	    "{\"geoPointValue\":{\"latitude\":37.5,\"longitude\":-122.25}}");
	make_point(0, 0);
	ck_assert_str_eq(decode(FIELDS_MEANING_POINT),
	    "{\"geoPointValue\":{\"latitude\":0.0,\"longitude\":0.0}}");
	make_point(NAN, 0);
	expect_error(FIELDS_MEANING_POINT, "latitude from -90 to 90");
	encode_double(&point, 6, 1);
	encode_group(&message, 5, &point);
	expect_error(FIELDS_MEANING_POINT, "latitude from -90 to 90");
	encode_number(&point, 6, 1);
	encode_group(&message, 5, &point);
	expect_error(FIELDS_MEANING_POINT, "found wire type 0");
}
END_TEST

START_TEST(references_are_whole_names)
{
	struct gantry_buffer reference = { 0 }, element = { 0 };

	encode_string(&reference, 13, "e~demo");
	encode_string(&element, 15, "a");
	encode_string(&element, 17, "\"b\"");
	encode_group(&reference, 14, &element);
	encode_string(&reference, 23, "second");
	encode_group(&message, 12, &reference);
	ck_assert_str_eq(decode(0),
	    "{\"referenceValue\":\"projects/demo/databases/second/documents/"
	    "a/\\\"b\\\"\"}");
}
END_TEST

START_TEST(maps_are_entities)
{
	struct gantry_buffer map = { 0 };

	encode_bytes(&map, 13, "j\0r\0", 4);
	encode_integer_field(&map, "b", 2);
	encode_integer_field(&map, "a", 1);
	encode_message(&message, 3, &map);
	ck_assert_str_eq(decode(FIELDS_MEANING_ENTITY),
	    "{\"mapValue\":{\"fields\":{\"a\":{\"integerValue\":\"1\"},"
	    "\"b\":{\"integerValue\":\"2\"}}}}");
	encode_string(&message, 3, "");
	ck_assert_str_eq(decode(FIELDS_MEANING_ENTITY), "{\"mapValue\":{}}");
}
END_TEST

START_TEST(an_empty_list_is_an_empty_array)
{
	ck_assert_str_eq(
	    decode(FIELDS_MEANING_EMPTY_LIST), "{\"arrayValue\":{}}");
}
END_TEST

START_TEST(a_meaning_that_firestore_has_not_is_named)
{
	char expected[32];

	if (_i == 0 || _i == 7 || _i == 9 || _i == 14 || _i == 15 || _i == 16 ||
	    _i == 19 || _i == 24 || _i == 31)
		return;
	snprintf(expected, sizeof(expected), "found meaning %d", _i);
	encode_string(&message, 3, "x");
	expect_error(_i, expected);
}
END_TEST

static const struct {
	int meaning;
	uint32_t field; /* the one that goes with it */
} pairs[] = {
	{ FIELDS_MEANING_TIMESTAMP, 1 },
	{ FIELDS_MEANING_POINT, 5 },
	{ FIELDS_MEANING_BLOB, 3 },
	{ FIELDS_MEANING_TEXT, 3 },
	{ FIELDS_MEANING_BYTE_STRING, 3 },
	{ FIELDS_MEANING_ENTITY, 3 },
	{ FIELDS_MEANING_EMPTY_LIST, 0 },
	{ FIELDS_MEANING_VECTOR, 4 },
};

START_TEST(a_meaning_with_a_value_of_another_type_is_an_error)
{
	struct gantry_buffer group = { 0 };

	if (pairs[_i].field != 0)
		expect_error(pairs[_i].meaning, "found type 0");
	if (pairs[_i].field != 1) {
		encode_number(&message, 1, 1);
		expect_error(pairs[_i].meaning, "found type 1");
	}
	encode_number(&message, 2, 1);
	expect_error(pairs[_i].meaning, "found type 2");
	if (pairs[_i].field != 3) {
		encode_string(&message, 3, "x");
		expect_error(pairs[_i].meaning, "found type 3");
	}
	if (pairs[_i].field != 4) {
		encode_double(&message, 4, 1);
		expect_error(pairs[_i].meaning, "found type 4");
	}
	encode_group(&message, 12, &group);
	expect_error(pairs[_i].meaning, "found type 12");
}
END_TEST

START_TEST(a_value_of_an_unknown_type_is_an_error)
{
	struct gantry_buffer user = { 0 };

	encode_group(&message, 8, &user);
	expect_error(0,
	    "expected a value of a type that Firestore has, "
	    "found type 8");
	encode_number(&message, 99, 1);
	expect_error(0, "found type 99");
	encode_string(&message, 1, "one");
	expect_error(0, "found wire type 2");
}
END_TEST

START_TEST(two_values_in_place_of_one_are_an_error)
{
	encode_number(&message, 1, 1);
	encode_string(&message, 3, "x");
	expect_error(0, "expected one value, found two");
	encode_number(&message, 1, 1);
	encode_number(&message, 1, 2);
	expect_error(0, "expected one value, found two");
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, nothing_is_null);
	tcase_add_test(tcase, booleans_are_true_and_false);
	tcase_add_test(tcase, integers_are_strings);
	tcase_add_test(tcase, doubles_are_numbers_or_their_names);
	tcase_add_test(tcase, strings_are_escaped);
	tcase_add_test(tcase, a_string_that_is_not_utf8_is_an_error);
	tcase_add_test(tcase, bytes_are_base64);
	tcase_add_test(tcase, timestamps_are_rfc_3339);
	tcase_add_test(tcase, points_have_a_latitude_and_a_longitude);
	tcase_add_test(tcase, references_are_whole_names);
	tcase_add_test(tcase, maps_are_entities);
	tcase_add_test(tcase, an_empty_list_is_an_empty_array);
	tcase_add_loop_test(
	    tcase, a_meaning_that_firestore_has_not_is_named, 0, 50);
	tcase_add_loop_test(tcase,
	    a_meaning_with_a_value_of_another_type_is_an_error, 0,
	    sizeof(pairs) / sizeof(pairs[0]));
	tcase_add_test(tcase, a_value_of_an_unknown_type_is_an_error);
	tcase_add_test(tcase, two_values_in_place_of_one_are_an_error);
}

int
main(void)
{
	Suite *suite = suite_create("firestore/value");
	TCase *tcase = tcase_create("value");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	add_tests(tcase);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
