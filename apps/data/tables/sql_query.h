#ifndef TABLES_SQL_QUERY_H
#define TABLES_SQL_QUERY_H

#include "data/cache/db.h"

/* SQL that people write, and rows whose columns are not known before. */

/*
 * Let people query DB, of db_open, with SQL of their own: it may be as long and
 * as deep as SQLite allows, temporary views may be made, and large results use
 * temporary files.
 */
int sql_allow(struct db *db, struct gantry_error *error);

/*
 * Prepare SQL that a person wrote.  Returns NULL with ERROR,
 * GANTRY_ERROR_INPUT, unless it is one statement that is valid and only reads.
 */
struct db_statement *sql_prepare(
    struct db *db, const char *sql, struct gantry_error *error);

enum sql_type {
	SQL_INTEGER = 1, /* the numbers of SQLite */
	SQL_REAL,
	SQL_TEXT,
	SQL_BLOB,
	SQL_NULL,
};

enum sql_type sql_column_type(struct db_statement *statement, int column);
double sql_column_real(struct db_statement *statement, int column);

/* Get the name of a column, from 0 on; "" without memory. */
const char *sql_column_name(struct db_statement *statement, int column);

#endif
