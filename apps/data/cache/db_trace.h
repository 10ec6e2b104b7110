#ifndef CACHE_DB_TRACE_H
#define CACHE_DB_TRACE_H

#include <gantry/trace.h>

#include "data/cache/db.h"

/*
 * If ENVIRON is traced, trace the statements that run on DB from now on.  Each
 * is a span of the kind "sql" with its values expanded, its query plan, and the
 * number of its rows.  Call it for each request before its first statement,
 * since it ends the trace of the previous one.  ENVIRON may be NULL.
 */
void db_trace(struct db *db, struct gantry_environ *environ);

#endif
