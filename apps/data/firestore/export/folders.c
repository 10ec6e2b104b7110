/*
 * Finds the parts of an export, from its root down to the folders that hold
 * output files or metadata.
 */
#include <stdlib.h>
#include <string.h>

#include "data/firestore/export/folders.h"
#include "data/firestore/export/listing.h"

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
	int status = listing_read(&listing, path, error);
	size_t i;

	/* An export in an export is another one. */
	if (status == 0 && depth > 0 && listing.overall.count > 0) {
		listing_clear(&listing);
		return 0;
	}
	/*
	 * Following it could read documents twice, ignoring it could lose some.
	 */
	if (status == 0 && listing.links.count > 0)
		status = gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: expected a folder, found a symbolic link to one; copy "
		    "the export with its links followed, as cp -RL does",
		    listing.links.items[0]);
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
	listing_clear(&listing);
	return status;
}

int
folders_find(
    struct folders *folders, const char *root, struct gantry_error *error)
{
	folders->root = paths_join(root, "", error);
	if (folders->root == NULL || walk(folders, root, 0, error) == -1)
		return -1;
	if (folders->count > 0 || folders->overall != NULL)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
	    "%s: expected an export, found no output-N file in it", root);
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
