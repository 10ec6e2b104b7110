#ifndef CACHE_DB_ROWS_H
#define CACHE_DB_ROWS_H

#include "data/cache/db.h"
#include "data/cache/json_field.h"

/*
 * A table that is not stored: its rows are given by a function, so that a
 * statement takes all of them without being run for each.
 */

#define DB_ROWS_COLUMNS_MAX 8

/*
 * Fill ROW, a value for each column.  Returns 1, or 0 after the last, or -1
 * with ERROR filled.
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
 * Let SQL on DB read the table, once and from its start to its end.  ROWS stay
 * the caller's until db_remove_rows.  0 or -1.
 */
int db_add_rows(
    struct db *db, struct db_rows *rows, struct gantry_error *error);

/* No statement may be left that names the table. */
void db_remove_rows(struct db *db, const struct db_rows *rows);

#endif
