/*
 * Builds a cache from documents and publishes it.
 *
 * The generation is a hash of the content of the cache and not of the file: the
 * sum of the hashes of the documents, so that their order in an export does not
 * matter, mixed with the projections.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/cache/build/builder.h"
#include "data/cache/build/duplicates.h"
#include "data/cache/build/rules.h"
#include "data/cache/build/summed.h"
#include "data/cache/hash.h"
#include "data/cache/schema.h"
#include "data/cache/temporary.h"

/* For paths, before they are written, see SUMS_MEMORY. */
#define PATHS_MEMORY ((size_t)8 << 20)

struct cache_builder {
	struct cache_builder_options options;
	struct temporary temporary;
	struct db *db;
	struct db_statement *insert;
	struct rules rules;
	struct duplicates duplicates; /* of documents that are dropped */
	int64_t documents;
	uint64_t hash;
};

/* Create the tables and statements, and begin a transaction. */
static int
prepare(struct cache_builder *builder, struct gantry_error *error)
{
	const struct rules_options rules = {
		.projections = builder->options.projections,
		.path = builder->options.path,
		.sums_memory = builder->options.sums_memory,
	};
	const struct cache_projection *const *projection;

	builder->db = db_create(builder->temporary.path, error);
	if (builder->db == NULL ||
	    db_run(builder->db, CACHE_SCHEMA_SQL "BEGIN", error) == -1)
		return -1;
	for (projection = builder->options.projections; *projection != NULL;
	     projection++)
		if (db_run(builder->db, (*projection)->create, error) == -1)
			return gantry_error_prefix(
			    error, "projection %s", (*projection)->name);
	if (rules_prepare(&builder->rules, builder->db, &rules, error) == -1)
		return -1;
	builder->insert = db_prepare(builder->db,
	    "INSERT INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6)", error);
	return builder->insert == NULL ? -1 : 0;
}

struct cache_builder *
cache_builder_new(
    const struct cache_builder_options *options, struct gantry_error *error)
{
	struct cache_builder *builder = calloc(1, sizeof(*builder));

	if (builder == NULL) {
		gantry_error_memory(error);
		return NULL;
	}
	builder->options = *options;
	builder->temporary.lock = -1;
	duplicates_init(
	    &builder->duplicates, builder->options.path, PATHS_MEMORY);
	if (temporary_make(&builder->temporary, options->path, error) == 0 &&
	    prepare(builder, error) == 0)
		return builder;
	gantry_error_prefix(error, "cache %s", options->path);
	cache_builder_free(builder);
	return NULL;
}

static void
close_database(struct cache_builder *builder)
{
	rules_clear(&builder->rules);
	duplicates_clear(&builder->duplicates);
	db_finalize(builder->insert);
	builder->insert = NULL;
	db_close(builder->db);
	builder->db = NULL;
}

void
cache_builder_free(struct cache_builder *builder)
{
	if (builder == NULL)
		return;
	close_database(builder);
	temporary_remove(&builder->temporary);
	free(builder);
}

/* Split the path at its last two slashes. */
static void
split_path(const struct cache_document *document, struct rules_document *given)
{
	const char *path = document->path;
	size_t end = document->path_length, at;

	while (end > 0 && path[end - 1] != '/')
		end--;
	end -= end > 0;
	at = end;
	while (at > 0 && path[at - 1] != '/')
		at--;
	given->document = document;
	given->collection = path + at;
	given->collection_length = end - at;
	given->parent_length = at > 0 ? at - 1 : 0;
}

static int
insert_document(struct cache_builder *builder,
    const struct rules_document *given, struct gantry_error *error)
{
	const struct cache_document *document = given->document;
	struct db_statement *insert = builder->insert;

	if (builder->options.drops_documents)
		return duplicates_add(&builder->duplicates, document->path,
		    document->path_length, error);
	db_bind_text(insert, 1, document->path, document->path_length);
	db_bind_text(insert, 2, document->path, given->parent_length);
	db_bind_text(insert, 3, given->collection, given->collection_length);
	db_bind_text(insert, 4, document->fields, document->fields_length);
	db_bind_integer(insert, 5, document->create_time);
	db_bind_integer(insert, 6, document->update_time);
	return db_execute(insert, error);
}

int
cache_builder_add(struct cache_builder *builder,
    const struct cache_document *document, struct gantry_error *error)
{
	struct rules_document given;
	uint64_t hash;

	split_path(document, &given);
	if (insert_document(builder, &given, error) == -1 ||
	    rules_run(&builder->rules, &given, error) == -1)
		return gantry_error_prefix(error, "document %s",
		    path_show(document->path, document->path_length).text);
	hash = hash_add(HASH_START, document->path, document->path_length);
	hash = hash_add(hash, document->fields, document->fields_length);
	builder->hash += hash_finish(hash);
	builder->documents++;
	return 0;
}

static int64_t
kept(const struct cache_builder *builder)
{
	return builder->options.drops_documents ? 0 : builder->documents;
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

/* What concerns documents of other tools. */
static int
put_format(struct cache_builder *builder, const struct cache_source *source,
    struct gantry_error *error)
{
	const struct {
		const char *key;
		int64_t count;
	} untyped[] = {
		{ "untyped_times", source->untyped.times },
		{ "untyped_points", source->untyped.points },
		{ "untyped_references", source->untyped.references },
		{ "untyped_numbers", source->untyped.numbers },
	};
	size_t i;

	if (source->format != NULL &&
	    put_meta(builder, "format", source->format, 0, error) == -1)
		return -1;
	for (i = 0; i < sizeof(untyped) / sizeof(untyped[0]); i++)
		if (untyped[i].count > 0 &&
		    put_meta(builder, untyped[i].key, NULL, untyped[i].count,
			error) == -1)
			return -1;
	return 0;
}

static int
put_all_meta(struct cache_builder *builder, const char *generation,
    const struct cache_source *source, struct gantry_error *error)
{
	if (put_meta(builder, "generation", generation, 0, error) == -1 ||
	    put_meta(builder, "source", source->name, 0, error) == -1 ||
	    put_meta(builder, "project", source->project, 0, error) == -1 ||
	    put_meta(builder, "database", source->database, 0, error) == -1 ||
	    put_meta(builder, "exported", NULL, source->exported, error) ==
		-1 ||
	    put_meta(builder, "pulled", NULL, source->pulled, error) == -1 ||
	    put_meta(builder, "documents", NULL, builder->documents, error) ==
		-1 ||
	    put_meta(builder, "documents_kept", NULL, kept(builder), error) ==
		-1 ||
	    put_format(builder, source, error) == -1)
		return -1;
	if (source->lacks != NULL &&
	    lacks_write(source->lacks, builder->db, error) == -1)
		return -1;
	return put_meta(builder, "created", NULL, time(NULL), error);
}

static void
mix_in(struct cache_builder *builder, const char *sql)
{
	if (sql != NULL)
		builder->hash +=
		    hash_finish(hash_add(HASH_START, sql, strlen(sql)));
}

static int
finish_projections(struct cache_builder *builder, struct gantry_error *error)
{
	const struct cache_projection *const *projection;
	struct sums *sums = builder->rules.sums;

	for (projection = builder->options.projections; *projection != NULL;
	     projection++) {
		if (db_run(builder->db, (*projection)->finish, error) == -1 ||
		    summed_insert(
			builder->db, &(*projection)->sums, sums++, error) == -1)
			return gantry_error_prefix(
			    error, "projection %s", (*projection)->name);
		mix_in(builder, (*projection)->finish);
		mix_in(builder, (*projection)->sums.number);
		mix_in(builder, (*projection)->sums.insert);
		mix_in(builder, (*projection)->sums.insert_texts);
		mix_in(builder, (*projection)->sums.insert_totals);
		mix_in(builder, (*projection)->sums.insert_best);
	}
	return 0;
}

/*
 * Two documents with the same path are an error.  The index finds them but does
 * not name them.
 */
static int
make_index(struct cache_builder *builder, struct gantry_error *error)
{
	struct db_statement *statement;
	struct gantry_error reason;
	const char *path;
	size_t length;

	if (builder->options.drops_documents &&
	    duplicates_check(&builder->duplicates, error) == -1)
		return -1;
	if (db_run(builder->db, CACHE_INDEX_SQL, error) == 0)
		return 0;
	statement = db_prepare(builder->db,
	    "SELECT path FROM document GROUP BY path HAVING count(*) > 1",
	    &reason);
	if (statement != NULL && db_step(statement, &reason) == 1) {
		path = db_column_text(statement, 0, &length);
		duplicates_fail(path, length, error);
	}
	db_finalize(statement);
	return -1;
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
	if (documents != kept(builder))
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "%" PRId64 " documents were written, but %" PRId64
		    " can be read",
		    kept(builder), documents);
	return check_integrity(builder, error);
}

int
cache_builder_finish(struct cache_builder *builder,
    char generation[CACHE_GENERATION_SIZE], struct gantry_error *error)
{
	if (make_index(builder, error) == -1 ||
	    finish_projections(builder, error) == -1)
		return -1;
	snprintf(generation, CACHE_GENERATION_SIZE, "%016" PRIx64,
	    hash_finish(builder->hash));
	return 0;
}

struct db *
cache_builder_db(struct cache_builder *builder)
{
	return builder->db;
}

/* Write the last tables, and end the transaction. */
static int
complete(struct cache_builder *builder, const char *generation,
    const struct cache_source *source, struct gantry_error *error)
{
	const struct cache_builder_options *options = &builder->options;

	if (put_all_meta(builder, generation, source, error) == -1 ||
	    (options->complete != NULL &&
		options->complete(options->argument, builder->db, error) == -1))
		return -1;
	return db_run(builder->db, "COMMIT", error);
}

int
cache_builder_publish(struct cache_builder *builder,
    const struct cache_source *source, struct gantry_error *error)
{
	const char *path = builder->options.path;
	char generation[CACHE_GENERATION_SIZE];
	int result = 0;

	if (cache_builder_finish(builder, generation, error) == -1 ||
	    complete(builder, generation, source, error) == -1 ||
	    check(builder, error) == -1)
		result = -1;
	close_database(builder);
	if (result == 0)
		result = temporary_publish(&builder->temporary, path, error);
	if (result == -1)
		gantry_error_prefix(error, "cache %s", path);
	return result;
}
