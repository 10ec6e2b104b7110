/*
 * Statements.  They are kept in a list by their SQL, first by its address,
 * since it is a literal as a rule.
 */
#include <stdlib.h>
#include <string.h>

#include <gantry/trace.h>
#include <gantry/web.h>

#include "sqlite/connection.h"

static struct gantry_sqlite_statement *
find(struct gantry_sqlite *sqlite, const char *sql)
{
	struct gantry_sqlite_statement *statement;

	for (statement = sqlite->statements; statement != NULL;
	     statement = statement->next)
		if (statement->sql == sql)
			return statement;
	for (statement = sqlite->statements; statement != NULL;
	     statement = statement->next)
		if (strcmp(statement->sql, sql) == 0)
			return statement;
	return NULL;
}

/* A statement that only fails. */
static struct gantry_sqlite_statement *
fail_statement(struct gantry_sqlite *sqlite, const struct gantry_error *error)
{
	sqlite->none.sqlite = sqlite;
	sqlite->none.error = *error;
	return &sqlite->none;
}

/* Prepare SQL, which is one statement, and nothing follows it. */
static int
compile(struct gantry_sqlite_statement *statement)
{
	struct gantry_sqlite *sqlite = statement->sqlite;
	const char *end;
	const int code = sqlite3_prepare_v3(sqlite->handle, statement->sql, -1,
	    SQLITE_PREPARE_PERSISTENT, &statement->prepared, &end);

	if (code != SQLITE_OK)
		return connection_fail(sqlite, code, &statement->error);
	if (statement->prepared != NULL && end[strspn(end, " \t\n;")] == '\0')
		return 0;
	return gantry_error_set(&statement->error, GANTRY_ERROR_ARGUMENT,
	    "the SQL is not one statement: %.200s", statement->sql);
}

static struct gantry_sqlite_statement *
add(struct gantry_sqlite *sqlite, const char *sql)
{
	struct gantry_sqlite_statement *statement;
	struct gantry_error error;

	statement = calloc(1, sizeof(*statement));
	if (statement == NULL) {
		gantry_error_memory(&error);
		return fail_statement(sqlite, &error);
	}
	statement->sqlite = sqlite;
	statement->sql = sql;
	if (compile(statement) == -1) {
		error = statement->error;
		sqlite3_finalize(statement->prepared);
		free(statement);
		return fail_statement(sqlite, &error);
	}
	statement->next = sqlite->statements;
	sqlite->statements = statement;
	return statement;
}

struct gantry_sqlite_statement *
gantry_sqlite_prepare(struct gantry_sqlite *sqlite, const char *sql)
{
	/* Without a connection; its threads only read it. */
	static struct gantry_sqlite_statement lacking = {
		.error = { GANTRY_ERROR_ARGUMENT, "the connection is NULL" },
	};
	const struct gantry_error no_sql = { GANTRY_ERROR_ARGUMENT,
		"the SQL of a statement is NULL" };
	struct gantry_sqlite_statement *statement;

	if (sqlite == NULL)
		return &lacking;
	if (sql == NULL)
		return fail_statement(sqlite, &no_sql);
	statement = find(sqlite, sql);
	if (statement == NULL)
		return add(sqlite, sql);
	statement_stop(statement);
	sqlite3_clear_bindings(statement->prepared);
	statement->error.code = GANTRY_ERROR_NONE;
	return statement;
}

static bool
takes_values(const struct gantry_sqlite_statement *statement)
{
	return statement != NULL && statement->prepared != NULL;
}

/* The first failure to bind is told by the run. */
static void
note_bound(struct gantry_sqlite_statement *statement, int index, int code)
{
	if (code == SQLITE_OK || statement->error.code != GANTRY_ERROR_NONE)
		return;
	connection_fail(statement->sqlite, code, &statement->error);
	gantry_error_prefix(&statement->error, "parameter %d", index);
}

void
gantry_sqlite_bind_integer(
    struct gantry_sqlite_statement *statement, int index, int64_t value)
{
	if (takes_values(statement))
		note_bound(statement, index,
		    sqlite3_bind_int64(statement->prepared, index, value));
}

void
gantry_sqlite_bind_number(
    struct gantry_sqlite_statement *statement, int index, double value)
{
	if (takes_values(statement))
		note_bound(statement, index,
		    sqlite3_bind_double(statement->prepared, index, value));
}

void
gantry_sqlite_bind_boolean(
    struct gantry_sqlite_statement *statement, int index, bool value)
{
	gantry_sqlite_bind_integer(statement, index, value);
}

void
gantry_sqlite_bind_text(
    struct gantry_sqlite_statement *statement, int index, const char *text)
{
	if (takes_values(statement))
		note_bound(statement, index,
		    sqlite3_bind_text(statement->prepared, index, text, -1,
			SQLITE_TRANSIENT));
}

void
gantry_sqlite_bind_data(struct gantry_sqlite_statement *statement, int index,
    const void *data, size_t size)
{
	if (takes_values(statement))
		note_bound(statement, index,
		    sqlite3_bind_blob64(statement->prepared, index,
			data != NULL || size > 0 ? data : "", size,
			SQLITE_TRANSIENT));
}

/* The request is about to run the statement. */
static void
show(struct gantry_sqlite_statement *statement)
{
	struct gantry_environ *environ = statement->sqlite->environ;
	char *expanded;

	if (environ == NULL)
		return;
	gantry_environ_step(environ, statement->sql);
	statement->is_shown = true;
	if (!gantry_environ_is_traced(environ))
		return;
	expanded = sqlite3_expanded_sql(statement->prepared);
	gantry_trace_begin(
	    environ, "sql", "%s", expanded != NULL ? expanded : statement->sql);
	sqlite3_free(expanded);
}

static void
hide(struct gantry_sqlite_statement *statement)
{
	struct gantry_environ *environ = statement->sqlite->environ;

	if (!statement->is_shown)
		return;
	statement->is_shown = false;
	if (environ == NULL)
		return;
	gantry_trace_end(environ);
	gantry_environ_step(environ, NULL);
}

void
statement_stop(struct gantry_sqlite_statement *statement)
{
	if (!statement->is_running)
		return;
	statement->is_running = false;
	sqlite3_reset(statement->prepared);
	hide(statement);
}

/* Before the first row: a statement that writes needs the turn. */
static int
begin(struct gantry_sqlite_statement *statement, struct gantry_error *error)
{
	struct gantry_sqlite *sqlite = statement->sqlite;

	if (sqlite->environ == NULL && !sqlite->has_turn)
		connection_restart_timeout(sqlite);
	statement->owns_transaction = false;
	if (!sqlite3_stmt_readonly(statement->prepared) && !sqlite->has_turn) {
		if (gantry_sqlite_begin(sqlite, error) == -1)
			return -1;
		statement->owns_transaction = true;
	}
	statement->is_running = true;
	show(statement);
	return 0;
}

static int
lacks_statement(
    const struct gantry_sqlite_statement *statement, struct gantry_error *error)
{
	if (statement == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_ARGUMENT, "the statement is NULL");
	if (statement->error.code == GANTRY_ERROR_NONE)
		return 0;
	return gantry_error_set(
	    error, statement->error.code, "%s", statement->error.text);
}

/* The run has failed with CODE. */
static int
fail_run(struct gantry_sqlite_statement *statement, int code,
    struct gantry_error *error)
{
	connection_fail(statement->sqlite, code, error);
	statement_stop(statement);
	if (statement->owns_transaction)
		gantry_sqlite_rollback(statement->sqlite);
	return -1;
}

int
gantry_sqlite_reset(
    struct gantry_sqlite_statement *statement, struct gantry_error *error)
{
	if (lacks_statement(statement, error) == -1)
		return -1;
	if (!statement->is_running)
		return 0;
	statement_stop(statement);
	return statement->owns_transaction
	    ? gantry_sqlite_commit(statement->sqlite, error)
	    : 0;
}

int
gantry_sqlite_step(
    struct gantry_sqlite_statement *statement, struct gantry_error *error)
{
	int code;

	if (lacks_statement(statement, error) == -1 ||
	    (!statement->is_running && begin(statement, error) == -1))
		return -1;
	code = sqlite3_step(statement->prepared);
	if (code == SQLITE_ROW)
		return 1;
	if (code == SQLITE_DONE)
		return gantry_sqlite_reset(statement, error);
	return fail_run(statement, code, error);
}

int64_t
gantry_sqlite_run(
    struct gantry_sqlite_statement *statement, struct gantry_error *error)
{
	sqlite3 *handle;
	int64_t before;
	int result;

	if (lacks_statement(statement, error) == -1)
		return -1;
	handle = statement->sqlite->handle;
	before = sqlite3_total_changes64(handle);
	do
		result = gantry_sqlite_step(statement, error);
	while (result == 1);
	if (result == -1)
		return -1;
	/* A statement that changes nothing leaves the count of another. */
	return sqlite3_total_changes64(handle) != before
	    ? sqlite3_changes64(handle)
	    : 0;
}

static bool
has_column(const struct gantry_sqlite_statement *statement, int column)
{
	return takes_values(statement) && statement->is_running &&
	    column >= 0 && column < sqlite3_data_count(statement->prepared);
}

int64_t
gantry_sqlite_integer(struct gantry_sqlite_statement *statement, int column)
{
	return has_column(statement, column)
	    ? sqlite3_column_int64(statement->prepared, column)
	    : 0;
}

double
gantry_sqlite_number(struct gantry_sqlite_statement *statement, int column)
{
	return has_column(statement, column)
	    ? sqlite3_column_double(statement->prepared, column)
	    : 0;
}

const char *
gantry_sqlite_text(
    struct gantry_sqlite_statement *statement, int column, size_t *length)
{
	const char *text = NULL;

	if (length != NULL)
		*length = 0;
	if (!has_column(statement, column))
		return NULL;
	text = (const char *)sqlite3_column_text(statement->prepared, column);
	if (length != NULL && text != NULL)
		*length =
		    (size_t)sqlite3_column_bytes(statement->prepared, column);
	return text;
}

static bool
is_boolean(sqlite3_stmt *statement, int column)
{
	const char *type = sqlite3_column_decltype(statement, column);

	return type != NULL && sqlite3_stricmp(type, "boolean") == 0;
}

static void
put_column(sqlite3_stmt *statement, int column, struct gantry_json_writer *json)
{
	const char *name = sqlite3_column_name(statement, column);

	switch (sqlite3_column_type(statement, column)) {
	case SQLITE_INTEGER:
		if (is_boolean(statement, column))
			gantry_json_put_boolean(json, name,
			    sqlite3_column_int64(statement, column) != 0);
		else
			gantry_json_put_integer(json, name,
			    sqlite3_column_int64(statement, column));
		break;
	case SQLITE_FLOAT:
		gantry_json_put_number(
		    json, name, sqlite3_column_double(statement, column));
		break;
	case SQLITE_TEXT:
		gantry_json_put_string(json, name,
		    (const char *)sqlite3_column_text(statement, column),
		    (size_t)sqlite3_column_bytes(statement, column));
		break;
	case SQLITE_NULL:
		gantry_json_put_null(json, name);
		break;
	default:
		json->failed = true;
		break;
	}
}

void
gantry_sqlite_put_row(struct gantry_sqlite_statement *statement,
    struct gantry_json_writer *json, const char *name)
{
	int count, i;

	if (json == NULL)
		return;
	if (!has_column(statement, 0)) {
		json->failed = true;
		return;
	}
	gantry_json_begin_object(json, name);
	count = sqlite3_data_count(statement->prepared);
	for (i = 0; i < count; i++)
		put_column(statement->prepared, i, json);
	gantry_json_end(json);
}

int64_t
gantry_sqlite_put_rows(struct gantry_sqlite_statement *statement,
    struct gantry_json_writer *json, const char *name,
    struct gantry_error *error)
{
	int64_t count = 0;
	int result;

	gantry_json_begin_array(json, name);
	while ((result = gantry_sqlite_step(statement, error)) == 1) {
		gantry_sqlite_put_row(statement, json, NULL);
		count++;
	}
	gantry_json_end(json);
	return result == 0 ? count : -1;
}

/* What a client is told of a constraint, by the beginning of SQLite's text. */
static const struct {
	const char *begins, *detail;
} constraints[] = {
	{ "UNIQUE", "There is one with the same value already." },
	{ "FOREIGN KEY",
	    "It refers to something that does not exist, or something else "
	    "refers to it." },
	{ "NOT NULL", "A value is missing." },
	{ "CHECK", "A value is not allowed." },
	{ "", "It does not agree with what is stored." },
};

int
gantry_sqlite_fail(
    struct gantry_response *response, const struct gantry_error *error)
{
	size_t i = 0;

	if (error == NULL || error->code != GANTRY_ERROR_CONFLICT) {
		gantry_response_fail_with(response, error);
		if (error != NULL && error->code == GANTRY_ERROR_BUSY)
			gantry_response_retry_after(response, 1);
		return -1;
	}
	while (strncmp(error->text, constraints[i].begins,
		   strlen(constraints[i].begins)) != 0)
		i++;
	return gantry_response_fail(
	    response, GANTRY_409, "%s", constraints[i].detail);
}
