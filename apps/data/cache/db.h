#ifndef CACHE_DB_H
#define CACHE_DB_H

#include <stddef.h>
#include <stdint.h>

#include <gantry/error.h>

/*
 * SQLite in few words: with db_rows.h and db_trace.h the only place that calls
 * it.  SQL is a constant, values are bound to it.  Each function that can fail
 * returns -1 or NULL with ERROR filled; GANTRY_ERROR_UNAVAILABLE means that the
 * file is missing, damaged or no database.
 */

struct db;
struct db_statement;

/*
 * Open PATH, which no one ever writes to again, for reading, with SQLite's
 * defensive settings.
 */
struct db *db_open(const char *path, struct gantry_error *error);

/* Make a new file at PATH and open it for writing, fast and without a journal:
 * a failure on the way leaves a file that is good for nothing. */
struct db *db_create(const char *path, struct gantry_error *error);

/*
 * Stop whatever runs when gantry_clock_milliseconds() reaches DEADLINE, 0:
 * never.  It then fails with GANTRY_ERROR_BUSY, and the text names the SQL.
 */
void db_set_deadline(struct db *db, int64_t deadline);

/* Close; NULL is allowed.  All statements must have been finalized. */
void db_close(struct db *db);

/* Run SQL, which may be several statements, without values. */
int db_run(struct db *db, const char *sql, struct gantry_error *error);

/* The integer that SQL yields first. */
int db_integer(
    struct db *db, const char *sql, int64_t *value, struct gantry_error *error);

/* The text that SQL yields first, cut to SIZE bytes with its NUL. */
int db_text(struct db *db, const char *sql, char *text, size_t size,
    struct gantry_error *error);

/*
 * How SQLite runs SQL, one statement, as its EXPLAIN QUERY PLAN says; the lines
 * are joined with "; ", and cut to SIZE bytes with the NUL.  No deadline holds.
 */
int db_plan(struct db *db, const char *sql, char *text, size_t size,
    struct gantry_error *error);

/* Prepare one statement, to be run again and again. */
struct db_statement *db_prepare(
    struct db *db, const char *sql, struct gantry_error *error);

/* NULL is allowed. */
void db_finalize(struct db_statement *statement);

/* Bind the value of ?INDEX, from 1 on.  A text must outlive the run. */
void db_bind_integer(struct db_statement *statement, int index, int64_t value);
void db_bind_double(struct db_statement *statement, int index, double value);
void db_bind_null(struct db_statement *statement, int index);
void db_bind_text(
    struct db_statement *statement, int index, const char *text, size_t length);

/* Go to the next row.  Returns 1, or 0 after the last, or -1. */
int db_step(struct db_statement *statement, struct gantry_error *error);

/* Begin anew, with other values; what was bound stays until then. */
void db_reset(struct db_statement *statement);

/* Run a statement that yields no rows, and reset it. */
int db_execute(struct db_statement *statement, struct gantry_error *error);

/* How many columns a row has. */
int db_column_count(struct db_statement *statement);

/* A column of the row, from 0 on; a text lives until the next step. */
int64_t db_column_integer(struct db_statement *statement, int column);
const char *db_column_text(
    struct db_statement *statement, int column, size_t *length);

/* SQLite's own handle, for db_rows.c and db_trace.c alone. */
struct sqlite3 *db_handle(struct db *db);

#endif
