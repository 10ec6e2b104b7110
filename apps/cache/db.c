/*
 * The only file that knows SQLite.  A connection belongs to one thread.
 */
#include <errno.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/stat.h>

#include <gantry/buffer.h>

#include "cache/db.h"

/* The handles are SQLite's own; the structs exist to keep its header here. */
static sqlite3 *
handle(struct db *db)
{
	return (sqlite3 *)db;
}

static sqlite3_stmt *
prepared(struct db_statement *statement)
{
	return (sqlite3_stmt *)statement;
}

static int
fail(sqlite3 *db, int code, struct gantry_error *error)
{
	enum gantry_error_code kind = GANTRY_ERROR_UNAVAILABLE;

	if (code == SQLITE_NOMEM)
		kind = GANTRY_ERROR_MEMORY;
	else if (code == SQLITE_FULL)
		kind = GANTRY_ERROR_SYSTEM;
	return gantry_error_set(error, kind, "%s", sqlite3_errmsg(db));
}

/* "file:" and PATH with what has a meaning in a URI percent-encoded. */
static int
make_uri(struct gantry_buffer *uri, const char *path)
{
	/* Two slashes at the start would begin a URI's authority. */
	while (path[0] == '/' && path[1] == '/')
		path++;
	gantry_buffer_puts(uri, "file:");
	for (; *path != '\0'; path++) {
		if (strchr("?#%", *path) != NULL)
			gantry_buffer_printf(
			    uri, "%%%02X", (unsigned char)*path);
		else
			gantry_buffer_putc(uri, *path);
	}
	gantry_buffer_puts(uri, "?immutable=1");
	return gantry_buffer_putc(uri, '\0');
}

static struct db *
open_handle(const char *name, int flags, struct gantry_error *error)
{
	sqlite3 *db = NULL;
	int code =
	    sqlite3_open_v2(name, &db, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (db == NULL) {
		gantry_error_set(error, GANTRY_ERROR_MEMORY, "out of memory");
		return NULL;
	}
	if (code != SQLITE_OK) {
		fail(db, code, error);
		sqlite3_close(db);
		return NULL;
	}
	return (struct db *)db;
}

/*
 * A file may be hostile: nothing in its schema is believed, and no page is
 * mapped, so that a bad disk is an error and no signal.
 */
static int
defend(struct db *db, struct gantry_error *error)
{
	sqlite3_db_config(handle(db), SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
	sqlite3_db_config(handle(db), SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_db_config(handle(db), SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
	sqlite3_db_config(handle(db), SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
	sqlite3_limit(handle(db), SQLITE_LIMIT_ATTACHED, 0);
	return db_run(db,
	    "PRAGMA cell_size_check = ON;"
	    "PRAGMA query_only = ON;"
	    "PRAGMA mmap_size = 0;",
	    error);
}

struct db *
db_open(const char *path, struct gantry_error *error)
{
	struct gantry_buffer uri = { 0 };
	struct db *db = NULL;
	struct stat status;

	/* SQLite says "unable to open database file" and not why. */
	if (stat(path, &status) == -1) {
		gantry_error_system(error, "cannot open%s",
		    errno == ENOENT ? " (gantry-cache makes one)" : "");
		error->code = GANTRY_ERROR_UNAVAILABLE;
		return NULL;
	}
	if (make_uri(&uri, path) == -1)
		gantry_error_set(error, GANTRY_ERROR_MEMORY, "out of memory");
	else
		db = open_handle(
		    uri.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
	gantry_buffer_clear(&uri);
	if (db != NULL && defend(db, error) == -1) {
		db_close(db);
		return NULL;
	}
	return db;
}

struct db *
db_create(const char *path, struct gantry_error *error)
{
	struct db *db = open_handle(
	    path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);

	if (db != NULL &&
	    db_run(db,
		"PRAGMA journal_mode = OFF;"
		"PRAGMA synchronous = OFF;"
		"PRAGMA cache_size = -16384;"
		"PRAGMA locking_mode = EXCLUSIVE;",
		error) == -1) {
		db_close(db);
		return NULL;
	}
	return db;
}

void
db_close(struct db *db)
{
	sqlite3_close(handle(db));
}

int
db_run(struct db *db, const char *sql, struct gantry_error *error)
{
	int code = sqlite3_exec(handle(db), sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? 0 : fail(handle(db), code, error);
}

int
db_integer(
    struct db *db, const char *sql, int64_t *value, struct gantry_error *error)
{
	struct db_statement *statement = db_prepare(db, sql, error);
	int result;

	if (statement == NULL)
		return -1;
	result = db_step(statement, error);
	if (result == 1)
		*value = db_column_integer(statement, 0);
	else if (result == 0)
		gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "no row for: %s", sql);
	db_finalize(statement);
	return result == 1 ? 0 : -1;
}

struct db_statement *
db_prepare(struct db *db, const char *sql, struct gantry_error *error)
{
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v3(
	    handle(db), sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);

	if (code != SQLITE_OK) {
		fail(handle(db), code, error);
		return NULL;
	}
	return (struct db_statement *)statement;
}

void
db_finalize(struct db_statement *statement)
{
	sqlite3_finalize(prepared(statement));
}

void
db_bind_integer(struct db_statement *statement, int index, int64_t value)
{
	sqlite3_bind_int64(prepared(statement), index, value);
}

void
db_bind_double(struct db_statement *statement, int index, double value)
{
	sqlite3_bind_double(prepared(statement), index, value);
}

void
db_bind_null(struct db_statement *statement, int index)
{
	sqlite3_bind_null(prepared(statement), index);
}

void
db_bind_text(
    struct db_statement *statement, int index, const char *text, size_t length)
{
	sqlite3_bind_text64(prepared(statement), index, text, length,
	    SQLITE_STATIC, SQLITE_UTF8);
}

int
db_step(struct db_statement *statement, struct gantry_error *error)
{
	int code = sqlite3_step(prepared(statement));

	if (code == SQLITE_ROW)
		return 1;
	if (code == SQLITE_DONE)
		return 0;
	return fail(sqlite3_db_handle(prepared(statement)), code, error);
}

void
db_reset(struct db_statement *statement)
{
	sqlite3_reset(prepared(statement));
}

int
db_execute(struct db_statement *statement, struct gantry_error *error)
{
	int result = db_step(statement, error);

	db_reset(statement);
	return result == -1 ? -1 : 0;
}

int
db_column_count(struct db_statement *statement)
{
	return sqlite3_column_count(prepared(statement));
}

int64_t
db_column_integer(struct db_statement *statement, int column)
{
	return sqlite3_column_int64(prepared(statement), column);
}

const char *
db_column_text(struct db_statement *statement, int column, size_t *length)
{
	const unsigned char *text =
	    sqlite3_column_text(prepared(statement), column);

	*length = (size_t)sqlite3_column_bytes(prepared(statement), column);
	return text != NULL ? (const char *)text : "";
}
