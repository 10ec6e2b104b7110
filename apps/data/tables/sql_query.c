#include <sqlite3.h>
#include <stdbool.h>

#include "data/tables/sql_query.h"

/* SQLite lowers a value to what it was compiled for. */
#define MOST 0x7fffffff

static const int limits[] = {
	SQLITE_LIMIT_SQL_LENGTH,
	SQLITE_LIMIT_COLUMN,
	SQLITE_LIMIT_EXPR_DEPTH,
	SQLITE_LIMIT_COMPOUND_SELECT,
	SQLITE_LIMIT_VDBE_OP,
	SQLITE_LIMIT_FUNCTION_ARG,
	SQLITE_LIMIT_LIKE_PATTERN_LENGTH,
};

int
sql_allow(struct db *db, struct gantry_error *error)
{
	size_t i;

	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(db_handle(db), limits[i], MOST);
	/* The file was opened for reading alone. */
	return db_run(db,
	    "PRAGMA query_only = OFF;"
	    "PRAGMA temp_store = FILE;",
	    error);
}

/* Is there nothing but white space, semicolons and comments in TAIL? */
static bool
is_empty(struct db *db, const char *tail)
{
	sqlite3_stmt *statement = NULL;

	while (*tail != '\0') {
		if (sqlite3_prepare_v2(db_handle(db), tail, -1, &statement,
			&tail) != SQLITE_OK)
			return false;
		if (statement != NULL) {
			sqlite3_finalize(statement);
			return false;
		}
	}
	return true;
}

struct db_statement *
sql_prepare(struct db *db, const char *sql, struct gantry_error *error)
{
	sqlite3_stmt *statement = NULL;
	const char *tail = sql;
	const char *reason = NULL;

	if (sqlite3_prepare_v2(db_handle(db), sql, -1, &statement, &tail) !=
	    SQLITE_OK) {
		gantry_error_set(error, GANTRY_ERROR_INPUT, "the SQL: %s",
		    sqlite3_errmsg(db_handle(db)));
		return NULL;
	}
	if (statement == NULL)
		reason = "there is no statement";
	else if (!sqlite3_stmt_readonly(statement) ||
	    sqlite3_column_count(statement) == 0)
		reason = "a cache is read only; give a SELECT";
	else if (!is_empty(db, tail))
		reason = "give one statement";
	if (reason == NULL)
		return (struct db_statement *)statement;
	gantry_error_set(error, GANTRY_ERROR_INPUT, "the SQL: %s", reason);
	sqlite3_finalize(statement);
	return NULL;
}

enum sql_type
sql_column_type(struct db_statement *statement, int column)
{
	return (enum sql_type)sqlite3_column_type(
	    (sqlite3_stmt *)statement, column);
}

double
sql_column_real(struct db_statement *statement, int column)
{
	return sqlite3_column_double((sqlite3_stmt *)statement, column);
}

const char *
sql_column_name(struct db_statement *statement, int column)
{
	const char *name =
	    sqlite3_column_name((sqlite3_stmt *)statement, column);

	return name != NULL ? name : "";
}
