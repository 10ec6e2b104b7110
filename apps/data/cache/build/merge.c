/*
 * The newer documents are in a temporary table, which is not in the file of the
 * cache and may be larger than memory.  The older documents are then read in
 * their order.
 */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "data/cache/build/merge.h"
#include "data/cache/build/previous.h"

#define CREATE_SQL                             \
	"CREATE TEMPORARY TABLE other ("       \
	"	path TEXT NOT NULL PRIMARY KEY,"     \
	"	fields TEXT NOT NULL,"               \
	"	create_time INTEGER NOT NULL,"       \
	"	update_time INTEGER NOT NULL,"       \
	"	is_added INTEGER NOT NULL DEFAULT 0" \
	") WITHOUT ROWID"

struct merge {
	struct cache_builder *builder;
	struct db_statement *put, *find, *note, *rest;
	struct merge_counts counts;
};

struct merge *
merge_new(struct cache_builder *builder, struct gantry_error *error)
{
	struct db *db = cache_builder_db(builder);
	struct merge *merge = calloc(1, sizeof(*merge));

	if (merge == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	merge->builder = builder;
	if (db_run(db, CREATE_SQL, error) == 0 &&
	    (merge->put = db_prepare(db,
		 "INSERT OR REPLACE INTO other"
		 " (path, fields, create_time, update_time)"
		 " VALUES (?1, ?2, ?3, ?4)",
		 error)) != NULL &&
	    (merge->find = db_prepare(db,
		 "SELECT path, fields, create_time, update_time FROM other"
		 " WHERE path = ?1",
		 error)) != NULL &&
	    (merge->note = db_prepare(
		 db, "UPDATE other SET is_added = 1 WHERE path = ?1", error)) !=
		NULL &&
	    (merge->rest = db_prepare(db,
		 "SELECT path, fields, create_time, update_time FROM other"
		 " WHERE is_added = 0",
		 error)) != NULL)
		return merge;
	merge_free(merge);
	return NULL;
}

void
merge_free(struct merge *merge)
{
	if (merge == NULL)
		return;
	db_finalize(merge->put);
	db_finalize(merge->find);
	db_finalize(merge->note);
	db_finalize(merge->rest);
	free(merge);
}

int
merge_put(struct merge *merge, const struct cache_document *document,
    struct gantry_error *error)
{
	db_bind_text(merge->put, 1, document->path, document->path_length);
	db_bind_text(merge->put, 2, document->fields, document->fields_length);
	db_bind_integer(merge->put, 3, document->create_time);
	db_bind_integer(merge->put, 4, document->update_time);
	return db_execute(merge->put, error);
}

static bool
is_equal(const struct cache_document *a, const struct cache_document *b)
{
	return a->update_time == b->update_time &&
	    a->fields_length == b->fields_length &&
	    memcmp(a->fields, b->fields, a->fields_length) == 0;
}

/* Add OTHER, which replaces OLDER. */
static int
add_other(struct merge *merge, const struct cache_document *older,
    const struct cache_document *other, struct gantry_error *error)
{
	if (is_equal(older, other))
		merge->counts.unchanged++;
	else
		merge->counts.changed++;
	return cache_builder_add(merge->builder, other, error);
}

/* Add OLDER, or the document that replaces it. */
static int
add_older(void *argument, const struct cache_document *older,
    struct gantry_error *error)
{
	struct merge *merge = argument;
	struct cache_document other;
	int found, result = -1;

	db_bind_text(merge->find, 1, older->path, older->path_length);
	found = db_step(merge->find, error);
	if (found == 1) {
		other = previous_document(merge->find);
		result = add_other(merge, older, &other, error);
	} else if (found == 0) {
		result = cache_builder_add(merge->builder, older, error);
	}
	db_reset(merge->find);
	merge->counts.all++;
	if (found != 1 || result == -1)
		return result;
	db_bind_text(merge->note, 1, older->path, older->path_length);
	return db_execute(merge->note, error);
}

static int
add_rest(struct merge *merge, struct gantry_error *error)
{
	struct cache_document other;
	int result;

	while ((result = db_step(merge->rest, error)) == 1) {
		other = previous_document(merge->rest);
		if (cache_builder_add(merge->builder, &other, error) == -1)
			return -1;
		merge->counts.added++;
		merge->counts.all++;
	}
	return result;
}

int
merge_finish(struct merge *merge, struct db *older, struct merge_counts *counts,
    struct gantry_error *error)
{
	if (previous_visit_documents(older, add_older, merge, error) == -1 ||
	    add_rest(merge, error) == -1)
		return -1;
	*counts = merge->counts;
	return 0;
}
