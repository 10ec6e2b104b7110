/*
 * Collections in the order of names.
 */
#include <stdio.h>
#include <string.h>

#include "data/query/index/collections.h"
#include "unit.h"

static struct gantry_error error;
static char left[1024];

static int
note(void *argument, const struct collection *collection, struct bytes path,
    struct gantry_error *unused)
{
	size_t length = strlen(left);

	(void)argument;
	(void)unused;
	snprintf(left + length, sizeof(left) - length, "%.*s=%lld:%lld ",
	    (int)path.length, path.data, (long long)collection->id,
	    (long long)collection->documents);
	return 0;
}

START_TEST(each_is_left_once)
{
	static const char *const paths[] = { "a/1", "a/1/b/1", "a/1/b/2",
		"a/1/c/1", "a/2", "a/3/b/1", "aa/1", "b/1" };
	struct collections collections = { .count = 0 };
	struct collection *collection;
	size_t i;

	left[0] = '\0';
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		collection = collections_enter(&collections,
		    (struct bytes){ paths[i], strlen(paths[i]) }, note, NULL,
		    &error);
		ck_assert_ptr_nonnull(collection);
		collection->documents++;
	}
	ck_assert_int_eq(
	    collections_leave(&collections, note, NULL, &error), 0);
	ck_assert_str_eq(
	    left, "a/1/b=2:2 a/1/c=3:1 a/3/b=4:1 a=1:2 aa=5:1 b=6:1 ");
	collections_clear(&collections);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_is_left_once,
		NULL,
	};

	return unit_run("query/collections", tests);
}
