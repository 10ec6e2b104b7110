/*
 * Publishes folders of pictures.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"
#include "data/clouds/gallery/gallery.h"
#include "data/clouds/gallery/manifest.h"

#define NEXT	     ".new"
#define NEXT_CURRENT ".current"

bool
gallery_is_name(const char *name)
{
	return *name != '\0' && strlen(name) <= NAME_MAX &&
	    name[strspn(name,
		"0123456789abcdefghijklmnopqrstuvwxyz"
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ")] == '\0' &&
	    strcmp(name, GALLERY_CURRENT) != 0 &&
	    strcmp(name, GALLERY_LOCK) != 0;
}

/* A link in the place of a folder could lead out of the gallery. */
static int
open_folder(int above, const char *name)
{
	return openat(
	    above, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static int
lock(struct gallery *gallery, const char *path, struct gantry_error *error)
{
	gallery->lock = safe_open_at(
	    gallery->folder, GALLERY_LOCK, O_RDWR | O_CREAT, 0644, error);
	if (gallery->lock == -1)
		return -1;
	if (flock(gallery->lock, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno != EWOULDBLOCK)
		return gantry_error_system(
		    error, "cannot lock %s/%s", path, GALLERY_LOCK);
	return gantry_error_set(error, GANTRY_ERROR_BUSY,
	    "another process is drawing in %s; see its progress in %s/%s", path,
	    path, GALLERY_PROGRESS);
}

/* Create the folder PATH if it does not exist. */
static int
create_folder(const char *path, struct gantry_error *error)
{
	char plain[PATH_MAX];
	size_t length = strlen(path);
	const char *name;
	int above, result;

	while (length > 1 && path[length - 1] == '/')
		length--;
	snprintf(plain, sizeof(plain), "%.*s", (int)length, path);
	if (access(plain, F_OK) == 0)
		return 0;
	above = folder_open_of(plain, &name, error);
	if (above == -1)
		return -1;
	result = mkdirat(above, name, 0755);
	if (result == -1 && errno == EEXIST)
		result = 0;
	if (result == -1)
		gantry_error_system(error, "cannot create the folder %s", path);
	close(above);
	return result;
}

/* A user's own file or folder "current" is not replaced. */
static int
check_current(
    const struct gallery *gallery, const char *path, struct gantry_error *error)
{
	char target[NAME_MAX + 1];
	ssize_t length = readlinkat(
	    gallery->folder, GALLERY_CURRENT, target, sizeof(target) - 1);

	if (length == -1 && errno == ENOENT)
		return 0;
	target[length > 0 ? length : 0] = '\0';
	if (gallery_is_name(target))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s/%s is not a link to word clouds and would be lost; give "
	    "another folder, or move it away",
	    path, GALLERY_CURRENT);
}

int
gallery_open(
    struct gallery *gallery, const char *path, struct gantry_error *error)
{
	int checked;

	*gallery = (struct gallery){ -1, -1, -1 };
	if (create_folder(path, error) == -1)
		return -1;
	checked = folder_open(path, error);
	if (checked == -1)
		return -1;
	gallery->folder = open_folder(checked, ".");
	close(checked);
	if (gallery->folder == -1)
		return gantry_error_system(error, "cannot open %s", path);
	if (check_current(gallery, path, error) == -1)
		return -1;
	return lock(gallery, path, error);
}

/* Remove the folder NAME, which holds files only, or a link of that name. */
static void
remove_folder(int above, const char *name)
{
	int descriptor = open_folder(above, name);
	DIR *folder = descriptor == -1 ? NULL : fdopendir(descriptor);
	struct dirent *entry;

	if (folder == NULL) {
		if (descriptor != -1)
			close(descriptor);
		else
			unlinkat(above, name, 0);
		return;
	}
	while ((entry = readdir(folder)) != NULL)
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			unlinkat(dirfd(folder), entry->d_name, 0);
	closedir(folder);
	unlinkat(above, name, AT_REMOVEDIR);
}

void
gallery_close(struct gallery *gallery)
{
	if (gallery->next != -1) {
		close(gallery->next);
		remove_folder(gallery->folder, NEXT);
	}
	if (gallery->lock != -1)
		close(gallery->lock);
	if (gallery->folder != -1)
		close(gallery->folder);
	*gallery = (struct gallery){ -1, -1, -1 };
}

int
gallery_begin(struct gallery *gallery, struct gantry_error *error)
{
	remove_folder(gallery->folder, NEXT);
	if (mkdirat(gallery->folder, NEXT, 0755) == 0)
		gallery->next = open_folder(gallery->folder, NEXT);
	if (gallery->next == -1)
		return gantry_error_system(error, "cannot create a folder");
	return 0;
}

/* Rename NEXT to GENERATION.  An existing folder of that name becomes NEXT. */
static int
swap(const struct gallery *gallery, const char *generation)
{
	const int folder = gallery->folder;

	if (renameat(folder, NEXT, folder, generation) == 0)
		return 0;
	if (errno != ENOTEMPTY && errno != EEXIST)
		return -1;
	return renameat2(folder, NEXT, folder, generation, RENAME_EXCHANGE);
}

/* Get the name of the current generation, "" when there is none. */
static void
read_current(const struct gallery *gallery, char *name, size_t size)
{
	ssize_t length =
	    readlinkat(gallery->folder, GALLERY_CURRENT, name, size - 1);

	name[length > 0 ? length : 0] = '\0';
}

int
gallery_get(const struct gallery *gallery, const char *generation)
{
	char current[NAME_MAX + 1];

	if (generation != NULL)
		return open_folder(gallery->folder, generation);
	read_current(gallery, current, sizeof(current));
	if (strchr(current, '/') != NULL) {
		errno = ELOOP;
		return -1;
	}
	return open_folder(gallery->folder, current);
}

static int
write_current(const struct gallery *gallery, const char *generation)
{
	const int folder = gallery->folder;

	unlinkat(folder, NEXT_CURRENT, 0);
	if (symlinkat(generation, folder, NEXT_CURRENT) == -1)
		return -1;
	return renameat(folder, NEXT_CURRENT, folder, GALLERY_CURRENT);
}

/* Is NAME a folder of pictures?  The gallery may hold other folders. */
static bool
is_generation(const struct gallery *gallery, const char *name)
{
	char path[NAME_MAX + sizeof("/" MANIFEST_NAME)];
	struct stat status;

	snprintf(path, sizeof(path), "%s/%s", name, MANIFEST_NAME);
	return fstatat(gallery->folder, name, &status, AT_SYMLINK_NOFOLLOW) ==
	    0 &&
	    S_ISDIR(status.st_mode) && name[0] != '.' &&
	    faccessat(gallery->folder, path, F_OK, 0) == 0;
}

/* Remove all generations except two. */
static void
remove_old(const struct gallery *gallery, const char *one, const char *other)
{
	int descriptor = open_folder(gallery->folder, ".");
	DIR *folder = descriptor == -1 ? NULL : fdopendir(descriptor);
	struct dirent *entry;

	if (folder == NULL) {
		if (descriptor != -1)
			close(descriptor);
		return;
	}
	while ((entry = readdir(folder)) != NULL)
		if (strcmp(entry->d_name, one) != 0 &&
		    strcmp(entry->d_name, other) != 0 &&
		    is_generation(gallery, entry->d_name))
			remove_folder(gallery->folder, entry->d_name);
	closedir(folder);
}

int
gallery_keep(
    struct gallery *gallery, const char *generation, struct gantry_error *error)
{
	char before[NAME_MAX + 1];

	read_current(gallery, before, sizeof(before));
	if (strcmp(before, generation) == 0)
		return 0;
	if (write_current(gallery, generation) == -1)
		return gantry_error_system(error,
		    "cannot create the link %s to %s", GALLERY_CURRENT,
		    generation);
	remove_old(gallery, generation, before);
	/* Let the new names survive a loss of power. */
	if (fsync(gallery->folder) == -1)
		return gantry_error_system(error, "cannot sync the folder");
	return 0;
}

int
gallery_publish(
    struct gallery *gallery, const char *generation, struct gantry_error *error)
{
	/* Syncing many small files one by one would take much longer. */
	if (syncfs(gallery->next) == -1)
		return gantry_error_system(error, "cannot sync the pictures");
	if (swap(gallery, generation) == -1)
		return gantry_error_system(
		    error, "cannot put %s in place", generation);
	close(gallery->next);
	gallery->next = -1;
	remove_folder(gallery->folder, NEXT);
	return gallery_keep(gallery, generation, error);
}
