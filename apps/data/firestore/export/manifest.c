/*
 * Compares the metadata of an export with its folders: every file that it names
 * must exist, and it must name every folder.  Output files that no metadata
 * names are read, too: the count of documents shows whether they belong.
 */
#include <stdlib.h>
#include <string.h>

#include "data/firestore/export/manifest.h"
#include "data/firestore/export/metadata.h"

/* Something is missing: warn about it, or fail. */
static int
warn(const struct manifest *manifest, const struct gantry_error *error)
{
	if (manifest->warn == NULL)
		return -1;
	manifest->warn(manifest->argument, error->text);
	return 0;
}

static struct folder *
find_folder(const struct folders *folders, const char *metadata)
{
	size_t i;

	for (i = 0; i < folders->count; i++) {
		if (folders->items[i].metadata != NULL &&
		    strcmp(folders->items[i].metadata, metadata) == 0)
			return &folders->items[i];
	}
	return NULL;
}

static int
note_count(const struct manifest *manifest, struct folders *folders,
    const char *file, uint64_t count, struct gantry_error *error)
{
	struct folder *folder;
	char *path = paths_join(folders->root, file, error);

	if (path == NULL)
		return -1;
	folder = find_folder(folders, path);
	free(path);
	if (folder == NULL) {
		gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "%s: expected %s, which is missing", folders->overall,
		    file);
		return warn(manifest, error);
	}
	if (folder->is_counted)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: expected %s once, found it twice", folders->overall,
		    file);
	folder->is_counted = true;
	folder->expected = count;
	return 0;
}

static int
check_overall(const struct manifest *manifest, struct folders *folders,
    struct gantry_error *error)
{
	struct metadata_overall overall = { 0 };
	int status = metadata_read_overall(folders->overall, &overall, error);
	size_t i;

	for (i = 0; i < overall.files.count && status == 0; i++)
		status = note_count(manifest, folders, overall.files.items[i],
		    overall.counts[i], error);
	for (i = 0; i < folders->count && status == 0; i++) {
		if (folders->items[i].is_counted)
			continue;
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: expected to find %s named", folders->overall,
		    folders->items[i].path);
		status = warn(manifest, error);
	}
	metadata_clear_overall(&overall);
	return status;
}

static bool
has_file(const struct folder *folder, const char *name)
{
	size_t i;

	for (i = 0; i < folder->files.count; i++) {
		if (strcmp(folder->files.items[i], name) == 0)
			return true;
	}
	return false;
}

static int
check_folder(struct manifest *manifest, const struct folder *folder,
    struct gantry_error *error)
{
	struct metadata_folder metadata = { 0 };
	int status = metadata_read_folder(folder->metadata, &metadata, error);
	size_t i;

	for (i = 0; i < metadata.files.count && status == 0; i++) {
		if (has_file(folder, metadata.files.items[i]))
			continue;
		gantry_error_set(error, GANTRY_ERROR_UNAVAILABLE,
		    "%s: expected %s beside it, which is missing",
		    folder->metadata, metadata.files.items[i]);
		status = warn(manifest, error);
	}
	if (metadata.start_time != 0 &&
	    (manifest->start_time == 0 ||
		metadata.start_time < manifest->start_time))
		manifest->start_time = metadata.start_time;
	if (metadata.end_time > manifest->end_time)
		manifest->end_time = metadata.end_time;
	metadata_clear_folder(&metadata);
	return status;
}

int
manifest_check(struct manifest *manifest, struct folders *folders,
    struct gantry_error *error)
{
	size_t i;

	manifest->start_time = manifest->end_time = 0;
	if (folders->overall != NULL &&
	    check_overall(manifest, folders, error) == -1)
		return -1;
	for (i = 0; i < folders->count; i++) {
		if (folders->items[i].metadata != NULL &&
		    check_folder(manifest, &folders->items[i], error) == -1)
			return -1;
	}
	return 0;
}
