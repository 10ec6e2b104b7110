/*
 * The documents and the tables of the applications stay as they are, so that a
 * cache without documents can be changed, too.
 */
#include <string.h>

#include "data/cache/build/previous.h"
#include "data/cache/build/rewrite.h"
#include "data/cache/lacks.h"

static const char upgrade_sql[] =
    "BEGIN;" CACHE_LACKS_SQL "INSERT INTO lacks SELECT '" LACK_UNKNOWN
    "', '" CACHE_UNRECORDED "', 0"
    " WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'pulled'"
    " AND value > 0);" CACHE_VERSION_SQL "COMMIT;";

/* Change the schema. */
static int
change(void *argument, struct db *db, struct gantry_error *error)
{
	(void)argument;
	return db_run(db, upgrade_sql, error);
}

int
previous_upgrade(const char *from, const char *to,
    struct previous_upgrade *upgrade, struct gantry_error *error)
{
	struct db *db = cache_open(from, upgrade->generation, error);
	struct rewrite rewrite = {
		.from = from,
		.to = to,
		.generation = upgrade->generation,
	};
	int64_t version;
	int result;

	if (db == NULL)
		return -1;
	result = db_integer(db, "PRAGMA user_version", &version, error);
	db_close(db);
	upgrade->version = (int)version;
	if (version < CACHE_SCHEMA_VERSION)
		rewrite.change = change;
	if (result == 0 &&
	    (version < CACHE_SCHEMA_VERSION || strcmp(from, to) != 0))
		result = rewrite_cache(&rewrite, error);
	if (result == -1)
		gantry_error_prefix(error, "cache %s", from);
	return result;
}
