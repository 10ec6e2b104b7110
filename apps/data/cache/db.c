/*
 * The only file, besides db_query.c, db_rows.c and db_trace.c, that uses
 * SQLite.  A connection belongs to one thread at a time.
 */
#include <errno.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <gantry/buffer.h>
#include <gantry/clock.h>
#include <gantry/web.h>

#include "data/cache/db.h"

/*
 * The deadline is checked after this many instructions of SQLite, about 10
 * microseconds.
 */
#define INSTRUCTIONS 1000

struct db {
	sqlite3 *handle;
	int64_t deadline; /* of gantry_clock_milliseconds(); 0: none */
};

struct sqlite3 *
db_handle(struct db *db)
{
	return db->handle;
}

/* A statement is SQLite's own handle; the struct keeps its header here. */
static sqlite3_stmt *
prepared(struct db_statement *statement)
{
	return (sqlite3_stmt *)statement;
}

/* SQL is the statement that failed, or NULL. */
static int
fail(sqlite3 *db, int code, const char *sql, struct gantry_error *error)
{
	enum gantry_error_code kind = GANTRY_ERROR_UNAVAILABLE;

	if (code == SQLITE_INTERRUPT)
		return gantry_error_set(error, GANTRY_ERROR_BUSY,
		    "stopped at the deadline: %s", sql != NULL ? sql : "");
	if (code == SQLITE_NOMEM)
		kind = GANTRY_ERROR_MEMORY;
	else if (code == SQLITE_FULL)
		kind = GANTRY_ERROR_SYSTEM;
	return gantry_error_set(error, kind, "%s", sqlite3_errmsg(db));
}

/* Append a URI for PATH: "file:" and the percent-encoded path. */
static int
make_uri(struct gantry_buffer *uri, const char *path)
{
	/* Two leading slashes would begin an authority. */
	while (path[0] == '/' && path[1] == '/')
		path++;
	gantry_buffer_puts(uri, "file:");
	gantry_percent_encode_path(uri, path);
	gantry_buffer_puts(uri, "?immutable=1");
	return gantry_buffer_putc(uri, '\0');
}

/*
 * The memory statistics of SQLite take a global lock, and nothing reads them.
 */
static void
configure(void)
{
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int
db_compare_segments(const char *left, size_t left_length, const char *right,
    size_t right_length)
{
	const unsigned char *a = (const unsigned char *)left;
	const unsigned char *b = (const unsigned char *)right;
	size_t shorter =
	    left_length < right_length ? left_length : right_length;
	size_t i;

	for (i = 0; i < shorter; i++) {
		if (a[i] == b[i])
			continue;
		if (a[i] == '/' || b[i] == '/')
			return a[i] == '/' ? -1 : 1;
		return a[i] < b[i] ? -1 : 1;
	}
	return (left_length > right_length) - (left_length < right_length);
}

/* See DB_SEGMENTS. */
static int
compare_segments(void *argument, int left_length, const void *left,
    int right_length, const void *right)
{
	(void)argument;
	return db_compare_segments(
	    left, (size_t)left_length, right, (size_t)right_length);
}

static struct db *
open_handle(const char *name, int flags, struct gantry_error *error)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct db *db = calloc(1, sizeof(*db));
	int code;

	pthread_once(&once, configure);
	if (db == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	code = sqlite3_open_v2(name, &db->handle,
	    flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
	if (code == SQLITE_OK)
		code = sqlite3_create_collation_v2(db->handle, DB_SEGMENTS,
		    SQLITE_UTF8, NULL, compare_segments, NULL);
	if (code == SQLITE_OK)
		return db;
	/* SQLite has a text even without a handle: out of memory. */
	fail(db->handle, code, NULL, error);
	db_close(db);
	return NULL;
}

/* Features that a cache never needs and a hostile file would use. */
static const struct {
	int option, value;
} defences[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_ENABLE_TRIGGER, 0 },
	{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
};

/* Far above what our SQL needs, and far below the limits of SQLite. */
static const struct {
	int limit, value;
} limits[] = {
	{ SQLITE_LIMIT_LENGTH, 128 << 20 }, /* of a row; a document has 1 MiB */
	{ SQLITE_LIMIT_SQL_LENGTH, 100000 },
	{ SQLITE_LIMIT_COLUMN, 100 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 20 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 5 },
	{ SQLITE_LIMIT_VDBE_OP, 25000 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 8 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 100 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, 20 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 1 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

/*
 * A file may be hostile: its schema is not trusted, and no page is mapped, so
 * that a bad disk causes an error and not a signal.  Sorting stays in memory,
 * since a sandboxed reader cannot create files.
 */
static int
set_defensive(struct db *db, struct gantry_error *error)
{
	size_t i;
	int code;

	for (i = 0; i < sizeof(defences) / sizeof(defences[0]); i++) {
		code = sqlite3_db_config(
		    db->handle, defences[i].option, defences[i].value, NULL);
		if (code != SQLITE_OK)
			return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
			    "SQLite %s lacks the setting %d",
			    sqlite3_libversion(), defences[i].option);
	}
	for (i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		sqlite3_limit(db->handle, limits[i].limit, limits[i].value);
	return db_run(db,
	    "PRAGMA cell_size_check = ON;"
	    "PRAGMA query_only = ON;"
	    "PRAGMA temp_store = MEMORY;"
	    "PRAGMA mmap_size = 0;",
	    error);
}

struct db *
db_open(const char *path, struct gantry_error *error)
{
	struct gantry_buffer uri = { 0 };
	struct db *db = NULL;
	struct stat status;

	/* SQLite only says "unable to open database file". */
	if (stat(path, &status) == -1) {
		gantry_error_system(error, "cannot open%s",
		    errno == ENOENT ? " (create it with gantry-cache)" : "");
		error->code = GANTRY_ERROR_UNAVAILABLE;
		return NULL;
	}
	/* Opening a pipe would block until it has a writer. */
	if (!S_ISREG(status.st_mode)) {
		gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "not a regular file");
		return NULL;
	}
	/*
	 * Without SQLITE_OPEN_NOFOLLOW: the path may be a link to the newest
	 * file.
	 */
	if (make_uri(&uri, path) == -1)
		gantry_error_memory(error);
	else
		db = open_handle(
		    uri.data, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, error);
	gantry_buffer_clear(&uri);
	if (db != NULL && set_defensive(db, error) == -1) {
		db_close(db);
		return NULL;
	}
	return db;
}

/* Get the length of the character of UTF-8 at P. */
static int
character_length(const unsigned char *p, int left)
{
	int length = 1;

	while (length < left && (p[length] & 0xc0) == 0x80)
		length++;
	return length;
}

/* substr(TEXT, START), from 1 on, to the end of TEXT. */
static void
substr_whole(sqlite3_context *context, int count, sqlite3_value **values)
{
	const unsigned char *text = sqlite3_value_text(values[0]);
	int left = sqlite3_value_bytes(values[0]), length;
	sqlite3_int64 start = sqlite3_value_int64(values[1]);

	(void)count;
	if (text == NULL)
		return;
	if (start < 1) {
		sqlite3_result_error(
		    context, "substr() begins at 1 or later here", -1);
		return;
	}
	for (; start > 1 && left > 0; start--) {
		length = character_length(text, left);
		text += length;
		left -= length;
	}
	sqlite3_result_text(
	    context, (const char *)text, left, SQLITE_TRANSIENT);
}

/*
 * Replace the substr of SQLite, whose text ends at a NUL, for the SQL of
 * projections: the ids that it takes from paths may hold one.
 */
static int
add_substr(struct db *db, struct gantry_error *error)
{
	int code = sqlite3_create_function_v2(db->handle, "substr", 2,
	    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, NULL,
	    substr_whole, NULL, NULL, NULL);

	return code == SQLITE_OK ? 0 : fail(db->handle, code, NULL, error);
}

struct db *
db_create(const char *path, struct gantry_error *error)
{
	struct db *db = open_handle(
	    path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);

	if (db != NULL &&
	    (add_substr(db, error) == -1 ||
		db_run(db,
		    "PRAGMA journal_mode = OFF;"
		    "PRAGMA synchronous = OFF;"
		    "PRAGMA cache_size = -16384;"
		    "PRAGMA locking_mode = EXCLUSIVE;",
		    error) == -1)) {
		db_close(db);
		return NULL;
	}
	return db;
}

static int
timed_out(void *argument)
{
	const struct db *db = argument;

	return gantry_clock_milliseconds() >= db->deadline;
}

void
db_set_deadline(struct db *db, int64_t deadline)
{
	db->deadline = deadline;
	sqlite3_progress_handler(
	    db->handle, INSTRUCTIONS, deadline != 0 ? timed_out : NULL, db);
}

void
db_set_row_limit(struct db *db, int64_t bytes)
{
	const int most = sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, -1);

	if (bytes < most)
		sqlite3_limit(db->handle, SQLITE_LIMIT_LENGTH, (int)bytes);
}

int
db_sort_in_files(struct db *db, struct gantry_error *error)
{
	return db_run(db, "PRAGMA temp_store = FILE;", error);
}

void
db_close(struct db *db)
{
	if (db == NULL)
		return;
	sqlite3_close(db->handle);
	free(db);
}

int
db_run(struct db *db, const char *sql, struct gantry_error *error)
{
	int code = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK ? 0 : fail(db->handle, code, sql, error);
}

/*
 * Prepare SQL and step to its first row.  Returns the statement, to be
 * finalized, or NULL.
 */
static struct db_statement *
first_row(struct db *db, const char *sql, struct gantry_error *error)
{
	struct db_statement *statement = db_prepare(db, sql, error);
	int result;

	if (statement == NULL)
		return NULL;
	result = db_step(statement, error);
	if (result == 1)
		return statement;
	if (result == 0)
		gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "no row for: %s", sql);
	db_finalize(statement);
	return NULL;
}

int
db_integer(
    struct db *db, const char *sql, int64_t *value, struct gantry_error *error)
{
	struct db_statement *row = first_row(db, sql, error);

	if (row == NULL)
		return -1;
	*value = db_column_integer(row, 0);
	db_finalize(row);
	return 0;
}

int
db_text(struct db *db, const char *sql, char *text, size_t size,
    struct gantry_error *error)
{
	struct db_statement *row = first_row(db, sql, error);
	size_t length;

	if (row == NULL)
		return -1;
	snprintf(text, size, "%s", db_column_text(row, 0, &length));
	db_finalize(row);
	return 0;
}

int
db_size(struct db *db, int64_t *bytes, struct gantry_error *error)
{
	int64_t pages, size;

	if (db_integer(db, "PRAGMA page_count", &pages, error) == -1 ||
	    db_integer(db, "PRAGMA page_size", &size, error) == -1)
		return -1;
	*bytes = pages * size;
	return 0;
}

/* The column of EXPLAIN QUERY PLAN that has the text. */
#define PLAN_DETAIL 3

static int
read_plan(struct db *db, const char *explain, char *text, size_t size,
    struct gantry_error *error)
{
	struct db_statement *rows = db_prepare(db, explain, error);
	size_t used = 0, length;
	int result;

	if (rows == NULL)
		return -1;
	text[0] = '\0';
	while ((result = db_step(rows, error)) == 1 && used < size)
		used += (size_t)snprintf(text + used, size - used, "%s%s",
		    used > 0 ? "; " : "",
		    db_column_text(rows, PLAN_DETAIL, &length));
	db_finalize(rows);
	return result == -1 ? -1 : 0;
}

int
db_plan(struct db *db, const char *sql, char *text, size_t size,
    struct gantry_error *error)
{
	struct gantry_buffer explain = { 0 };
	int64_t deadline = db->deadline;
	int result;

	gantry_buffer_puts(&explain, "EXPLAIN QUERY PLAN ");
	gantry_buffer_puts(&explain, sql);
	if (gantry_buffer_putc(&explain, '\0') == -1) {
		gantry_buffer_clear(&explain);
		return gantry_error_memory(error);
	}
	db_set_deadline(db, 0);
	result = read_plan(db, explain.data, text, size, error);
	db_set_deadline(db, deadline);
	gantry_buffer_clear(&explain);
	return result;
}

struct db_statement *
db_prepare(struct db *db, const char *sql, struct gantry_error *error)
{
	sqlite3_stmt *statement;
	int code = sqlite3_prepare_v3(
	    db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);

	if (code != SQLITE_OK) {
		fail(db->handle, code, sql, error);
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

void
db_bind_blob(
    struct db_statement *statement, int index, const void *data, size_t size)
{
	/* NULL would be NULL in SQL, too. */
	sqlite3_bind_blob64(prepared(statement), index,
	    data != NULL ? data : "", size, SQLITE_STATIC);
}

void
db_bind_text_copy(
    struct db_statement *statement, int index, const char *text, size_t length)
{
	sqlite3_bind_text64(prepared(statement), index, text, length,
	    SQLITE_TRANSIENT, SQLITE_UTF8);
}

int
db_step(struct db_statement *statement, struct gantry_error *error)
{
	int code = sqlite3_step(prepared(statement));

	if (code == SQLITE_ROW)
		return 1;
	if (code == SQLITE_DONE)
		return 0;
	return fail(sqlite3_db_handle(prepared(statement)), code,
	    sqlite3_sql(prepared(statement)), error);
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

const void *
db_column_blob(struct db_statement *statement, int column, size_t *size)
{
	const void *data = sqlite3_column_blob(prepared(statement), column);

	*size = (size_t)sqlite3_column_bytes(prepared(statement), column);
	return data != NULL ? data : "";
}

const char *
db_column_text(struct db_statement *statement, int column, size_t *length)
{
	const unsigned char *text =
	    sqlite3_column_text(prepared(statement), column);

	*length = (size_t)sqlite3_column_bytes(prepared(statement), column);
	return text != NULL ? (const char *)text : "";
}
