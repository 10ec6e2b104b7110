/*
 * The existing cache that a pull continues from, and merging the two.
 */
#include <stdio.h>

#include "data/firestore/json/json_check.h"
#include "data/firestore/spool/spool_read.h"
#include "data/gantry-cache/document_loader.h"
#include "data/gantry-cache/pull_base.h"

#define FULL "do a full pull, without --since"

/*
 * Only a pull has read all documents as of one moment.  Documents that an
 * export missed, or that were left out, would never be read.
 */
static int
check_past(const struct previous_cache *past, struct gantry_error *error)
{
	if (past->kept < past->documents)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "--since cannot continue from it: it has no documents, as "
		    "it was made with --no-documents; " FULL);
	if (past->pulled == 0)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "--since cannot continue from it: it was not pulled from a "
		    "whole database but made from %.200s; " FULL,
		    past->name);
	return 0;
}

static int
add_document(void *argument, const struct cache_document *document,
    struct gantry_error *error)
{
	struct pull_base *base = argument;
	const struct firestore_document taken = {
		.path = document->path,
		.path_length = document->path_length,
		.fields = document->fields,
		.fields_length = document->fields_length,
	};

	/* They go into the next cache, whose rules do not check them again. */
	if (json_check_document(&taken, &base->scratch, error) == -1)
		return -1;
	return firestore_since_add(&base->since, &taken, error);
}

static int
read_base(struct pull_base *base, struct gantry_error *error)
{
	struct firestore_since *since = &base->since;

	if (previous_read(&base->past, base->db, error) == -1 ||
	    check_past(&base->past, error) == -1 ||
	    previous_visit_documents(base->db, add_document, base, error) == -1)
		return -1;
	since->project = base->past.project;
	since->database = base->past.database;
	since->base = base->generation;
	since->read_time = base->past.exported;
	return firestore_since_end(since, error);
}

int
pull_base_open(struct pull_base *base, const char *path, const char *field,
    struct gantry_error *error)
{
	*base = (struct pull_base){ .db = NULL };
	if (firestore_since_begin(&base->since, field, error) == -1)
		return -1;
	base->db = cache_open(path, base->generation, error);
	if (base->db == NULL)
		return gantry_error_prefix(error,
		    "--since continues from the cache at --output, which a full "
		    "pull, without --since, must have made");
	if (read_base(base, error) == -1)
		return gantry_error_prefix(error, "cache %s", path);
	return 0;
}

void
pull_base_close(struct pull_base *base)
{
	firestore_since_clear(&base->since);
	gantry_buffer_clear(&base->scratch);
	db_close(base->db);
	base->db = NULL;
}

static int
put_document(void *argument, const struct firestore_document *document,
    struct gantry_error *error)
{
	struct cache_document put = document_loader_convert(document);
	const struct pull_base_newer *newer = argument;

	if (omissions_apply(newer->omissions, &put, error) == -1)
		return -1;
	return merge_put(newer->merge, &put, error);
}

static int
reject_document(void *argument, const struct firestore_rejected *rejected,
    struct gantry_error *error)
{
	const struct pull_base_newer *newer = argument;

	return document_loader_reject(newer->quarantine, rejected, error);
}

int
pull_base_merge(const struct pull_base *base, struct cache_builder *builder,
    struct pull_base_newer *newer, struct gantry_error *error)
{
	const struct spool_visitor visitor = {
		.visit = put_document,
		.reject = newer->quarantine != NULL ? reject_document : NULL,
		.argument = newer,
	};
	int result = -1;

	newer->merge = merge_new(builder, error);
	if (newer->merge != NULL &&
	    spool_read(newer->spool, &visitor, error) == 0)
		result =
		    merge_finish(newer->merge, base->db, &newer->counts, error);
	merge_free(newer->merge);
	newer->merge = NULL;
	return result;
}
