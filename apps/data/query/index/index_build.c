/*
 * The passes, one after the other.
 */
#include "data/query/index/index_build.h"
#include "data/query/index/index_passes.h"
#include "data/query/index/places.h"
#include "data/query/store/index_schema.h"

static int
make_tables(struct db *db, const struct index_options *options,
    struct gantry_error *error)
{
	struct sorter places;
	int result;

	places_init(&places, options->path);
	result = index_names(db, options, &places, error);
	if (result == 0)
		result = index_rows(db, options, &places, error);
	sorter_clear(&places);
	return result;
}

int
index_build(struct db *db, const struct index_options *options,
    struct gantry_error *error)
{
	if (db_run(db, INDEX_DROP_SQL INDEX_SCHEMA_SQL, error) == -1 ||
	    index_choices_write(options->choices, db, error) == -1 ||
	    make_tables(db, options, error) == -1 ||
	    db_run(db, INDEX_META_SQL, error) == -1)
		return gantry_error_prefix(error, "indexes");
	return 0;
}
