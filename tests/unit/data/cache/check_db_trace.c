/*
 * Statements that are watched: what was bound, how many rows, and in which way.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/clock.h>

#include "data/cache/db_trace.h"
#include "data/cache/sample.h"
#include "gate/environ/environ.h"
#include "gate/trace/trace.h"
#include "unit.h"

static struct gantry_environ environ;
static struct trace trace;
static struct db *db;
static struct gantry_error error;

static void
begin(bool is_watched)
{
	const char *path = unit_path("x.db");

	sample_alter(path,
	    "CREATE TABLE t (n INTEGER PRIMARY KEY, word TEXT);"
	    "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'it''s');");
	environ_init(&environ);
	ck_assert_int_eq(trace_begin(&trace), 0);
	environ.trace = is_watched ? &trace : NULL;
	db = db_open(path, &error);
	ck_assert_ptr_nonnull(db);
	db_trace(db, &environ);
}

static void
end(void)
{
	db_close(db);
	environ_clear(&environ);
	trace_clear(&trace);
}

/* "0 sql:SELECT ...|1 -rows: 1|" */
static const char *
seen(void)
{
	static char text[2048];
	size_t i, length = 0;

	text[0] = '\0';
	for (i = 0; i < trace.count; i++)
		length += (size_t)snprintf(text + length, sizeof(text) - length,
		    "%u %s:%s|", trace.entries[i].depth,
		    trace.entries[i].kind != NULL ? trace.entries[i].kind : "-",
		    trace_text(&trace, &trace.entries[i]));
	return text;
}

static void
run(struct db_statement *statement, int rows)
{
	while (rows-- > 0)
		ck_assert_int_eq(db_step(statement, &error), 1);
}

START_TEST(a_statement_is_shown_with_its_values)
{
	struct db_statement *statement;

	begin(true);
	statement =
	    db_prepare(db, "SELECT n FROM t WHERE word = ?1 OR n = ?2", &error);
	db_bind_text(statement, 1, "it's", 4);
	db_bind_integer(statement, 2, 1);
	run(statement, 2);
	ck_assert_int_eq(db_step(statement, &error), 0);
	ck_assert_str_eq(seen(),
	    "0 sql:SELECT n FROM t WHERE word = 'it''s' OR n = 1|"
	    "1 -:plan: SCAN t|1 -:rows: 2|");
	ck_assert_int_ne(trace.entries[0].took, -1);
	db_finalize(statement);
	ck_assert_uint_eq(trace.unmatched_ends, 0);
	end();
}
END_TEST

START_TEST(one_that_is_reset_before_its_end_is_over)
{
	struct db_statement *statement;

	begin(true);
	statement = db_prepare(db, "SELECT n FROM t WHERE n > ?1", &error);
	db_bind_integer(statement, 1, 0);
	run(statement, 1);
	ck_assert_int_eq(trace.entries[0].took, -1);
	db_reset(statement);
	ck_assert_int_ne(trace.entries[0].took, -1);
	ck_assert_str_eq(seen(),
	    "0 sql:SELECT n FROM t WHERE n > 0|"
	    "1 -:plan: SEARCH t USING INTEGER PRIMARY KEY (rowid>?)|"
	    "1 -:rows: 1|");
	db_finalize(statement);
	end();
}
END_TEST

START_TEST(one_within_another_lies_within_it)
{
	struct db_statement *outer, *inner;

	begin(true);
	outer = db_prepare(db, "SELECT n FROM t", &error);
	inner = db_prepare(db, "SELECT 1", &error);
	run(outer, 1);
	run(inner, 1);
	db_reset(inner);
	run(outer, 2);
	db_reset(outer);
	ck_assert_str_eq(seen(),
	    "0 sql:SELECT n FROM t|1 -:plan: SCAN t|1 sql:SELECT 1|"
	    "2 -:plan: SCAN CONSTANT ROW|2 -:rows: 1|1 -:rows: 3|");
	db_finalize(inner);
	db_finalize(outer);
	end();
}
END_TEST

START_TEST(an_outer_one_that_ends_first_ends_both)
{
	struct db_statement *outer, *inner;

	begin(true);
	outer = db_prepare(db, "SELECT n FROM t", &error);
	inner = db_prepare(db, "SELECT 1", &error);
	run(outer, 1);
	run(inner, 1);
	db_reset(outer);
	db_reset(inner);
	ck_assert_uint_eq(trace.depth, 0);
	ck_assert_uint_eq(trace.unmatched_ends, 0);
	db_finalize(inner);
	db_finalize(outer);
	end();
}
END_TEST

START_TEST(a_deadline_also_stops_a_traced_statement)
{
	struct db_statement *statement;

	begin(true);
	db_set_deadline(db, gantry_clock_milliseconds() + 50);
	statement = db_prepare(db,
	    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r)"
	    " SELECT count(*) FROM r",
	    &error);
	ck_assert_int_eq(db_step(statement, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	db_finalize(statement);
	ck_assert_uint_eq(trace.depth, 0);
	end();
}
END_TEST

START_TEST(an_untraced_request_leaves_no_trace)
{
	int64_t number;

	begin(false);
	ck_assert_int_eq(db_integer(db, "SELECT n FROM t", &number, &error), 0);
	ck_assert_uint_eq(trace.count, 0);
	environ.trace = &trace;
	db_trace(db, &environ);
	ck_assert_int_eq(db_integer(db, "SELECT n FROM t", &number, &error), 0);
	ck_assert_uint_eq(trace.count, 3);
	db_trace(db, NULL);
	ck_assert_int_eq(db_integer(db, "SELECT n FROM t", &number, &error), 0);
	ck_assert_uint_eq(trace.count, 3);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_statement_is_shown_with_its_values,
		one_that_is_reset_before_its_end_is_over,
		one_within_another_lies_within_it,
		an_outer_one_that_ends_first_ends_both,
		a_deadline_also_stops_a_traced_statement,
		an_untraced_request_leaves_no_trace,
		NULL,
	};

	return unit_run("cache/db_trace", tests);
}
