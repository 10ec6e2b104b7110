/*
 * Temporary files: creating, locking, publishing and removing them.
 */
#include <fcntl.h>
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/cache/temporary.h"

#define SUFFIX ".tmp-XXXXXX"

/* Join PATH and SUFFIX; with QUOTED, escape PATH for glob(3). */
static char *
name_beside(const char *path, const char *suffix, bool quoted)
{
	char *name = malloc(2 * strlen(path) + strlen(suffix) + 1), *to = name;

	if (name == NULL)
		return NULL;
	for (; *path != '\0'; path++) {
		if (quoted && strchr("*?[\\", *path) != NULL)
			*to++ = '\\';
		*to++ = *path;
	}
	strcpy(to, suffix);
	return name;
}

static void
remove_if_stale(const char *path)
{
	int descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);

	if (descriptor == -1)
		return;
	if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
		unlink(path);
	close(descriptor);
}

static void
remove_stale(const char *path)
{
	char *pattern = name_beside(path, ".tmp-??????", true);
	glob_t found;
	size_t i;

	if (pattern == NULL)
		return;
	if (glob(pattern, 0, NULL, &found) == 0) {
		for (i = 0; i < found.gl_pathc; i++)
			remove_if_stale(found.gl_pathv[i]);
		globfree(&found);
	}
	free(pattern);
}

/* Did another run remove the file as stale before it was locked? */
static bool
was_removed(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == -1 || status.st_nlink == 0;
}

int
temporary_make(
    struct temporary *temporary, const char *path, struct gantry_error *error)
{
	*temporary = (struct temporary){ .lock = -1 };
	remove_stale(path);
	do {
		temporary_remove(temporary);
		temporary->path = name_beside(path, SUFFIX, false);
		if (temporary->path == NULL)
			return gantry_error_memory(error);
		temporary->lock = mkostemp(temporary->path, O_CLOEXEC);
		if (temporary->lock == -1) {
			free(temporary->path);
			temporary->path = NULL;
			return gantry_error_system(error,
			    "cannot create a temporary file beside %s", path);
		}
	} while (flock(temporary->lock, LOCK_EX | LOCK_NB) == -1 ||
	    was_removed(temporary->lock));
	/* With 0600 the user that serves the cache could not read it. */
	fchmod(temporary->lock, 0644);
	return 0;
}

static int
sync_folder(const char *path, struct gantry_error *error)
{
	const char *slash = strrchr(path, '/');
	char *folder = slash == NULL
	    ? strdup(".")
	    : strndup(path, slash == path ? 1 : (size_t)(slash - path));
	int descriptor, result = -1;

	if (folder == NULL)
		return gantry_error_memory(error);
	descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (descriptor != -1)
		result = fsync(descriptor);
	if (result == -1)
		gantry_error_system(error, "cannot sync the folder %s", folder);
	if (descriptor != -1)
		close(descriptor);
	free(folder);
	return result;
}

int
temporary_publish(
    struct temporary *temporary, const char *path, struct gantry_error *error)
{
	if (fsync(temporary->lock) == -1)
		return gantry_error_system(
		    error, "cannot sync %s", temporary->path);
	if (rename(temporary->path, path) == -1)
		return gantry_error_system(
		    error, "cannot put %s in place", path);
	free(temporary->path);
	temporary->path = NULL;
	temporary_remove(temporary);
	/* Let the new name survive a loss of power. */
	return sync_folder(path, error);
}

int
temporary_hide(struct temporary *temporary)
{
	int descriptor = temporary->lock;

	temporary->lock = -1;
	temporary_remove(temporary);
	return descriptor;
}

void
temporary_remove(struct temporary *temporary)
{
	if (temporary->path != NULL)
		unlink(temporary->path);
	if (temporary->lock != -1)
		close(temporary->lock);
	free(temporary->path);
	*temporary = (struct temporary){ .lock = -1 };
}
