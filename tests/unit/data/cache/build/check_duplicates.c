/*
 * Finding equal paths among those that are written to files, too.
 */
#include <stdio.h>
#include <string.h>

#include "data/cache/build/duplicates.h"
#include "unit.h"

#define COUNT 20000

static struct gantry_error error;
static struct duplicates duplicates;

static void
add(const char *path)
{
	ck_assert_int_eq(
	    duplicates_add(&duplicates, path, strlen(path), &error), 0);
}

/* Add COUNT paths, in an order that is not theirs. */
static void
add_many(void)
{
	char path[32];
	int i;

	for (i = 0; i < COUNT; i++) {
		snprintf(path, sizeof(path), "a/%d", i * 7919 % COUNT);
		add(path);
	}
}

START_TEST(different_paths_pass)
{
	duplicates_init(&duplicates, unit_path("x.db"), 10000);
	add_many();
	add("a");
	add("");
	ck_assert_int_eq(duplicates_check(&duplicates, &error), 0);
	duplicates_clear(&duplicates);
}
END_TEST

START_TEST(an_equal_path_far_away_is_named)
{
	duplicates_init(&duplicates, unit_path("x.db"), 10000);
	add("a/1234");
	add_many();
	ck_assert_int_eq(duplicates_check(&duplicates, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_str_eq(error.text, "two documents have the path a/1234");
	duplicates_clear(&duplicates);
}
END_TEST

START_TEST(no_path_and_one_path_pass)
{
	duplicates_init(&duplicates, unit_path("x.db"), 10000);
	ck_assert_int_eq(duplicates_check(&duplicates, &error), 0);
	duplicates_init(&duplicates, unit_path("x.db"), 10000);
	add("");
	ck_assert_int_eq(duplicates_check(&duplicates, &error), 0);
	duplicates_clear(&duplicates);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		different_paths_pass,
		an_equal_path_far_away_is_named,
		no_path_and_one_path_pass,
		NULL,
	};

	return unit_run("cache/duplicates", tests);
}
