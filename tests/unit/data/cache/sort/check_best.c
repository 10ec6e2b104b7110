/*
 * The best of each beginning are those that SQL finds.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/db.h"
#include "data/cache/sort/best.h"
#include "unit.h"

#define MOST  3
#define ABOVE 5

#define ORACLE                                                              \
	"WITH RECURSIVE depth(n) AS"                                        \
	" (VALUES (0) UNION ALL SELECT n + 1 FROM depth WHERE n < 8),"      \
	" prefixed AS (SELECT parent, substr(folded, 1, n) AS prefix, sum," \
	"  text FROM given JOIN depth ON n <= length(folded)),"             \
	" ranked AS (SELECT *, count(*) OVER whole AS texts,"               \
	"  row_number() OVER (whole ORDER BY sum DESC, text) AS rank"       \
	"  FROM prefixed WINDOW whole AS (PARTITION BY parent, prefix))"    \
	" SELECT parent, prefix, sum, text FROM ranked"                     \
	" WHERE rank <= 3 AND texts > 5 ORDER BY parent, prefix, rank"

static struct gantry_error error;

static void
begin(struct best *best)
{
	const struct best_options options = {
		.path = unit_path("x.db"),
		.memory = 4096,
		.wanted = { .most = MOST, .above = ABOVE },
	};

	best_init(best, &options);
}

static void
add(struct best *best, int64_t parent, const char *folded, const char *text,
    int64_t sum)
{
	const struct best_text given = {
		.parent = parent,
		.sum = sum,
		.folded = folded,
		.folded_length = strlen(folded),
		.text = text,
		.text_length = strlen(text),
	};

	ck_assert_msg(best_add(best, &given, &error) == 0, "%s", error.text);
}

/* Texts of characters of one to four bytes, some of them long. */
static void
make_folded(char *folded)
{
	static const char *const characters[] = { "a", "b", "\xc3\xa9",
		"\xe6\x9d\xb1", "\xf0\x9f\x98\x80" };
	int length = rand() % 12;

	for (*folded = '\0'; length > 0; length--)
		strcat(folded, characters[rand() % 8 < 5 ? 0 : rand() % 5]);
}

/* A table of texts, some of which are folded to one. */
static void
fill(struct db *db)
{
	struct db_statement *insert;
	char folded[64], text[80];
	int i;

	ck_assert_int_eq(
	    db_run(db, "BEGIN; CREATE TABLE given (parent, folded, text, sum)",
		&error),
	    0);
	insert =
	    db_prepare(db, "INSERT INTO given VALUES (?1, ?2, ?3, ?4)", &error);
	ck_assert_ptr_nonnull(insert);
	for (i = 0; i < 6000; i++) {
		make_folded(folded);
		snprintf(text, sizeof(text), "%s %d", folded, i);
		db_bind_integer(insert, 1, rand() % 3 - 1);
		db_bind_text(insert, 2, folded, strlen(folded));
		db_bind_text(insert, 3, text, strlen(text));
		db_bind_integer(insert, 4, rand() % 40 - 10);
		ck_assert_int_eq(db_execute(insert, &error), 0);
	}
	db_finalize(insert);
}

static void
give_all(struct best *best, struct db *db)
{
	struct db_statement *given = db_prepare(db,
	    "SELECT parent, folded, text, sum FROM given"
	    " ORDER BY parent, folded, text",
	    &error);
	char folded[64];
	size_t length;

	while (db_step(given, &error) == 1) {
		snprintf(folded, sizeof(folded), "%s",
		    db_column_text(given, 1, &length));
		add(best, db_column_integer(given, 0), folded,
		    db_column_text(given, 2, &length),
		    db_column_integer(given, 3));
	}
	db_finalize(given);
}

START_TEST(they_are_those_of_sql_in_its_order)
{
	struct db *db = db_create(unit_path("oracle.db"), &error);
	struct db_statement *select;
	struct best best;
	struct best_row row;
	size_t length, rows = 0;
	const char *text;

	srand(1);
	fill(db);
	begin(&best);
	give_all(&best, db);
	select = db_prepare(db, ORACLE, &error);
	ck_assert_msg(select != NULL, "%s", error.text);
	for (; db_step(select, &error) == 1; rows++) {
		ck_assert_int_eq(best_next(&best, &row, &error), 1);
		ck_assert_int_eq(row.parent, db_column_integer(select, 0));
		text = db_column_text(select, 1, &length);
		ck_assert_str_eq(row.prefix, text);
		ck_assert_uint_eq(row.prefix_length, length);
		ck_assert_int_eq(row.sum, db_column_integer(select, 2));
		text = db_column_text(select, 3, &length);
		ck_assert_uint_eq(row.text_length, length);
		ck_assert_int_eq(memcmp(row.text, text, length), 0);
	}
	ck_assert_int_eq(best_next(&best, &row, &error), 0);
	ck_assert_uint_gt(rows, 1000);
	ck_assert_uint_gt(best.rows.run_count, 0);
	/* So few are in memory however many there were. */
	ck_assert_uint_lt(best.entry_room, 300);
	best_clear(&best);
	best_clear(&best);
	db_finalize(select);
	db_close(db);
}
END_TEST

START_TEST(few_texts_have_no_best)
{
	struct best best;
	struct best_row row;
	char text[] = "a0";

	begin(&best);
	for (; text[1] < '0' + ABOVE; text[1]++)
		add(&best, 7, text, text, 1);
	ck_assert_int_eq(best_next(&best, &row, &error), 0);
	best_clear(&best);
}
END_TEST

START_TEST(one_more_has)
{
	struct best best;
	struct best_row row;
	char text[] = "a0";
	int i;

	begin(&best);
	for (; text[1] <= '0' + ABOVE; text[1]++)
		add(&best, 7, text, text, text[1] == '3' ? 2 : 1);
	for (i = 0; i < 2 * MOST; i++) {
		ck_assert_int_eq(best_next(&best, &row, &error), 1);
		ck_assert_int_eq(row.parent, 7);
		ck_assert_str_eq(row.prefix, i < MOST ? "" : "a");
		ck_assert_uint_eq(row.text_length, 2);
		ck_assert_int_eq(row.text[1], "301"[i % MOST]);
		ck_assert_int_eq(row.sum, i % MOST == 0 ? 2 : 1);
	}
	ck_assert_int_eq(best_next(&best, &row, &error), 0);
	best_clear(&best);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		they_are_those_of_sql_in_its_order,
		few_texts_have_no_best,
		one_more_has,
		NULL,
	};

	return unit_run("cache/best", tests);
}
