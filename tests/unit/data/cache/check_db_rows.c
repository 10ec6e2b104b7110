/*
 * A table whose rows a function gives.
 */
#include <string.h>

#include "data/cache/db_rows.h"
#include "unit.h"

struct source {
	int64_t next, last;
	int64_t fails_at;
};

static struct gantry_error error;
static struct db *db;

static int
next(void *argument, struct field *row, struct gantry_error *reason)
{
	struct source *source = argument;

	if (source->next == source->fails_at)
		return gantry_error_set(
		    reason, GANTRY_ERROR_INPUT, "no row %d", 3);
	if (source->next > source->last)
		return 0;
	row[0] = (struct field){ FIELD_INTEGER, .integer = source->next++ };
	row[1] = (struct field){ FIELD_TEXT, .text = "a\0b", .text_length = 3 };
	row[2] = (struct field){ FIELD_DOUBLE, .real = 0.5 };
	row[3] = (struct field){ FIELD_OTHER, .integer = 7 };
	return 1;
}

static struct db_rows
make(const char *name, struct source *source)
{
	return (struct db_rows){
		.name = name,
		.columns = "(number, text, half, empty)",
		.next = next,
		.argument = source,
	};
}

static void
set_up(void)
{
	db = db_create(unit_path("x.db"), &error);
	ck_assert_ptr_nonnull(db);
}

static int64_t
ask(const char *sql)
{
	int64_t value;

	ck_assert_msg(
	    db_integer(db, sql, &value, &error) == 0, "%s", error.text);
	return value;
}

START_TEST(sql_reads_every_row_with_its_values)
{
	struct source source = { 1, 1000, -1 };
	struct db_rows rows = make("made", &source);

	set_up();
	ck_assert_int_eq(db_add_rows(db, &rows, &error), 0);
	ck_assert_int_eq(
	    ask("SELECT sum(number) FROM made WHERE text = 'a' || char(0) ||"
		" 'b' AND typeof(text) = 'text' AND half = 0.5"
		" AND empty IS NULL"),
	    500500);
	db_remove_rows(db, &rows);
	ck_assert_int_eq(db_run(db, "SELECT * FROM made", &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "no such table: made"));
	db_close(db);
}
END_TEST

/* Texts from "9" to "1", one after another at the same place. */
static int
next_digit(void *argument, struct field *row, struct gantry_error *reason)
{
	char *digit = argument;

	(void)reason;
	if (--*digit == '0')
		return 0;
	row[0] = (struct field){ FIELD_TEXT, .text = digit, .text_length = 1 };
	return 1;
}

START_TEST(what_sql_keeps_of_a_row_stays)
{
	char digit = '9' + 1;
	struct db_rows rows = {
		.name = "made",
		.columns = "(digit)",
		.next = next_digit,
		.argument = &digit,
	};

	set_up();
	ck_assert_int_eq(db_add_rows(db, &rows, &error), 0);
	ck_assert_int_eq(ask("SELECT max(digit) = '9' AND count(*) = 9"
			     " FROM made"),
	    1);
	db_remove_rows(db, &rows);
	db_close(db);
}
END_TEST

START_TEST(no_rows_are_an_empty_table)
{
	struct source source = { 1, 0, -1 };
	struct db_rows rows = make("made", &source);

	set_up();
	ck_assert_int_eq(db_add_rows(db, &rows, &error), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM made"), 0);
	db_remove_rows(db, &rows);
	db_close(db);
}
END_TEST

START_TEST(a_failure_ends_the_statement_and_is_reported)
{
	struct source source = { 1, 5, 3 };
	struct db_rows rows = make("made", &source);

	set_up();
	ck_assert_int_eq(db_add_rows(db, &rows, &error), 0);
	ck_assert_int_eq(
	    db_run(db, "CREATE TABLE t AS SELECT * FROM made", &error), -1);
	ck_assert_str_eq(error.text, "no row 3");
	ck_assert_int_eq(rows.error.code, GANTRY_ERROR_INPUT);
	db_remove_rows(db, &rows);
	db_close(db);
}
END_TEST

START_TEST(a_second_reading_is_rejected)
{
	struct source source = { 1, 5, -1 };
	struct db_rows rows = make("made", &source);

	set_up();
	ck_assert_int_eq(db_add_rows(db, &rows, &error), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM made"), 5);
	ck_assert_int_eq(db_run(db, "SELECT * FROM made", &error), -1);
	ck_assert_str_eq(error.text, "table made can only be read once");
	db_remove_rows(db, &rows);
	db_close(db);
}
END_TEST

START_TEST(a_name_can_be_given_again)
{
	struct source one = { 1, 5, -1 }, two = { 1, 7, -1 };
	struct db_rows rows = make("made", &one), others = make("made", &two);

	set_up();
	ck_assert_int_eq(db_add_rows(db, &rows, &error), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM made"), 5);
	db_remove_rows(db, &rows);
	ck_assert_int_eq(db_add_rows(db, &others, &error), 0);
	ck_assert_int_eq(ask("SELECT count(*) FROM made"), 7);
	db_remove_rows(db, &others);
	db_close(db);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		sql_reads_every_row_with_its_values,
		what_sql_keeps_of_a_row_stays,
		no_rows_are_an_empty_table,
		a_failure_ends_the_statement_and_is_reported,
		a_second_reading_is_rejected,
		a_name_can_be_given_again,
		NULL,
	};

	return unit_run("cache/db_rows", tests);
}
