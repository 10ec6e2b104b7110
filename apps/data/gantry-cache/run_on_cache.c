#include "data/gantry-cache/run_on_cache.h"
#include "data/cache/cache.h"
#include "data/gantry-cache/commands.h"

int
run_on_cache(const char *path, cache_work *work, const void *argument)
{
	char generation[CACHE_GENERATION_SIZE];
	struct gantry_error error;
	struct db *db = cache_open(path, generation, &error);
	int result;

	if (db == NULL)
		return fail(&error);
	result = work(db, generation, argument, &error);
	if (result == -1)
		gantry_error_prefix(&error, "cache %s", path);
	db_close(db);
	return result == -1 ? fail(&error) : STATUS_DONE;
}
