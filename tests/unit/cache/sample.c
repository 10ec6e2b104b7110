/*
 * Small caches for tests, made by the builder.
 */
#include <check.h>
#include <string.h>

#include "cache/sample.h"

void
sample_add(
    struct cache_builder *builder, const struct sample_document *documents)
{
	struct cache_document document = { 0 };
	struct gantry_error error;

	for (; documents->path != NULL; documents++) {
		document.path = documents->path;
		document.path_length = strlen(documents->path);
		document.fields = documents->fields;
		document.fields_length = strlen(documents->fields);
		ck_assert_msg(
		    cache_builder_add(builder, &document, &error) == 0, "%s",
		    error.text);
	}
}

void
sample_build(const char *path, const struct sample_document *documents,
    const struct cache_projection *projection)
{
	const struct cache_projection *const projections[] = { projection,
		NULL };
	static const struct cache_source source = {
		.name = "sample",
		.project = "",
		.database = "",
	};
	const struct cache_builder_options options = {
		.path = path,
		.projections = projections,
	};
	struct gantry_error error;
	struct cache_builder *builder = cache_builder_new(&options, &error);

	ck_assert_msg(builder != NULL, "%s", error.text);
	sample_add(builder, documents);
	ck_assert_msg(cache_builder_publish(builder, &source, &error) == 0,
	    "%s", error.text);
	cache_builder_free(builder);
}

void
sample_alter(const char *path, const char *sql)
{
	struct gantry_error error;
	struct db *db = db_create(path, &error);

	ck_assert_msg(db != NULL, "%s", error.text);
	ck_assert_msg(db_run(db, sql, &error) == 0, "%s", error.text);
	db_close(db);
}
