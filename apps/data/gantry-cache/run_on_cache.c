/*
 * What the commands that read a cache share.
 */
#include <inttypes.h>
#include <string.h>

#include "data/cache/cache.h"
#include "data/gantry-cache/commands.h"
#include "data/gantry-cache/printable.h"
#include "data/gantry-cache/run_on_cache.h"

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

void
add_lacks(struct gantry_buffer *out, const struct lacks *lacks)
{
	const struct lack *lack;
	size_t i;

	for (i = 0; i < lacks->count; i++) {
		lack = &lacks->items[i];
		gantry_buffer_puts(out, "lacks  ");
		printable_add(out, lack->kind, strlen(lack->kind));
		gantry_buffer_puts(out, "  ");
		printable_add(out, lack->detail, strlen(lack->detail));
		if (lack->count > 0)
			gantry_buffer_printf(
			    out, "  %" PRId64 " documents", lack->count);
		gantry_buffer_putc(out, '\n');
	}
}

int
print_lacks(FILE *file, struct db *db, struct gantry_error *error)
{
	struct gantry_buffer out = { 0 };
	struct lacks lacks = { NULL, 0 };
	int result = lacks_read(&lacks, db, error);

	if (result == 0)
		add_lacks(&out, &lacks);
	if (gantry_buffer_failed(&out))
		result = gantry_error_memory(error);
	else if (result == 0 && out.length > 0)
		fwrite(out.data, 1, out.length, file);
	gantry_buffer_clear(&out);
	lacks_clear(&lacks);
	return result;
}
