/*
 * Changes of files, at times that the test decides.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "cmd/development/watch.h"
#include "unit.h"

static struct watch watch;
static struct gantry_error error;
static int64_t now;

static void
begin(const char *path)
{
	watch_init(&watch);
	ck_assert_int_eq(watch_add(&watch, path, "file", false, &error), 0);
	ck_assert_int_eq(watch_add(&watch, path, "file", false, &error), 0);
	ck_assert_uint_eq(watch.count, 1);
	now = clock_milliseconds();
	ck_assert(!watch_look(&watch, true, now));
	ck_assert(!watch_look(&watch, false, now + 10000));
	now += 10000;
}

/* Is there a change, once the files are left alone? */
static bool
settles(void)
{
	ck_assert(!watch_look(&watch, true, now));
	ck_assert(!watch_look(&watch, false, now + 100));
	now += 10000;
	return watch_look(&watch, false, now);
}

START_TEST(a_file_that_is_replaced_has_changed_once)
{
	const char *path = unit_path("a");

	unit_write_text(path, "one");
	begin(path);
	unit_write_text(unit_path("b"), "two");
	ck_assert_int_eq(rename(unit_path("b"), path), 0);
	ck_assert(settles());
	ck_assert(watch_has_changed(&watch, 0));
	watch_accept(&watch);
	ck_assert(!watch_has_changed(&watch, 0));
	ck_assert(!settles());
	watch_clear(&watch);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_file_that_is_written_has_changed_when_it_is_left_alone)
{
	const char *path = unit_path("a");

	unit_write_text(path, "one");
	begin(path);
	unit_write_text(path, "longer");
	ck_assert(!watch_look(&watch, true, now));
	unit_write_text(path, "longer still");
	ck_assert(!watch_look(&watch, true, now + 190));
	ck_assert(!watch_look(&watch, false, now + 380));
	ck_assert(watch_look(&watch, false, now + 400));
	watch_clear(&watch);
}
END_TEST

START_TEST(a_file_that_changes_all_the_time_is_not_waited_for)
{
	const char *path = unit_path("a");
	char text[64] = "";
	int i;

	unit_write_text(path, "");
	begin(path);
	for (i = 0; i < 60; i++) {
		snprintf(text, sizeof(text), "%0*d", i + 1, 0);
		unit_write_text(path, text);
		if (watch_look(&watch, true, now + i * 100))
			break;
	}
	ck_assert_int_ge(i, 50);
	ck_assert_int_lt(i, 60);
	watch_clear(&watch);
}
END_TEST

START_TEST(a_file_that_is_away_is_being_made)
{
	const char *path = unit_path("a");

	unit_write_text(path, "one");
	begin(path);
	ck_assert_int_eq(unlink(path), 0);
	ck_assert(!settles());
	unit_write_text(path, "two!");
	ck_assert(settles());
	watch_clear(&watch);
}
END_TEST

START_TEST(a_symlink_changes_with_its_target)
{
	const char *path = unit_path("link");

	unit_write_text(unit_path("a"), "one");
	unit_write_text(unit_path("b"), "two!");
	ck_assert_int_eq(symlink("a", path), 0);
	begin(path);
	ck_assert_int_eq(symlink("b", unit_path("new")), 0);
	ck_assert_int_eq(rename(unit_path("new"), path), 0);
	ck_assert(settles());
	watch_accept(&watch);
	unit_write_text(unit_path("b"), "three");
	ck_assert(settles());
	watch_clear(&watch);
}
END_TEST

START_TEST(the_kernel_tells_of_a_change)
{
	char events[4096];
	const char *path = unit_path("a");

	watch_init(&watch);
	if (watch.inotify == -1)
		return;
	ck_assert_int_eq(watch_add(&watch, path, "file", false, &error), 0);
	ck_assert_int_eq(read(watch.inotify, events, sizeof(events)), -1);
	unit_write_text(path, "one");
	ck_assert_int_gt(read(watch.inotify, events, sizeof(events)), 0);
	watch_clear(&watch);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_file_that_is_replaced_has_changed_once,
		a_file_that_is_written_has_changed_when_it_is_left_alone,
		a_file_that_changes_all_the_time_is_not_waited_for,
		a_file_that_is_away_is_being_made,
		a_symlink_changes_with_its_target,
		the_kernel_tells_of_a_change,
		NULL,
	};

	return unit_run("watch", tests);
}
