/*
 * Sums outside of SQL are what SQL makes of the same parts, in its order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/db.h"
#include "data/cache/sort/sums.h"
#include "unit.h"

#define PARTS 20000

/* So little that files are made, and enough that they are not too many. */
#define SMALL_MEMORY 4096

/* What SQL has to find: the oracle. */
#define ORACLE_TABLE "CREATE TABLE part (parent, text, amount)"
#define ORACLE                                                    \
	"SELECT CAST(substr(parent, 3) AS INTEGER) AS number,"    \
	" sum(amount) AS total, text FROM part WHERE number <> 5" \
	" GROUP BY parent, text ORDER BY number, total DESC, text"

static struct gantry_error error;

static void
begin(struct sums *sums, size_t memory, bool folds)
{
	const struct sums_options options = {
		.path = unit_path("x.db"),
		.memory = memory,
		.folds = folds,
		.best = { .most = 3, .above = 5 },
	};

	sums_init(sums, &options);
}

/* "p/7" is number 7; "p/5" is left out.  They come in order, each once. */
static int
number(void *argument, const char *path, size_t length, int64_t *value,
    struct gantry_error *reason)
{
	char *last = argument;

	(void)reason;
	ck_assert_uint_eq(strlen(path), length);
	ck_assert_int_lt(strcmp(last, path), 0);
	snprintf(last, 16, "%s", path);
	*value = atoll(path + 2);
	return *value != 5;
}

static void
add(struct sums *sums, const char *parent, const char *text, size_t length,
    int64_t amount)
{
	const struct sums_part part = {
		.parent = parent,
		.parent_length = strlen(parent),
		.text = text,
		.text_length = length,
		.amount = amount,
	};

	ck_assert_msg(sums_add(sums, &part, &error) == 0, "%s", error.text);
}

static void
finish(struct sums *sums)
{
	static char last[16];
	struct sum sum;
	int status;

	last[0] = '\0';
	sums_start(sums, number, last);
	do
		status = sums_next_text(sums, &sum, &error);
	while (status == 1);
	ck_assert_msg(status == 0, "%s", error.text);
}

/* Texts of few different bytes, NUL among them, some of them long. */
static size_t
make_text(char text[64])
{
	static const char bytes[] = "\0ab\x7f\x80\xff";
	size_t length = (size_t)(rand() % 8 == 0 ? rand() % 64 : rand() % 4);
	size_t i;

	for (i = 0; i < length; i++)
		text[i] = bytes[rand() % 6];
	return length;
}

typedef size_t make(char text[64]);

static void
add_random(
    struct sums *sums, struct db_statement *insert, int i, make *make_one)
{
	char parent[16], text[64];
	size_t length = make_one(text);
	int64_t amount = rand() % 2001 - 1000;

	if (i % 100 == 0)
		amount *= INT64_C(1) << 40;
	/* Paths of which one begins with another. */
	snprintf(parent, sizeof(parent), "p/%d", rand() % 3 * (i % 12));
	add(sums, parent, text, length, amount);
	db_bind_text(insert, 1, parent, strlen(parent));
	db_bind_text(insert, 2, text, length);
	db_bind_integer(insert, 3, amount);
	ck_assert_int_eq(db_execute(insert, &error), 0);
}

static void
compare(struct sums *sums, struct db *db)
{
	struct db_statement *select = db_prepare(db, ORACLE, &error);
	struct sum sum;
	const char *text;
	size_t length, rows = 0;

	ck_assert_msg(select != NULL, "%s", error.text);
	while (db_step(select, &error) == 1) {
		ck_assert_msg(
		    sums_next(sums, &sum, &error) == 1, "row %zu", rows);
		ck_assert_int_eq(sum.parent, db_column_integer(select, 0));
		ck_assert_int_eq(sum.sum, db_column_integer(select, 1));
		text = db_column_text(select, 2, &length);
		ck_assert_uint_eq(sum.length, length);
		ck_assert_int_eq(memcmp(sum.text, text, length), 0);
		rows++;
	}
	ck_assert_int_eq(sums_next(sums, &sum, &error), 0);
	ck_assert_uint_gt(rows, 1000);
	db_finalize(select);
}

static void
compare_with_sql(size_t memory, bool spills)
{
	struct db *db = db_create(unit_path("oracle.db"), &error);
	struct db_statement *insert;
	struct sums sums;
	int i;

	ck_assert_int_eq(db_run(db, "BEGIN;" ORACLE_TABLE, &error), 0);
	insert = db_prepare(db, "INSERT INTO part VALUES (?1, ?2, ?3)", &error);
	ck_assert_ptr_nonnull(insert);
	begin(&sums, memory, false);
	for (i = 0; i < PARTS; i++)
		add_random(&sums, insert, i, make_text);
	ck_assert_int_eq(sums.parts.parts.run_count > 0, spills);
	finish(&sums);
	ck_assert_int_eq(sums.whole.run_count > 0, spills);
	compare(&sums, db);
	sums_clear(&sums);
	db_finalize(insert);
	db_close(db);
	ck_assert_uint_eq(unit_count_files(), 1);
}

START_TEST(sums_are_those_of_sql_in_its_order)
{
	srand(1);
	compare_with_sql((size_t)1 << 20, false);
}
END_TEST

START_TEST(so_they_are_when_files_are_needed)
{
	srand(2);
	compare_with_sql(SMALL_MEMORY, true);
}
END_TEST

static void
assert_next(struct sums *sums, int64_t expected, const char *text)
{
	struct sum sum;

	ck_assert_int_eq(sums_next(sums, &sum, &error), 1);
	ck_assert_int_eq(sum.sum, expected);
	ck_assert_uint_eq(sum.length, strlen(text));
	ck_assert_int_eq(memcmp(sum.text, text, sum.length), 0);
}

START_TEST(no_sum_overflows)
{
	struct sums sums;
	struct sum sum;
	int i;

	begin(&sums, SMALL_MEMORY, false);
	for (i = 0; i < 1000; i++) {
		add(&sums, "p/1", "back", 4, i % 2 ? INT64_MIN : INT64_MAX);
		add(&sums, "p/1", "high", 4, INT64_MAX);
		add(&sums, "p/1", "low", 3, INT64_MIN);
	}
	add(&sums, "p/1", "least", 5, INT64_MIN);
	add(&sums, "p/1", "most", 4, INT64_MAX - 1);
	add(&sums, "p/1", "most", 4, 1);
	add(&sums, "p/1", "one too many", 12, INT64_MAX);
	add(&sums, "p/1", "one too many", 12, 1);
	add(&sums, "p/1", "zero", 4, 0);
	finish(&sums);
	assert_next(&sums, INT64_MAX, "high");
	assert_next(&sums, INT64_MAX, "most");
	assert_next(&sums, INT64_MAX, "one too many");
	assert_next(&sums, 0, "zero");
	assert_next(&sums, -500, "back");
	assert_next(&sums, INT64_MIN, "least");
	assert_next(&sums, INT64_MIN, "low");
	ck_assert_int_eq(sums_next(&sums, &sum, &error), 0);
	sums_clear(&sums);
}
END_TEST

START_TEST(numbers_order_the_parents)
{
	struct sums sums;

	begin(&sums, SMALL_MEMORY, false);
	add(&sums, "p/10", "c", 1, 9);
	add(&sums, "p/9", "b", 1, 9);
	add(&sums, "p/-3", "a", 1, 1);
	add(&sums, "p/10", "", 0, 9);
	finish(&sums);
	assert_next(&sums, 1, "a");
	assert_next(&sums, 9, "b");
	assert_next(&sums, 9, "");
	assert_next(&sums, 9, "c");
	sums_clear(&sums);
}
END_TEST

START_TEST(without_parts_there_are_no_sums)
{
	struct sums sums;
	struct sum sum;

	begin(&sums, SMALL_MEMORY, false);
	finish(&sums);
	ck_assert_int_eq(sums_next(&sums, &sum, &error), 0);
	sums_clear(&sums);
	sums_clear(&sums);
}
END_TEST

static int
refuse(void *argument, const char *path, size_t length, int64_t *value,
    struct gantry_error *reason)
{
	(void)argument;
	(void)value;
	return gantry_error_set(
	    reason, GANTRY_ERROR_INPUT, "not %.*s", (int)length, path);
}

START_TEST(a_parent_without_a_number_for_a_reason_is_an_error)
{
	struct sums sums;
	struct sum sum;

	begin(&sums, SMALL_MEMORY, false);
	add(&sums, "p/1", "a", 1, 1);
	sums_start(&sums, refuse, NULL);
	ck_assert_int_eq(sums_next_text(&sums, &sum, &error), -1);
	ck_assert_str_eq(error.text, "not p/1");
	sums_clear(&sums);
}
END_TEST

/* Letters of both cases, so that several texts fold to one. */
static size_t
make_word(char text[64])
{
	size_t length = (size_t)(rand() % 5), i;

	for (i = 0; i < length; i++)
		text[i] = "aAbBz"[rand() % 5];
	return length;
}

/* None of them is 0, which stands for all parents. */
static int
number_above_0(void *argument, const char *path, size_t length, int64_t *value,
    struct gantry_error *reason)
{
	int result = number(argument, path, length, value, reason);

	*value += 1;
	return result;
}

#define ORACLE_TEXTS                                           \
	"SELECT substr(parent, 3) + 1, lower(text) AS folded," \
	" text, sum(amount) FROM part WHERE parent <> 'p/5'"   \
	" GROUP BY parent, text ORDER BY parent, folded, text"
#define ORACLE_TOTALS                                                  \
	"SELECT 0, lower(text) AS folded, text, sum(amount) FROM part" \
	" WHERE parent <> 'p/5' GROUP BY text ORDER BY folded, text"

typedef int next_sum(
    struct sums *sums, struct sum *sum, struct gantry_error *reason);

static void
assert_text(
    struct db_statement *row, int column, const char *text, size_t length)
{
	size_t expected_length;
	const char *expected = db_column_text(row, column, &expected_length);

	ck_assert_uint_eq(length, expected_length);
	ck_assert_int_eq(memcmp(text, expected, length), 0);
}

/* Is what NEXT gives the rows of SQL?  Returns how many. */
static size_t
compare_folded(
    struct sums *sums, next_sum *next, struct db *db, const char *sql)
{
	struct db_statement *select = db_prepare(db, sql, &error);
	struct sum sum;
	size_t rows = 0;

	ck_assert_msg(select != NULL, "%s", error.text);
	for (; db_step(select, &error) == 1; rows++) {
		ck_assert_msg(next(sums, &sum, &error) == 1, "row %zu", rows);
		ck_assert_int_eq(sum.parent, db_column_integer(select, 0));
		assert_text(select, 1, sum.folded, sum.folded_length);
		assert_text(select, 2, sum.text, sum.length);
		ck_assert_int_eq(sum.sum, db_column_integer(select, 3));
	}
	ck_assert_int_eq(next(sums, &sum, &error), 0);
	db_finalize(select);
	return rows;
}

START_TEST(folded_texts_and_their_totals_are_those_of_sql)
{
	struct db *db = db_create(unit_path("oracle.db"), &error);
	struct db_statement *insert;
	struct sums sums;
	struct best_row best;
	char last[16] = "";
	int i;

	srand(3);
	ck_assert_int_eq(db_run(db, "BEGIN;" ORACLE_TABLE, &error), 0);
	insert = db_prepare(db, "INSERT INTO part VALUES (?1, ?2, ?3)", &error);
	begin(&sums, SMALL_MEMORY, true);
	for (i = 0; i < PARTS; i++)
		add_random(&sums, insert, i, make_word);
	sums_start(&sums, number_above_0, last);
	ck_assert_uint_gt(
	    compare_folded(&sums, sums_next_text, db, ORACLE_TEXTS), 1000);
	ck_assert_uint_gt(
	    compare_folded(&sums, sums_next_total, db, ORACLE_TOTALS), 500);
	/* The first of the best are of all parents, with any beginning. */
	ck_assert_int_eq(sums_next_best(&sums, &best, &error), 1);
	ck_assert_int_eq(best.parent, 0);
	ck_assert_uint_eq(best.prefix_length, 0);
	sums_clear(&sums);
	db_finalize(insert);
	db_close(db);
	ck_assert_uint_eq(unit_count_files(), 1);
}
END_TEST

START_TEST(a_text_with_a_nul_is_kept_apart_from_its_beginning)
{
	struct sums sums;
	struct sum sum;

	begin(&sums, SMALL_MEMORY, true);
	add(&sums, "p/1", "a\0b", 3, 1);
	add(&sums, "p/1", "a", 1, 2);
	add(&sums, "p/1", "ab", 2, 4);
	add(&sums, "p/1", "a\0b", 3, 8);
	finish(&sums);
	ck_assert_int_eq(sums_next_total(&sums, &sum, &error), 1);
	ck_assert_int_eq(sum.sum, 2);
	ck_assert_int_eq(sums_next_total(&sums, &sum, &error), 1);
	ck_assert_int_eq(sum.sum, 9);
	ck_assert_str_eq(sum.folded, "ab");
	ck_assert_uint_eq(sum.length, 3);
	ck_assert_int_eq(sums_next_total(&sums, &sum, &error), 1);
	ck_assert_int_eq(sum.sum, 4);
	ck_assert_int_eq(sums_next_total(&sums, &sum, &error), 0);
	sums_clear(&sums);
}
END_TEST

/* A parent as sums_number gets it: its bytes, and a NUL behind them. */
static int
number_any(void *argument, const char *path, size_t length, int64_t *given,
    struct gantry_error *failure)
{
	static const struct {
		const char *path;
		size_t length;
	} parents[] = {
		{ "p", 1 },
		{ "p\0", 2 },
		{ "p\0\0a", 4 },
		{ "p\0\1", 3 },
		{ "p\0b", 3 },
		{ "p\1", 2 },
		{ "p\1\1", 3 },
		{ "p\2", 2 },
		{ "pa", 2 },
	};
	size_t *at = argument;

	(void)failure;
	ck_assert_uint_lt(*at, sizeof(parents) / sizeof(parents[0]));
	ck_assert_uint_eq(length, parents[*at].length);
	ck_assert_int_eq(memcmp(path, parents[*at].path, length + 1), 0);
	*given = (int64_t)++ * at;
	return 1;
}

START_TEST(parents_with_a_nul_keep_their_order_and_their_texts)
{
	/* In another order, with lengths. */
	static const struct sums_part parts[] = {
		{ "p\1\1", 3, "x", 1, 1 },
		{ "pa", 2, "x", 1, 2 },
		{ "p\0b", 3, "x", 1, 4 },
		{ "p\2", 2, "x", 1, 8 },
		{ "p", 1, "\0x", 2, 16 },
		{ "p\0\1", 3, "x", 1, 32 },
		{ "p\0", 2, "\1x", 2, 64 },
		{ "p\1", 2, "x", 1, 128 },
		{ "p\0\0a", 4, "x", 1, 256 },
		{ "p\0", 2, "\1x", 2, 512 },
	};
	static const int64_t wanted[] = { 16, 576, 256, 32, 4, 128, 1, 8, 2 };
	struct sums sums;
	struct sum sum;
	size_t at = 0, i;

	begin(&sums, SMALL_MEMORY, true);
	for (i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		ck_assert_int_eq(sums_add(&sums, &parts[i], &error), 0);
	sums_start(&sums, number_any, &at);
	for (i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		ck_assert_int_eq(sums_next_text(&sums, &sum, &error), 1);
		ck_assert_int_eq(sum.sum, wanted[i]);
		ck_assert_int_eq(sum.parent, (int64_t)i + 1);
	}
	ck_assert_int_eq(sums_next_text(&sums, &sum, &error), 0);
	sums_clear(&sums);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		sums_are_those_of_sql_in_its_order,
		so_they_are_when_files_are_needed,
		no_sum_overflows,
		numbers_order_the_parents,
		without_parts_there_are_no_sums,
		a_parent_without_a_number_for_a_reason_is_an_error,
		folded_texts_and_their_totals_are_those_of_sql,
		a_text_with_a_nul_is_kept_apart_from_its_beginning,
		parents_with_a_nul_keep_their_order_and_their_texts,
		NULL,
	};

	return unit_run("cache/sums", tests);
}
