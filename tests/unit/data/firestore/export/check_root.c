/*
 * Finding the export that is meant below a folder.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/folders.h"
#include "data/firestore/scratch.h"

#define KINDS "/all_namespaces/all_kinds/"

static struct scratch scratch;
static struct gantry_error error;
static struct gantry_buffer seen; /* the candidates, each with a newline */

static void
set_up(void)
{
	scratch_open(&scratch);
}

static void
tear_down(void)
{
	gantry_buffer_clear(&seen);
	scratch_close(&scratch);
}

static void
touch(const char *name)
{
	struct gantry_buffer nothing = { 0 };

	scratch_put(&scratch, name, &nothing);
}

/* Make an export that was finished at END; 0: it has no metadata of a kind. */
static void
put_export(const char *name, uint64_t end)
{
	struct gantry_buffer metadata = { 0 };
	char path[256];

	snprintf(path, sizeof(path), "%s/x.overall_export_metadata", name);
	touch(path);
	snprintf(path, sizeof(path), "%s" KINDS "output-0", name);
	touch(path);
	if (end == 0)
		return;
	encode_metadata(&metadata, "output-0", end - 1, end);
	snprintf(path, sizeof(path), "%s" KINDS "x.export_metadata", name);
	scratch_put(&scratch, path, &metadata);
	gantry_buffer_clear(&metadata);
}

static void
see(void *argument, const char *path)
{
	(void)argument;
	gantry_buffer_puts(&seen, path);
	gantry_buffer_puts(&seen, "\n");
}

static char *
find(const char *name, bool newest)
{
	const struct root_options options = {
		.folder = scratch_path(&scratch, name),
		.newest = newest,
		.candidate = see,
	};

	gantry_buffer_reset(&seen);
	error.text[0] = '\0';
	return root_find(&options, &error);
}

static void
expect(const char *name, bool newest, const char *root)
{
	char *found = find(name, newest);

	ck_assert_msg(found != NULL, "%s", error.text);
	ck_assert_int_eq(found[strlen(found) - 1], '/');
	found[strlen(found) - 1] = '\0';
	ck_assert_str_eq(found, scratch_path(&scratch, root));
	ck_assert_uint_eq(seen.length, 0);
	free(found);
}

static void
expect_error(const char *name, bool newest, const char *text)
{
	ck_assert_ptr_null(find(name, newest));
	ck_assert_msg(strstr(error.text, text) != NULL,
	    "expected \"%s\" in \"%s\"", text, error.text);
}

static bool
has_seen(const char *name)
{
	gantry_buffer_putc(&seen, '\0');
	seen.length--;
	return strstr(seen.data, scratch_path(&scratch, name)) != NULL;
}

START_TEST(an_export_is_found_however_deep_it_is)
{
	put_export("d/2025/monday/x", 5);
	touch("d/2025/notes.txt");
	touch("d/auth_export/accounts.json");
	expect("d", false, "d/2025/monday/x");
	expect("d/2025/", false, "d/2025/monday/x");
	expect("d/2025/monday/x", false, "d/2025/monday/x");
	expect("d", true, "d/2025/monday/x");
}
END_TEST

START_TEST(a_part_of_an_export_is_its_own_root)
{
	put_export("d", 5);
	expect("d" KINDS, false, "d/all_namespaces/all_kinds");
	expect("d/all_namespaces", false, "d/all_namespaces");
}
END_TEST

START_TEST(without_metadata_the_folder_is_the_root)
{
	touch("d/kind_a/output-0");
	touch("d/kind_b/output-0");
	expect("d", false, "d");
	touch("e/firestore_export" KINDS "output-0");
	expect("e", false, "e/firestore_export");
}
END_TEST

START_TEST(several_exports_are_named_and_none_is_taken)
{
	put_export("d/monday", 5);
	put_export("d/old/sunday", 4);
	expect_error("d", false, "has 2 exports");
	ck_assert_ptr_nonnull(strstr(error.text, "--newest"));
	ck_assert(has_seen("d/monday\n"));
	ck_assert(has_seen("d/old/sunday\n"));
}
END_TEST

START_TEST(the_newest_export_is_taken_by_its_metadata)
{
	put_export("d/a", 5);
	put_export("d/b", 7);
	put_export("d/c", 6);
	put_export("d/without", 0);
	expect("d", true, "d/b");
	put_export("d/e", 7);
	expect_error("d", true, "do not tell which is newer");
	put_export("d/f", 8);
	expect("d", true, "d/f");
}
END_TEST

START_TEST(data_beside_an_export_is_not_lost)
{
	put_export("d/a", 5);
	touch("d/b/output-0");
	expect_error("d", false, "has 2 exports");
	ck_assert(has_seen("d/b\n"));
	expect_error("d", true, "give one of them");
}
END_TEST

START_TEST(an_export_in_an_export_is_not_looked_for)
{
	put_export("d", 5);
	put_export("d/copy", 6);
	expect("d", false, "d");
	expect("d", true, "d");
}
END_TEST

START_TEST(a_folder_that_cannot_be_listed_is_an_error)
{
	expect_error("nothing", false, "cannot open");
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/root");
	TCase *tcase = tcase_create("root");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, an_export_is_found_however_deep_it_is);
	tcase_add_test(tcase, a_part_of_an_export_is_its_own_root);
	tcase_add_test(tcase, without_metadata_the_folder_is_the_root);
	tcase_add_test(tcase, several_exports_are_named_and_none_is_taken);
	tcase_add_test(tcase, the_newest_export_is_taken_by_its_metadata);
	tcase_add_test(tcase, data_beside_an_export_is_not_lost);
	tcase_add_test(tcase, an_export_in_an_export_is_not_looked_for);
	tcase_add_test(tcase, a_folder_that_cannot_be_listed_is_an_error);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
