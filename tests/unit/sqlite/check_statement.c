/*
 * Values in and out, rows as JSON, transactions of single statements, failures.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gantry/buffer.h>
#include <gantry/sqlite.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static const char *const migrations[] = {
	"CREATE TABLE t (id INTEGER PRIMARY KEY, title TEXT UNIQUE NOT NULL,"
	" done BOOLEAN NOT NULL DEFAULT 0, weight REAL, picture BLOB,"
	" parent INTEGER REFERENCES t, CHECK (length(title) < 10));",
	NULL,
};

static struct gantry_sqlite_options options = { .migrations = migrations };
static struct gantry_sqlite *sqlite;
static struct gantry_error error;

static void
set_up(void)
{
	options.path = unit_path("db");
	ck_assert_int_eq(gantry_sqlite_migrate(&options, NULL, &error), 0);
	sqlite = gantry_sqlite_open(&options, NULL, &error);
	ck_assert_msg(sqlite != NULL, "%s", error.text);
}

static void
tear_down(void)
{
	gantry_sqlite_close(sqlite);
}

static int64_t
run(const char *sql)
{
	return gantry_sqlite_run(gantry_sqlite_prepare(sqlite, sql), &error);
}

/* The rows of a statement as JSON. */
static const char *
rows(const char *sql)
{
	static struct gantry_buffer buffer;
	struct gantry_json_writer json;

	gantry_buffer_clear(&buffer);
	gantry_json_writer_init(&json, &buffer);
	if (gantry_sqlite_put_rows(
		gantry_sqlite_prepare(sqlite, sql), &json, NULL, &error) == -1)
		return error.text;
	if (!gantry_json_is_whole(&json))
		return "not whole";
	gantry_buffer_putc(&buffer, '\0');
	return buffer.data;
}

START_TEST(each_type_goes_in_and_comes_out)
{
	struct gantry_sqlite_statement *insert;
	size_t length;

	set_up();
	insert = gantry_sqlite_prepare(sqlite,
	    "INSERT INTO t VALUES (?1, ?2, ?3, ?4, NULL, ?5)"
	    " RETURNING id, title, done, weight, parent");
	gantry_sqlite_bind_integer(insert, 1, INT64_MAX);
	gantry_sqlite_bind_text(insert, 2, "a\"\xc3\xa4");
	gantry_sqlite_bind_boolean(insert, 3, true);
	gantry_sqlite_bind_number(insert, 4, 0.25);
	gantry_sqlite_bind_text(insert, 5, NULL);
	ck_assert_int_eq(gantry_sqlite_step(insert, &error), 1);
	ck_assert_int_eq(gantry_sqlite_integer(insert, 0), INT64_MAX);
	ck_assert_str_eq(gantry_sqlite_text(insert, 1, &length), "a\"\xc3\xa4");
	ck_assert_uint_eq(length, 4);
	ck_assert_double_eq(gantry_sqlite_number(insert, 3), 0.25);
	ck_assert_ptr_null(gantry_sqlite_text(insert, 4, NULL));
	ck_assert_int_eq(gantry_sqlite_integer(insert, 9), 0);
	ck_assert_ptr_null(gantry_sqlite_text(insert, -1, NULL));
	ck_assert_int_eq(gantry_sqlite_reset(insert, &error), 0);
	ck_assert_ptr_null(gantry_sqlite_text(insert, 1, NULL));
	ck_assert_str_eq(rows("SELECT * FROM t"),
	    "[{\"id\":9223372036854775807,\"title\":\"a\\\"\xc3\xa4\","
	    "\"done\":true,\"weight\":0.25,\"picture\":null,"
	    "\"parent\":null}]");
	tear_down();
}
END_TEST

START_TEST(rows_of_a_change_are_written_and_stay)
{
	set_up();
	ck_assert_str_eq(
	    rows("INSERT INTO t (id, title) VALUES (1, 'a'), (2, 'b')"
		 " RETURNING id, done"),
	    "[{\"id\":1,\"done\":false},{\"id\":2,\"done\":false}]");
	gantry_sqlite_close(sqlite);
	sqlite = gantry_sqlite_open(&options, NULL, &error);
	ck_assert_str_eq(rows("SELECT count(*) AS n FROM t"), "[{\"n\":2}]");
	ck_assert_str_eq(rows("SELECT * FROM t WHERE id = 9"), "[]");
	tear_down();
}
END_TEST

START_TEST(a_run_counts_its_changes)
{
	set_up();
	ck_assert_int_eq(run("INSERT INTO t (title) VALUES ('a'), ('b')"), 2);
	ck_assert_int_eq(run("SELECT 1"), 0);
	ck_assert_int_eq(run("DELETE FROM t WHERE id = 77"), 0);
	ck_assert_int_eq(run("DELETE FROM t"), 2);
	tear_down();
}
END_TEST

START_TEST(a_blob_has_no_form_in_json)
{
	struct gantry_sqlite_statement *insert;

	set_up();
	insert = gantry_sqlite_prepare(
	    sqlite, "INSERT INTO t (title, picture) VALUES ('a', ?1)");
	gantry_sqlite_bind_data(insert, 1, "\0\1", 2);
	ck_assert_int_eq(gantry_sqlite_run(insert, &error), 1);
	ck_assert_str_eq(rows("SELECT picture FROM t"), "not whole");
	ck_assert_str_eq(
	    rows("SELECT hex(picture) AS p FROM t"), "[{\"p\":\"0001\"}]");
	tear_down();
}
END_TEST

START_TEST(a_statement_is_prepared_once_and_forgets_its_values)
{
	const char copy[] = "SELECT ?1 AS n";
	struct gantry_sqlite_statement *one;

	set_up();
	one = gantry_sqlite_prepare(sqlite, "SELECT ?1 AS n");
	gantry_sqlite_bind_integer(one, 1, 5);
	ck_assert_int_eq(gantry_sqlite_step(one, &error), 1);
	ck_assert_ptr_eq(gantry_sqlite_prepare(sqlite, copy), one);
	ck_assert_str_eq(rows(copy), "[{\"n\":null}]");
	tear_down();
}
END_TEST

START_TEST(constraints_are_conflicts)
{
	set_up();
	run("INSERT INTO t (title) VALUES ('a')");
	ck_assert_int_eq(run("INSERT INTO t (title) VALUES ('a')"), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_CONFLICT);
	ck_assert_str_eq(error.text, "UNIQUE constraint failed: t.title");
	ck_assert_int_eq(
	    run("INSERT INTO t (title, parent) VALUES ('b', 9)"), -1);
	ck_assert_str_eq(error.text, "FOREIGN KEY constraint failed");
	/* The turn was given back. */
	ck_assert_int_eq(run("INSERT INTO t (title) VALUES ('c')"), 1);
	tear_down();
}
END_TEST

START_TEST(wrong_statements_fail_when_they_run)
{
	struct gantry_sqlite_statement *statement;

	set_up();
	ck_assert_int_eq(run("SELEKT 1"), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_ARGUMENT);
	ck_assert_ptr_nonnull(strstr(error.text, "syntax error"));
	ck_assert_int_eq(run("SELECT 1; SELECT 2"), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "is not one statement"));
	ck_assert_int_eq(run("  "), -1);
	ck_assert_int_eq(run("SELECT 1; \n"), 0);
	ck_assert_int_eq(run("SELECT \"title\" FROM t"), 0);
	ck_assert_int_eq(run("SELECT \"no column\" FROM t"), -1);
	statement = gantry_sqlite_prepare(sqlite, "SELECT ?1");
	gantry_sqlite_bind_integer(statement, 2, 1);
	ck_assert_int_eq(gantry_sqlite_step(statement, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "parameter 2"));
	ck_assert_int_eq(
	    gantry_sqlite_run(gantry_sqlite_prepare(sqlite, NULL), &error), -1);
	ck_assert_int_eq(
	    gantry_sqlite_run(gantry_sqlite_prepare(NULL, "SELECT 1"), &error),
	    -1);
	ck_assert_str_eq(error.text, "the connection is NULL");
	ck_assert_int_eq(gantry_sqlite_run(NULL, &error), -1);
	gantry_sqlite_bind_text(NULL, 1, "a");
	gantry_sqlite_put_row(NULL, NULL, NULL);
	tear_down();
}
END_TEST

/* The failure that the application below answers with. */
static struct gantry_error told;

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_sqlite_fail(response, &told);
}

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *reason)
{
	static const struct gantry_route routes[] = {
		{ .uri_template = "/", .on_get = GANTRY_RESPONDER(answer) },
		{ 0 },
	};
	static const struct gantry_site site = { .routes = routes };

	*state = gantry_web_open(&site, settings, NULL, reason);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "failing",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

static void
assert_told(enum gantry_error_code code, const char *text, int status,
    const char *detail)
{
	struct gantry_client *client =
	    gantry_client_open(&application, NULL, NULL);
	struct gantry_result *result;

	gantry_error_set(&told, code, "%s", text);
	result = gantry_simulate_get(client, "/", NULL);
	gantry_assert_status(result, status);
	if (detail != NULL)
		gantry_assert_json_text(result, "/detail", detail);
	ck_assert_ptr_null(strstr(gantry_result_text(result), "t.title"));
	gantry_assert_header(
	    result, "Retry-After", code == GANTRY_ERROR_BUSY ? "1" : NULL);
	gantry_result_free(result);
	gantry_client_close(client);
}

START_TEST(failures_become_problems_without_the_schema)
{
	assert_told(GANTRY_ERROR_CONFLICT, "UNIQUE constraint failed: t.title",
	    409, "There is one with the same value already.");
	assert_told(GANTRY_ERROR_CONFLICT, "CHECK constraint failed: t.title",
	    409, "A value is not allowed.");
	assert_told(GANTRY_ERROR_CONFLICT, "other t.title", 409,
	    "It does not agree with what is stored.");
	assert_told(GANTRY_ERROR_BUSY, "t.title is locked", 503, NULL);
	assert_told(GANTRY_ERROR_UNAVAILABLE, "t.title", 503, NULL);
	assert_told(GANTRY_ERROR_ARGUMENT, "t.title", 500, NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_type_goes_in_and_comes_out,
		rows_of_a_change_are_written_and_stay,
		a_run_counts_its_changes,
		a_blob_has_no_form_in_json,
		a_statement_is_prepared_once_and_forgets_its_values,
		constraints_are_conflicts,
		wrong_statements_fail_when_they_run,
		failures_become_problems_without_the_schema,
		NULL,
	};

	return unit_run("sqlite/statement", tests);
}
