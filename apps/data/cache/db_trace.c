/*
 * Traces statements with the callbacks of SQLite, so that the rest of the code
 * need not know about tracing.
 */
#include <sqlite3.h>

#include "data/cache/db_trace.h"

/* The deepest nesting of statements. */
#define DEPTH_MAX 8

struct running {
	sqlite3_stmt *statement;
	long long rows;
};

/* The trace of one request, in its memory. */
struct tracing {
	struct db *db;
	struct gantry_environ *environ;
	bool is_explaining; /* the running statement is EXPLAIN */
	struct running running[DEPTH_MAX]; /* the innermost last */
	unsigned depth;
};

/* Get the query plan before the time of the span begins. */
static void
begin(struct tracing *self, sqlite3_stmt *statement)
{
	const char *sql = sqlite3_sql(statement);
	char plan[512], *expanded;
	int planned;

	if (self->depth == DEPTH_MAX || sql == NULL)
		return;
	self->is_explaining = true;
	planned = db_plan(self->db, sql, plan, sizeof(plan), NULL);
	self->is_explaining = false;
	expanded = sqlite3_expanded_sql(statement);
	gantry_trace_begin(
	    self->environ, "sql", "%s", expanded != NULL ? expanded : sql);
	sqlite3_free(expanded);
	if (planned == 0)
		gantry_trace_note(self->environ, "plan: %s",
		    plan[0] != '\0' ? plan : "no table is read");
	self->running[self->depth++] =
	    (struct running){ .statement = statement };
}

static void
count_row(struct tracing *self, const sqlite3_stmt *statement)
{
	unsigned i;

	for (i = self->depth; i > 0; i--) {
		if (self->running[i - 1].statement != statement)
			continue;
		self->running[i - 1].rows++;
		break;
	}
}

/* Statements that began inside this one and still run end here, too. */
static void
end(struct tracing *self, const sqlite3_stmt *statement)
{
	unsigned outer = self->depth;

	while (outer > 0 && self->running[outer - 1].statement != statement)
		outer--;
	while (outer > 0 && self->depth >= outer) {
		self->depth--;
		gantry_trace_note(self->environ, "rows: %lld",
		    self->running[self->depth].rows);
		gantry_trace_end(self->environ);
	}
}

static int
listen(unsigned event, void *argument, void *statement, void *detail)
{
	struct tracing *self = argument;

	(void)detail;
	if (self->is_explaining)
		return 0;
	if (event == SQLITE_TRACE_STMT)
		begin(self, statement);
	else if (event == SQLITE_TRACE_ROW)
		count_row(self, statement);
	else if (event == SQLITE_TRACE_PROFILE)
		end(self, statement);
	return 0;
}

void
db_trace(struct db *db, struct gantry_environ *environ)
{
	struct tracing *self = NULL;

	if (environ != NULL && gantry_environ_is_traced(environ))
		self = gantry_environ_alloc(environ, sizeof(*self));
	if (self == NULL) {
		sqlite3_trace_v2(db_handle(db), 0, NULL, NULL);
		return;
	}
	*self = (struct tracing){ .db = db, .environ = environ };
	sqlite3_trace_v2(db_handle(db),
	    SQLITE_TRACE_STMT | SQLITE_TRACE_ROW | SQLITE_TRACE_PROFILE, listen,
	    self);
}
