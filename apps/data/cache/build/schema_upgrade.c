/*
 * Changes a copy of a cache and not the cache itself, which programs may have
 * open.  The documents and the tables of the applications stay as they are, so
 * that a cache without documents can be changed, too.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "data/cache/build/previous.h"
#include "data/cache/cache.h"
#include "data/cache/lacks.h"
#include "data/cache/temporary.h"

#define COPY_SIZE 65536

static const char upgrade_sql[] =
    "BEGIN;" CACHE_LACKS_SQL "INSERT INTO lacks SELECT '" LACK_UNKNOWN
    "', '" CACHE_UNRECORDED "', 0"
    " WHERE NOT EXISTS (SELECT 1 FROM meta WHERE key = 'pulled'"
    " AND value > 0);" CACHE_VERSION_SQL "COMMIT;";

/* Write SIZE bytes at DATA, however many writes that takes. */
static int
write_all(int file, const char *data, size_t size)
{
	ssize_t written;

	while (size > 0) {
		written = write(file, data, size);
		if (written == -1 && errno == EINTR)
			continue;
		if (written == -1)
			return -1;
		data += written;
		size -= (size_t)written;
	}
	return 0;
}

static int
copy_bytes(int from, const char *path, const struct temporary *to,
    struct gantry_error *error)
{
	char bytes[COPY_SIZE];
	ssize_t size;

	while ((size = read(from, bytes, sizeof(bytes))) != 0) {
		if (size == -1 && errno == EINTR)
			continue;
		if (size == -1)
			return gantry_error_system(
			    error, "cannot read %s", path);
		if (write_all(to->lock, bytes, (size_t)size) == -1)
			return gantry_error_system(
			    error, "cannot write %s", to->path);
	}
	return 0;
}

static int
copy_file(
    const char *path, const struct temporary *to, struct gantry_error *error)
{
	int from = open(path, O_RDONLY | O_CLOEXEC), result;

	if (from == -1)
		return gantry_error_system(error, "cannot open %s", path);
	result = copy_bytes(from, path, to, error);
	close(from);
	return result;
}

/* Change the schema of the file PATH. */
static int
change(const char *path, struct gantry_error *error)
{
	struct db *db = db_create(path, error);
	int result;

	if (db == NULL)
		return -1;
	result = db_run(db, upgrade_sql, error);
	db_close(db);
	return result;
}

/* Is PATH whole, and has it the generation of UPGRADE? */
static int
check(const char *path, const struct previous_upgrade *upgrade,
    struct gantry_error *error)
{
	char generation[CACHE_GENERATION_SIZE], verdict[256];
	struct db *db = cache_open(path, generation, error);
	int result;

	if (db == NULL)
		return -1;
	result = db_text(
	    db, "PRAGMA quick_check(1)", verdict, sizeof(verdict), error);
	db_close(db);
	if (result == 0 && strcmp(verdict, "ok") != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the file is damaged: %s", verdict);
	if (result == 0 && strcmp(generation, upgrade->generation) != 0)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "it was replaced meanwhile; run the command again");
	return result;
}

static int
make_copy(const char *from, const char *to,
    const struct previous_upgrade *upgrade, struct gantry_error *error)
{
	struct temporary temporary = { .lock = -1 };
	int result = temporary_make(&temporary, to, error);

	if (result == 0)
		result = copy_file(from, &temporary, error);
	if (result == 0 && upgrade->version < CACHE_SCHEMA_VERSION)
		result = change(temporary.path, error);
	if (result == 0)
		result = check(temporary.path, upgrade, error);
	if (result == 0)
		result = temporary_publish(&temporary, to, error);
	temporary_remove(&temporary);
	return result;
}

int
previous_upgrade(const char *from, const char *to,
    struct previous_upgrade *upgrade, struct gantry_error *error)
{
	struct db *db = cache_open(from, upgrade->generation, error);
	int64_t version;
	int result;

	if (db == NULL)
		return -1;
	result = db_integer(db, "PRAGMA user_version", &version, error);
	db_close(db);
	upgrade->version = (int)version;
	if (result == 0 &&
	    (version < CACHE_SCHEMA_VERSION || strcmp(from, to) != 0))
		result = make_copy(from, to, upgrade, error);
	if (result == -1)
		gantry_error_prefix(error, "cache %s", from);
	return result;
}
