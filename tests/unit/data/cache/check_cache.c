/*
 * Opening caches, and moving over from one file to the next.
 */
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/cache/cache.h"
#include "data/cache/sample.h"
#include "unit.h"

static const struct sample_document one[] = {
	{ "things/a", "{}" },
	{ NULL, NULL },
};

static const struct sample_document two[] = {
	{ "things/a", "{}" },
	{ "things/b", "{}" },
	{ NULL, NULL },
};

static struct cache cache;
static struct gantry_error error;
static char generation[CACHE_GENERATION_SIZE];

/* Look for a new file now, however short ago the last look was. */
static bool
look(void)
{
	cache.looked = 0;
	return cache_is_stale(&cache);
}

/* How many documents the open file has. */
static int64_t
count(void)
{
	int64_t documents = -1;

	ck_assert_ptr_nonnull(cache.db);
	ck_assert_int_eq(db_integer(cache.db, "SELECT count(*) FROM document",
			     &documents, &error),
	    0);
	return documents;
}

/* Open a cache of one document at x.db. */
static void
set_up(void)
{
	sample_build(unit_path("x.db"), one, NULL);
	cache_init(&cache, unit_path("x.db"), NULL, NULL);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_int_eq(count(), 1);
}

START_TEST(a_cache_has_a_generation)
{
	struct db *db;

	sample_build(unit_path("x.db"), one, NULL);
	db = cache_open(unit_path("x.db"), generation, &error);
	ck_assert_ptr_nonnull(db);
	ck_assert_uint_eq(strlen(generation), CACHE_GENERATION_SIZE - 1);
	ck_assert_uint_eq(
	    strspn(generation, "0123456789abcdef"), CACHE_GENERATION_SIZE - 1);
	db_close(db);
}
END_TEST

/* A generation that no builder would write, in a table that takes any. */
#define GENERATION(VALUE)                                              \
	"CREATE TABLE relaxed AS SELECT * FROM meta; DROP TABLE meta;" \
	"ALTER TABLE relaxed RENAME TO meta;"                          \
	"UPDATE meta SET value = " VALUE " WHERE key = 'generation'"

START_TEST(a_file_that_is_not_a_cache_is_unavailable)
{
	static const struct {
		const char *sql, *says;
	} cases[] = {
		{ "PRAGMA user_version = 4",
		    "schema version 4, but this program reads versions 2 to 3; "
		    "import or pull it again, or use the newer program that "
		    "made it" },
		{ "PRAGMA user_version = 1",
		    "schema version 1, but this program reads versions 2 to 3; "
		    "import or pull it again" },
		{ "PRAGMA user_version = 0", "schema version 0" },
		{ "PRAGMA application_id = 7", "not a cache of gantry" },
		{ "DELETE FROM meta WHERE key = 'generation'", "generation" },
		{ "DROP TABLE meta", "meta" },
		/* It becomes the name of a folder, and a header. */
		{ GENERATION("'../../../../etc/'"), "16 hexadecimal digits" },
		{ GENERATION("'x\"y'"), "16 hexadecimal digits" },
		{ GENERATION("''"), "16 hexadecimal digits" },
		{ GENERATION("NULL"), "16 hexadecimal digits" },
		{ GENERATION("'0123456789abcde'"), "16 hexadecimal digits" },
		{ GENERATION("'0123456789abcdef0'"), "16 hexadecimal digits" },
		{ GENERATION("'0123456789abcdeg'"), "16 hexadecimal digits" },
		{ GENERATION("'0123456789abcde' || char(10)"),
		    "16 hexadecimal digits" },
		{ GENERATION("'0123456789abcdef' || char(0) || '/'"),
		    "16 hexadecimal digits" },
		{ GENERATION("1234567812345678"), "16 hexadecimal digits" },
		{ GENERATION("CAST('0123456789abcdef' AS BLOB)"),
		    "16 hexadecimal digits" },
	};
	const char *path = unit_path("x.db");
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unlink(path);
		sample_build(path, one, NULL);
		sample_alter(path, cases[i].sql);
		ck_assert_msg(cache_open(path, generation, &error) == NULL,
		    "after %s", cases[i].sql);
		ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "%s: %s", cases[i].sql, error.text);
		ck_assert_ptr_nonnull(strstr(error.text, path));
	}
}
END_TEST

/* A copy of the sample's table under another name, and then this in place. */
#define INSTEAD(SQL) "ALTER TABLE document RENAME TO hidden;" SQL

/* What SQLite would not do, written into its own table. */
#define FORGE(SQL) "PRAGMA writable_schema = ON; UPDATE sqlite_schema " SQL

START_TEST(views_and_virtual_tables_are_rejected)
{
	static const struct {
		const char *sql, *says;
	} cases[] = {
		{ INSTEAD("CREATE VIEW document AS SELECT * FROM hidden"),
		    "'document' is neither a table nor an index, which a cache "
		    "never has: CREATE VIEW document AS SELECT" },
		{ INSTEAD("CREATE VIEW document AS WITH RECURSIVE n(i) AS"
			  " (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
			  " SELECT * FROM n"),
		    "CREATE VIEW" },
		{ INSTEAD("CREATE VIRTUAL TABLE document USING fts5(path)"),
		    "'document' is neither a table nor an index" },
		{ INSTEAD("CREATE VIRTUAL TABLE document USING rtree(a, b, c)"),
		    "CREATE VIRTUAL TABLE" },
		{ INSTEAD("CREATE TABLE document (path TEXT, fields TEXT"
			  " AS (hex(zeroblob(100000000))))"),
		    "'document' has a computed column, which a cache never has: "
		    "CREATE TABLE document" },
		{ "CREATE TABLE other (a INT generated/**/always\nas/**/(1), b)",
		    "'other' has a computed column" },
		{ "CREATE TABLE other (a, b AS (a + 1) STORED)",
		    "'other' has a computed column" },
		{ "CREATE TRIGGER t AFTER INSERT ON document"
		  " BEGIN DELETE FROM meta; END",
		    "'t' is neither" },
		{ FORGE("SET type = 'view', rootpage = 0,"
			" sql = 'CREATE/**/VIEW ignored AS SELECT 1 x'"
			" WHERE name = 'ignored'"),
		    "'ignored' is neither" },
		{ FORGE("SET rootpage = 0,"
			" sql = 'CREATE VIEW ignored AS SELECT 1 x'"
			" WHERE name = 'ignored'"),
		    "malformed" },
	};
	const char *path = unit_path("x.db");
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		unlink(path);
		sample_build(path, one, NULL);
		sample_alter(path, cases[i].sql);
		error = (struct gantry_error){ 0 };
		ck_assert_msg(cache_open(path, generation, &error) == NULL,
		    "after %s", cases[i].sql);
		ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "%s: %s", cases[i].sql, error.text);
	}
}
END_TEST

START_TEST(a_schema_without_end_is_rejected)
{
	const char *path = unit_path("x.db");

	sample_build(path, one, NULL);
	sample_alter(path, "CREATE TABLE more (a UNIQUE)");
	sample_make_schema_endless(path);
	ck_assert_ptr_null(cache_open(path, generation, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_msg(strstr(error.text,
			  "check of 1000 ms: stopped at the deadline") != NULL,
	    "%s", error.text);
}
END_TEST

START_TEST(more_tables_and_indexes_are_accepted)
{
	struct db *db;

	sample_build(unit_path("x.db"), one, NULL);
	sample_alter(unit_path("x.db"),
	    "CREATE TABLE more (a UNIQUE, b); CREATE INDEX i ON more (b);"
	    "CREATE UNIQUE INDEX u ON more (a, b);"
	    "CREATE TABLE has (wash, as_is, as2); ANALYZE");
	db = cache_open(unit_path("x.db"), generation, &error);
	ck_assert_msg(db != NULL, "%s", error.text);
	db_close(db);
}
END_TEST

START_TEST(a_file_that_is_not_a_database_is_not_a_cache)
{
	const char *path = unit_path("x.db");

	ck_assert_ptr_null(cache_open(path, generation, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "No such file"));
	unit_write_text(path, "");
	ck_assert_ptr_null(cache_open(path, generation, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	unit_write_text(path, "garbage");
	ck_assert_ptr_null(cache_open(path, generation, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	unlink(path);
	sample_alter(path, "CREATE TABLE other (x)");
	ck_assert_ptr_null(cache_open(path, generation, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
}
END_TEST

START_TEST(a_file_is_opened_once)
{
	set_up();
	ck_assert(!look());
	ck_assert(!look());
	cache_clear(&cache);
	cache_clear(&cache);
	ck_assert_ptr_null(cache.db);
}
END_TEST

START_TEST(a_replaced_file_is_moved_over_to)
{
	set_up();
	memcpy(generation, cache.generation, sizeof(generation));
	sample_build(unit_path("x.db"), two, NULL);
	ck_assert_int_eq(count(), 1);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_int_eq(count(), 2);
	ck_assert_str_ne(cache.generation, generation);
	ck_assert(!look());
	cache_clear(&cache);
}
END_TEST

/* How many documents a pinned file has. */
static int64_t
count_pinned(const struct cache_pin *pin)
{
	int64_t documents = -1;

	ck_assert_int_eq(db_integer(pin->db, "SELECT count(*) FROM document",
			     &documents, &error),
	    0);
	return documents;
}

START_TEST(a_pinned_file_stays_open_until_it_is_unpinned)
{
	struct cache_pin *first, *second;
	int before;

	cache_init(&cache, unit_path("x.db"), NULL, NULL);
	ck_assert_ptr_null(cache_pin(&cache));
	cache_unpin(NULL);
	set_up();
	before = unit_count_descriptors();
	first = cache_pin(&cache);
	ck_assert_ptr_eq(cache_pin(&cache), first);
	cache_unpin(first);
	sample_build(unit_path("x.db"), two, NULL);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_int_eq(count(), 2);
	ck_assert_int_eq(count_pinned(first), 1);
	ck_assert_str_ne(first->generation, cache.generation);
	second = cache_pin(&cache);
	ck_assert_ptr_ne(second, first);
	cache_unpin(first);
	ck_assert_int_eq(unit_count_descriptors(), before);
	cache_clear(&cache);
	ck_assert_int_eq(count_pinned(second), 2);
	cache_unpin(second);
	ck_assert_int_lt(unit_count_descriptors(), before);
}
END_TEST

START_TEST(a_file_that_is_not_pinned_any_more_is_closed_with_its_cache)
{
	int before = unit_count_descriptors();

	set_up();
	cache_unpin(cache_pin(&cache));
	ck_assert_int_eq(count(), 1);
	cache_clear(&cache);
	cache_clear(&cache);
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

START_TEST(a_look_is_not_repeated_at_once)
{
	set_up();
	sample_build(unit_path("y.db"), two, NULL);
	ck_assert(!look());
	ck_assert_int_eq(rename(unit_path("y.db"), unit_path("x.db")), 0);
	cache.looked += 10000; /* however slow the test runs */
	ck_assert(!cache_is_stale(&cache));
	ck_assert(look());
	cache_clear(&cache);
}
END_TEST

START_TEST(a_bad_new_file_keeps_the_old_and_is_tried_once)
{
	set_up();
	memcpy(generation, cache.generation, sizeof(generation));
	unit_write_text(unit_path("bad"), "garbage");
	ck_assert_int_eq(rename(unit_path("bad"), unit_path("x.db")), 0);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_int_eq(count(), 1);
	ck_assert_str_eq(cache.generation, generation);
	ck_assert(!look());
	sample_build(unit_path("x.db"), two, NULL);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_int_eq(count(), 2);
	cache_clear(&cache);
}
END_TEST

START_TEST(a_crafted_generation_keeps_the_old)
{
	set_up();
	memcpy(generation, cache.generation, sizeof(generation));
	sample_build(unit_path("bad"), two, NULL);
	sample_alter(unit_path("bad"), GENERATION("'x\"y'"));
	ck_assert_int_eq(rename(unit_path("bad"), unit_path("x.db")), 0);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_ptr_nonnull(strstr(error.text, "16 hexadecimal digits"));
	ck_assert_int_eq(count(), 1);
	ck_assert_str_eq(cache.generation, generation);
	cache_clear(&cache);
}
END_TEST

/* A cache_adopt that takes what has two documents. */
static int
adopt_two(void *argument, struct db *db, struct gantry_error *reason)
{
	int64_t documents;

	++*(int *)argument;
	ck_assert_int_eq(
	    db_integer(db, "SELECT count(*) FROM document", &documents, reason),
	    0);
	return documents == 2
	    ? 0
	    : gantry_error_set(reason, GANTRY_ERROR_UNAVAILABLE, "too few");
}

START_TEST(a_file_that_is_not_adopted_is_rejected)
{
	int asked = 0;

	sample_build(unit_path("x.db"), one, NULL);
	cache_init(&cache, unit_path("x.db"), adopt_two, &asked);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, unit_path("x.db")));
	ck_assert_ptr_nonnull(strstr(error.text, "too few"));
	ck_assert_ptr_null(cache.db);
	ck_assert(!look());
	sample_build(unit_path("x.db"), two, NULL);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_int_eq(count(), 2);
	memcpy(generation, cache.generation, sizeof(generation));
	sample_build(unit_path("x.db"), one, NULL);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_ptr_nonnull(strstr(error.text, "too few"));
	ck_assert_int_eq(count(), 2);
	ck_assert_str_eq(cache.generation, generation);
	ck_assert_int_eq(asked, 3);
	cache_clear(&cache);
}
END_TEST

START_TEST(a_rejected_file_is_tried_again_after_a_while)
{
	set_up();
	unit_write_text(unit_path("bad"), "garbage");
	ck_assert_int_eq(rename(unit_path("bad"), unit_path("x.db")), 0);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert(!look());
	cache.retry_at = cache.looked; /* the while is over */
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert(!look());
	ck_assert_int_eq(count(), 1);
	cache_clear(&cache);
}
END_TEST

START_TEST(a_file_that_may_be_read_at_last_is_tried_at_once)
{
	set_up();
	unit_write_text(unit_path("bad"), "garbage");
	ck_assert_int_eq(rename(unit_path("bad"), unit_path("x.db")), 0);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert(!look());
	/* Only the time of its change differs, and that is coarse. */
	do
		ck_assert_int_eq(chmod(unit_path("x.db"), 0640), 0);
	while (!look());
	cache_clear(&cache);
}
END_TEST

START_TEST(a_rejection_is_reported_once_in_a_process)
{
	struct cache other;

	set_up();
	cache_init(&other, unit_path("x.db"), NULL, NULL);
	ck_assert(cache_is_stale(&other));
	ck_assert_int_eq(cache_switch(&other, &error), 0);
	ck_assert_ptr_null(cache_pop_error(&cache));

	unit_write_text(unit_path("bad"), "garbage");
	ck_assert_int_eq(rename(unit_path("bad"), unit_path("x.db")), 0);
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_int_eq(cache_switch(&other, &error), 0);
	ck_assert_ptr_nonnull(strstr(cache_pop_error(&cache), "x.db"));
	ck_assert_ptr_null(cache_pop_error(&cache));
	ck_assert_ptr_null(cache_pop_error(&other));
	ck_assert_int_eq(cache_switch(&other, &error), 0);
	ck_assert_ptr_null(cache_pop_error(&other));

	/* Another bad file is another complaint, reported by either of them. */
	unit_write_text(unit_path("worse"), "more garbage");
	ck_assert_int_eq(rename(unit_path("worse"), unit_path("x.db")), 0);
	ck_assert_int_eq(cache_switch(&other, &error), 0);
	ck_assert_ptr_nonnull(cache_pop_error(&other));
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_ptr_null(cache_pop_error(&cache));

	sample_build(unit_path("x.db"), two, NULL);
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_ptr_null(cache_pop_error(&cache));
	cache_clear(&cache);
	cache_clear(&other);
}
END_TEST

START_TEST(a_file_that_vanishes_keeps_the_old)
{
	set_up();
	ck_assert_int_eq(unlink(unit_path("x.db")), 0);
	ck_assert(!look());
	ck_assert_int_eq(count(), 1);
	sample_build(unit_path("x.db"), two, NULL);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_int_eq(count(), 2);
	cache_clear(&cache);
}
END_TEST

START_TEST(a_missing_file_is_named_until_it_appears)
{
	cache_init(&cache, unit_path("x.db"), NULL, NULL);
	if (look())
		ck_assert_int_eq(cache_switch(&cache, &error), -1);
	ck_assert_ptr_null(cache.db);
	ck_assert_int_eq(cache.error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_msg(strstr(cache.error.text, "No such file") != NULL, "%s",
	    cache.error.text);
	sample_build(unit_path("x.db"), one, NULL);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	ck_assert_int_eq(count(), 1);
	cache_clear(&cache);
}
END_TEST

START_TEST(a_bad_first_file_is_tried_once)
{
	unit_write_text(unit_path("x.db"), "garbage");
	cache_init(&cache, unit_path("x.db"), NULL, NULL);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_str_eq(cache.error.text, error.text);
	ck_assert(!look());
	sample_build(unit_path("x.db"), one, NULL);
	ck_assert(look());
	ck_assert_int_eq(cache_switch(&cache, &error), 0);
	cache_clear(&cache);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_cache_has_a_generation,
		a_file_that_is_not_a_cache_is_unavailable,
		views_and_virtual_tables_are_rejected,
		a_schema_without_end_is_rejected,
		more_tables_and_indexes_are_accepted,
		a_file_that_is_not_a_database_is_not_a_cache,
		a_file_is_opened_once,
		a_replaced_file_is_moved_over_to,
		a_pinned_file_stays_open_until_it_is_unpinned,
		a_file_that_is_not_pinned_any_more_is_closed_with_its_cache,
		a_look_is_not_repeated_at_once,
		a_bad_new_file_keeps_the_old_and_is_tried_once,
		a_crafted_generation_keeps_the_old,
		a_file_that_is_not_adopted_is_rejected,
		a_rejected_file_is_tried_again_after_a_while,
		a_file_that_may_be_read_at_last_is_tried_at_once,
		a_rejection_is_reported_once_in_a_process,
		a_file_that_vanishes_keeps_the_old,
		a_missing_file_is_named_until_it_appears,
		a_bad_first_file_is_tried_once,
		NULL,
	};

	return unit_run("cache/cache", tests);
}
