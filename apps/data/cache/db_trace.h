#ifndef CACHE_DB_TRACE_H
#define CACHE_DB_TRACE_H

#include <gantry/trace.h>

#include "data/cache/db.h"

/*
 * Trace the statements that run on DB for ENVIRON from now on, if someone
 * watches it: each is a span of the kind "sql" with its values put in, and has
 * its query plan and how many rows it yielded.  To be called for each request
 * before its first statement, since it ends what was said for the one before;
 * ENVIRON may be NULL.
 */
void db_trace(struct db *db, struct gantry_environ *environ);

#endif
