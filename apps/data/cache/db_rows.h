#ifndef CACHE_DB_ROWS_H
#define CACHE_DB_ROWS_H

#include "data/cache/db.h"
#include "data/cache/json_field.h"

/*
 * A table that is not stored: a function provides its rows, so that one
 * statement can read them all.
 */

#define DB_ROWS_COLUMNS_MAX 8

/*
 * Fill ROW with a value for each column.  Returns 1, or 0 after the last row,
 * or -1 with ERROR filled.
 */
typedef int db_rows_next(
    void *argument, struct field *row, struct gantry_error *error);

struct db_rows {
	const char *name;
	const char *columns; /* "(parent, sum, text)" ... */
	db_rows_next *next;
	void *argument;
	struct gantry_error error; /* why NEXT failed */
};

/*
 * Let SQL on DB read the table, once from start to end.  ROWS stay the caller's
 * until db_remove_rows.  Returns 0 or -1.
 */
int db_add_rows(
    struct db *db, struct db_rows *rows, struct gantry_error *error);

/* Remove the table.  No statement that names it may be left. */
void db_remove_rows(struct db *db, const struct db_rows *rows);

#endif
