/*
 * Upgrading caches: the content stays, and a failure changes nothing.
 */
#include <string.h>
#include <sys/stat.h>

#include "data/cache/build/previous.h"
#include "data/cache/cache.h"
#include "data/cache/sample.h"
#include "unit.h"

static const struct sample_document one[] = {
	{ "a/b", "{}" },
	{ NULL, NULL },
};

static struct gantry_error error;

/* Make x.db as version 2 did. */
static void
make_old(void)
{
	sample_build(unit_path("x.db"), one, NULL);
	sample_alter(
	    unit_path("x.db"), "DROP TABLE lacks; PRAGMA user_version = 2;");
}

static int64_t
ask(const char *name, const char *sql)
{
	char generation[CACHE_GENERATION_SIZE];
	struct db *db = cache_open(unit_path(name), generation, &error);
	int64_t value;

	ck_assert_msg(db != NULL, "%s", error.text);
	ck_assert_msg(
	    db_integer(db, sql, &value, &error) == 0, "%s", error.text);
	db_close(db);
	return value;
}

START_TEST(the_generation_stays)
{
	char generation[CACHE_GENERATION_SIZE];
	struct previous_upgrade upgrade;

	make_old();
	db_close(cache_open(unit_path("x.db"), generation, &error));
	ck_assert_msg(previous_upgrade(unit_path("x.db"), unit_path("y.db"),
			  &upgrade, &error) == 0,
	    "%s", error.text);
	ck_assert_int_eq(upgrade.version, 2);
	ck_assert_str_eq(upgrade.generation, generation);
	ck_assert_int_eq(ask("x.db", "PRAGMA user_version"), 2);
	ck_assert_int_eq(ask("y.db", "PRAGMA user_version"), 3);
	ck_assert_int_eq(ask("y.db", "SELECT count(*) FROM document"), 1);
	ck_assert_int_eq(ask("y.db", "SELECT kind = 'unknown' FROM lacks"), 1);
	ck_assert_uint_eq(unit_count_files(), 2);
}
END_TEST

START_TEST(a_cache_is_upgraded_in_place_once)
{
	struct stat before, after;
	struct previous_upgrade upgrade;
	const char *path = unit_path("x.db");

	make_old();
	ck_assert_int_eq(previous_upgrade(path, path, &upgrade, &error), 0);
	ck_assert_int_eq(ask("x.db", "PRAGMA user_version"), 3);
	ck_assert_int_eq(stat(path, &before), 0);
	ck_assert_int_eq(previous_upgrade(path, path, &upgrade, &error), 0);
	ck_assert_int_eq(upgrade.version, 3);
	ck_assert_int_eq(stat(path, &after), 0);
	ck_assert_uint_eq(before.st_ino, after.st_ino);
	ck_assert_uint_eq(unit_count_files(), 1);
}
END_TEST

/* Its own table lacks cannot be what the next version has. */
START_TEST(a_failure_changes_nothing)
{
	struct previous_upgrade upgrade;
	const char *path = unit_path("x.db");

	make_old();
	sample_alter(path, "CREATE TABLE lacks (x);");
	ck_assert_int_eq(previous_upgrade(path, path, &upgrade, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "x.db"));
	ck_assert_int_eq(ask("x.db", "PRAGMA user_version"), 2);
	ck_assert_uint_eq(unit_count_files(), 1);
	sample_alter(path, "PRAGMA user_version = 9;");
	ck_assert_int_eq(previous_upgrade(path, path, &upgrade, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "schema version 9"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_generation_stays,
		a_cache_is_upgraded_in_place_once,
		a_failure_changes_nothing,
		NULL,
	};

	return unit_run("cache/schema_upgrade", tests);
}
