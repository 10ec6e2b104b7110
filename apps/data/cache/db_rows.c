/*
 * A virtual table that exists without CREATE VIRTUAL TABLE.  It has no index
 * and no order: SQLite reads all rows from the first on.
 */
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>

#include "data/cache/db_rows.h"

struct table {
	sqlite3_vtab base; /* SQLite's part, the first */
	struct db_rows *rows;
	bool was_read;
};

struct cursor {
	sqlite3_vtab_cursor base; /* the part of SQLite, first */
	struct field row[DB_ROWS_COLUMNS_MAX];
	sqlite3_int64 number;
	bool is_at_end;
};

static struct table *
table_of(sqlite3_vtab_cursor *cursor)
{
	return (struct table *)cursor->pVtab;
}

static int
fail(struct table *table)
{
	sqlite3_free(table->base.zErrMsg);
	table->base.zErrMsg = sqlite3_mprintf("%s", table->rows->error.text);
	return SQLITE_ERROR;
}

static int
connect_table(sqlite3 *db, void *argument, int count, const char *const *words,
    sqlite3_vtab **made, char **reason)
{
	struct db_rows *rows = argument;
	struct table *table;
	char sql[256];
	int code;

	(void)count;
	(void)words;
	(void)reason;
	snprintf(sql, sizeof(sql), "CREATE TABLE x %s", rows->columns);
	code = sqlite3_declare_vtab(db, sql);
	if (code != SQLITE_OK)
		return code;
	table = sqlite3_malloc(sizeof(*table));
	if (table == NULL)
		return SQLITE_NOMEM;
	*table = (struct table){ .rows = rows };
	*made = &table->base;
	return SQLITE_OK;
}

static int
disconnect_table(sqlite3_vtab *table)
{
	sqlite3_free(table);
	return SQLITE_OK;
}

/* There is only one way to read the table. */
static int
plan(sqlite3_vtab *table, sqlite3_index_info *info)
{
	(void)table;
	info->estimatedCost = 1e9;
	return SQLITE_OK;
}

static int
open_cursor(sqlite3_vtab *table, sqlite3_vtab_cursor **made)
{
	struct cursor *cursor = sqlite3_malloc(sizeof(*cursor));

	(void)table;
	if (cursor == NULL)
		return SQLITE_NOMEM;
	*cursor = (struct cursor){ 0 };
	*made = &cursor->base;
	return SQLITE_OK;
}

static int
close_cursor(sqlite3_vtab_cursor *base)
{
	sqlite3_free(base);
	return SQLITE_OK;
}

static int
go_on(sqlite3_vtab_cursor *base)
{
	struct cursor *cursor = (struct cursor *)base;
	struct table *table = table_of(base);
	struct db_rows *rows = table->rows;
	int status = rows->next(rows->argument, cursor->row, &rows->error);

	if (status == -1)
		return fail(table);
	cursor->is_at_end = status == 0;
	cursor->number++;
	return SQLITE_OK;
}

static int
begin(sqlite3_vtab_cursor *base, int number, const char *string, int count,
    sqlite3_value **values)
{
	struct table *table = table_of(base);

	(void)number;
	(void)string;
	(void)count;
	(void)values;
	if (table->was_read) {
		gantry_error_set(&table->rows->error, GANTRY_ERROR_SYSTEM,
		    "table %s can only be read once", table->rows->name);
		return fail(table);
	}
	table->was_read = true;
	return go_on(base);
}

static int
is_at_end(sqlite3_vtab_cursor *base)
{
	return ((struct cursor *)base)->is_at_end;
}

static int
get_column(sqlite3_vtab_cursor *base, sqlite3_context *context, int column)
{
	const struct field *field = &((struct cursor *)base)->row[column];

	switch (field->type) {
	case FIELD_TEXT:
		sqlite3_result_text64(context, field->text, field->text_length,
		    SQLITE_TRANSIENT, SQLITE_UTF8);
		break;
	case FIELD_INTEGER:
		sqlite3_result_int64(context, field->integer);
		break;
	case FIELD_DOUBLE:
		sqlite3_result_double(context, field->real);
		break;
	default:
		sqlite3_result_null(context);
		break;
	}
	return SQLITE_OK;
}

static int
get_number(sqlite3_vtab_cursor *base, sqlite3_int64 *number)
{
	*number = ((struct cursor *)base)->number;
	return SQLITE_OK;
}

int
db_add_rows(struct db *db, struct db_rows *rows, struct gantry_error *error)
{
	/* Without xCreate the table exists without CREATE VIRTUAL TABLE. */
	static const sqlite3_module module = {
		.xConnect = connect_table,
		.xBestIndex = plan,
		.xDisconnect = disconnect_table,
		.xOpen = open_cursor,
		.xClose = close_cursor,
		.xFilter = begin,
		.xNext = go_on,
		.xEof = is_at_end,
		.xColumn = get_column,
		.xRowid = get_number,
	};
	int code =
	    sqlite3_create_module(db_handle(db), rows->name, &module, rows);

	if (code == SQLITE_OK)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_MEMORY,
	    "cannot create the table %s: %s", rows->name, sqlite3_errstr(code));
}

void
db_remove_rows(struct db *db, const struct db_rows *rows)
{
	sqlite3_create_module(db_handle(db), rows->name, NULL, NULL);
}
