/*
 * Documents of the REST API, one at a time.
 */
#include <check.h>
#include <string.h>

#include "data/firestore/json/json_parse.h"
#include "data/firestore/rest/rest_document.h"

#define COUNT(table) (int)(sizeof(table) / sizeof(table[0]))
#define ROOT	     "projects/p/databases/(default)/documents/"

static struct rest_document working;
static struct firestore_document document;
static struct gantry_error error;
static json_t *json;

static void
tear_down(void)
{
	rest_document_clear(&working);
	json_decref(json);
	json = NULL;
}

static int
read_text(const char *text)
{
	json_decref(json);
	json = json_parse((struct bytes){ text, strlen(text) }, NULL, &error);
	ck_assert_msg(json != NULL, "%s", error.text);
	return rest_document_read(&working, json, &document, &error);
}

static void
expect(const char *text)
{
	ck_assert_msg(read_text(text) == 0, "%s: %s", text, error.text);
	ck_assert_uint_eq(strlen(document.path), document.path_length);
	ck_assert_uint_eq(strlen(document.fields), document.fields_length);
}

START_TEST(a_document_has_a_path_fields_and_times)
{
	expect("{\"name\":\"" ROOT "a/b\",\"fields\":{\"y\":{\"integerValue\":1"
	       "},\"x\":{\"nullValue\":null}},"
	       "\"createTime\":\"1970-01-01T00:00:01.5Z\","
	       "\"updateTime\":\"1970-01-01T01:00:02+01:00\"}");
	ck_assert_str_eq(document.path, "a/b");
	ck_assert_str_eq(document.fields,
	    "{\"x\":{\"nullValue\":null},\"y\":{\"integerValue\":\"1\"}}");
	ck_assert_int_eq(document.create_time, 1500000);
	ck_assert_int_eq(document.update_time, 2000000);
	ck_assert(bytes_is_equal(working.name.project, "p"));
	ck_assert(bytes_is_equal(working.name.database, "(default)"));
}
END_TEST

START_TEST(missing_members_are_empty)
{
	expect("{\"name\":\"a/b/c/d\",\"create_time\":"
	       "\"1970-01-01T00:00:01Z\"}");
	ck_assert_str_eq(document.path, "a/b/c/d");
	ck_assert_str_eq(document.fields, "{}");
	ck_assert_int_eq(document.create_time, 1000000);
	ck_assert_int_eq(document.update_time, 0);
	ck_assert_uint_eq(working.name.project.length, 0);
	ck_assert_uint_eq(working.name.database.length, 0);
}
END_TEST

static const struct {
	const char *text, *path, *project;
} names[] = {
	{ "{\"name\":\"" ROOT "a/b\"}", "a/b", "p" },
	{ "{\"name\":\"" ROOT "a/\xc3\xa9 .:\"}", "a/\xc3\xa9 .:", "p" },
	{ "{\"name\":\"projects/p\"}", "projects/p", "" },
	{ "{\"name\":\"projects/p/databases/d\"}", "projects/p/databases/d",
	    "" },
	{ "{\"path\":\"a/b\"}", "a/b", "" },
	{ "{\"path\":\"projects/p/databases/d/documents/x\"}",
	    "projects/p/databases/d/documents/x", "" },
};

START_TEST(a_name_gives_the_path_and_the_project)
{
	expect(names[_i].text);
	ck_assert_str_eq(document.path, names[_i].path);
	ck_assert(bytes_is_equal(working.name.project, names[_i].project));
}
END_TEST

static const struct {
	const char *text, *reason;
} refused[] = {
	{ "[]", "expected a document, an object" },
	{ "{}", "expected a document with its \"name\"" },
	{ "{\"fields\":{}}", "expected a document with its \"name\"" },
	{ "{\"name\":1}", "expected a document with its \"name\"" },
	{ "{\"name\":\"a/b\",\"path\":\"a/b\"}",
	    "expected a document with its \"name\"" },
	{ "{\"name\":\"\"}", "expected a document's path" },
	{ "{\"name\":\"a\"}", "expected a document's path" },
	{ "{\"name\":\"a/b/c\"}", "found \"a/b/c\"" },
	{ "{\"name\":\"/a/b/c\"}", "found \"/a/b/c\"" },
	{ "{\"name\":\"a//b/c\"}", "found \"a//b/c\"" },
	{ "{\"name\":\"a/b/c/\"}", "found \"a/b/c/\"" },
	{ "{\"name\":\"a/b\\u0000/c\"}", "expected a document's path" },
	{ "{\"name\":\"" ROOT "\"}", "expected a document's path" },
	{ "{\"name\":\"" ROOT "a\"}", "found \"a\"" },
	{ "{\"path\":\"" ROOT "a/b\"}", "found \"projects/p/" },
	{ "{\"name\":\"a/b\",\"field\":{}}", "found \"field\"" },
	{ "{\"name\":\"a/b\",\"createTime\":null,\"create_time\":null}",
	    "found \"create_time\"" },
	{ "{\"name\":\"a/b\",\"createTime\":\"now\"}",
	    "document \"a/b\": expected a time such as" },
	{ "{\"name\":\"a/b\",\"updateTime\":0}", "as the updateTime" },
	{ "{\"name\":\"a/b\",\"fields\":[]}",
	    "document \"a/b\": expected an object of fields" },
	{ "{\"name\":\"a/b\",\"fields\":{\"f\":{\"x\":1}}}",
	    "document \"a/b\": field \"f\": expected a kind of value" },
};

START_TEST(an_invalid_document_is_rejected_by_name)
{
	ck_assert_int_eq(read_text(refused[_i].text), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_msg(strstr(error.text, refused[_i].reason) != NULL,
	    "expected \"%s\" in \"%s\"", refused[_i].reason, error.text);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/rest_document");
	TCase *tcase = tcase_create("rest_document");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, a_document_has_a_path_fields_and_times);
	tcase_add_test(tcase, missing_members_are_empty);
	tcase_add_loop_test(
	    tcase, a_name_gives_the_path_and_the_project, 0, COUNT(names));
	tcase_add_loop_test(
	    tcase, an_invalid_document_is_rejected_by_name, 0, COUNT(refused));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
