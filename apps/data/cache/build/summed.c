/*
 * Connects sums and SQL: one statement numbers the parents, others read the
 * sums as rows of tables.
 */
#include "data/cache/build/summed.h"
#include "data/cache/db_rows.h"

static int
number_parent(void *argument, const char *path, size_t length, int64_t *number,
    struct gantry_error *error)
{
	struct db_statement *statement = argument;
	int status;

	db_bind_text(statement, 1, path, length);
	status = db_step(statement, error);
	if (status == 1)
		*number = db_column_integer(statement, 0);
	db_reset(statement);
	return status;
}

static struct field
integer(int64_t value)
{
	return (struct field){ FIELD_INTEGER, .integer = value };
}

static struct field
text(const char *value, size_t length)
{
	return (
	    struct field){ FIELD_TEXT, .text = value, .text_length = length };
}

static int
next_text(void *argument, struct field *row, struct gantry_error *error)
{
	struct sum sum;
	int status = sums_next_text(argument, &sum, error);

	if (status != 1)
		return status;
	row[0] = integer(sum.parent);
	row[1] = text(sum.folded, sum.folded_length);
	row[2] = text(sum.text, sum.length);
	row[3] = integer(sum.sum);
	return 1;
}

static int
next_total(void *argument, struct field *row, struct gantry_error *error)
{
	struct sum sum;
	int status = sums_next_total(argument, &sum, error);

	if (status != 1)
		return status;
	row[0] = text(sum.folded, sum.folded_length);
	row[1] = text(sum.text, sum.length);
	row[2] = integer(sum.sum);
	return 1;
}

static int
next_sum(void *argument, struct field *row, struct gantry_error *error)
{
	struct sum sum;
	int status = sums_next(argument, &sum, error);

	if (status != 1)
		return status;
	row[0] = integer(sum.parent);
	row[1] = integer(sum.sum);
	row[2] = text(sum.text, sum.length);
	return 1;
}

static int
next_best(void *argument, struct field *row, struct gantry_error *error)
{
	struct best_row best;
	int status = sums_next_best(argument, &best, error);

	if (status != 1)
		return status;
	row[0] = integer(best.parent);
	row[1] = text(best.prefix, best.prefix_length);
	row[2] = integer(best.sum);
	row[3] = text(best.text, best.text_length);
	return 1;
}

/* Let SQL, if any, read the table ROWS. */
static int
run(struct db *db, const char *sql, struct db_rows *rows,
    struct gantry_error *error)
{
	int result;

	if (sql == NULL)
		return 0;
	if (db_add_rows(db, rows, error) == -1)
		return -1;
	result = db_run(db, sql, error);
	if (rows->error.code != GANTRY_ERROR_NONE)
		*error = rows->error;
	db_remove_rows(db, rows);
	return result;
}

/* Read the rows that SQL did not, because later steps depend on them. */
static int
read_rest(struct db_rows *rows, struct gantry_error *error)
{
	struct field row[DB_ROWS_COLUMNS_MAX];
	int status;

	do
		status = rows->next(rows->argument, row, error);
	while (status == 1);
	return status;
}

int
summed_insert(struct db *db, const struct cache_sums *declared,
    struct sums *sums, struct gantry_error *error)
{
	struct {
		const char *sql;
		struct db_rows rows;
	} steps[] = {
		{ declared->insert_texts,
		    { "summed_texts", "(parent, folded, text, sum)", next_text,
			sums, { 0 } } },
		{ declared->insert_totals,
		    { "summed_totals", "(folded, text, sum)", next_total, sums,
			{ 0 } } },
		{ declared->insert,
		    { "summed", "(parent, sum, text)", next_sum, sums,
			{ 0 } } },
		{ declared->insert_best,
		    { "summed_best", "(parent, prefix, sum, text)", next_best,
			sums, { 0 } } },
	};
	struct db_statement *number;
	size_t i;
	int result = 0;

	if (declared->insert == NULL)
		return 0;
	number = db_prepare(db, declared->number, error);
	if (number == NULL)
		return -1;
	sums_start(sums, number_parent, number);
	for (i = 0; i < sizeof(steps) / sizeof(steps[0]) && result == 0; i++) {
		result = run(db, steps[i].sql, &steps[i].rows, error);
		if (result == 0)
			result = read_rest(&steps[i].rows, error);
	}
	db_finalize(number);
	sums_clear(sums);
	return result;
}
