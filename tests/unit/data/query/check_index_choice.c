/*
 * Which fields are indexed.
 */
#include <string.h>

#include "data/query/store/index_choice.h"
#include "unit.h"

static struct index_choices choices;
static struct arena arena;
static struct gantry_error error;

static void
choose(const char *text, bool is_only)
{
	ck_assert_msg(index_choices_add(&choices, text, is_only, &error) == 0,
	    "%s", error.text);
}

static enum index_cover
cover(const char *collection, const char *path)
{
	struct field_path_names field;

	ck_assert_int_eq(field_read(&field, &arena,
			     (struct bytes){ path, strlen(path) }, &error),
	    0);
	return index_choices_cover(&choices,
	    (struct bytes){ collection, strlen(collection) }, field.key);
}

static void
forget(void)
{
	index_choices_clear(&choices);
	arena_clear(&arena);
}

START_TEST(everything_is_covered_at_first)
{
	ck_assert_int_eq(cover("c", "a.b"), INDEX_WHOLE);
	ck_assert_int_eq(cover("", "a"), INDEX_WHOLE);
	forget();
}
END_TEST

START_TEST(exempt_fields_are_not)
{
	choose("a.b", false);
	choose("c:d", false);
	ck_assert_int_eq(cover("c", "a"), INDEX_WHOLE);
	ck_assert_int_eq(cover("c", "a.b"), INDEX_NOTHING);
	ck_assert_int_eq(cover("c", "a.b.c"), INDEX_NOTHING);
	ck_assert_int_eq(cover("c", "a.bc"), INDEX_WHOLE);
	ck_assert_int_eq(cover("c", "d"), INDEX_NOTHING);
	ck_assert_int_eq(cover("e", "d"), INDEX_WHOLE);
	/* In some collection it is exempt. */
	ck_assert_int_eq(cover("", "d"), INDEX_NOTHING);
	forget();
}
END_TEST

START_TEST(only_these_are)
{
	choose("a.b", true);
	choose("c:d", true);
	ck_assert_int_eq(cover("c", "a"), INDEX_INNER);
	ck_assert_int_eq(cover("c", "a.b"), INDEX_WHOLE);
	ck_assert_int_eq(cover("c", "a.b.c"), INDEX_WHOLE);
	ck_assert_int_eq(cover("c", "e"), INDEX_NOTHING);
	ck_assert_int_eq(cover("c", "d"), INDEX_WHOLE);
	ck_assert_int_eq(cover("e", "d"), INDEX_NOTHING);
	ck_assert_int_ne(cover("", "d"), INDEX_WHOLE);
	forget();
}
END_TEST

START_TEST(both_can_be_combined)
{
	choose("a", true);
	choose("a.b", false);
	ck_assert_int_eq(cover("c", "a.c"), INDEX_WHOLE);
	ck_assert_int_eq(cover("c", "a.b"), INDEX_NOTHING);
	ck_assert_int_eq(cover("c", "d"), INDEX_NOTHING);
	forget();
}
END_TEST

START_TEST(a_colon_in_quotes_is_part_of_the_name)
{
	choose("`x:y`", false);
	ck_assert_int_eq(cover("c", "`x:y`"), INDEX_NOTHING);
	ck_assert_int_eq(cover("c", "x"), INDEX_WHOLE);
	forget();
}
END_TEST

START_TEST(bad_choices_are_refused)
{
	ck_assert_int_eq(index_choices_add(&choices, "", false, &error), -1);
	ck_assert_int_eq(index_choices_add(&choices, "c:", false, &error), -1);
	ck_assert_int_eq(index_choices_add(&choices, "a.", false, &error), -1);
	ck_assert_int_eq(
	    index_choices_add(&choices, "__name__", false, &error), -1);
	forget();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		everything_is_covered_at_first,
		exempt_fields_are_not,
		only_these_are,
		both_can_be_combined,
		a_colon_in_quotes_is_part_of_the_name,
		bad_choices_are_refused,
		NULL,
	};

	return unit_run("query/index_choice", tests);
}
