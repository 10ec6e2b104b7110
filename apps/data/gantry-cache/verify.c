/*
 * Verifies a cache: SQLite's own check of the file, then the counts that the
 * cache records, then its projections, which are made again from the documents
 * and compared by their generation.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/cache/build/builder.h"
#include "data/cache/db.h"
#include "data/cache/hash.h"
#include "data/cache/interruption.h"
#include "data/firestore/json/json_check.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/omission/omissions.h"
#include "data/gantry-cache/run_on_cache.h"
#include "data/query/index/index_build.h"

static int
check_integrity(struct db *db, struct gantry_error *error)
{
	char verdict[256];

	if (db_text(db, "PRAGMA integrity_check(1)", verdict, sizeof(verdict),
		error) == -1)
		return -1;
	if (strcmp(verdict, "ok") != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the file is damaged: %s", verdict);
	return 0;
}

static int
check_count(struct db *db, int64_t *kept, struct gantry_error *error)
{
	int64_t found;

	if (db_integer(db,
		"SELECT value FROM meta WHERE key = 'documents_kept'", kept,
		error) == -1 ||
	    db_integer(db, "SELECT count(*) FROM document", &found, error) ==
		-1)
		return -1;
	if (found != *kept)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected %" PRId64 " documents, found %" PRId64, *kept,
		    found);
	return 0;
}

/* A rule of a projection reads fields without checking them again. */
static int
check_document(const struct cache_document *document,
    struct gantry_buffer *scratch, struct gantry_error *error)
{
	const struct firestore_document checked = {
		.path = document->path,
		.path_length = document->path_length,
		.fields = document->fields,
		.fields_length = document->fields_length,
	};

	return json_check_document(&checked, scratch, error);
}

static int
copy_documents(
    struct db *db, struct cache_builder *builder, struct gantry_error *error)
{
	struct db_statement *statement =
	    db_prepare(db, "SELECT path, fields FROM document", error);
	struct cache_document document = { 0 };
	struct gantry_buffer scratch = { 0 };
	int result;

	if (statement == NULL)
		return -1;
	while ((result = db_step(statement, error)) == 1) {
		document.path =
		    db_column_text(statement, 0, &document.path_length);
		document.fields =
		    db_column_text(statement, 1, &document.fields_length);
		result = check_document(&document, &scratch, error);
		if (result == 0)
			result = cache_builder_add(builder, &document, error);
		if (result == -1)
			break;
	}
	gantry_buffer_clear(&scratch);
	db_finalize(statement);
	return result;
}

/* Hash all rows of TABLE, in the order in which they are stored. */
static int
hash_table(struct db *db, const char *table, uint64_t *hash,
    struct gantry_error *error)
{
	char sql[128];
	struct db_statement *statement;
	const char *text;
	size_t length;
	int result, i;

	/* A table's name cannot be bound; it is one of a projection's. */
	snprintf(sql, sizeof(sql), "SELECT * FROM \"%.64s\"", table);
	statement = db_prepare(db, sql, error);
	if (statement == NULL)
		return -1;
	*hash = HASH_START;
	while ((result = db_step(statement, error)) == 1) {
		for (i = 0; i < db_column_count(statement); i++) {
			text = db_column_text(statement, i, &length);
			*hash = hash_add(*hash, text, length);
		}
	}
	db_finalize(statement);
	return result;
}

/* Compare each table with the one that the projections made in FRESH. */
static int
compare_tables(struct db *db, struct db *fresh, struct gantry_error *error)
{
	struct db_statement *names = db_prepare(fresh,
	    "SELECT name FROM sqlite_schema WHERE type = 'table'"
	    " AND name NOT IN ('document', 'lacks', 'meta')"
	    " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
	    error);
	uint64_t is, should_be;
	const char *name;
	size_t length;
	int result;

	if (names == NULL)
		return -1;
	while ((result = db_step(names, error)) == 1) {
		name = db_column_text(names, 0, &length);
		if (hash_table(fresh, name, &should_be, error) == -1 ||
		    hash_table(db, name, &is, error) == -1)
			result = -1;
		else if (is != should_be)
			result = gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "table %s does not match the documents", name);
		if (result == -1)
			break;
	}
	db_finalize(names);
	return result;
}

static int
compare_fresh(struct db *db, const char *generation,
    struct cache_builder *builder, struct gantry_error *error)
{
	char fresh[CACHE_GENERATION_SIZE];

	if (copy_documents(db, builder, error) == -1 ||
	    cache_builder_finish(builder, fresh, error) == -1)
		return -1;
	if (strcmp(fresh, generation) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "its generation is %s, but that of its documents is %s",
		    generation, fresh);
	return compare_tables(db, cache_builder_db(builder), error);
}

/* Make the projections again, in a temporary folder. */
static int
check_projections(struct db *db, const char *generation,
    const struct cache_projection *const projections[],
    struct gantry_error *error)
{
	const char *temporary = getenv("TMPDIR");
	char folder[256], path[300], *made;
	struct cache_builder_options options = {
		.path = path,
		.projections = projections,
		.drops_documents = true,
	};
	struct cache_builder *builder;
	int result = -1;

	snprintf(folder, sizeof(folder), "%s/gantry-verify-XXXXXX",
	    temporary != NULL ? temporary : "/tmp");
	interruption_hold();
	made = mkdtemp(folder);
	if (made != NULL)
		interruption_keep(folder);
	interruption_release();
	if (made == NULL)
		return gantry_error_system(
		    error, "cannot create the folder %s", folder);
	snprintf(path, sizeof(path), "%s/cache.db", folder);
	builder = cache_builder_new(&options, error);
	if (builder != NULL)
		result = compare_fresh(db, generation, builder, error);
	cache_builder_free(builder);
	rmdir(folder);
	interruption_forget(folder);
	return result;
}

int
verify_content(struct db *db, const char *generation,
    const struct cache_projection *const projections[],
    struct verify_found *found, struct gantry_error *error)
{
	int64_t read;

	*found = (struct verify_found){ .documents = 0 };
	if (check_integrity(db, error) == -1 ||
	    check_count(db, &found->documents, error) == -1 ||
	    db_integer(db, "SELECT value FROM meta WHERE key = 'documents'",
		&read, error) == -1)
		return -1;
	found->is_compared = found->documents == read;
	if (!found->is_compared)
		return 0;
	if (check_projections(db, generation, projections, error) == -1 ||
	    omissions_verify(db, error) == -1)
		return -1;
	return index_check(db, &found->has_indexes, error);
}

/* The projections are the argument. */
static int
verify(struct db *db, const char *generation, const void *projections,
    struct gantry_error *error)
{
	struct verify_found found;

	if (verify_content(db, generation, projections, &found, error) == -1)
		return -1;
	if (found.is_compared)
		printf("ok: %" PRId64 " documents%s, generation %s\n",
		    found.documents,
		    found.has_indexes ? " and their indexes" : "", generation);
	else
		printf("ok: generation %s; the cache has no documents to "
		       "compare the projections with\n",
		    generation);
	return print_lacks(stdout, db, error);
}

static int
run_verify(struct cmdline *cmdline)
{
	const char *path = NULL;
	int status;

	cmdline->fields = &path;
	if (!cmdline_begin(cmdline, &status))
		return status;
	return run_on_cache(path, verify, cmdline->context);
}

static const struct cmdline_operand verify_operands[] = {
	{ .name = "FILE", .is_file = true },
	{ NULL },
};

const struct cmdline_command verify_command = {
	.name = "verify",
	.usage = "FILE",
	.summary = "check a cache",
	.description =
	    "Check the cache FILE: the file itself, its counts and its "
	    "generation, and that the tables of the applications and the "
	    "indexes match the documents, and that no document has a field "
	    "that the cache says was left out.  What the cache is known to lack is printed, too.",
	.example = "verify cache.db",
	.operands = verify_operands,
	.run = run_verify,
};
