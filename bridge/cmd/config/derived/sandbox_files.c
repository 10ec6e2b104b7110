/*
 * What the workers of a configuration need.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/log/log.h"
#include "cmd/config/derived/sandbox_files.h"

/* How many names a warning has. */
#define NAMES_MAX 3

/* Point the options to the lists, which may have moved. */
static void
refresh(struct sandbox_files *files)
{
	const struct rights *rights = &files->rights;

	files->options.rights = (struct sandbox_rights){
		.reads = rights_list(rights, RIGHT_READS),
		.replaced = rights_list(rights, RIGHT_REPLACED),
		.writes = rights_list(rights, RIGHT_WRITES),
		.connects = rights_list(rights, RIGHT_CONNECTS),
		.runs = rights_list(rights, RIGHT_RUNS),
		.spools = files->spools,
	};
}

int
sandbox_files_init(struct sandbox_files *files, const struct config *config,
    struct gantry_error *error)
{
	size_t i;

	*files = (struct sandbox_files){ .options.mode = config->sandbox };
	for (i = 0; i < config->mount_count; i++)
		if (rights_add_mount(
			&files->rights, &config->mounts[i], error) == -1)
			return -1;
	refresh(files);
	return 0;
}

int
sandbox_files_add_folder(
    struct sandbox_files *files, const char *folder, struct gantry_error *error)
{
	const char **longer =
	    realloc(files->spools, (files->spool_count + 2) * sizeof(*longer));

	if (longer == NULL)
		return gantry_error_memory(error);
	longer[files->spool_count++] = folder;
	longer[files->spool_count] = NULL;
	files->spools = longer;
	refresh(files);
	return 0;
}

int
sandbox_files_add_read(
    struct sandbox_files *files, const char *path, struct gantry_error *error)
{
	int result = rights_add(&files->rights, RIGHT_READS, path, error);

	refresh(files);
	return result;
}

void
sandbox_files_clear(struct sandbox_files *files)
{
	rights_clear(&files->rights);
	free(files->spools);
	*files = (struct sandbox_files){ 0 };
}

/* Is PATH one that a right names, or the beginning of one? */
static bool
is_named(const struct sandbox_files *files, const char *path)
{
	static const enum right named[] = { RIGHT_READS, RIGHT_REPLACED,
		RIGHT_WRITES, RIGHT_RUNS };
	const size_t length = strlen(path);
	const char *value;
	size_t i, j;

	for (i = 0; i < sizeof(named) / sizeof(named[0]); i++)
		for (j = 0; j < files->rights.counts[named[i]]; j++) {
			value = files->rights.values[named[i]][j];
			if (strncmp(value, path, length) == 0 &&
			    (value[length] == '\0' || value[length] == '/'))
				return true;
		}
	return false;
}

/*
 * Does ENTRY belong to the file PATH, whose name begins at NAME?  Its temporary
 * and lock files have its name at the beginning of their own.
 */
static bool
belongs(const struct sandbox_files *files, const char *path, const char *name,
    const char *entry)
{
	char beside[PATH_MAX];

	if (*entry == '.')
		entry++;
	if (*entry == '\0' || strcmp(entry, ".") == 0 ||
	    strncmp(entry, name, strlen(name)) == 0)
		return true;
	snprintf(
	    beside, sizeof(beside), "%.*s%s", (int)(name - path), path, entry);
	return is_named(files, beside);
}

/* Write the names of what else the folder of PATH holds; "": nothing. */
static void
find_others(const struct sandbox_files *files, const char *path, char *others,
    size_t size)
{
	const char *slash = strrchr(path, '/');
	const char *name = slash != NULL ? slash + 1 : path;
	char folder[PATH_MAX];
	size_t length = 0, count = 0;
	struct dirent *entry;
	DIR *stream;

	*others = '\0';
	snprintf(folder, sizeof(folder), "%.*s.", (int)(name - path), path);
	stream = opendir(folder);
	while (stream != NULL && (entry = readdir(stream)) != NULL) {
		if (belongs(files, path, name, entry->d_name))
			continue;
		if (count++ < NAMES_MAX && length < size)
			length +=
			    (size_t)snprintf(others + length, size - length,
				"%s%s", count > 1 ? ", " : "", entry->d_name);
	}
	if (count > NAMES_MAX && length < size)
		snprintf(others + length, size - length, " and %zu more",
		    count - NAMES_MAX);
	if (stream != NULL)
		closedir(stream);
}

void
sandbox_files_warn(const struct sandbox_files *files)
{
	static char warned[PATH_MAX]; /* a reload does not repeat it */
	const char *path;
	char others[512];
	size_t i;

	for (i = 0; i < files->rights.counts[RIGHT_REPLACED]; i++) {
		path = files->rights.values[RIGHT_REPLACED][i];
		find_others(files, path, others, sizeof(others));
		if (*others == '\0' || strcmp(path, warned) == 0)
			continue;
		snprintf(warned, sizeof(warned), "%s", path);
		log_warning("%s is replaced while workers serve, so they can "
			    "read all of its folder, also %s; give it a folder "
			    "of its own",
		    path, others);
	}
}
