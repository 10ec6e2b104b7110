/*
 * Which files an include names, and the refusal of circles.
 */
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/config/include.h"

/* Characters that make a pattern of a path, see glob(7). */
#define WILDCARDS "*?["

/* Append the files from the first to FILE, each with the line that includes. */
static void
append_chain(struct gantry_buffer *text, const struct include_file *file)
{
	if (file->parent != NULL)
		append_chain(text, file->parent);
	gantry_buffer_printf(text, "%s:%d -> ", file->path, file->line);
}

static int
refuse_chain(const struct include_file *file, const char *why,
    struct gantry_error *error)
{
	struct gantry_buffer chain = { 0 };

	append_chain(&chain, file->parent);
	gantry_buffer_printf(&chain, "%s", file->path);
	gantry_buffer_putc(&chain, '\0');
	gantry_error_set(error, GANTRY_ERROR_INPUT, "%s: %s", why,
	    gantry_buffer_failed(&chain) ? file->path : chain.data);
	gantry_buffer_clear(&chain);
	return -1;
}

/* Check a file that another includes. */
static int
check_included(const struct include_file *file, struct gantry_error *error)
{
	const struct include_file *other = file->parent;
	unsigned depth = 1;

	if (!S_ISREG(file->status.st_mode))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "cannot include %s: it is not a regular file%s", file->path,
		    S_ISDIR(file->status.st_mode)
			? "; give a pattern, such as FOLDER/*.conf"
			: "");
	for (; other != NULL; other = other->parent, depth++)
		if (other->status.st_dev == file->status.st_dev &&
		    other->status.st_ino == file->status.st_ino)
			return refuse_chain(
			    file, "this file includes itself", error);
	if (depth > INCLUDE_DEPTH_MAX)
		return refuse_chain(
		    file, "more than 16 files include each other", error);
	return 0;
}

FILE *
include_open(struct include_file *file, struct gantry_error *error)
{
	/* A FIFO must not make an include wait for its writer. */
	const int wait = file->parent != NULL ? O_NONBLOCK : 0;
	const int descriptor = open(file->path, O_RDONLY | O_CLOEXEC | wait);
	FILE *stream = NULL;
	int result = -1;

	if (descriptor != -1)
		result = fstat(descriptor, &file->status);
	if (result == -1 && file->parent != NULL)
		gantry_error_system(error, "cannot include %s", file->path);
	else if (result == -1)
		gantry_error_system(error, "cannot read this file");
	if (result == 0 && file->parent != NULL)
		result = check_included(file, error);
	if (result == 0) {
		stream = fdopen(descriptor, "r");
		if (stream == NULL)
			gantry_error_memory(error);
	}
	if (stream == NULL && descriptor != -1)
		close(descriptor);
	return stream;
}

/* VALUE as a path, to free; NULL: memory ran out. */
static char *
resolve(const struct include_file *file, const char *value)
{
	const char *slash = strrchr(file->path, '/');
	const size_t folder = *value != '/' && slash != NULL
	    ? (size_t)(slash - file->path) + 1
	    : 0;
	const size_t length = strlen(value);
	char *path = malloc(folder + length + 1);

	if (path == NULL)
		return NULL;
	memcpy(path, file->path, folder);
	memcpy(path + folder, value, length + 1);
	return path;
}

/* A file that comes to be there may match the next time. */
static int
add_folder(struct config_list *folders, const char *pattern,
    struct gantry_error *error)
{
	const char *slash = strrchr(pattern, '/');
	const size_t wild = strcspn(pattern, WILDCARDS);
	char *folder;
	int result = 0;

	if (slash == NULL)
		return config_list_add(folders, ".", error);
	if (wild < (size_t)(slash - pattern))
		return 0; /* of many */
	folder = strndup(pattern, (size_t)(slash - pattern));
	if (folder == NULL)
		return gantry_error_memory(error);
	result =
	    config_list_add(folders, *folder != '\0' ? folder : "/", error);
	free(folder);
	return result;
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* glob(3) calls it; a folder that is not there matches nothing. */
static int
stop_search(const char *folder, int number)
{
	(void)folder;
	return number != ENOENT && number != ENOTDIR;
}

/* Append the files that match PATTERN. */
static int
expand(
    const char *pattern, struct config_list *paths, struct gantry_error *error)
{
	glob_t found;
	int result = 0, status;
	size_t i;

	status = glob(pattern, GLOB_NOSORT, stop_search, &found);
	if (status == GLOB_NOMATCH)
		return 0;
	if (status == GLOB_NOSPACE)
		return gantry_error_memory(error);
	if (status != 0)
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM,
		    "cannot include %s: a folder cannot be read; see its "
		    "permissions",
		    pattern);
	qsort(found.gl_pathv, found.gl_pathc, sizeof(*found.gl_pathv), compare);
	for (i = 0; i < found.gl_pathc && result == 0; i++)
		result = config_list_add(paths, found.gl_pathv[i], error);
	globfree(&found);
	return result;
}

int
include_expand(const struct include_file *file, const char *value,
    struct config_list *paths, struct config_list *folders,
    struct gantry_error *error)
{
	char *path;
	int result;

	if (*value == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "include needs a file or a pattern, such as "
		    "gantry.d/*.conf");
	path = resolve(file, value);
	if (path == NULL)
		return gantry_error_memory(error);
	/* Only VALUE can be a pattern; the folder's name is as it is. */
	if (value[strcspn(value, WILDCARDS)] == '\0') {
		result = config_list_add(paths, path, error);
	} else {
		result = expand(path, paths, error);
		if (result == 0)
			result = add_folder(folders, path, error);
	}
	free(path);
	return result;
}
