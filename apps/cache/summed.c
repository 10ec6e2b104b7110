/*
 * Between sums and SQL: a statement numbers the parents, and another one reads
 * the sums as the rows of a table.
 */
#include "cache/summed.h"
#include "cache/db_rows.h"

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

static int
next_row(void *argument, struct field *row, struct gantry_error *error)
{
	struct sum sum;
	int status = sums_next(argument, &sum, error);

	if (status != 1)
		return status;
	row[0] = (struct field){ FIELD_INTEGER, .integer = sum.parent };
	row[1] = (struct field){ FIELD_INTEGER, .integer = sum.sum };
	row[2] = (struct field){ FIELD_TEXT, .text = sum.text,
		.text_length = sum.length };
	return 1;
}

static int
number_parents(struct db *db, const char *sql, struct sums *sums,
    struct gantry_error *error)
{
	struct db_statement *statement = db_prepare(db, sql, error);
	int result;

	if (statement == NULL)
		return -1;
	result = sums_finish(sums, number_parent, statement, error);
	db_finalize(statement);
	return result;
}

int
summed_insert(struct db *db, const struct cache_sums *declared,
    struct sums *sums, struct gantry_error *error)
{
	struct db_rows rows = {
		.name = "summed",
		.columns = "(parent, sum, text)",
		.next = next_row,
		.argument = sums,
	};
	int result;

	if (declared->insert == NULL)
		return 0;
	if (number_parents(db, declared->number, sums, error) == -1 ||
	    db_add_rows(db, &rows, error) == -1)
		return -1;
	result = db_run(db, declared->insert, error);
	if (rows.error.code != GANTRY_ERROR_NONE)
		*error = rows.error;
	db_remove_rows(db, &rows);
	sums_clear(sums);
	return result;
}
