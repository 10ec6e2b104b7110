/*
 * Field paths: read, written as queries have them, and followed.
 */
#include <check.h>
#include <jansson.h>
#include <string.h>

#include "data/firestore/field_path.h"

static struct gantry_error error;

static const struct reading {
	const char *text;
	const char *canonical;
	const char *names[3]; /* ended by NULL, when there are less */
} readings[] = {
	{ "updated", "updated", { "updated" } },
	{ "_a9.B_0", "_a9.B_0", { "_a9", "B_0" } },
	{ "last-updated", "`last-updated`", { "last-updated" } },
	{ "9lives", "`9lives`", { "9lives" } },
	{ "a.`b.c`.d", "a.`b.c`.d", { "a", "b.c", "d" } },
	{ "`plain`", "plain", { "plain" } },
	{ "`\\`\\\\`", "`\\`\\\\`", { "`\\" } },
	{ "a\\b", "`a\\\\b`", { "a\\b" } },
	{ "\xc3\xa9t\xc3\xa9", "`\xc3\xa9t\xc3\xa9`", { "\xc3\xa9t\xc3\xa9" } },
	{ "__x", "__x", { "__x" } },
	{ "___", "___", { "___" } },
};

START_TEST(a_path_is_names_and_is_quoted_where_it_must_be)
{
	const struct reading *reading = &readings[_i];
	struct field_path path;
	size_t i;

	ck_assert_msg(field_path_read(&path, reading->text, &error) == 0, "%s",
	    error.text);
	ck_assert_str_eq(path.text, reading->canonical);
	for (i = 0; i < path.names.count; i++)
		ck_assert_str_eq(path.names.items[i], reading->names[i]);
	ck_assert(i == 3 || reading->names[i] == NULL);
	field_path_clear(&path);
	field_path_clear(&path);
}
END_TEST

static const char *const refused[] = { "", ".", ".a", "a.", "a..b", "`", "``",
	"`a", "`a`b", "a`b`", "`a\\", "__name__", "a.__update_time__",
	"`__x__`", "____" };

START_TEST(an_invalid_path_is_rejected)
{
	struct field_path path;

	ck_assert_int_eq(field_path_read(&path, refused[_i], &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, "is not a field path"));
	field_path_clear(&path);
}
END_TEST

static const struct following {
	const char *path;
	const char *found; /* NULL: nothing */
} followings[] = {
	{ "a", "1" },
	{ "m.b", "2" },
	{ "m.n.c", "3" },
	{ "`m.b`", "4" },
	{ "m.n.d", NULL },
	{ "a.b", NULL },
	{ "e.b", NULL },
	{ "x", NULL },
};

START_TEST(a_path_leads_into_maps)
{
	static const char text[] =
	    "{\"a\":{\"integerValue\":\"1\"},\"e\":{\"mapValue\":{}},"
	    "\"m\":{\"mapValue\":{\"fields\":{\"b\":{\"integerValue\":\"2\"},"
	    "\"n\":{\"mapValue\":{\"fields\":{"
	    "\"c\":{\"integerValue\":\"3\"}}}}}}},"
	    "\"m.b\":{\"integerValue\":\"4\"}}";
	json_t *fields = json_loads(text, 0, NULL);
	const struct following *following = &followings[_i];
	struct field_path path;
	const json_t *found;

	ck_assert_ptr_nonnull(fields);
	ck_assert_int_eq(field_path_read(&path, following->path, &error), 0);
	found = field_path_find(&path, fields);
	ck_assert_int_eq(found != NULL, following->found != NULL);
	if (found != NULL)
		ck_assert_str_eq(
		    json_string_value(json_object_get(found, "integerValue")),
		    following->found);
	ck_assert_ptr_null(field_path_find(&path, NULL));
	field_path_clear(&path);
	json_decref(fields);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/field_path");
	TCase *tcase = tcase_create("paths");
	SRunner *runner;
	int failed;

	tcase_add_loop_test(tcase,
	    a_path_is_names_and_is_quoted_where_it_must_be, 0,
	    sizeof(readings) / sizeof(readings[0]));
	tcase_add_loop_test(tcase, an_invalid_path_is_rejected, 0,
	    sizeof(refused) / sizeof(refused[0]));
	tcase_add_loop_test(tcase, a_path_leads_into_maps, 0,
	    sizeof(followings) / sizeof(followings[0]));
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
