/*
 * Finds an export, from the given folder down to the folders that hold output
 * files or metadata.  Names decide.  Hidden files, which archives and desktops
 * create, are ignored.
 */
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/export/folders.h"

#define FOLDERS_DEPTH_MAX 8

#define OVERALL_SUFFIX	".overall_export_metadata"
#define METADATA_SUFFIX ".export_metadata"
#define OUTPUT_PREFIX	"output-"
#define EMULATOR_FOLDER "firestore_export"

/* The paths in one folder by kind; for output files only the names. */
struct listing {
	struct paths overall, metadata, outputs, folders;
};

static void
clear_listing(struct listing *listing)
{
	paths_clear(&listing->overall);
	paths_clear(&listing->metadata);
	paths_clear(&listing->outputs);
	paths_clear(&listing->folders);
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

/* Add PATH if it is a folder. */
static int
list_folder(
    struct listing *listing, const char *path, struct gantry_error *error)
{
	struct stat status;

	if (lstat(path, &status) == -1)
		return gantry_error_system(error, "cannot stat %s", path);
	if (S_ISDIR(status.st_mode))
		return paths_add(&listing->folders, path, error);
	/*
	 * Following it could read documents twice, ignoring it could lose some.
	 */
	if (S_ISLNK(status.st_mode) && stat(path, &status) == 0 &&
	    S_ISDIR(status.st_mode))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: expected a folder, found a symbolic link to one",
		    path);
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

static int
list(struct listing *listing, const char *folder, struct gantry_error *error)
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

/* Take the only path out of PATHS.  *PATH is NULL when there is none. */
static int
take_only(struct paths *paths, char **path, struct gantry_error *error)
{
	*path = NULL;
	if (paths->count > 1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "expected one of %s and %s", paths->items[0],
		    paths->items[1]);
	if (paths->count == 1) {
		*path = paths->items[0];
		paths->count = 0;
	}
	return 0;
}

/* Add the CANDIDATES that are exports to EXPORTS. */
static int
find_exports(struct paths *exports, const struct paths *candidates,
    struct gantry_error *error)
{
	struct listing listing;
	int status = 0;
	size_t i;

	for (i = 0; i < candidates->count && status == 0; i++) {
		listing = (struct listing){ 0 };
		status = list(&listing, candidates->items[i], error);
		if (status == 0 &&
		    (listing.overall.count > 0 ||
			has_suffix(candidates->items[i], "/" EMULATOR_FOLDER)))
			status =
			    paths_add(exports, candidates->items[i], error);
		clear_listing(&listing);
	}
	return status;
}

/* Find the root of the export: FOLDER, or one folder in it. */
static int
find_root(
    struct folders *folders, const char *folder, struct gantry_error *error)
{
	struct listing listing = { 0 };
	struct paths exports = { 0 };
	int status = list(&listing, folder, error);

	if (status == 0 &&
	    listing.overall.count + listing.metadata.count +
		    listing.outputs.count ==
		0)
		status = find_exports(&exports, &listing.folders, error);
	if (status == 0)
		status = take_only(&exports, &folders->root, error);
	if (status == 0 && folders->root == NULL) {
		folders->root = paths_join(folder, "", error);
		status = folders->root == NULL ? -1 : 0;
	}
	clear_listing(&listing);
	paths_clear(&exports);
	return status;
}

/* Add the folder PATH and take over the files in LISTING. */
static int
add_folder(struct folders *folders, const char *path, struct listing *listing,
    struct gantry_error *error)
{
	struct folder *items, *folder;

	items = realloc(folders->items, (folders->count + 1) * sizeof(*items));
	if (items == NULL)
		return gantry_error_memory(error);
	folders->items = items;
	folder = &items[folders->count++];
	*folder = (struct folder){ 0 };
	folder->path = paths_join(path, "", error);
	if (folder->path == NULL)
		return -1;
	if (take_only(&listing->metadata, &folder->metadata, error) == -1)
		return -1;
	folder->files = listing->outputs;
	listing->outputs = (struct paths){ 0 };
	return 0;
}

static int
walk(struct folders *folders, const char *path, unsigned depth,
    struct gantry_error *error)
{
	struct listing listing = { 0 };
	int status = list(&listing, path, error);
	size_t i;

	if (depth == FOLDERS_DEPTH_MAX && status == 0)
		status = gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "%s: expected folders nested at most %d deep", path,
		    FOLDERS_DEPTH_MAX);
	if (depth == 0 && status == 0)
		status = take_only(&listing.overall, &folders->overall, error);
	if (status == 0 && listing.outputs.count + listing.metadata.count > 0)
		status = add_folder(folders, path, &listing, error);
	for (i = 0; i < listing.folders.count && status == 0; i++)
		status =
		    walk(folders, listing.folders.items[i], depth + 1, error);
	clear_listing(&listing);
	return status;
}

int
folders_find(
    struct folders *folders, const char *folder, struct gantry_error *error)
{
	if (find_root(folders, folder, error) == -1)
		return -1;
	if (walk(folders, folders->root, 0, error) == -1)
		return -1;
	if (folders->count > 0 || folders->overall != NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "%s: expected an export, found no output-N file in it", folder);
}

void
folders_clear(struct folders *folders)
{
	size_t i;

	for (i = 0; i < folders->count; i++) {
		free(folders->items[i].path);
		free(folders->items[i].metadata);
		paths_clear(&folders->items[i].files);
	}
	free(folders->items);
	free(folders->root);
	free(folders->overall);
	*folders = (struct folders){ 0 };
}
