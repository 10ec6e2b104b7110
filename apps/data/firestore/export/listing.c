/*
 * Lists a folder of an export.  Names decide.  Hidden files, which archives and
 * desktops create, are ignored.
 */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/export/listing.h"

#define OVERALL_SUFFIX	".overall_export_metadata"
#define METADATA_SUFFIX ".export_metadata"
#define OUTPUT_PREFIX	"output-"

void
listing_clear(struct listing *listing)
{
	paths_clear(&listing->overall);
	paths_clear(&listing->metadata);
	paths_clear(&listing->outputs);
	paths_clear(&listing->folders);
	paths_clear(&listing->links);
}

static bool
has_suffix(const char *name, const char *suffix)
{
	size_t length = strlen(name), suffix_length = strlen(suffix);

	return length >= suffix_length &&
	    strcmp(name + length - suffix_length, suffix) == 0;
}

static bool
is_output(const char *name)
{
	size_t prefix = strlen(OUTPUT_PREFIX);

	return strncmp(name, OUTPUT_PREFIX, prefix) == 0 &&
	    name[prefix] != '\0' &&
	    name[prefix + strspn(name + prefix, "0123456789")] == '\0';
}

/* Add PATH if it is a folder, or a symbolic link to one. */
static int
list_folder(
    struct listing *listing, const char *path, struct gantry_error *error)
{
	struct stat status;

	if (lstat(path, &status) == -1)
		return gantry_error_system(error, "cannot stat %s", path);
	if (S_ISDIR(status.st_mode))
		return paths_add(&listing->folders, path, error);
	if (S_ISLNK(status.st_mode) && stat(path, &status) == 0 &&
	    S_ISDIR(status.st_mode))
		return paths_add(&listing->links, path, error);
	return 0;
}

static int
list_entry(struct listing *listing, const char *folder, const char *name,
    struct gantry_error *error)
{
	char *path;
	int status;

	if (name[0] == '.')
		return 0;
	if (is_output(name))
		return paths_add(&listing->outputs, name, error);
	path = paths_join(folder, name, error);
	if (path == NULL)
		return -1;
	if (has_suffix(name, OVERALL_SUFFIX))
		status = paths_add(&listing->overall, path, error);
	else if (has_suffix(name, METADATA_SUFFIX))
		status = paths_add(&listing->metadata, path, error);
	else
		status = list_folder(listing, path, error);
	free(path);
	return status;
}

int
listing_read(
    struct listing *listing, const char *folder, struct gantry_error *error)
{
	DIR *directory = opendir(folder);
	struct dirent *entry;
	int status = 0;

	if (directory == NULL)
		return gantry_error_system(error, "cannot open %s", folder);
	while (status == 0) {
		errno = 0;
		entry = readdir(directory);
		if (entry == NULL)
			break;
		status = list_entry(listing, folder, entry->d_name, error);
	}
	if (status == 0 && errno != 0)
		status = gantry_error_system(error, "cannot list %s", folder);
	closedir(directory);
	paths_sort(&listing->outputs);
	paths_sort(&listing->folders);
	return status;
}
