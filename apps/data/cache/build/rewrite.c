/*
 * A copy is made, changed, checked and renamed.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "data/cache/build/rewrite.h"
#include "data/cache/temporary.h"

#define COPY_SIZE 65536

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

/* Is PATH whole, and has it GENERATION? */
static int
check(const char *path, const char *generation, struct gantry_error *error)
{
	char found[CACHE_GENERATION_SIZE], verdict[256];
	struct db *db = cache_open(path, found, error);
	int result;

	if (db == NULL)
		return -1;
	result = db_text(
	    db, "PRAGMA quick_check(1)", verdict, sizeof(verdict), error);
	db_close(db);
	if (result == 0 && strcmp(verdict, "ok") != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the file is damaged: %s", verdict);
	if (result == 0 && strcmp(found, generation) != 0)
		return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "it was replaced meanwhile; run the command again");
	return result;
}

static int
change_file(
    const char *path, const struct rewrite *rewrite, struct gantry_error *error)
{
	struct db *db;
	int result;

	if (rewrite->change == NULL)
		return 0;
	db = db_create(path, error);
	if (db == NULL)
		return -1;
	result = rewrite->change(rewrite->argument, db, error);
	db_close(db);
	return result;
}

int
rewrite_cache(const struct rewrite *rewrite, struct gantry_error *error)
{
	struct temporary temporary = { .lock = -1 };
	int result = temporary_make(&temporary, rewrite->to, error);

	if (result == 0)
		result = copy_file(rewrite->from, &temporary, error);
	if (result == 0)
		result = change_file(temporary.path, rewrite, error);
	if (result == 0)
		result = check(temporary.path, rewrite->generation, error);
	if (result == 0)
		result = temporary_publish(&temporary, rewrite->to, error);
	temporary_remove(&temporary);
	return result;
}
