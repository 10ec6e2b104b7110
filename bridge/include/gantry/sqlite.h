#ifndef GANTRY_SQLITE_H
#define GANTRY_SQLITE_H

/*
 * SQLite for applications: connections of threads, statements that are prepared
 * once, rows as JSON, migrations, and one writer at a time.
 *
 * These functions are in libgantry-sqlite.a, with the pkg-config file
 * gantry-sqlite, so that a program without a database does not load SQLite.
 *
 * A connection, and its statements, belong to one thread: open it in the open
 * of the application, and close it in its close.  Call gantry_sqlite_migrate in
 * its prepare.  In the sandbox, the folder of the database must be in the
 * application's WRITES.
 *
 * Databases are in WAL mode, check foreign keys, and do not trust functions in
 * their schema.  A statement that changes something outside of a transaction
 * gets one of its own.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <gantry/contract.h>
#include <gantry/json.h>
#include <gantry/middleware.h>
#include <gantry/request.h>
#include <gantry/response.h>

#ifdef __cplusplus
extern "C" {
#endif
#pragma GCC visibility push(default)

struct gantry_sqlite_options {
	const char *path; /* of the file; it is made if it does not exist */
	/*
	 * The setting with the folder of the file, which then is below it;
	 * NULL: PATH is all.
	 */
	const char *setting;
	bool is_read_only; /* the file exists, and nothing changes it here */
	/*
	 * The SQL of each migration, ended by NULL.  Number N, from 1, raises
	 * user_version from N - 1 to N.  What was released does not change: the
	 * next change is another migration.  gantry_sqlite_open refuses a file
	 * that is not at the last one; NULL: any file is taken.
	 */
	const char *const *migrations;
	/*
	 * Milliseconds for all statements of a request together, waiting for
	 * the writer included; 0: 5000.
	 */
	int timeout;
};

struct gantry_sqlite;
struct gantry_sqlite_statement;

/*
 * Bring the file up to date, each migration in a transaction of its own that
 * checks the foreign keys at its end.  Safe when several processes do it at the
 * same time.  Returns 0, or -1 with ERROR filled: then the migration that
 * failed has changed nothing.  A file from a newer program, whose user_version
 * is greater, is GANTRY_ERROR_UNAVAILABLE.  SETTINGS may be NULL if OPTIONS
 * have no SETTING.
 */
int gantry_sqlite_migrate(const struct gantry_sqlite_options *options,
    const struct gantry_settings *settings, struct gantry_error *error);

/*
 * Open a connection.  OPTIONS are not copied.  Returns NULL with ERROR filled:
 * GANTRY_ERROR_UNAVAILABLE if the file cannot be used.
 */
struct gantry_sqlite *gantry_sqlite_open(
    const struct gantry_sqlite_options *options,
    const struct gantry_settings *settings, struct gantry_error *error);

/* Roll back, and close the connection and its statements; NULL is allowed. */
void gantry_sqlite_close(struct gantry_sqlite *sqlite);

/*
 * The statements that follow are for this request; NULL: for none.  Call it
 * before the first one.  The timeout begins, and what an earlier request left
 * unfinished is rolled back.  The status, the slow log and traces show the
 * statements, and a statement stops when the client has gone.
 */
void gantry_sqlite_use(
    struct gantry_sqlite *sqlite, struct gantry_environ *environ);

/* --- Transactions --- */

/*
 * Begin a transaction that changes something.  Of all threads and workers that
 * write to the file, one goes on and the others wait in turn.  Returns 0, or -1
 * with ERROR: GANTRY_ERROR_BUSY if it was not the turn in time.
 */
int gantry_sqlite_begin(
    struct gantry_sqlite *sqlite, struct gantry_error *error);

/* End it.  If the commit fails, the transaction is rolled back. */
int gantry_sqlite_commit(
    struct gantry_sqlite *sqlite, struct gantry_error *error);

/* Give it up, if there is one. */
void gantry_sqlite_rollback(struct gantry_sqlite *sqlite);

/* --- Statements --- */

/*
 * Return the statement SQL, without values.  It is prepared the first time and
 * kept; SQL, best a literal, is not copied and must stay.  Never returns NULL:
 * if it fails, running the statement tells why.
 */
struct gantry_sqlite_statement *gantry_sqlite_prepare(
    struct gantry_sqlite *sqlite, const char *sql);

/*
 * Bind the parameter number INDEX, from 1 (?1), before the statement runs.  A
 * TEXT is copied; NULL is an SQL NULL, and so is a parameter that is not bound.
 * A parameter that does not exist makes the run fail.
 */
void gantry_sqlite_bind_integer(
    struct gantry_sqlite_statement *statement, int index, int64_t value);
void gantry_sqlite_bind_number(
    struct gantry_sqlite_statement *statement, int index, double value);
void gantry_sqlite_bind_boolean(
    struct gantry_sqlite_statement *statement, int index, bool value);
void gantry_sqlite_bind_text(
    struct gantry_sqlite_statement *statement, int index, const char *text);
void gantry_sqlite_bind_data(struct gantry_sqlite_statement *statement,
    int index, const void *data, size_t size);

/*
 * Bind a value of JSON: a text, number or boolean; null and NULL, as
 * gantry_json_member returns for an absent member, are an SQL NULL.  With an
 * array or object, the run fails.
 */
void gantry_sqlite_bind_json(struct gantry_sqlite_statement *statement,
    int index, const struct gantry_json_value *value);

/*
 * Read PARAM as its type says, and bind it: a text, UUID, integer, number or
 * boolean, or a time in seconds since 1970.  If it is absent and has no
 * fallback, it is an SQL NULL.  With a list, the run fails.  Returns 0, or -1
 * with the response failed: 400 that names the parameter.
 */
int gantry_sqlite_bind_param(struct gantry_sqlite_statement *statement,
    int index, struct gantry_request *request,
    const struct gantry_param *param);

/*
 * Run the statement to its end.  Returns how many rows it has inserted, changed
 * or deleted itself, or -1 with ERROR: GANTRY_ERROR_CONFLICT for a constraint,
 * GANTRY_ERROR_BUSY when the time is over or another process keeps the file
 * locked, GANTRY_ERROR_HANGUP when the client has gone.
 */
int64_t gantry_sqlite_run(
    struct gantry_sqlite_statement *statement, struct gantry_error *error);

/*
 * Step to the next row.  Returns 1, or 0 after the last, or -1 as above.  Step
 * to the end, or call gantry_sqlite_reset.
 */
int gantry_sqlite_step(
    struct gantry_sqlite_statement *statement, struct gantry_error *error);

/*
 * End a run before the last row; its changes stay.  Returns 0, or -1 as above.
 */
int gantry_sqlite_reset(
    struct gantry_sqlite_statement *statement, struct gantry_error *error);

/*
 * Column number COLUMN, from 0, of the row.  An SQL NULL is 0 or NULL.  A text
 * lives until the next step; LENGTH may be NULL.
 */
int64_t gantry_sqlite_integer(
    struct gantry_sqlite_statement *statement, int column);
double gantry_sqlite_number(
    struct gantry_sqlite_statement *statement, int column);
const char *gantry_sqlite_text(
    struct gantry_sqlite_statement *statement, int column, size_t *length);

/*
 * Write the row as a JSON object: a member for each column, named as it.  A
 * column that was declared BOOLEAN gives true or false.  A BLOB has no form in
 * JSON and makes the writer fail.
 */
void gantry_sqlite_put_row(struct gantry_sqlite_statement *statement,
    struct gantry_json_writer *json, const char *name);

/*
 * Run a statement and write its rows as an array of such objects.  Returns how
 * many, or -1 with ERROR, as gantry_sqlite_run.
 */
int64_t gantry_sqlite_put_rows(struct gantry_sqlite_statement *statement,
    struct gantry_json_writer *json, const char *name,
    struct gantry_error *error);

/*
 * Make the request fail for ERROR: 409 for a constraint, with a sentence that
 * does not name the schema; 503 with Retry-After for GANTRY_ERROR_BUSY; and
 * else as gantry_response_fail_with.  Always returns -1.
 */
int gantry_sqlite_fail(
    struct gantry_response *response, const struct gantry_error *error);

/*
 * Step to the row that the request is for.  Returns 0, or -1 with the response
 * failed: 404 with the detail MISSING, a sentence or NULL, if there is no row;
 * and as gantry_sqlite_fail if the step fails.
 */
int gantry_sqlite_find(struct gantry_sqlite_statement *statement,
    struct gantry_response *response, const char *missing);

/* --- A request is a transaction --- */

/*
 * Middleware that calls gantry_sqlite_use for each request, and makes those
 * other than GET, HEAD and OPTIONS a transaction: it is committed if the
 * response has a status below 400, and otherwise rolled back.
 *
 *	static const struct gantry_sqlite_options database = {
 *		.path = "todo.db",
 *	};
 *	static const struct gantry_sqlite_middleware_options options = {
 *		.database = &database,
 *	};
 *	static const struct gantry_middleware sqlite = GANTRY_SQLITE(&options);
 *
 * The middleware opens the DATABASE for each thread and closes it, so that the
 * application need not.  Without DATABASE, CONNECTION returns the connection of
 * the thread, which the application has opened.  With NULL options, it is the
 * first member of the struct that the state of the site points to.
 */
struct gantry_sqlite_middleware_options {
	struct gantry_sqlite *(*connection)(
	    const struct gantry_request *request);
	const struct gantry_sqlite_options *database;
};

/*
 * The connection of the middleware around the request; NULL if there is none,
 * and before its process_resource.
 */
struct gantry_sqlite *gantry_sqlite_get(const struct gantry_request *request);

int gantry_sqlite_middleware_open(const void *options,
    const struct gantry_settings *settings, void **state,
    struct gantry_error *error);
void gantry_sqlite_middleware_close(void *state);

int gantry_sqlite_process_resource(struct gantry_request *request,
    struct gantry_response *response, void *state);
int gantry_sqlite_process_response(struct gantry_request *request,
    struct gantry_response *response, void *state, bool succeeded);

#define GANTRY_SQLITE(given)                                        \
	{                                                           \
		.name = "sqlite", .options = (given),               \
		.open = gantry_sqlite_middleware_open,              \
		.process_resource = gantry_sqlite_process_resource, \
		.process_response = gantry_sqlite_process_response, \
		.close = gantry_sqlite_middleware_close,            \
	}

#pragma GCC visibility pop
#ifdef __cplusplus
}
#endif

#endif
