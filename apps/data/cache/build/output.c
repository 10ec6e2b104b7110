/*
 * Looks at what is in the place of a cache before anything is read.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files/folder.h"
#include "data/cache/build/output.h"
#include "data/cache/schema.h"

/* As path_resolution(7). */
#define LINKS_MAX 40

/* The header of an SQLite file, https://www.sqlite.org/fileformat.html, 1.3. */
#define SQLITE_MAGIC	   "SQLite format 3"
#define SQLITE_APPLICATION 68 /* the offset of the application id */
#define SQLITE_HEADER_SIZE 100

static const char *
describe(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return "a folder";
	case S_IFIFO:
		return "a pipe";
	case S_IFSOCK:
		return "a socket";
	default:
		return "a device";
	}
}

/*
 * Read what the link NAME in FOLDER leads to.  Returns a new path, or NULL with
 * ERROR.  Root follows only its own links, see base/files/folder.h.
 */
static char *
follow(
    int folder, const char *name, const char *path, struct gantry_error *error)
{
	const int length = (int)(strlen(path) - strlen(name));
	char target[PATH_MAX], *next;
	struct stat status;
	ssize_t size;

	if (fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
	    folder_is_checked() && status.st_uid != 0) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "root does not follow the link %s, which belongs to user "
		    "%lu; give the path that it leads to",
		    path, (unsigned long)status.st_uid);
		return NULL;
	}
	size = readlinkat(folder, name, target, sizeof(target) - 1);
	if (size == -1) {
		gantry_error_system(error, "cannot read the link %s", path);
		return NULL;
	}
	target[size] = '\0';
	if (asprintf(&next, "%.*s%s", target[0] == '/' ? 0 : length, path,
		target) == -1) {
		gantry_error_memory(error);
		return NULL;
	}
	return next;
}

/*
 * Look at PATH.  Returns 1 with *NEXT if it is a link, 0 with *STATUS if not,
 * whose mode is 0 if nothing is there; or -1 with ERROR.
 */
static int
look(const char *path, struct stat *status, char **next,
    struct gantry_error *error)
{
	const char *name;
	int folder = folder_open_of(path, &name, error), result = 0;

	*status = (struct stat){ 0 };
	if (folder == -1)
		return -1;
	if (fstatat(folder, name, status, AT_SYMLINK_NOFOLLOW) == -1) {
		if (errno != ENOENT)
			result = gantry_error_system(
			    error, "cannot look at %s", path);
	} else if (S_ISLNK(status->st_mode)) {
		*next = follow(folder, name, path, error);
		result = *next != NULL ? 1 : -1;
	}
	close(folder);
	return result;
}

/* Returns the path without a link at its end, or NULL with ERROR. */
static char *
resolve(const char *given, struct stat *status, struct gantry_error *error)
{
	char *path = strdup(given), *next;
	int result = 1;
	unsigned links;

	if (path == NULL)
		gantry_error_memory(error);
	for (links = 0; path != NULL && result == 1; links++) {
		next = NULL;
		result = look(path, status, &next, error);
		if (result == 1 && links == LINKS_MAX) {
			errno = ELOOP;
			result = gantry_error_system(
			    error, "cannot follow the link %s", given);
		}
		if (result != 0) {
			free(path);
			path = result == 1 ? next : NULL;
		}
		if (result == -1)
			free(next);
	}
	return path;
}

/* Is PATH, which exists, in the folder INPUT? */
static bool
is_below(const char *path, const char *input)
{
	char *folder = realpath(input, NULL), *file = realpath(path, NULL);
	const size_t length = folder != NULL ? strlen(folder) : 0;
	const bool is_in = length > 0 && file != NULL &&
	    strncmp(file, folder, length) == 0 && file[length] == '/';

	free(folder);
	free(file);
	return is_in;
}

/* Would the cache replace what is read? */
static bool
is_input(const char *path, const struct stat *status, const char *input,
    bool is_cache)
{
	struct stat read;

	if (input == NULL)
		return false;
	if (strcmp(input, "-") == 0 ? fstat(STDIN_FILENO, &read) == -1
				    : stat(input, &read) == -1)
		return false; /* reading says so */
	if (read.st_dev == status->st_dev && read.st_ino == status->st_ino)
		return true;
	return S_ISDIR(read.st_mode) && !is_cache && is_below(path, input);
}

static bool
is_cache_header(const char *header, ssize_t size)
{
	uint32_t application;

	if (size != SQLITE_HEADER_SIZE ||
	    memcmp(header, SQLITE_MAGIC, sizeof(SQLITE_MAGIC)) != 0)
		return false;
	memcpy(&application, header + SQLITE_APPLICATION, sizeof(application));
	return ntohl(application) == CACHE_APPLICATION_ID;
}

/*
 * Is the regular file PATH empty or of the kind that may be replaced?  No, if
 * it cannot be read.
 */
static bool
may_go(const char *path, const struct stat *status, const struct output *output)
{
	char header[SQLITE_HEADER_SIZE];
	size_t length;
	ssize_t size;
	int file;

	if (status->st_size == 0)
		return true;
	file = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	size = file != -1 ? read(file, header, sizeof(header)) : -1;
	if (file != -1)
		close(file);
	if (output->mark == NULL)
		return is_cache_header(header, size);
	length = strlen(output->mark);
	return size >= (ssize_t)length &&
	    memcmp(header, output->mark, length) == 0;
}

static int
check(const struct output *output, const char *path, const struct stat *status,
    struct gantry_error *error)
{
	const bool is_file = S_ISREG(status->st_mode);
	const bool may_be_lost = is_file && may_go(path, status, output);
	const char *what = output->what != NULL ? output->what : "cache";

	if (status->st_mode == 0)
		return 0;
	if (is_file && is_input(path, status, output->input, may_be_lost))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is what is read, or a part of it; give another name "
		    "for the %s",
		    path, what);
	if (!is_file)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s is %s; give the name of a file for the %s", path,
		    describe(status->st_mode), what);
	if (may_be_lost || output->is_forced)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s is a file, but not a %s, and would be lost; give another "
	    "name, or --force to replace it",
	    path, what);
}

char *
output_find(const struct output *output, struct gantry_error *error)
{
	struct stat status;
	char *path = resolve(output->path, &status, error);

	if (path != NULL && check(output, path, &status, error) == 0)
		return path;
	if (path == NULL)
		gantry_error_prefix(error, "cannot put a %s at %s",
		    output->what != NULL ? output->what : "cache",
		    output->path);
	free(path);
	return NULL;
}
