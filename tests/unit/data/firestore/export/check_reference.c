/*
 * Keys and references: paths of all kinds, and ids that would break them.
 */
#include <check.h>
#include <string.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/reference.h"

static struct gantry_buffer message, path;
static struct gantry_error error;
static struct reference reference;

static void
tear_down(void)
{
	gantry_buffer_clear(&message);
	gantry_buffer_clear(&path);
}

/* Append the element COLLECTION/ID to the Path ELEMENTS. */
static void
add_element(
    struct gantry_buffer *elements, struct bytes collection, struct bytes id)
{
	struct gantry_buffer element = { 0 };

	encode_bytes(&element, 2, collection.data, collection.length);
	encode_bytes(&element, 4, id.data, id.length);
	encode_group(elements, 1, &element);
}

/* Make the message a key of the project "e~demo" and the path ELEMENTS. */
static void
make_key(struct gantry_buffer *elements)
{
	encode_string(&message, 13, "e~demo");
	encode_message(&message, 14, elements);
}

static int
read_key(void)
{
	gantry_buffer_reset(&path);
	return reference_read_key(
	    protobuf_open(encoded(&message)), &reference, &path, &error);
}

static int
read_value(void)
{
	gantry_buffer_reset(&path);
	return reference_read_value(
	    protobuf_open(encoded(&message)), &reference, &path, &error);
}

START_TEST(a_key_is_a_path_of_pairs)
{
	struct gantry_buffer elements = { 0 };

	add_element(&elements, (struct bytes){ "users", 5 },
	    (struct bytes){ "alice", 5 });
	add_element(&elements, (struct bytes){ "posts", 5 },
	    (struct bytes){ "a b.c:d", 7 });
	make_key(&elements);
	ck_assert_int_eq(read_key(), 0);
	ck_assert(bytes_is_equal(encoded(&path), "users/alice/posts/a b.c:d"));
	ck_assert(bytes_is_equal(reference.project, "demo"));
	ck_assert(bytes_is_equal(reference.database, "(default)"));
}
END_TEST

START_TEST(a_key_may_name_its_database_behind_or_before_its_path)
{
	struct gantry_buffer elements = { 0 };

	encode_string(&message, 23, "second");
	add_element(
	    &elements, (struct bytes){ "x", 1 }, (struct bytes){ "y", 1 });
	make_key(&elements);
	ck_assert_int_eq(read_key(), 0);
	ck_assert(bytes_is_equal(reference.database, "second"));
	encode_string(&message, 23, "third");
	ck_assert_int_eq(read_key(), 0);
	ck_assert(bytes_is_equal(reference.database, "third"));
}
END_TEST

static const struct {
	const char *app, *project;
} apps[] = {
	{ "e~demo", "demo" },
	{ "dev~demo", "demo" },
	{ "demo", "demo" },
	{ "s~example.com:demo", "example.com:demo" },
};

START_TEST(a_project_is_what_follows_the_region)
{
	struct gantry_buffer elements = { 0 };

	add_element(
	    &elements, (struct bytes){ "x", 1 }, (struct bytes){ "y", 1 });
	encode_string(&message, 13, apps[_i].app);
	encode_message(&message, 14, &elements);
	ck_assert_int_eq(read_key(), 0);
	ck_assert(bytes_is_equal(reference.project, apps[_i].project));
}
END_TEST

static const struct {
	int64_t id;
	const char *path;
} numbers[] = {
	{ 7, "a/__id7__" },
	{ -5, "a/__id-5__" },
	{ INT64_MAX, "a/__id9223372036854775807__" },
	{ INT64_MIN, "a/__id-9223372036854775808__" },
};

START_TEST(a_numeric_id_is_spelled_out)
{
	struct gantry_buffer element = { 0 }, elements = { 0 };

	encode_string(&element, 2, "a");
	encode_number(&element, 3, (uint64_t)numbers[_i].id);
	encode_group(&elements, 1, &element);
	make_key(&elements);
	ck_assert_int_eq(read_key(), 0);
	ck_assert(bytes_is_equal(encoded(&path), numbers[_i].path));
}
END_TEST

START_TEST(a_reference_value_has_its_elements_beside_its_project)
{
	struct gantry_buffer element = { 0 };

	encode_string(&message, 13, "dev~other");
	encode_string(&element, 15, "a");
	encode_string(&element, 17, "b");
	encode_group(&message, 14, &element);
	encode_string(&element, 15, "c");
	encode_number(&element, 16, 40);
	encode_group(&message, 14, &element);
	encode_string(&message, 23, "second");
	ck_assert_int_eq(read_value(), 0);
	ck_assert(bytes_is_equal(encoded(&path), "a/b/c/__id40__"));
	ck_assert(bytes_is_equal(reference.project, "other"));
	ck_assert(bytes_is_equal(reference.database, "second"));
}
END_TEST

static const struct {
	struct bytes id;
	const char *text;
} bad_ids[] = {
	{ { "", 0 }, "found an empty one" },
	{ { "a/b", 3 }, "expected an id without '/': \"a/b\"" },
	{ { "a\0/b", 4 }, "expected an id without '/': \"a?/b\"" },
	{ { "a\xff", 2 }, "expected an id in UTF-8" },
};

START_TEST(an_id_that_breaks_a_path_is_an_error)
{
	struct gantry_buffer elements = { 0 };

	add_element(&elements, (struct bytes){ "x", 1 }, bad_ids[_i].id);
	make_key(&elements);
	ck_assert_int_eq(read_key(), -1);
	ck_assert_ptr_nonnull(strstr(error.text, bad_ids[_i].text));
	gantry_buffer_reset(&message);
	add_element(&elements, bad_ids[_i].id, (struct bytes){ "x", 1 });
	make_key(&elements);
	ck_assert_int_eq(read_key(), -1);
	ck_assert_ptr_nonnull(strstr(error.text, bad_ids[_i].text));
}
END_TEST

START_TEST(an_element_without_a_collection_or_an_id_is_an_error)
{
	struct gantry_buffer element = { 0 }, elements = { 0 };

	encode_string(&element, 2, "x");
	encode_group(&elements, 1, &element);
	make_key(&elements);
	ck_assert_int_eq(read_key(), -1);
	gantry_buffer_reset(&message);
	encode_string(&element, 4, "x");
	encode_group(&elements, 1, &element);
	make_key(&elements);
	ck_assert_int_eq(read_key(), -1);
	gantry_buffer_reset(&message);
	encode_string(&element, 2, "x");
	encode_string(&element, 4, "x");
	encode_number(&element, 3, 1);
	encode_group(&elements, 1, &element);
	make_key(&elements);
	ck_assert_int_eq(read_key(), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "expected a collection id"));
}
END_TEST

START_TEST(a_key_without_a_path_or_a_project_is_an_error)
{
	struct gantry_buffer elements = { 0 };

	make_key(&elements);
	ck_assert_int_eq(read_key(), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "expected a document's path"));
	gantry_buffer_reset(&message);
	add_element(
	    &elements, (struct bytes){ "x", 1 }, (struct bytes){ "y", 1 });
	encode_message(&message, 14, &elements);
	ck_assert_int_eq(read_key(), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "expected a project"));
	encode_string(&message, 13, "e~");
	ck_assert_int_eq(read_key(), -1);
	gantry_buffer_reset(&message);
	encode_string(&message, 13, "e~demo");
	ck_assert_int_eq(read_value(), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "expected a document's path"));
}
END_TEST

START_TEST(a_namespace_is_read)
{
	struct gantry_buffer elements = { 0 };

	add_element(
	    &elements, (struct bytes){ "x", 1 }, (struct bytes){ "y", 1 });
	make_key(&elements);
	encode_string(&message, 20, "");
	ck_assert_int_eq(read_key(), 0);
	ck_assert_uint_eq(reference.space.length, 0);
	encode_string(&message, 20, "tenant");
	ck_assert_int_eq(read_key(), 0);
	ck_assert(bytes_is_equal(reference.space, "tenant"));
}
END_TEST

START_TEST(a_wrong_wire_type_is_an_error)
{
	static const uint32_t fields[] = { 13, 14, 20, 23 };
	size_t i;

	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		gantry_buffer_reset(&message);
		encode_number(&message, fields[i], 1);
		ck_assert_int_eq(read_key(), -1);
		ck_assert_ptr_nonnull(strstr(error.text, "found wire type 0"));
		ck_assert_int_eq(read_value(), -1);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/reference");
	TCase *tcase = tcase_create("reference");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, a_key_is_a_path_of_pairs);
	tcase_add_test(
	    tcase, a_key_may_name_its_database_behind_or_before_its_path);
	tcase_add_loop_test(tcase, a_project_is_what_follows_the_region, 0,
	    sizeof(apps) / sizeof(apps[0]));
	tcase_add_loop_test(tcase, a_numeric_id_is_spelled_out, 0,
	    sizeof(numbers) / sizeof(numbers[0]));
	tcase_add_test(
	    tcase, a_reference_value_has_its_elements_beside_its_project);
	tcase_add_loop_test(tcase, an_id_that_breaks_a_path_is_an_error, 0,
	    sizeof(bad_ids) / sizeof(bad_ids[0]));
	tcase_add_test(
	    tcase, an_element_without_a_collection_or_an_id_is_an_error);
	tcase_add_test(tcase, a_key_without_a_path_or_a_project_is_an_error);
	tcase_add_test(tcase, a_namespace_is_read);
	tcase_add_test(tcase, a_wrong_wire_type_is_an_error);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
