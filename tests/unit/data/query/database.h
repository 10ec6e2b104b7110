#ifndef UNIT_QUERY_DATABASE_H
#define UNIT_QUERY_DATABASE_H

#include <jansson.h>

#include "data/cache/build/builder.h"
#include "data/query/answer/answering.h"

/* Caches with indexes, in the folder of the program, and queries on them. */

struct database {
	const char *project;
	struct index_choices choices;
	struct cache_builder *builder;
	char path[256];
	struct db *db;
	struct store *store;
	struct query_statistics statistics; /* of the last query */
	struct gantry_error error;
};

/* Begin the cache NAME.  Choices may be added until it is finished. */
void database_begin(struct database *database, const char *name);

/* Add the document PATH, whose fields are as in the REST API. */
void database_add(
    struct database *database, struct bytes path, const json_t *fields);

/* Make the indexes, and open it. */
void database_finish(struct database *database);

/* Safe on a zeroed one. */
void database_close(struct database *database);

/*
 * Answer JSON, an object with a StructuredQuery "query", below the document
 * "parent" if there is one.  Returns an array of the paths; with "select", of
 * [path, fields]; with "aggregations", an object of their results; or NULL with
 * the error of DATABASE filled.
 */
json_t *database_answer(struct database *database, const json_t *json);

/* Are two answers equal, but for what sums of doubles may lose? */
bool database_is_same(const json_t *a, const json_t *b);

#endif
