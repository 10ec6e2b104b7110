/*
 * SQLite in few words: files that are none, and files that are.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gantry/clock.h>

#include "data/cache/sample.h"
#include "unit.h"

static struct gantry_error error;

/* Open PATH and ask for the number in its table "one". */
static int
ask(const char *path, int64_t *number)
{
	struct db *db;
	int result;

	error = (struct gantry_error){ 0 };
	db = db_open(path, &error);
	if (db == NULL)
		return -1;
	result = db_integer(db, "SELECT number FROM one", number, &error);
	db_close(db);
	return result;
}

static void
make(const char *path)
{
	sample_alter(path,
	    "CREATE TABLE one (number INTEGER);"
	    "INSERT INTO one VALUES (42);");
}

START_TEST(a_file_that_is_not_a_database_is_unavailable)
{
	const char *path = unit_path("x.db");
	int64_t number;

	ck_assert_int_eq(ask(path, &number), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "No such file"));

	ck_assert_int_eq(ask(unit_path(NULL), &number), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);

	unit_write_text(path, "");
	ck_assert_int_eq(ask(path, &number), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);

	unit_write_text(path,
	    "This is a text of more than a hundred bytes, the size of a "
	    "database's header, that no one will ever take for a database.");
	ck_assert_int_eq(ask(path, &number), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
}
END_TEST

START_TEST(a_pipe_is_not_waited_for)
{
	int64_t number;

	ck_assert_int_eq(mkfifo(unit_path("x.db"), 0600), 0);
	ck_assert_int_eq(ask(unit_path("x.db"), &number), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "not a regular file"));
}
END_TEST

START_TEST(a_truncated_database_is_unavailable)
{
	const char *path = unit_path("x.db");
	int64_t number;

	make(path);
	ck_assert_int_eq(ask(path, &number), 0);
	ck_assert_int_eq(truncate(path, 4096), 0);
	ck_assert_int_eq(ask(path, &number), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
}
END_TEST

START_TEST(a_database_is_found_whatever_its_name)
{
	static const char *const names[] = { "plain.db", "a b.db", "a?b.db",
		"a#b.db", "a%41.db", "?mode=rwc", "caf\xc3\xa9.db",
		"a&vfs=none.db", "file:x.db" };
	int64_t number;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		number = 0;
		make(unit_path(names[i]));
		ck_assert_msg(ask(unit_path(names[i]), &number) == 0, "%s: %s",
		    names[i], error.text);
		ck_assert_int_eq(number, 42);
	}
}
END_TEST

START_TEST(a_database_is_found_by_each_kind_of_path)
{
	char path[512];
	int64_t number = 0;

	make(unit_path("x.db"));
	ck_assert_int_eq(chdir(unit_path(NULL)), 0);
	ck_assert_msg(ask("x.db", &number) == 0, "%s", error.text);
	ck_assert_msg(ask("./x.db", &number) == 0, "%s", error.text);
	snprintf(path, sizeof(path), "%s//x.db", unit_path(NULL));
	ck_assert_msg(ask(path, &number) == 0, "%s", error.text);
	/* Two slashes first are one, and no URI's authority. */
	snprintf(path, sizeof(path), "/%s", unit_path("x.db"));
	ck_assert_msg(ask(path, &number) == 0, "%s: %s", path, error.text);
}
END_TEST

START_TEST(what_is_opened_can_only_be_read)
{
	static const char *const writes[] = { "CREATE TABLE two (x)",
		"INSERT INTO one VALUES (7)", "DELETE FROM one",
		"DROP TABLE one", "PRAGMA user_version = 7; DELETE FROM one",
		"ATTACH ':memory:' AS other" };
	const char *path = unit_path("x.db");
	struct db *db;
	int64_t number;
	size_t i;

	make(path);
	db = db_open(path, &error);
	ck_assert_ptr_nonnull(db);
	for (i = 0; i < sizeof(writes) / sizeof(writes[0]); i++)
		ck_assert_msg(
		    db_run(db, writes[i], &error) == -1, "%s", writes[i]);
	ck_assert_int_eq(
	    db_integer(db, "SELECT sum(number) FROM one", &number, &error), 0);
	ck_assert_int_eq(number, 42);
	db_close(db);
	ck_assert_uint_eq(unit_count_files(), 1);
}
END_TEST

START_TEST(a_database_is_found_behind_a_link)
{
	int64_t number = 0;

	make(unit_path("x.db"));
	ck_assert_int_eq(symlink("x.db", unit_path("newest.db")), 0);
	ck_assert_msg(
	    ask(unit_path("newest.db"), &number) == 0, "%s", error.text);
	ck_assert_int_eq(number, 42);
}
END_TEST

START_TEST(what_is_opened_is_defended)
{
	static const struct {
		const char *question;
		int64_t answer;
	} cases[] = {
		{ "PRAGMA query_only", 1 },
		{ "PRAGMA cell_size_check", 1 },
		{ "PRAGMA trusted_schema", 0 },
		{ "PRAGMA mmap_size", 0 },
		{ "PRAGMA temp_store", 2 },
		{ "PRAGMA threads", 0 },
	};
	struct db *db;
	int64_t answer;
	size_t i;

	make(unit_path("x.db"));
	db = db_open(unit_path("x.db"), &error);
	ck_assert_ptr_nonnull(db);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(
		    db_integer(db, cases[i].question, &answer, &error), 0);
		ck_assert_msg(answer == cases[i].answer, "%s: %d",
		    cases[i].question, (int)answer);
	}
	/* Not because the file is opened for reading: that is seen later. */
	ck_assert_int_eq(db_run(db,
			     "PRAGMA writable_schema = ON;"
			     "DELETE FROM sqlite_schema",
			     &error),
	    -1);
	ck_assert_ptr_nonnull(strstr(error.text, "may not be modified"));
	db_close(db);
}
END_TEST

START_TEST(features_of_hostile_files_are_rejected)
{
	static const struct {
		const char *sql, *says;
	} cases[] = {
		{ "SELECT * FROM a_view", "view" },
		{ "SELECT load_extension('libm.so.6')", "not authorized" },
		{ "SELECT fts3_tokenizer('x', x'00')", "disabled" },
		{ "SELECT \"no column\"", "no such column" },
		{ "SELECT zeroblob((128 << 20) + 1)", "too big" },
		{ "SELECT 1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1+1",
		    "too large" },
		{ "SELECT 1 UNION SELECT 2 UNION SELECT 3 UNION SELECT 4"
		  " UNION SELECT 5 UNION SELECT 6",
		    "too many terms" },
		{ "SELECT ?21", "between ?1 and ?20" },
		{ "SELECT max(1, 2, 3, 4, 5, 6, 7, 8, 9)", "too many arg" },
	};
	const char *path = unit_path("x.db");
	struct db *db;
	size_t i;

	make(path);
	sample_alter(path, "CREATE VIEW a_view AS SELECT * FROM one");
	db = db_open(path, &error);
	ck_assert_ptr_nonnull(db);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(
		    db_run(db, cases[i].sql, &error) == -1, "%s", cases[i].sql);
		ck_assert_msg(strstr(error.text, cases[i].says) != NULL,
		    "%s: %s", cases[i].sql, error.text);
	}
	db_close(db);
}
END_TEST

#define FOREVER                                                           \
	"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)" \
	" SELECT count(*) FROM n"

START_TEST(what_runs_too_long_is_stopped_and_named)
{
	struct db_statement *statement;
	int64_t begun = gantry_clock_milliseconds(), number = 0;
	struct db *db;

	make(unit_path("x.db"));
	db = db_open(unit_path("x.db"), &error);
	ck_assert_ptr_nonnull(db);
	statement = db_prepare(db, FOREVER, &error);
	ck_assert_ptr_nonnull(statement);
	db_set_deadline(db, begun + 50);
	ck_assert_int_eq(db_step(statement, &error), -1);
	ck_assert_int_ge(gantry_clock_milliseconds(), begun + 50);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_ptr_nonnull(strstr(error.text, FOREVER));
	db_finalize(statement);
	error = (struct gantry_error){ 0 };
	ck_assert_int_eq(db_run(db, FOREVER, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_ptr_nonnull(strstr(error.text, FOREVER));

	/* The connection is as good as before. */
	db_set_deadline(db, 0);
	ck_assert_int_eq(
	    db_integer(db, "SELECT number FROM one", &number, &error), 0);
	ck_assert_int_eq(number, 42);
	db_close(db);
}
END_TEST

START_TEST(what_is_done_before_the_deadline_is_not_stopped)
{
	static const char sql[] =
	    "WITH RECURSIVE n(i) AS"
	    " (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)"
	    " SELECT count(*) FROM n";
	int64_t number = 0;
	struct db *db;

	make(unit_path("x.db"));
	db = db_open(unit_path("x.db"), &error);
	ck_assert_ptr_nonnull(db);
	db_set_deadline(db, gantry_clock_milliseconds() + 60000);
	ck_assert_msg(
	    db_integer(db, sql, &number, &error) == 0, "%s", error.text);
	ck_assert_int_eq(number, 100000);
	/* A deadline that has passed is lifted. */
	db_set_deadline(db, gantry_clock_milliseconds() - 1);
	ck_assert_int_eq(db_integer(db, sql, &number, &error), -1);
	db_set_deadline(db, 0);
	ck_assert_int_eq(db_integer(db, sql, &number, &error), 0);
	db_close(db);
}
END_TEST

START_TEST(a_plan_is_available_after_the_deadline)
{
	const char *path = unit_path("x.db");
	char plan[200], cut[8];
	int64_t number;
	struct db *db;

	sample_alter(path,
	    "CREATE TABLE a (x INTEGER PRIMARY KEY, y TEXT);"
	    "CREATE TABLE b (z TEXT);");
	db = db_open(path, &error);
	ck_assert_ptr_nonnull(db);
	db_set_deadline(db, gantry_clock_milliseconds() - 1);
	ck_assert_msg(db_plan(db,
			  "SELECT y FROM b JOIN a ON x = z WHERE y > ?1 "
			  "ORDER BY y",
			  plan, sizeof(plan), &error) == 0,
	    "%s", error.text);
	ck_assert_str_eq(plan,
	    "SCAN b; SEARCH a USING INTEGER PRIMARY KEY (rowid=?); "
	    "USE TEMP B-TREE FOR ORDER BY");
	ck_assert_int_eq(
	    db_plan(db, "SELECT z FROM b", cut, sizeof(cut), &error), 0);
	ck_assert_str_eq(cut, "SCAN b");
	ck_assert_int_eq(db_plan(db, "SELECT z FROM b", cut, 4, &error), 0);
	ck_assert_str_eq(cut, "SCA");
	ck_assert_int_eq(
	    db_plan(db, "SELECT z FROM c", plan, sizeof(plan), &error), -1);
	/* The deadline holds again. */
	ck_assert_int_eq(db_integer(db,
			     "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
			     "SELECT i + 1 FROM n LIMIT 9999999) "
			     "SELECT max(i) FROM n",
			     &number, &error),
	    -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	db_close(db);
}
END_TEST

START_TEST(a_statement_is_run_again_with_other_values)
{
	struct db *db = db_create(unit_path("x.db"), &error);
	struct db_statement *insert, *select;
	const char *text;
	size_t length;
	int i;

	ck_assert_ptr_nonnull(db);
	ck_assert_int_eq(db_run(db, "CREATE TABLE t (n, s)", &error), 0);
	insert = db_prepare(db, "INSERT INTO t VALUES (?1, ?2)", &error);
	ck_assert_ptr_nonnull(insert);
	for (i = 0; i < 3; i++) {
		db_bind_integer(insert, 1, INT64_MAX - i);
		db_bind_text(insert, 2, "a\0bc" + i, 3 - (size_t)i);
		ck_assert_int_eq(db_execute(insert, &error), 0);
	}
	db_finalize(insert);

	select = db_prepare(db, "SELECT s, n FROM t WHERE n < ?1", &error);
	ck_assert_ptr_nonnull(select);
	db_bind_integer(select, 1, INT64_MAX - 1);
	ck_assert_int_eq(db_step(select, &error), 1);
	text = db_column_text(select, 0, &length);
	ck_assert_uint_eq(length, 1);
	ck_assert_str_eq(text, "b");
	ck_assert_int_eq(db_column_integer(select, 1), INT64_MAX - 2);
	ck_assert_int_eq(db_step(select, &error), 0);
	db_reset(select);
	db_bind_integer(select, 1, INT64_MAX);
	ck_assert_int_eq(db_step(select, &error), 1);
	ck_assert_int_eq(db_step(select, &error), 1);
	ck_assert_int_eq(db_step(select, &error), 0);
	db_finalize(select);
	db_close(db);
}
END_TEST

START_TEST(null_is_an_empty_text)
{
	struct db *db = db_create(unit_path("x.db"), &error);
	struct db_statement *select =
	    db_prepare(db, "SELECT NULL, 'x'", &error);
	size_t length = 7;

	ck_assert_int_eq(db_step(select, &error), 1);
	ck_assert_str_eq(db_column_text(select, 0, &length), "");
	ck_assert_uint_eq(length, 0);
	db_finalize(select);
	db_close(db);
}
END_TEST

START_TEST(bad_sql_and_a_missing_row_are_errors)
{
	struct db *db = db_create(unit_path("x.db"), &error);
	int64_t number = 7;

	ck_assert_ptr_null(db_prepare(db, "SELEKT", &error));
	ck_assert_ptr_nonnull(strstr(error.text, "SELEKT"));
	ck_assert_int_eq(db_run(db, "SELECT * FROM nowhere", &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "nowhere"));
	ck_assert_int_eq(
	    db_integer(db, "SELECT 1 WHERE 0", &number, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_int_eq(number, 7);
	db_close(db);
}
END_TEST

START_TEST(a_single_text_is_copied_and_cut)
{
	struct db *db = db_create(unit_path("x.db"), &error);
	char text[5] = "old";

	ck_assert_int_eq(
	    db_text(db, "SELECT 1 WHERE 0", text, sizeof(text), &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "SELECT 1 WHERE 0"));
	ck_assert_str_eq(text, "old");
	ck_assert_int_eq(db_text(db, "SELECT 'four' UNION ALL SELECT 'x'", text,
			     sizeof(text), &error),
	    0);
	ck_assert_str_eq(text, "four");
	ck_assert_int_eq(
	    db_text(db, "SELECT 'fives'", text, sizeof(text), &error), 0);
	ck_assert_str_eq(text, "five");
	ck_assert_int_eq(
	    db_text(db, "SELECT NULL", text, sizeof(text), &error), 0);
	ck_assert_str_eq(text, "");
	db_close(db);
}
END_TEST

START_TEST(nothing_is_closed_and_finalized_safely)
{
	db_close(NULL);
	db_finalize(NULL);
	ck_assert_ptr_null(db_create(unit_path("none/x.db"), &error));
}
END_TEST

START_TEST(substr_does_not_end_at_a_nul)
{
	struct db *db = db_create(unit_path("x.db"), &error);
	struct db_statement *select =
	    db_prepare(db, "SELECT substr(?1, 3)", &error);
	const char *text;
	size_t length;

	db_bind_text(select, 1, "\xc3\xa9/a\0b", 6);
	ck_assert_int_eq(db_step(select, &error), 1);
	text = db_column_text(select, 0, &length);
	ck_assert_uint_eq(length, 3);
	ck_assert_int_eq(memcmp(text, "a\0b", 3), 0);
	db_reset(select);
	db_bind_text(select, 1, "\0", 1);
	ck_assert_int_eq(db_step(select, &error), 1);
	db_column_text(select, 0, &length);
	ck_assert_uint_eq(length, 0);
	db_finalize(select);
	db_close(db);
}
END_TEST

START_TEST(paths_are_ordered_by_their_segments)
{
	struct db *db = db_create(unit_path("x.db"), &error);
	struct db_statement *select = db_prepare(
	    db, "SELECT ?1 < ?2 COLLATE " DB_SEGMENTS ", ?2 < ?1", &error);
	static const struct {
		const char *less, *more;
		size_t less_length, more_length;
	} pairs[] = {
		{ "a/b", "a b/c", 3, 5 },
		{ "a/z", "a\0b/c", 3, 5 },
		{ "a\0b/c", "a\1/c", 5, 4 },
		{ "a", "a/b", 1, 3 },
		{ "a/b", "a/b\0", 3, 4 },
	};
	size_t i;

	for (i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		db_bind_text(select, 1, pairs[i].less, pairs[i].less_length);
		db_bind_text(select, 2, pairs[i].more, pairs[i].more_length);
		ck_assert_int_eq(db_step(select, &error), 1);
		ck_assert_int_eq(db_column_integer(select, 0), 1);
		db_reset(select);
	}
	db_finalize(select);
	db_close(db);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_file_that_is_not_a_database_is_unavailable,
		a_pipe_is_not_waited_for,
		a_truncated_database_is_unavailable,
		a_database_is_found_whatever_its_name,
		a_database_is_found_by_each_kind_of_path,
		what_is_opened_can_only_be_read,
		a_database_is_found_behind_a_link,
		what_is_opened_is_defended,
		features_of_hostile_files_are_rejected,
		what_runs_too_long_is_stopped_and_named,
		what_is_done_before_the_deadline_is_not_stopped,
		a_plan_is_available_after_the_deadline,
		a_statement_is_run_again_with_other_values,
		null_is_an_empty_text,
		substr_does_not_end_at_a_nul,
		paths_are_ordered_by_their_segments,
		bad_sql_and_a_missing_row_are_errors,
		a_single_text_is_copied_and_cut,
		nothing_is_closed_and_finalized_safely,
		NULL,
	};

	return unit_run("cache/db", tests);
}
