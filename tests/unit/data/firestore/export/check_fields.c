/*
 * From properties to a JSON object: order, arrays, vectors, maps in maps.
 */
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "data/firestore/document.h"
#include "data/firestore/encode.h"
#include "data/firestore/export/fields.h"

static struct gantry_buffer entity, json;
static struct gantry_error error;
static struct fields fields;

static void
tear_down(void)
{
	gantry_buffer_clear(&entity);
	gantry_buffer_clear(&json);
	fields_clear(&fields);
}

/* The entity as JSON, or "" with an error. */
static const char *
decode(void)
{
	gantry_buffer_reset(&json);
	error.text[0] = '\0';
	if (fields_add_object(
		&fields, &json, protobuf_open(encoded(&entity)), &error) == -1)
		gantry_buffer_reset(&json);
	gantry_buffer_putc(&json, '\0');
	gantry_buffer_reset(&entity);
	return json.data;
}

static void
expect_error(const char *text)
{
	ck_assert_str_eq(decode(), "");
	ck_assert_msg(strstr(error.text, text) != NULL,
	    "expected \"%s\" in \"%s\"", text, error.text);
}

/* Append an element of the array NAME. */
static void
add_element(struct gantry_buffer *to, const char *name, int64_t number)
{
	struct gantry_buffer value = { 0 };

	encode_number(&value, 1, (uint64_t)number);
	encode_property(to, name, 0, true, &value);
}

static void
add_vector_element(const char *name, double number)
{
	struct gantry_buffer value = { 0 };

	encode_double(&value, 4, number);
	encode_property(&entity, name, FIELDS_MEANING_VECTOR, true, &value);
}

static void
add_map(struct gantry_buffer *to, const char *name, bool multiple,
    struct gantry_buffer *map)
{
	struct gantry_buffer value = { 0 };

	encode_message(&value, 3, map);
	encode_property(to, name, FIELDS_MEANING_ENTITY, multiple, &value);
}

START_TEST(no_properties_are_an_empty_object)
{
	ck_assert_str_eq(decode(), "{}");
	encode_key(&entity, "a/b");
	encode_number(&entity, 999, 1);
	ck_assert_str_eq(decode(), "{}");
}
END_TEST

START_TEST(fields_are_in_the_order_of_their_bytes)
{
	encode_integer_field(&entity, "b", 2);
	encode_integer_field(&entity, "\xc3\xa4", 4);
	encode_integer_field(&entity, "ab", 1);
	encode_integer_field(&entity, "a", 0);
	encode_integer_field(&entity, "c.\"d", 3);
	ck_assert_str_eq(decode(),
	    "{\"a\":{\"integerValue\":\"0\"},\"ab\":{\"integerValue\":\"1\"},"
	    "\"b\":{\"integerValue\":\"2\"},\"c.\\\"d\":{\"integerValue\":"
	    "\"3\"},\"\xc3\xa4\":{\"integerValue\":\"4\"}}");
}
END_TEST

START_TEST(elements_of_one_name_are_an_array_in_their_order)
{
	struct gantry_buffer value = { 0 };

	add_element(&entity, "a", 3);
	encode_property(&entity, "a", 0, true, NULL);
	encode_string_field(&entity, "0", "between");
	encode_string(&value, 3, "x");
	encode_property(&entity, "a", 0, true, &value);
	ck_assert_str_eq(decode(),
	    "{\"0\":{\"stringValue\":\"between\"},\"a\":{\"arrayValue\":{"
	    "\"values\":[{\"integerValue\":\"3\"},{\"nullValue\":null},{"
	    "\"stringValue\":\"x\"}]}}}");
}
END_TEST

START_TEST(a_single_element_is_an_array)
{
	add_element(&entity, "a", 3);
	ck_assert_str_eq(decode(),
	    "{\"a\":{\"arrayValue\":{\"values\":[{\"integerValue\":\"3\"}]}}}");
}
END_TEST

START_TEST(an_empty_array_is_among_the_indexed_properties)
{
	struct gantry_buffer property = { 0 };

	encode_integer_field(&entity, "b", 1);
	encode_number(&property, 1, FIELDS_MEANING_EMPTY_LIST);
	encode_string(&property, 3, "a");
	encode_number(&property, 4, 0);
	encode_string(&property, 5, "");
	encode_message(&entity, 14, &property);
	ck_assert_str_eq(decode(),
	    "{\"a\":{\"arrayValue\":{}},\"b\":{\"integerValue\":\"1\"}}");
}
END_TEST

START_TEST(a_vector_is_a_tagged_map)
{
	add_vector_element("v", 1);
	add_vector_element("v", -2.5);
	ck_assert_str_eq(decode(),
	    "{\"v\":{\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":"
	    "\"__vector__\"},\"value\":{\"arrayValue\":{\"values\":[{"
	    "\"doubleValue\":1.0},{\"doubleValue\":-2.5}]}}}}}}");
}
END_TEST

/* Append an element of a vector in the form of emulator 1.22. */
static void
add_named_element(struct gantry_buffer *map, double number)
{
	struct gantry_buffer value = { 0 };

	encode_double(&value, 4, number);
	encode_property(map, "__vector__", 0, true, &value);
}

/* The vector of 1.0 and -2.5 as a value. */
#define VECTOR                                                      \
	"{\"mapValue\":{\"fields\":{\"__type__\":{\"stringValue\":" \
	"\"__vector__\"},\"value\":{\"arrayValue\":{\"values\":[{"  \
	"\"doubleValue\":1.0},{\"doubleValue\":-2.5}]}}}}}"

START_TEST(a_map_of_elements_named_vector_is_a_vector)
{
	struct gantry_buffer vector = { 0 }, map = { 0 };

	add_named_element(&vector, 1);
	add_named_element(&vector, -2.5);
	add_map(&entity, "v", false, &vector);
	ck_assert_str_eq(decode(), "{\"v\":" VECTOR "}");
	add_named_element(&vector, 1);
	add_named_element(&vector, -2.5);
	add_map(&map, "v", false, &vector);
	encode_integer_field(&map, "w", 1);
	add_map(&entity, "a", true, &map);
	ck_assert_str_eq(decode(),
	    "{\"a\":{\"arrayValue\":{\"values\":[{\"mapValue\":{\"fields\":{"
	    "\"v\":" VECTOR ",\"w\":{\"integerValue\":\"1\"}}}}]}}}");
}
END_TEST

START_TEST(a_map_that_is_not_quite_a_vector_is_an_error)
{
	struct gantry_buffer map = { 0 }, value = { 0 };

	add_named_element(&map, 1);
	encode_integer_field(&map, "w", 1);
	add_map(&entity, "v", false, &map);
	expect_error("field \"v\": byte");
	add_named_element(&map, 1);
	encode_integer_field(&map, "w", 1);
	add_map(&entity, "v", false, &map);
	expect_error("expected a map or a vector, found fields beside");
	add_named_element(&map, 1);
	add_element(&map, "__vector__", 1);
	add_map(&entity, "v", false, &map);
	expect_error("expected a value of type 4 for meaning 31");
	encode_double(&value, 4, 1);
	encode_property(&map, "__vector__", 0, false, &value);
	add_map(&entity, "v", false, &map);
	expect_error("marked as multiple");
	encode_number(&value, 1, 1);
	encode_property(
	    &map, "__vector__", FIELDS_MEANING_TIMESTAMP, true, &value);
	add_map(&entity, "v", false, &map);
	expect_error("expected a number without a meaning in a vector");
}
END_TEST

START_TEST(arrays_and_maps_hold_each_other)
{
	struct gantry_buffer inner = { 0 }, outer = { 0 };

	add_element(&inner, "x", 1);
	add_element(&inner, "x", 2);
	add_map(&outer, "a", true, &inner);
	add_map(&outer, "a", true, &inner);
	add_map(&entity, "m", false, &outer);
	encode_integer_field(&entity, "n", 5);
	ck_assert_str_eq(decode(),
	    "{\"m\":{\"mapValue\":{\"fields\":{\"a\":{\"arrayValue\":{"
	    "\"values\":[{\"mapValue\":{\"fields\":{\"x\":{\"arrayValue\":{"
	    "\"values\":[{\"integerValue\":\"1\"},{\"integerValue\":\"2\"}]}}}}"
	    "},{\"mapValue\":{}}]}}}}},\"n\":{\"integerValue\":\"5\"}}");
}
END_TEST

START_TEST(many_fields_need_more_memory_and_keep_their_order)
{
	const char *text, *at;
	char name[16];
	int i;

	for (i = 2000; i > 0; i--) {
		snprintf(name, sizeof(name), "f%04d", i);
		encode_integer_field(&entity, name, i);
	}
	text = decode();
	for (i = 1; i <= 2000; i++) {
		snprintf(name, sizeof(name), "\"f%04d\":", i);
		at = strstr(text, name);
		ck_assert_ptr_nonnull(at);
		text = at;
	}
}
END_TEST

/* Put a map in a map DEPTH times into the entity. */
static void
nest(int depth)
{
	struct gantry_buffer map = { 0 }, outer;

	encode_integer_field(&map, "leaf", 1);
	for (; depth > 1; depth--) {
		outer = (struct gantry_buffer){ 0 };
		add_map(&outer, "m", false, &map);
		map = outer;
	}
	add_map(&entity, "m", false, &map);
}

START_TEST(maps_nest_up_to_a_limit)
{
	nest(FIELDS_DEPTH_MAX);
	ck_assert_ptr_nonnull(strstr(decode(), "leaf"));
	nest(FIELDS_DEPTH_MAX + 1);
	expect_error("expected maps nested at most 32 deep");
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	nest(300);
	expect_error("expected maps nested at most 32 deep");
	nest(FIELDS_DEPTH_MAX);
	ck_assert_ptr_nonnull(strstr(decode(), "leaf"));
}
END_TEST

START_TEST(a_name_that_is_given_twice_is_an_error)
{
	encode_integer_field(&entity, "a", 1);
	encode_integer_field(&entity, "a", 2);
	expect_error("field \"a\": byte");
	ck_assert_ptr_nonnull(strstr(error.text, "expected one value"));
	add_element(&entity, "a", 1);
	encode_integer_field(&entity, "a", 2);
	expect_error("expected an element of an array");
	encode_integer_field(&entity, "a", 2);
	add_element(&entity, "a", 1);
	expect_error("expected one value");
}
END_TEST

START_TEST(a_vector_that_is_not_all_of_doubles_is_an_error)
{
	struct gantry_buffer value = { 0 };

	add_vector_element("v", 1);
	add_element(&entity, "v", 1);
	expect_error("expected a vector or an array, found both");
	add_element(&entity, "v", 1);
	add_vector_element("v", 1);
	expect_error("expected a vector or an array, found both");
	encode_double(&value, 4, 1);
	encode_property(&entity, "v", FIELDS_MEANING_VECTOR, false, &value);
	expect_error("marked as multiple");
}
END_TEST

START_TEST(an_array_in_an_array_is_an_error)
{
	encode_property(&entity, "a", FIELDS_MEANING_EMPTY_LIST, true, NULL);
	expect_error("expected no array in an array");
}
END_TEST

static void
add_named(const char *name, size_t length)
{
	struct gantry_buffer property = { 0 };

	encode_bytes(&property, 3, name, length);
	encode_string(&property, 5, "");
	encode_message(&entity, 15, &property);
}

START_TEST(an_invalid_name_is_an_error)
{
	add_named("", 0);
	expect_error("expected the name of a field");
	add_named("\xc3", 1);
	expect_error("expected the name of a field in UTF-8");
}
END_TEST

START_TEST(a_property_without_a_name_or_a_value_is_an_error)
{
	struct gantry_buffer property = { 0 };

	encode_string(&property, 3, "a");
	encode_message(&entity, 15, &property);
	expect_error("expected the value of a field: field \"a\"");
	encode_string(&property, 5, "");
	encode_message(&entity, 15, &property);
	expect_error("expected the name of a field");
}
END_TEST

START_TEST(a_property_of_the_wrong_wire_type_is_an_error)
{
	struct gantry_buffer property = { 0 };
	uint32_t number;

	encode_number(&entity, 15, 1);
	expect_error("expected a property with wire type 2");
	for (number = 1; number <= 5; number++) {
		if (number == 2)
			continue;
		encode_double(&property, number, 1);
		encode_message(&entity, 15, &property);
		expect_error("found wire type 1");
	}
	encode_number(&property, 1, UINT64_MAX);
	encode_message(&entity, 15, &property);
	expect_error("expected a meaning");
}
END_TEST

START_TEST(an_error_deep_inside_keeps_its_reason)
{
	struct gantry_buffer map = { 0 }, outer;
	char name[1400];
	int i;

	memset(name, 'n', sizeof(name) - 1);
	name[sizeof(name) - 1] = '\0';
	encode_property(&map, name, 33, false, NULL);
	for (i = 0; i < 20; i++) {
		outer = (struct gantry_buffer){ 0 };
		add_map(&outer, name, false, &map);
		map = outer;
	}
	add_map(&entity, name, false, &map);
	expect_error("found meaning 33");
	ck_assert_ptr_nonnull(strstr(error.text, "field \"nnn"));
}
END_TEST

static void
add_tests(TCase *tcase)
{
	tcase_add_test(tcase, no_properties_are_an_empty_object);
	tcase_add_test(tcase, fields_are_in_the_order_of_their_bytes);
	tcase_add_test(tcase, elements_of_one_name_are_an_array_in_their_order);
	tcase_add_test(tcase, a_single_element_is_an_array);
	tcase_add_test(tcase, an_empty_array_is_among_the_indexed_properties);
	tcase_add_test(tcase, a_vector_is_a_tagged_map);
	tcase_add_test(tcase, a_map_of_elements_named_vector_is_a_vector);
	tcase_add_test(tcase, a_map_that_is_not_quite_a_vector_is_an_error);
	tcase_add_test(tcase, arrays_and_maps_hold_each_other);
	tcase_add_test(
	    tcase, many_fields_need_more_memory_and_keep_their_order);
	tcase_add_test(tcase, maps_nest_up_to_a_limit);
	tcase_add_test(tcase, a_name_that_is_given_twice_is_an_error);
	tcase_add_test(tcase, a_vector_that_is_not_all_of_doubles_is_an_error);
	tcase_add_test(tcase, an_array_in_an_array_is_an_error);
	tcase_add_test(tcase, an_invalid_name_is_an_error);
	tcase_add_test(tcase, a_property_without_a_name_or_a_value_is_an_error);
	tcase_add_test(tcase, a_property_of_the_wrong_wire_type_is_an_error);
	tcase_add_test(tcase, an_error_deep_inside_keeps_its_reason);
}

int
main(void)
{
	Suite *suite = suite_create("firestore/fields");
	TCase *tcase = tcase_create("fields");
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
