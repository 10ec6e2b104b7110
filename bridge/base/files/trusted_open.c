/*
 * Opens a program that is about to run in this process, or in one that becomes
 * another user.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "base/files/safe_open.h"

#define LINKS_MAX 8

/* Without O_NONBLOCK a pipe would wait for its writer. */
#define FLAGS (O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY | O_NONBLOCK)

static int
refuse(const char *path, struct gantry_error *error, const char *fault,
    const char *remedy)
{
	gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "%s %s%s", path, fault, remedy);
	errno = EPERM;
	return -1;
}

/* Is it a file of root or of this user, which nobody else may write to? */
static int
check(const char *path, const struct stat *status, struct gantry_error *error)
{
	char remedy[PATH_MAX + 64];

	if (!S_ISREG(status->st_mode))
		return refuse(path, error, "is not a regular file", "");
	if (status->st_uid != 0 && status->st_uid != geteuid()) {
		snprintf(remedy, sizeof(remedy),
		    ", who could replace what is in it; mend it with: chown "
		    "root %s",
		    path);
		return refuse(path, error, "belongs to another user", remedy);
	}
	if ((status->st_mode & (S_IWGRP | S_IWOTH)) == 0)
		return 0;
	snprintf(remedy, sizeof(remedy), "; mend it with: chmod go-w %s", path);
	return refuse(path, error,
	    (status->st_mode & S_IWOTH) != 0 ? "is writable by every user"
					     : "is writable by its group",
	    remedy);
}

/* Put the target of the link NAME in FOLDER, at PATH, into TARGET. */
static int
read_link(int folder, const char *name, char target[PATH_MAX],
    struct gantry_error *error)
{
	char text[PATH_MAX], where[PATH_MAX];
	ssize_t length = readlinkat(folder, name, text, sizeof(text) - 1);
	struct stat status;
	int size;

	if (length == -1 ||
	    fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == -1)
		return gantry_error_system(error, "cannot follow %s", name);
	text[length] = '\0';
	folder_path(folder, where, sizeof(where));
	if (status.st_uid != 0 && status.st_uid != geteuid())
		return refuse(name, error, "is a link of another user",
		    "; put the file itself there");
	size = text[0] == '/'
	    ? snprintf(target, PATH_MAX, "%s", text)
	    : snprintf(target, PATH_MAX, "%s/%s", where, text);
	if (size < PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return gantry_error_system(error, "cannot follow %s", name);
}

/*
 * Open PATH, or if it is a link put its target into TARGET.  Returns a
 * descriptor, -1 with ERROR filled, or -2 after a link.
 */
static int
open_or_follow(
    const char *path, char target[PATH_MAX], struct gantry_error *error)
{
	const char *slash = strrchr(path, '/');
	char where[PATH_MAX];
	int folder, file;

	snprintf(where, sizeof(where), "%.*s",
	    slash != NULL ? (int)(slash - path) + 1 : 2,
	    slash != NULL ? path : "./");
	folder = folder_open_trusted(where, error);
	if (folder == -1)
		return -1;
	path = slash != NULL ? slash + 1 : path;
	file = openat(folder, path, FLAGS);
	if (file == -1 && errno == ELOOP)
		file = read_link(folder, path, target, error) == 0 ? -2 : -1;
	else if (file == -1)
		gantry_error_system(error, "cannot open %s%s", where, path);
	close(folder);
	return file;
}

int
trusted_open(const char *path, struct gantry_error *error)
{
	char from[PATH_MAX], to[PATH_MAX];
	struct stat status;
	unsigned links;
	int file = -2;

	if ((size_t)snprintf(from, sizeof(from), "%s", path) >= sizeof(from)) {
		errno = ENAMETOOLONG;
		return gantry_error_system(error, "cannot open %s", path);
	}
	for (links = 0; file == -2 && links <= LINKS_MAX; links++) {
		file = open_or_follow(from, to, error);
		if (file == -2)
			memcpy(from, to, sizeof(from));
	}
	if (file == -2) {
		errno = ELOOP;
		return gantry_error_system(error, "cannot open %s", path);
	}
	if (file == -1)
		return -1;
	if (fstat(file, &status) == -1)
		gantry_error_system(error, "cannot check %s", path);
	else if (check(from, &status, error) == 0)
		return file;
	close(file);
	return -1;
}
