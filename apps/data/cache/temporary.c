/*
 * Temporary files: creating, locking, publishing and removing them.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"
#include "data/cache/interruption.h"
#include "data/cache/temporary.h"

#define MARK   ".tmp-"
#define RANDOM "XXXXXX" /* see safe_create_temporary */

/* Of a cache that did not exist; the umask applies. */
#define CACHE_MODE 0640

/* Where the cache is, and its name there. */
struct place {
	int folder;
	const char *name;
};

static void
remove_if_stale(const struct place *place, const char *name)
{
	int descriptor = safe_open_at(place->folder, name, O_RDONLY, 0, NULL);

	if (descriptor == -1)
		return;
	if (flock(descriptor, LOCK_EX | LOCK_NB) == 0)
		unlinkat(place->folder, name, 0);
	close(descriptor);
}

/* Is NAME that of a temporary file of the cache? */
static bool
is_temporary(const struct place *place, const char *name)
{
	const size_t length = strlen(place->name);

	return strncmp(name, place->name, length) == 0 &&
	    strncmp(name + length, MARK, strlen(MARK)) == 0 &&
	    strlen(name + length) == strlen(MARK RANDOM);
}

static void
remove_stale(const struct place *place)
{
	int descriptor =
	    openat(place->folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = descriptor == -1 ? NULL : fdopendir(descriptor);
	const struct dirent *entry;

	if (folder == NULL) {
		if (descriptor != -1)
			close(descriptor);
		return;
	}
	while ((entry = readdir(folder)) != NULL)
		if (is_temporary(place, entry->d_name))
			remove_if_stale(place, entry->d_name);
	closedir(folder);
}

/*
 * Find the file that the new one will replace.  In a folder that other users
 * may write to, only one of this user counts.
 */
static bool
find_replaced(const struct place *place, struct stat *replaced)
{
	return fstatat(place->folder, place->name, replaced,
		   AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISREG(replaced->st_mode) &&
	    (replaced->st_uid == geteuid() || !folder_is_shared(place->folder));
}

/* Give FILE the owner, as far as this user may, and the mode of REPLACED. */
static int
copy_rights(int file, const struct stat *replaced)
{
	const bool is_root = geteuid() == 0;

	if (fchown(file, is_root ? replaced->st_uid : (uid_t)-1,
		replaced->st_gid) == -1 &&
	    is_root)
		return -1;
	return fchmod(file, replaced->st_mode & 0777);
}

/* Create the file; NAME gets its name.  Returns a descriptor, or -1. */
static int
create(const struct place *place, char name[NAME_MAX + 1])
{
	struct stat replaced;
	const bool is_replaced = find_replaced(place, &replaced);
	int file;

	if (snprintf(name, NAME_MAX + 1, "%s" MARK RANDOM, place->name) >
	    NAME_MAX) {
		errno = ENAMETOOLONG;
		return -1;
	}
	file = safe_create_temporary(
	    place->folder, name, is_replaced ? 0600 : CACHE_MODE);
	if (file == -1 || !is_replaced || copy_rights(file, &replaced) == 0)
		return file;
	unlinkat(place->folder, name, 0);
	close(file);
	return -1;
}

/* The path of NAME beside the file PATH, or NULL. */
static char *
path_beside(const char *path, const char *name)
{
	const char *slash = strrchr(path, '/');
	const int length = slash == NULL ? 0 : (int)(slash - path) + 1;
	char *joined;

	return asprintf(&joined, "%.*s%s", length, path, name) == -1 ? NULL
								     : joined;
}

/* Did another run remove the file as stale before it was locked? */
static bool
was_removed(int descriptor)
{
	struct stat status;

	return fstat(descriptor, &status) == -1 || status.st_nlink == 0;
}

/* Create a file that is locked; another run may remove it before that. */
static int
create_locked(struct temporary *temporary, const char *path,
    const struct place *place, struct gantry_error *error)
{
	char name[NAME_MAX + 1];

	do {
		temporary_remove(temporary);
		temporary->lock = create(place, name);
		if (temporary->lock == -1)
			return gantry_error_system(error,
			    "cannot create a temporary file beside %s", path);
		temporary->path = path_beside(path, name);
		if (temporary->path == NULL)
			return gantry_error_memory(error);
		interruption_keep(temporary->path);
	} while (flock(temporary->lock, LOCK_EX | LOCK_NB) == -1 ||
	    was_removed(temporary->lock));
	return 0;
}

int
temporary_make(
    struct temporary *temporary, const char *path, struct gantry_error *error)
{
	struct place place;
	int result;

	*temporary = (struct temporary){ .lock = -1 };
	place.folder = folder_open_of(path, &place.name, error);
	if (place.folder == -1)
		return error->code == GANTRY_ERROR_SYSTEM
		    ? gantry_error_prefix(error,
			  "cannot create a temporary file beside %s", path)
		    : -1;
	remove_stale(&place);
	interruption_hold();
	result = create_locked(temporary, path, &place, error);
	interruption_release();
	close(place.folder);
	return result;
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
	interruption_forget(temporary->path);
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
	if (temporary->path != NULL) {
		unlink(temporary->path);
		interruption_forget(temporary->path);
	}
	if (temporary->lock != -1)
		close(temporary->lock);
	free(temporary->path);
	*temporary = (struct temporary){ .lock = -1 };
}
