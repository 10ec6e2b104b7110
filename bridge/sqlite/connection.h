#ifndef SQLITE_CONNECTION_H
#define SQLITE_CONNECTION_H

#include <sqlite3.h>

#include <gantry/sqlite.h>

/* A connection from the inside, for the files of this room. */

struct writer;

struct gantry_sqlite_statement {
	struct gantry_sqlite_statement *next;
	struct gantry_sqlite *sqlite;
	const char *sql;
	sqlite3_stmt *prepared; /* NULL: it could not be prepared */
	bool is_running;
	bool owns_transaction; /* that it runs in */
	bool is_shown; /* as a step and a span of the request */
	struct gantry_error error; /* of preparing it or binding to it */
};

struct gantry_sqlite {
	const struct gantry_sqlite_options *options;
	char *path; /* of the file */
	sqlite3 *handle;
	struct writer *writer; /* of the file; NULL: it is read only */
	bool migrates; /* it waits for any time */
	bool has_turn; /* a transaction that writes is open */
	struct gantry_environ *environ; /* NULL: no request */
	int64_t deadline; /* gantry_clock_milliseconds() */
	unsigned checks; /* of the deadline */
	bool has_gone; /* the client */
	struct gantry_sqlite_statement *statements;
	/* What gantry_sqlite_prepare returns when memory ran out. */
	struct gantry_sqlite_statement none;
};

/* Fill ERROR for CODE, a result of SQLite. */
int connection_fail(
    struct gantry_sqlite *sqlite, int code, struct gantry_error *error);

/* Run SQL without values. */
int connection_run(
    struct gantry_sqlite *sqlite, const char *sql, struct gantry_error *error);

/* Outside of a request, the timeout is that of a transaction or statement. */
void connection_restart_timeout(struct gantry_sqlite *sqlite);

/* End the statement's run, without a word about its transaction. */
void statement_stop(struct gantry_sqlite_statement *statement);

#endif
