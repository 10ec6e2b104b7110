/*
 * Opening, migrations, transactions and the one writer, also of two processes.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gantry/sqlite.h>

#include "unit.h"

#define FIRST "CREATE TABLE a (id INTEGER PRIMARY KEY, n INTEGER);"
#define SECOND                                              \
	"CREATE TABLE b (a INTEGER NOT NULL REFERENCES a);" \
	"INSERT INTO a VALUES (1, 0);"

static const char *const migrations[] = { FIRST, SECOND, NULL };
static const char *const one_more[] = { FIRST, SECOND,
	"ALTER TABLE a ADD COLUMN text TEXT", NULL };

static struct gantry_sqlite_options options = { .migrations = migrations };
static struct gantry_error error;

static void
set_up(void)
{
	options = (struct gantry_sqlite_options){
		.path = unit_path("db"),
		.migrations = migrations,
	};
	ck_assert_int_eq(gantry_sqlite_migrate(&options, NULL, &error), 0);
}

static int64_t
integer(struct gantry_sqlite *sqlite, const char *sql)
{
	struct gantry_sqlite_statement *statement =
	    gantry_sqlite_prepare(sqlite, sql);
	int64_t value;

	ck_assert_msg(gantry_sqlite_step(statement, &error) == 1, "%s: %s", sql,
	    error.text);
	value = gantry_sqlite_integer(statement, 0);
	ck_assert_int_eq(gantry_sqlite_reset(statement, &error), 0);
	return value;
}

/* Run SQL, which must work. */
static int64_t
run(struct gantry_sqlite *sqlite, const char *sql)
{
	const int64_t changes =
	    gantry_sqlite_run(gantry_sqlite_prepare(sqlite, sql), &error);

	ck_assert_msg(changes != -1, "%s: %s", sql, error.text);
	return changes;
}

static struct gantry_sqlite *
opened(void)
{
	struct gantry_sqlite *sqlite =
	    gantry_sqlite_open(&options, NULL, &error);

	ck_assert_msg(sqlite != NULL, "%s", error.text);
	return sqlite;
}

START_TEST(migrations_raise_the_version_once)
{
	struct gantry_sqlite *sqlite;

	set_up();
	ck_assert_int_eq(gantry_sqlite_migrate(&options, NULL, &error), 0);
	sqlite = opened();
	ck_assert_int_eq(integer(sqlite, "PRAGMA user_version"), 2);
	ck_assert_int_eq(integer(sqlite, "SELECT count(*) FROM a"), 1);
	ck_assert_int_eq(integer(sqlite, "PRAGMA foreign_keys"), 1);
	ck_assert_int_eq(integer(sqlite,
			     "SELECT journal_mode = 'wal' FROM "
			     "pragma_journal_mode"),
	    1);
	gantry_sqlite_close(sqlite);
}
END_TEST

START_TEST(a_file_of_another_version_is_refused)
{
	set_up();
	options.migrations = one_more;
	ck_assert_ptr_null(gantry_sqlite_open(&options, NULL, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
	ck_assert_ptr_nonnull(strstr(error.text, "at migration 2 of 3"));
	ck_assert_int_eq(gantry_sqlite_migrate(&options, NULL, &error), 0);
	options.migrations = migrations;
	ck_assert_ptr_null(gantry_sqlite_open(&options, NULL, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "run the newer program"));
	ck_assert_int_eq(gantry_sqlite_migrate(&options, NULL, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_UNAVAILABLE);
}
END_TEST

START_TEST(a_migration_that_fails_changes_nothing)
{
	const char *const bad[] = { FIRST, SECOND,
		"CREATE TABLE c (n); CREATE TABLE a (n);", NULL };
	const char *const broken[] = { FIRST, SECOND,
		"INSERT INTO b VALUES (77);", NULL };
	const char *const ends[] = { FIRST, SECOND,
		"CREATE TABLE d (n); COMMIT;", NULL };
	struct gantry_sqlite *sqlite;

	set_up();
	options.migrations = bad;
	ck_assert_int_eq(gantry_sqlite_migrate(&options, NULL, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "migration 3: "));
	ck_assert_ptr_nonnull(strstr(error.text, "a already exists"));
	options.migrations = broken;
	ck_assert_int_eq(gantry_sqlite_migrate(&options, NULL, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "1 rows refer to rows"));
	options.migrations = ends;
	ck_assert_int_eq(gantry_sqlite_migrate(&options, NULL, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "must not end"));
	options.migrations = migrations;
	sqlite = opened();
	ck_assert_int_eq(integer(sqlite,
			     "SELECT count(*) FROM sqlite_schema WHERE name "
			     "= 'c'"),
	    0);
	gantry_sqlite_close(sqlite);
}
END_TEST

START_TEST(a_rollback_gives_the_turn_back)
{
	struct gantry_sqlite *one, *other;

	set_up();
	one = opened();
	other = opened();
	ck_assert_int_eq(gantry_sqlite_begin(one, &error), 0);
	run(one, "UPDATE a SET n = 5");
	ck_assert_int_eq(gantry_sqlite_begin(one, &error), -1);
	gantry_sqlite_rollback(one);
	ck_assert_int_eq(gantry_sqlite_commit(one, &error), -1);
	ck_assert_int_eq(run(other, "UPDATE a SET n = n + 1"), 1);
	ck_assert_int_eq(integer(one, "SELECT n FROM a"), 1);
	/* Closing it, too. */
	ck_assert_int_eq(gantry_sqlite_begin(other, &error), 0);
	gantry_sqlite_close(other);
	run(one, "UPDATE a SET n = 7");
	gantry_sqlite_close(one);
}
END_TEST

START_TEST(who_waits_too_long_is_told_busy)
{
	struct gantry_sqlite *one, *other;

	set_up();
	options.timeout = 20;
	one = opened();
	other = opened();
	ck_assert_int_eq(gantry_sqlite_begin(one, &error), 0);
	ck_assert_int_eq(gantry_sqlite_begin(other, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	/* Readers do not wait. */
	ck_assert_int_eq(integer(other, "SELECT n FROM a"), 0);
	ck_assert_int_eq(gantry_sqlite_commit(one, &error), 0);
	ck_assert_int_eq(gantry_sqlite_begin(other, &error), 0);
	gantry_sqlite_close(one);
	gantry_sqlite_close(other);
}
END_TEST

START_TEST(a_lock_of_another_program_is_busy)
{
	struct gantry_sqlite *sqlite;
	sqlite3 *handle;

	set_up();
	options.timeout = 20;
	sqlite = opened();
	sqlite3_open(options.path, &handle);
	sqlite3_exec(handle, "BEGIN IMMEDIATE", NULL, NULL, NULL);
	ck_assert_int_eq(gantry_sqlite_begin(sqlite, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_ptr_nonnull(strstr(error.text, "another process"));
	sqlite3_close(handle);
	ck_assert_int_eq(gantry_sqlite_begin(sqlite, &error), 0);
	gantry_sqlite_close(sqlite);
}
END_TEST

START_TEST(a_connection_for_reading_changes_nothing)
{
	struct gantry_sqlite *sqlite;

	set_up();
	options.is_read_only = true;
	sqlite = opened();
	ck_assert_int_eq(integer(sqlite, "SELECT n FROM a"), 0);
	ck_assert_int_eq(
	    gantry_sqlite_run(
		gantry_sqlite_prepare(sqlite, "UPDATE a SET n = 1"), &error),
	    -1);
	ck_assert_ptr_nonnull(strstr(error.text, "read only"));
	gantry_sqlite_close(sqlite);
	options.path = unit_path("none");
	ck_assert_ptr_null(gantry_sqlite_open(&options, NULL, &error));
	ck_assert(!unit_exists(options.path));
}
END_TEST

START_TEST(the_time_of_a_statement_is_limited)
{
	struct gantry_sqlite *sqlite;

	set_up();
	options.timeout = 20;
	sqlite = opened();
	ck_assert_int_eq(
	    gantry_sqlite_run(gantry_sqlite_prepare(sqlite,
				  "WITH RECURSIVE c (n) AS (SELECT 1 UNION "
				  "ALL SELECT n + 1 FROM c) SELECT count(*) "
				  "FROM c"),
		&error),
	    -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert_ptr_nonnull(strstr(error.text, "the time is over"));
	ck_assert_int_eq(integer(sqlite, "SELECT n FROM a"), 0);
	gantry_sqlite_close(sqlite);
}
END_TEST

#define THREADS 4
#define WRITES	50

static void *
write_often(void *unused)
{
	struct gantry_sqlite *sqlite = gantry_sqlite_open(&options, NULL, NULL);
	int i;

	for (i = 0; i < WRITES; i++) {
		if (gantry_sqlite_begin(sqlite, &error) == -1)
			break;
		run(sqlite, "UPDATE a SET n = n + 1");
		if (gantry_sqlite_commit(sqlite, &error) == -1)
			break;
	}
	gantry_sqlite_close(sqlite);
	return i == WRITES ? unused : &error;
}

static void
write_in_threads(void)
{
	pthread_t threads[THREADS];
	void *result;
	int i;

	for (i = 0; i < THREADS; i++)
		pthread_create(&threads[i], NULL, write_often, NULL);
	for (i = 0; i < THREADS; i++) {
		pthread_join(threads[i], &result);
		ck_assert_msg(result == NULL, "%s", error.text);
	}
}

START_TEST(threads_and_processes_write_in_turn)
{
	struct gantry_sqlite *sqlite;
	int status, i;

	set_up();
	options.timeout = 60000;
	for (i = 0; i < 2; i++)
		if (fork() == 0) {
			write_in_threads();
			_exit(0);
		}
	for (i = 0; i < 2; i++) {
		wait(&status);
		ck_assert_int_eq(status, 0);
	}
	sqlite = opened();
	ck_assert_int_eq(
	    integer(sqlite, "SELECT n FROM a"), 2 * THREADS * WRITES);
	gantry_sqlite_close(sqlite);
}
END_TEST

START_TEST(null_is_an_error)
{
	const struct gantry_sqlite_options none = { .path = NULL };

	ck_assert_ptr_null(gantry_sqlite_open(NULL, NULL, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_ARGUMENT);
	ck_assert_ptr_null(gantry_sqlite_open(&none, NULL, NULL));
	ck_assert_int_eq(gantry_sqlite_migrate(NULL, NULL, NULL), -1);
	ck_assert_int_eq(gantry_sqlite_begin(NULL, &error), -1);
	ck_assert_int_eq(gantry_sqlite_commit(NULL, &error), -1);
	gantry_sqlite_rollback(NULL);
	gantry_sqlite_use(NULL, NULL);
	gantry_sqlite_close(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		migrations_raise_the_version_once,
		a_file_of_another_version_is_refused,
		a_migration_that_fails_changes_nothing,
		a_rollback_gives_the_turn_back,
		who_waits_too_long_is_told_busy,
		a_lock_of_another_program_is_busy,
		a_connection_for_reading_changes_nothing,
		the_time_of_a_statement_is_limited,
		threads_and_processes_write_in_turn,
		null_is_an_error,
		NULL,
	};

	return unit_run("sqlite/connection", tests);
}
