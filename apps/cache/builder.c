/*
 * From documents to a published cache.
 *
 * The generation is a hash of what the cache holds and not of the file: the sum
 * of the documents' hashes, so that the order in which an export lists them
 * does not matter, mixed with the projections that were run.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <gantry/buffer.h>

#include "cache/builder.h"
#include "cache/hash.h"
#include "cache/schema.h"

struct cache_builder {
	char *path;
	char *temporary; /* NULL once it was published */
	struct db *db;
	struct db_statement *insert;
	int64_t documents;
	uint64_t hash;
};

static int
open_temporary(struct cache_builder *builder, struct gantry_error *error)
{
	int descriptor = mkstemp(builder->temporary);

	if (descriptor == -1) {
		free(builder->temporary);
		builder->temporary = NULL;
		return gantry_error_system(
		    error, "cannot write beside %s", builder->path);
	}
	/* mkstemp's 0600 would keep the web server's user out. */
	fchmod(descriptor, 0644);
	close(descriptor);
	builder->db = db_create(builder->temporary, error);
	if (builder->db == NULL ||
	    db_run(builder->db, CACHE_SCHEMA_SQL "BEGIN", error) == -1)
		return -1;
	builder->insert = db_prepare(builder->db,
	    "INSERT INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);
	return builder->insert == NULL ? -1 : 0;
}

struct cache_builder *
cache_builder_new(const char *path, struct gantry_error *error)
{
	static const char suffix[] = ".tmp-XXXXXX";
	struct cache_builder *builder = calloc(1, sizeof(*builder));
	size_t size = strlen(path) + sizeof(suffix);

	if (builder == NULL) {
		gantry_error_set(error, GANTRY_ERROR_MEMORY, "out of memory");
		return NULL;
	}
	builder->path = strdup(path);
	builder->temporary = malloc(size);
	if (builder->path == NULL || builder->temporary == NULL) {
		gantry_error_set(error, GANTRY_ERROR_MEMORY, "out of memory");
		free(builder->temporary);
		builder->temporary = NULL;
	} else {
		snprintf(builder->temporary, size, "%s%s", path, suffix);
		if (open_temporary(builder, error) == 0)
			return builder;
		gantry_error_prefix(error, "cache %s", path);
	}
	cache_builder_free(builder);
	return NULL;
}

void
cache_builder_free(struct cache_builder *builder)
{
	if (builder == NULL)
		return;
	db_finalize(builder->insert);
	db_close(builder->db);
	if (builder->temporary != NULL)
		unlink(builder->temporary);
	free(builder->temporary);
	free(builder->path);
	free(builder);
}

/* Where the last and the last but one slash of a document's path are. */
static void
split_path(const struct cache_document *document, size_t *parent_length,
    size_t *collection_at, size_t *collection_end)
{
	const char *path = document->path;
	size_t end = document->path_length, at;

	while (end > 0 && path[end - 1] != '/')
		end--;
	*collection_end = end > 0 ? end - 1 : 0;
	at = *collection_end;
	while (at > 0 && path[at - 1] != '/')
		at--;
	*collection_at = at;
	*parent_length = at > 0 ? at - 1 : 0;
}

int
cache_builder_add(struct cache_builder *builder,
    const struct cache_document *document, struct gantry_error *error)
{
	struct db_statement *insert = builder->insert;
	size_t parent_length, at, end;
	uint64_t hash;

	split_path(document, &parent_length, &at, &end);
	db_bind_text(insert, 1, document->path, document->path_length);
	db_bind_text(insert, 2, document->path, parent_length);
	db_bind_text(insert, 3, document->path + at, end - at);
	db_bind_text(insert, 4, document->fields, document->fields_length);
	db_bind_integer(insert, 5, document->create_time);
	db_bind_integer(insert, 6, document->update_time);
	if (db_execute(insert, error) == -1)
		return gantry_error_prefix(error, "document %.*s",
		    (int)document->path_length, document->path);
	hash = hash_add(HASH_START, document->path, document->path_length);
	hash = hash_add(hash, document->fields, document->fields_length);
	builder->hash += hash_finish(hash);
	builder->documents++;
	return 0;
}

static int
put_meta(struct cache_builder *builder, const char *key, const char *text,
    int64_t integer, struct gantry_error *error)
{
	struct db_statement *statement =
	    db_prepare(builder->db, "INSERT INTO meta VALUES (?1, ?2)", error);
	int result;

	if (statement == NULL)
		return -1;
	db_bind_text(statement, 1, key, strlen(key));
	if (text != NULL)
		db_bind_text(statement, 2, text, strlen(text));
	else
		db_bind_integer(statement, 2, integer);
	result = db_execute(statement, error);
	db_finalize(statement);
	return result;
}

static int
put_all_meta(struct cache_builder *builder, const struct cache_source *source,
    struct gantry_error *error)
{
	char generation[CACHE_GENERATION_SIZE];

	snprintf(generation, sizeof(generation), "%016" PRIx64,
	    hash_finish(builder->hash));
	if (put_meta(builder, "generation", generation, 0, error) == -1 ||
	    put_meta(builder, "source", source->name, 0, error) == -1 ||
	    put_meta(builder, "project", source->project, 0, error) == -1 ||
	    put_meta(builder, "database", source->database, 0, error) == -1 ||
	    put_meta(builder, "exported", NULL, source->exported, error) ==
		-1 ||
	    put_meta(builder, "documents", NULL, builder->documents, error) ==
		-1)
		return -1;
	return put_meta(builder, "created", NULL, time(NULL), error);
}

static int
run_projections(struct cache_builder *builder,
    const struct cache_projection *const projections[],
    struct gantry_error *error)
{
	size_t i;

	for (i = 0; projections[i] != NULL; i++) {
		if (db_run(builder->db, projections[i]->sql, error) == -1)
			return gantry_error_prefix(
			    error, "projection %s", projections[i]->name);
		builder->hash += hash_finish(hash_add(HASH_START,
		    projections[i]->sql, strlen(projections[i]->sql)));
	}
	return 0;
}

static int
check_integrity(struct cache_builder *builder, struct gantry_error *error)
{
	struct db_statement *statement =
	    db_prepare(builder->db, "PRAGMA quick_check(1)", error);
	const char *verdict;
	size_t length;
	int result;

	if (statement == NULL)
		return -1;
	result = db_step(statement, error);
	if (result == 1) {
		verdict = db_column_text(statement, 0, &length);
		if (strcmp(verdict, "ok") != 0)
			result = gantry_error_set(error, GANTRY_ERROR_SYSTEM,
			    "the new file is damaged: %s", verdict);
	}
	db_finalize(statement);
	return result == -1 ? -1 : 0;
}

static int
check(struct cache_builder *builder, struct gantry_error *error)
{
	int64_t documents;

	if (db_integer(builder->db, "SELECT count(*) FROM document", &documents,
		error) == -1)
		return -1;
	if (documents != builder->documents)
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "%" PRId64 " documents were written and %" PRId64
		    " can be read",
		    builder->documents, documents);
	return check_integrity(builder, error);
}

static int
sync_path(const char *path, int flags, struct gantry_error *error)
{
	int descriptor = open(path, flags | O_CLOEXEC);
	int result = descriptor == -1 ? -1 : fsync(descriptor);

	if (result == -1)
		gantry_error_system(error, "cannot sync %s", path);
	if (descriptor != -1)
		close(descriptor);
	return result;
}

/* Sync the folder, so that the new name survives a loss of power. */
static int
sync_folder(const char *path, struct gantry_error *error)
{
	const char *slash = strrchr(path, '/');
	char *folder;
	int result;

	if (slash == NULL)
		return sync_path(".", O_RDONLY | O_DIRECTORY, error);
	folder = strndup(path, slash == path ? 1 : (size_t)(slash - path));
	if (folder == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	result = sync_path(folder, O_RDONLY | O_DIRECTORY, error);
	free(folder);
	return result;
}

static int
rename_over(struct cache_builder *builder, struct gantry_error *error)
{
	if (sync_path(builder->temporary, O_RDONLY, error) == -1)
		return -1;
	if (rename(builder->temporary, builder->path) == -1)
		return gantry_error_system(
		    error, "cannot put the cache in place");
	free(builder->temporary);
	builder->temporary = NULL;
	return sync_folder(builder->path, error);
}

int
cache_builder_publish(struct cache_builder *builder,
    const struct cache_projection *const projections[],
    const struct cache_source *source, struct gantry_error *error)
{
	int result = 0;

	db_finalize(builder->insert);
	builder->insert = NULL;
	if (run_projections(builder, projections, error) == -1 ||
	    put_all_meta(builder, source, error) == -1 ||
	    db_run(builder->db, "COMMIT", error) == -1 ||
	    check(builder, error) == -1)
		result = -1;
	db_close(builder->db);
	builder->db = NULL;
	if (result == 0)
		result = rename_over(builder, error);
	if (result == -1)
		gantry_error_prefix(error, "cache %s", builder->path);
	return result;
}
