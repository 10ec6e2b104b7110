/*
 * Finds out which export is meant, when a folder has some of them below it,
 * such as a folder of backups.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/export/folders.h"
#include "data/firestore/export/listing.h"
#include "data/firestore/export/metadata.h"

/* What "firebase emulators:export" calls the export's folder. */
#define EMULATOR_FOLDER "/firestore_export"

/* What was found below a folder. */
struct search {
	struct paths exports; /* folders with overall metadata */
	struct paths others; /* folders with data files, not below those */
};

static bool
is_of_emulator(const char *path)
{
	const size_t length = strlen(path), end = strlen(EMULATOR_FOLDER);

	return length >= end &&
	    strcmp(path + length - end, EMULATOR_FOLDER) == 0;
}

/* Search the folder PATH and those below it, but not those below an export. */
static int
search_folder(struct search *search, const char *path, unsigned depth,
    struct gantry_error *error)
{
	struct listing listing = { 0 };
	int status = listing_read(&listing, path, error);
	size_t i;

	if (status == 0 && (listing.overall.count > 0 || is_of_emulator(path)))
		status = paths_add(&search->exports, path, error);
	else if (status == 0 &&
	    listing.outputs.count + listing.metadata.count > 0)
		status = paths_add(&search->others, path, error);
	else if (depth < FOLDERS_DEPTH_MAX)
		for (i = 0; i < listing.folders.count && status == 0; i++)
			status = search_folder(
			    search, listing.folders.items[i], depth + 1, error);
	listing_clear(&listing);
	return status;
}

/* Set *TIME to when the export in ROOT was finished; 0: it does not say so. */
static int
read_time(const char *root, int64_t *time, struct gantry_error *error)
{
	struct metadata_folder metadata;
	struct folders folders = { 0 };
	int status = folders_find(&folders, root, error);
	size_t i;

	*time = 0;
	for (i = 0; i < folders.count && status == 0; i++) {
		if (folders.items[i].metadata == NULL)
			continue;
		metadata = (struct metadata_folder){ 0 };
		status = metadata_read_folder(
		    folders.items[i].metadata, &metadata, error);
		if (metadata.end_time > *time)
			*time = metadata.end_time;
		metadata_clear_folder(&metadata);
	}
	folders_clear(&folders);
	return status;
}

/* Return the export that was finished last; NULL with ERROR: which is it? */
static const char *
find_newest(const struct paths *exports, struct gantry_error *error)
{
	const char *newest = NULL, *equal = NULL;
	int64_t latest = 0, time;
	size_t i;

	for (i = 0; i < exports->count; i++) {
		if (read_time(exports->items[i], &time, error) == -1)
			return NULL;
		if (newest != NULL && time < latest)
			continue;
		equal = newest != NULL && time == latest ? newest : NULL;
		newest = exports->items[i];
		latest = time;
	}
	if (equal == NULL)
		return newest;
	gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s and %s: their metadata do not tell which is newer; give one "
	    "of them",
	    equal, newest);
	return NULL;
}

/* Tell what was found.  Always returns -1, with ERROR. */
static int
refuse(const struct root_options *options, const struct search *search,
    struct gantry_error *error)
{
	const struct paths *exports = &search->exports;
	const struct paths *others = &search->others;
	size_t i;

	for (i = 0; i < exports->count && options->candidate != NULL; i++)
		options->candidate(options->argument, exports->items[i]);
	for (i = 0; i < others->count && options->candidate != NULL; i++)
		options->candidate(options->argument, others->items[i]);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "%s has %zu exports, such as %s and %s; give one of them%s",
	    options->folder, exports->count + others->count, exports->items[0],
	    exports->count > 1 ? exports->items[1] : others->items[0],
	    others->count == 0 ? ", or --newest" : "");
}

/* Return one of the exports that were found, or NULL with ERROR. */
static const char *
choose(const struct root_options *options, const struct search *search,
    struct gantry_error *error)
{
	const struct paths *exports = &search->exports;

	if (exports->count == 0)
		return options->folder;
	if (search->others.count > 0 ||
	    (exports->count > 1 && !options->newest)) {
		refuse(options, search, error);
		return NULL;
	}
	return exports->count > 1 ? find_newest(exports, error)
				  : exports->items[0];
}

char *
root_find(const struct root_options *options, struct gantry_error *error)
{
	struct search search = { { 0 }, { 0 } };
	const char *root = NULL;
	char *found;

	if (search_folder(&search, options->folder, 0, error) == 0)
		root = choose(options, &search, error);
	found = root != NULL ? paths_join(root, "", error) : NULL;
	paths_clear(&search.exports);
	paths_clear(&search.others);
	return found;
}
