/*
 * Opens a file first and checks what was opened, so that nothing can be
 * exchanged in between.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"

/* Without O_NONBLOCK a pipe would wait for its reader. */
#define ADDED_FLAGS (O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)

/* Names that are tried for a temporary file. */
#define TRIES 100

/* Why root must not use the file, or NULL. */
static const char *
find_fault(int folder, const struct stat *status)
{
	if (!S_ISREG(status->st_mode))
		return "is not a regular file";
	if (!folder_is_checked())
		return NULL;
	if (status->st_nlink > 1)
		return "has another name (a hard link), which may be a file of "
		       "root elsewhere";
	if (status->st_uid != 0 && folder_is_shared(folder))
		return "belongs to another user, in a folder that others may "
		       "write to";
	return NULL;
}

static int
refuse(
    int folder, const char *name, const char *fault, struct gantry_error *error)
{
	char path[PATH_MAX];

	folder_path(folder, path, sizeof(path));
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "cannot write %s/%s: it %s; remove it or use another path", path,
	    name, fault);
	errno = EPERM;
	return -1;
}

static int
fail(int folder, const char *name, struct gantry_error *error)
{
	const int number = errno;
	char path[PATH_MAX];

	if (number == ELOOP)
		return refuse(folder, name, "is a symbolic link", error);
	if (number == ENXIO)
		return refuse(folder, name, "is not a regular file", error);
	folder_path(folder, path, sizeof(path));
	errno = number;
	gantry_error_system(error, "cannot open %s/%s", path, name);
	errno = number;
	return -1;
}

int
safe_open_at(int folder, const char *name, int flags, mode_t mode,
    struct gantry_error *error)
{
	int file = openat(folder, name, (flags & ~O_TRUNC) | ADDED_FLAGS, mode);
	const char *fault = NULL;
	struct stat status;

	if (file == -1)
		return fail(folder, name, error);
	if (fstat(file, &status) == 0)
		fault = find_fault(folder, &status);
	else
		fault = "cannot be checked";
	if (fault != NULL) {
		close(file);
		return refuse(folder, name, fault, error);
	}
	if ((flags & O_TRUNC) != 0 && ftruncate(file, 0) == -1) {
		fail(folder, name, error);
		close(file);
		return -1;
	}
	return file;
}

int
safe_open(const char *path, int flags, mode_t mode, struct gantry_error *error)
{
	const char *name;
	int folder = folder_open_of(path, &name, error), file, number;

	if (folder == -1) {
		number = errno;
		if (error != NULL && error->code == GANTRY_ERROR_SYSTEM)
			gantry_error_prefix(error, "cannot open %s", path);
		errno = number;
		return -1;
	}
	file = safe_open_at(folder, name, flags, mode, error);
	number = errno;
	close(folder);
	errno = number;
	return file;
}

/* Replace the X at the end of NAME. */
static int
fill_name(char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char bytes[NAME_MAX];
	char *end = name + strlen(name);
	size_t i = 0;

	if (getrandom(bytes, sizeof(bytes), 0) != (ssize_t)sizeof(bytes))
		return -1;
	while (end > name && end[-1] == 'X' && i < sizeof(bytes))
		*--end = letters[bytes[i++] % 32];
	return 0;
}

int
safe_create_temporary(int folder, char *name, mode_t mode)
{
	char tried[NAME_MAX + 1];
	int file = -1, tries;

	for (tries = 0; file == -1 && tries < TRIES; tries++) {
		snprintf(tried, sizeof(tried), "%s", name);
		if (fill_name(tried) == -1)
			return -1;
		file = openat(folder, tried,
		    O_RDWR | O_CREAT | O_EXCL | ADDED_FLAGS, mode);
		if (file == -1 && errno != EEXIST)
			return -1;
	}
	if (file != -1)
		strcpy(name, tried);
	return file;
}

static int
replace(int folder, const char *name, const char *text, mode_t mode)
{
	const size_t length = strlen(text);
	char own[NAME_MAX + 1];
	ssize_t written;
	int file;

	snprintf(own, sizeof(own), ".%.200s.XXXXXX", name);
	file = safe_create_temporary(folder, own, mode);
	if (file == -1)
		return -1;
	written = write(file, text, length);
	if (written >= 0 && (size_t)written < length)
		errno = ENOSPC;
	if (close(file) == 0 && written == (ssize_t)length &&
	    renameat(folder, own, folder, name) == 0)
		return 0;
	unlinkat(folder, own, 0);
	return -1;
}

int
safe_replace(
    const char *path, const char *text, mode_t mode, struct gantry_error *error)
{
	const char *name;
	int folder = folder_open_of(path, &name, error), result;

	if (folder == -1)
		return -1;
	result = replace(folder, name, text, mode);
	if (result == -1)
		gantry_error_system(error, "cannot write %s", path);
	close(folder);
	return result;
}
