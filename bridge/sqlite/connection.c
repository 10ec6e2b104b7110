/*
 * Opening, migrating and closing; transactions; the deadline.  SQLite calls
 * back while a statement runs and while it waits for another process.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include <gantry/clock.h>

#include "sqlite/connection.h"
#include "sqlite/writer.h"

/* The deadline is checked after so many instructions of SQLite, ... */
#define INSTRUCTIONS 1000
/* ... and whether the client has gone, after so many of these checks. */
#define CHECKS 64

#define TIMEOUT_MILLISECONDS 5000

/* Between two attempts to get a lock that another process has. */
#define BUSY_NANOSECONDS 1000000

static const struct {
	int option, value;
} defences[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
};

int
connection_fail(
    struct gantry_sqlite *sqlite, int code, struct gantry_error *error)
{
	enum gantry_error_code kind = GANTRY_ERROR_UNAVAILABLE;
	const char *path = sqlite->path;

	switch (code & 0xff) {
	case SQLITE_INTERRUPT:
		if (sqlite->has_gone)
			return gantry_error_set(
			    error, GANTRY_ERROR_HANGUP, "the client has gone");
		return gantry_error_set(error, GANTRY_ERROR_BUSY,
		    "%s: the statement was stopped, as the time is over", path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return gantry_error_set(error, GANTRY_ERROR_BUSY,
		    "%s: another process keeps it locked", path);
	case SQLITE_CONSTRAINT:
		return gantry_error_set(error, GANTRY_ERROR_CONFLICT, "%s",
		    sqlite3_errmsg(sqlite->handle));
	case SQLITE_NOMEM:
		return gantry_error_memory(error);
	case SQLITE_ERROR:
	case SQLITE_MISUSE:
	case SQLITE_RANGE:
		kind = GANTRY_ERROR_ARGUMENT;
		break;
	case SQLITE_FULL:
	case SQLITE_IOERR:
		kind = GANTRY_ERROR_SYSTEM;
		break;
	default:
		break;
	}
	return gantry_error_set(
	    error, kind, "%s: %s", path, sqlite3_errmsg(sqlite->handle));
}

static bool
is_over(const struct gantry_sqlite *sqlite)
{
	return gantry_clock_milliseconds() >= sqlite->deadline;
}

/* Stop the statement that runs? */
static int
check(void *argument)
{
	struct gantry_sqlite *sqlite = argument;

	if (sqlite->environ != NULL && ++sqlite->checks % CHECKS == 0 &&
	    gantry_environ_is_gone(sqlite->environ))
		sqlite->has_gone = true;
	return sqlite->has_gone || is_over(sqlite);
}

/* Go on waiting for another process? */
static int
wait_for_lock(void *argument, int count)
{
	const struct timespec pause = { .tv_nsec = BUSY_NANOSECONDS };

	(void)count;
	if (is_over(argument))
		return 0;
	nanosleep(&pause, NULL);
	return 1;
}

int
connection_run(
    struct gantry_sqlite *sqlite, const char *sql, struct gantry_error *error)
{
	const int code = sqlite3_exec(sqlite->handle, sql, NULL, NULL, NULL);

	return code == SQLITE_OK
	    ? 0
	    : connection_fail(
		  sqlite, sqlite3_extended_errcode(sqlite->handle), error);
}

/* Get the first integer that SQL returns. */
static int
get_integer(struct gantry_sqlite *sqlite, const char *sql, int64_t *value,
    struct gantry_error *error)
{
	sqlite3_stmt *statement;
	int code =
	    sqlite3_prepare_v2(sqlite->handle, sql, -1, &statement, NULL);

	if (code == SQLITE_OK)
		code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*value = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return code == SQLITE_ROW ? 0 : connection_fail(sqlite, code, error);
}

void
connection_restart_timeout(struct gantry_sqlite *sqlite)
{
	const int timeout = sqlite->options->timeout;

	sqlite->deadline = sqlite->migrates ? INT64_MAX
					    : gantry_clock_milliseconds() +
		(timeout > 0 ? timeout : TIMEOUT_MILLISECONDS);
	sqlite->has_gone = false;
	sqlite->checks = 0;
}

/* Options of the connection, not of the file. */
static int
configure(struct gantry_sqlite *sqlite, struct gantry_error *error)
{
	size_t i;

	for (i = 0; i < sizeof(defences) / sizeof(defences[0]); i++)
		sqlite3_db_config(sqlite->handle, defences[i].option,
		    defences[i].value, NULL);
	sqlite3_extended_result_codes(sqlite->handle, 1);
	sqlite3_busy_handler(sqlite->handle, wait_for_lock, sqlite);
	sqlite3_progress_handler(sqlite->handle, INSTRUCTIONS, check, sqlite);
	return connection_run(sqlite,
	    "PRAGMA foreign_keys = ON; PRAGMA synchronous = NORMAL;", error);
}

static int
open_writer(struct gantry_sqlite *sqlite, struct gantry_error *error)
{
	struct stat status;

	if (sqlite->options->is_read_only)
		return 0;
	if (stat(sqlite->path, &status) == -1)
		return gantry_error_system(error, "%s", sqlite->path);
	sqlite->writer = writer_open(status.st_dev, status.st_ino);
	return sqlite->writer != NULL ? 0 : gantry_error_memory(error);
}

static int
make_path(struct gantry_sqlite *sqlite, const struct gantry_settings *settings,
    struct gantry_error *error)
{
	const struct gantry_sqlite_options *options = sqlite->options;
	const char *folder = NULL;

	if (options->setting != NULL && settings != NULL)
		folder = gantry_settings_get(settings, options->setting);
	if (options->setting != NULL && folder == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the setting '%s' must name the folder of the database",
		    options->setting);
	if (asprintf(&sqlite->path, "%s%s%s", folder != NULL ? folder : "",
		folder != NULL ? "/" : "", options->path) != -1)
		return 0;
	sqlite->path = NULL;
	return gantry_error_memory(error);
}

/* Open it without a look at its version. */
static struct gantry_sqlite *
open_any(const struct gantry_sqlite_options *options,
    const struct gantry_settings *settings, struct gantry_error *error)
{
	const int flags = options->is_read_only
	    ? SQLITE_OPEN_READONLY
	    : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
	struct gantry_sqlite *sqlite = calloc(1, sizeof(*sqlite));
	int code;

	if (sqlite == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	sqlite->options = options;
	connection_restart_timeout(sqlite);
	if (make_path(sqlite, settings, error) == -1) {
		gantry_sqlite_close(sqlite);
		return NULL;
	}
	code = sqlite3_open_v2(sqlite->path, &sqlite->handle,
	    flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE, NULL);
	if (code != SQLITE_OK)
		connection_fail(sqlite, code, error);
	else if (configure(sqlite, error) == 0 &&
	    open_writer(sqlite, error) == 0)
		return sqlite;
	gantry_sqlite_close(sqlite);
	return NULL;
}

static int64_t
count_migrations(const struct gantry_sqlite_options *options)
{
	int64_t count = 0;

	while (options->migrations[count] != NULL)
		count++;
	return count;
}

static int
refuse_version(const struct gantry_sqlite *sqlite, int64_t version,
    int64_t count, struct gantry_error *error)
{
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    version > count
		? "%s: it is at migration %lld, and this program knows %lld; "
		  "run the newer program"
		: "%s: it is at migration %lld of %lld; call "
		  "gantry_sqlite_migrate before",
	    sqlite->path, (long long)version, (long long)count);
}

static int
check_version(struct gantry_sqlite *sqlite, struct gantry_error *error)
{
	const struct gantry_sqlite_options *options = sqlite->options;
	int64_t version, count;

	if (options->migrations == NULL)
		return 0;
	count = count_migrations(options);
	if (get_integer(sqlite, "PRAGMA user_version", &version, error) == -1)
		return -1;
	return version == count ? 0
				: refuse_version(sqlite, version, count, error);
}

static int
lacks_options(
    const struct gantry_sqlite_options *options, struct gantry_error *error)
{
	if (options != NULL && options->path != NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
	    "the options of a database, or their path, are NULL");
}

struct gantry_sqlite *
gantry_sqlite_open(const struct gantry_sqlite_options *options,
    const struct gantry_settings *settings, struct gantry_error *error)
{
	struct gantry_sqlite *sqlite;

	if (lacks_options(options, error) == -1)
		return NULL;
	sqlite = open_any(options, settings, error);
	if (sqlite == NULL)
		return NULL;
	/* It is kept in the file, so this changes it once. */
	if ((!options->is_read_only &&
		connection_run(sqlite, "PRAGMA journal_mode = WAL", error) ==
		    -1) ||
	    check_version(sqlite, error) == -1) {
		gantry_sqlite_close(sqlite);
		return NULL;
	}
	return sqlite;
}

void
gantry_sqlite_close(struct gantry_sqlite *sqlite)
{
	struct gantry_sqlite_statement *statement;

	if (sqlite == NULL)
		return;
	sqlite->environ = NULL;
	gantry_sqlite_rollback(sqlite);
	while ((statement = sqlite->statements) != NULL) {
		sqlite->statements = statement->next;
		sqlite3_finalize(statement->prepared);
		free(statement);
	}
	sqlite3_close(sqlite->handle);
	if (sqlite->writer != NULL)
		writer_close(sqlite->writer);
	free(sqlite->path);
	free(sqlite);
}

void
gantry_sqlite_use(struct gantry_sqlite *sqlite, struct gantry_environ *environ)
{
	if (sqlite == NULL)
		return;
	/* That of an earlier request is not valid any more. */
	sqlite->environ = NULL;
	gantry_sqlite_rollback(sqlite);
	sqlite->environ = environ;
	connection_restart_timeout(sqlite);
}

static void
give_turn(struct gantry_sqlite *sqlite)
{
	if (sqlite->has_turn)
		writer_release(sqlite->writer);
	sqlite->has_turn = false;
}

static int
lacks_connection(const struct gantry_sqlite *sqlite, struct gantry_error *error)
{
	if (sqlite != NULL)
		return 0;
	return gantry_error_set(
	    error, GANTRY_ERROR_ARGUMENT, "the connection is NULL");
}

int
gantry_sqlite_begin(struct gantry_sqlite *sqlite, struct gantry_error *error)
{
	if (lacks_connection(sqlite, error) == -1)
		return -1;
	if (sqlite->has_turn || sqlite->writer == NULL)
		return gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
		    sqlite->has_turn ? "a transaction has begun already"
				     : "the connection is read only");
	if (sqlite->environ == NULL)
		connection_restart_timeout(sqlite);
	if (!writer_take(sqlite->writer, sqlite->deadline))
		return gantry_error_set(error, GANTRY_ERROR_BUSY,
		    "%s: other threads write to it all the time", sqlite->path);
	sqlite->has_turn = true;
	if (connection_run(sqlite, "BEGIN IMMEDIATE", error) == 0)
		return 0;
	give_turn(sqlite);
	return -1;
}

int
gantry_sqlite_commit(struct gantry_sqlite *sqlite, struct gantry_error *error)
{
	struct gantry_sqlite_statement *statement;

	if (lacks_connection(sqlite, error) == -1)
		return -1;
	if (!sqlite->has_turn)
		return gantry_error_set(
		    error, GANTRY_ERROR_ARGUMENT, "no transaction has begun");
	for (statement = sqlite->statements; statement != NULL;
	     statement = statement->next)
		statement_stop(statement);
	if (connection_run(sqlite, "COMMIT", error) == -1) {
		gantry_sqlite_rollback(sqlite);
		return -1;
	}
	give_turn(sqlite);
	return 0;
}

void
gantry_sqlite_rollback(struct gantry_sqlite *sqlite)
{
	struct gantry_sqlite_statement *statement;
	int64_t deadline;

	if (sqlite == NULL)
		return;
	deadline = sqlite->deadline;
	for (statement = sqlite->statements; statement != NULL;
	     statement = statement->next)
		statement_stop(statement);
	if (!sqlite->has_turn)
		return;
	/* Some errors have rolled back already. */
	if (!sqlite3_get_autocommit(sqlite->handle)) {
		sqlite->deadline = INT64_MAX;
		sqlite->has_gone = false;
		sqlite3_exec(sqlite->handle, "ROLLBACK", NULL, NULL, NULL);
		sqlite->deadline = deadline;
	}
	give_turn(sqlite);
}

/* In a transaction: no row refers to one that does not exist. */
static int
check_foreign_keys(struct gantry_sqlite *sqlite, struct gantry_error *error)
{
	int64_t count;

	if (get_integer(sqlite, "SELECT count(*) FROM pragma_foreign_key_check",
		&count, error) == -1)
		return -1;
	if (count == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_CONFLICT,
	    "%lld rows refer to rows that do not exist", (long long)count);
}

/* Run the migration after VERSION, with the turn. */
static int
run_migration(
    struct gantry_sqlite *sqlite, int64_t version, struct gantry_error *error)
{
	char sql[64];

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %lld",
	    (long long)version + 1);
	if (connection_run(
		sqlite, sqlite->options->migrations[version], error) == 0 &&
	    !sqlite3_get_autocommit(sqlite->handle) &&
	    check_foreign_keys(sqlite, error) == 0)
		return connection_run(sqlite, sql, error);
	if (sqlite3_get_autocommit(sqlite->handle))
		gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
		    "it must not end the transaction");
	return gantry_error_prefix(
	    error, "%s: migration %lld", sqlite->path, (long long)version + 1);
}

/* Run the next migration.  Returns 1, or 0 if there is none, or -1. */
static int
migrate_once(struct gantry_sqlite *sqlite, struct gantry_error *error)
{
	const int64_t count = count_migrations(sqlite->options);
	int64_t version;
	int result = 0;

	if (gantry_sqlite_begin(sqlite, error) == -1)
		return -1;
	if (get_integer(sqlite, "PRAGMA user_version", &version, error) == -1)
		result = -1;
	else if (version > count || version < 0)
		result = refuse_version(sqlite, version, count, error);
	else if (version < count)
		result = run_migration(sqlite, version, error) == 0 ? 1 : -1;
	if (result != 1)
		gantry_sqlite_rollback(sqlite);
	else if (gantry_sqlite_commit(sqlite, error) == -1)
		result = -1;
	return result;
}

int
gantry_sqlite_migrate(const struct gantry_sqlite_options *options,
    const struct gantry_settings *settings, struct gantry_error *error)
{
	struct gantry_sqlite *sqlite;
	int result = 1;

	if (lacks_options(options, error) == -1)
		return -1;
	if (options->migrations == NULL || options->is_read_only)
		return gantry_error_set(error, GANTRY_ERROR_ARGUMENT,
		    "%s: there are no migrations, or it is read only",
		    options->path);
	sqlite = open_any(options, settings, error);
	if (sqlite == NULL)
		return -1;
	/* It may take longer than any request, also in another process. */
	sqlite->migrates = true;
	connection_restart_timeout(sqlite);
	/* Tables are made anew in migrations, and then keys lead nowhere. */
	if (connection_run(sqlite,
		"PRAGMA journal_mode = WAL; PRAGMA foreign_keys = OFF",
		error) == -1)
		result = -1;
	while (result == 1)
		result = migrate_once(sqlite, error);
	gantry_sqlite_close(sqlite);
	return result;
}
