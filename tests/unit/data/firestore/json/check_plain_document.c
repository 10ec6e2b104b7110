/*
 * Documents out of plain objects: typed by what JSON says of them, named by a
 * member.
 */
#include <check.h>
#include <string.h>

#include "data/firestore/export/fields.h"
#include "data/firestore/json/json_parse.h"
#include "data/firestore/json/plain_document.h"

#define COUNT(table) (int)(sizeof(table) / sizeof(table[0]))

static struct plain_document working = {
	.collection = "users/u/c",
	.id_field = "id",
};
static struct firestore_document document;
static struct gantry_error error;

static void
tear_down(void)
{
	plain_document_clear(&working);
}

static int
read_text(const char *text)
{
	json_t *json =
	    json_parse((struct bytes){ text, strlen(text) }, NULL, &error);
	int status;

	ck_assert_msg(json != NULL, "%s", error.text);
	status = plain_document_read(&working, json, &document, &error);
	json_decref(json);
	return status;
}

static const struct {
	const char *text, *path, *fields;
} shapes[] = {
	{ "{\"id\":\"a b\"}", "users/u/c/a b",
	    "{\"id\":{\"stringValue\":\"a b\"}}" },
	{ "{\"id\":-7}", "users/u/c/-7", "{\"id\":{\"integerValue\":\"-7\"}}" },
	{ "{\"id\":1,\"z\":null,\"t\":true,\"f\":false,\"s\":\"\\u0000\"}",
	    "users/u/c/1",
	    "{\"f\":{\"booleanValue\":false},\"id\":{\"integerValue\":\"1\"},"
	    "\"s\":{\"stringValue\":\"\\u0000\"},\"t\":{\"booleanValue\":true},"
	    "\"z\":{\"nullValue\":null}}" },
	{ "{\"id\":1,\"a\":9223372036854775807,\"b\":9223372036854775808,"
	  "\"c\":1.0,\"d\":-9223372036854775808,\"e\":1e2}",
	    "users/u/c/1",
	    "{\"a\":{\"integerValue\":\"9223372036854775807\"},"
	    "\"b\":{\"doubleValue\":9223372036854776000.0},"
	    "\"c\":{\"doubleValue\":1.0},"
	    "\"d\":{\"integerValue\":\"-9223372036854775808\"},"
	    "\"e\":{\"doubleValue\":100.0},"
	    "\"id\":{\"integerValue\":\"1\"}}" },
	{ "{\"id\":1,\"a\":[{\"y\":1,\"x\":[]},2,{}],\"m\":{}}", "users/u/c/1",
	    "{\"a\":{\"arrayValue\":{\"values\":[{\"mapValue\":{\"fields\":{"
	    "\"x\":{\"arrayValue\":{}},\"y\":{\"integerValue\":\"1\"}}}},"
	    "{\"integerValue\":\"2\"},{\"mapValue\":{}}]}},"
	    "\"id\":{\"integerValue\":\"1\"},\"m\":{\"mapValue\":{}}}" },
};

START_TEST(the_kind_of_an_object_is_recognized)
{
	ck_assert_msg(read_text(shapes[_i].text) == 0, "%s", error.text);
	ck_assert_str_eq(document.path, shapes[_i].path);
	ck_assert_uint_eq(document.path_length, strlen(document.path));
	ck_assert_str_eq(document.fields, shapes[_i].fields);
	ck_assert_uint_eq(document.fields_length, strlen(document.fields));
	ck_assert_int_eq(document.create_time, 0);
}
END_TEST

static const struct {
	const char *text, *reason;
} refused[] = {
	{ "{}", "expected an id in field \"id\"" },
	{ "{\"id\":\"\"}", "found \"\"" },
	{ "{\"id\":\"a/b\"}", "found \"a/b\"" },
	{ "{\"id\":\"a\\u0000/\"}", "expected an id" },
	{ "{\"id\":1.5}", "found a value of another type" },
	{ "{\"id\":null}", "found a value of another type" },
	{ "{\"id\":99999999999999999999}", "found a value of another type" },
	{ "{\"id\":1,\"\":1}",
	    "document \"users/u/c/1\": expected the name of a field" },
	{ "{\"id\":1,\"a\":{\"b\":[1,[]]}}",
	    "field \"a\": field \"b\": element 1: expected no array" },
};

START_TEST(an_object_that_is_not_a_document_is_rejected)
{
	ck_assert_int_eq(read_text(refused[_i].text), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_msg(strstr(error.text, refused[_i].reason) != NULL,
	    "expected \"%s\" in \"%s\"", refused[_i].reason, error.text);
}
END_TEST

/* Objects in DEPTH objects. */
static int
nest(int depth)
{
	struct gantry_buffer text = { 0 };
	int i, status;

	gantry_buffer_puts(&text, "{\"id\":1");
	for (i = 0; i < depth; i++)
		gantry_buffer_puts(&text, i == 0 ? ",\"m\":{" : "\"m\":{");
	for (i = 0; i <= depth; i++)
		gantry_buffer_putc(&text, '}');
	gantry_buffer_putc(&text, '\0');
	status = read_text(text.data);
	gantry_buffer_clear(&text);
	return status;
}

START_TEST(objects_are_nested_up_to_the_limit)
{
	ck_assert_int_eq(nest(FIELDS_DEPTH_MAX), 0);
	ck_assert_int_eq(nest(FIELDS_DEPTH_MAX + 1), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_int_eq(nest(300), -1);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/plain_document");
	TCase *tcase = tcase_create("plain_document");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_loop_test(
	    tcase, the_kind_of_an_object_is_recognized, 0, COUNT(shapes));
	tcase_add_loop_test(tcase, an_object_that_is_not_a_document_is_rejected,
	    0, COUNT(refused));
	tcase_add_test(tcase, objects_are_nested_up_to_the_limit);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
