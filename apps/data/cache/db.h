#ifndef CACHE_DB_H
#define CACHE_DB_H

#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

/*
 * A small interface to SQLite.  Only this, db_rows.h and db_trace.h use
 * SQLite, and sql_query.h for SQL that people write.
 * Values are bound, and only names that are constants are formatted into SQL.
 * Functions that can fail return -1 or NULL with ERROR filled;
 * GANTRY_ERROR_UNAVAILABLE: the file is missing, damaged or not a database.
 */

struct db;
struct db_statement;

/*
 * The collation that compares paths by their segments: a slash comes before any
 * other byte, so that "a/b" is before "a b/c".
 */
#define DB_SEGMENTS "segments"

/* The same for two paths: below zero, zero or above zero. */
int db_compare_segments(const char *left, size_t left_length, const char *right,
    size_t right_length);

/*
 * Open PATH, which is never written to again, for reading, with SQLite's
 * defensive settings.
 */
struct db *db_open(const char *path, struct gantry_error *error);

/*
 * Create PATH and open it for writing, fast and without a journal: after a
 * failure the file is unusable.  In its SQL, substr(TEXT, START) goes to the
 * end of TEXT, also behind a NUL.
 */
struct db *db_create(const char *path, struct gantry_error *error);

/*
 * Stop a running statement when gantry_clock_milliseconds() reaches DEADLINE;
 * 0: never.  It fails with GANTRY_ERROR_BUSY, and the text names the SQL.
 */
void db_set_deadline(struct db *db, int64_t deadline);

/*
 * Fail with GANTRY_ERROR_UNAVAILABLE at a row or value of more than BYTES.  The
 * limit of db_open is 128 MiB, and cannot be raised.
 */
void db_set_row_limit(struct db *db, int64_t bytes);

/*
 * Let sorting use temporary files, which a program without a sandbox can make,
 * instead of memory.
 */
int db_sort_in_files(struct db *db, struct gantry_error *error);

/*
 * Get the size of the file.  No table has more rows, unless its pages repeat
 * themselves: a loop over rows that keeps or prints them ends there.
 */
int db_size(struct db *db, int64_t *bytes, struct gantry_error *error);

/* Close; NULL is allowed.  All statements must have been finalized. */
void db_close(struct db *db);

/* Run SQL, one or several statements without values. */
int db_run(struct db *db, const char *sql, struct gantry_error *error);

/* Get the first integer that SQL returns. */
int db_integer(
    struct db *db, const char *sql, int64_t *value, struct gantry_error *error);

/* Get the first text that SQL returns, truncated to SIZE bytes with its NUL. */
int db_text(struct db *db, const char *sql, char *text, size_t size,
    struct gantry_error *error);

/*
 * Get the query plan of SQL, one statement, from EXPLAIN QUERY PLAN.  The lines
 * are joined with "; " and truncated to SIZE bytes with the NUL.  The deadline
 * does not apply.
 */
int db_plan(struct db *db, const char *sql, char *text, size_t size,
    struct gantry_error *error);

/* Prepare one statement, which can run repeatedly. */
struct db_statement *db_prepare(
    struct db *db, const char *sql, struct gantry_error *error);

/* NULL is allowed. */
void db_finalize(struct db_statement *statement);

/*
 * Bind ?INDEX, from 1 on.  A text must outlive the run, unless it is copied.
 */
void db_bind_integer(struct db_statement *statement, int index, int64_t value);
void db_bind_double(struct db_statement *statement, int index, double value);
void db_bind_null(struct db_statement *statement, int index);
void db_bind_text(
    struct db_statement *statement, int index, const char *text, size_t length);

void db_bind_blob(
    struct db_statement *statement, int index, const void *data, size_t size);
void db_bind_text_copy(
    struct db_statement *statement, int index, const char *text, size_t length);

/* Step to the next row.  Returns 1, or 0 after the last, or -1. */
int db_step(struct db_statement *statement, struct gantry_error *error);

/* Reset it for another run.  Bound values stay until they are replaced. */
void db_reset(struct db_statement *statement);

/* Run a statement that returns no rows, and reset it. */
int db_execute(struct db_statement *statement, struct gantry_error *error);

/* Get the number of columns of a row. */
int db_column_count(struct db_statement *statement);

/*
 * Get a column of the row, from 0 on.  A text or blob lives until the next
 * step.
 */
int64_t db_column_integer(struct db_statement *statement, int column);
const char *db_column_text(
    struct db_statement *statement, int column, size_t *length);
const void *db_column_blob(
    struct db_statement *statement, int column, size_t *size);

/* Get the handle of SQLite, for the files beside this one only. */
struct sqlite3 *db_handle(struct db *db);

#endif
