/*
 * Finds the files of a folder, one for each collection.
 */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <gantry/buffer.h>

#include "data/gantry-cache/importing/collection_files.h"

static int
is_visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int
read_file(const char *folder, const char *name, collection_file *read,
    void *argument, struct gantry_error *error)
{
	struct gantry_buffer path = { 0 };
	char *collection = strndup(name, strcspn(name, "."));
	struct stat status;
	int result = 0;

	gantry_buffer_printf(&path, "%s/%s", folder, name);
	gantry_buffer_putc(&path, '\0');
	if (collection == NULL || gantry_buffer_failed(&path))
		result = gantry_error_memory(error);
	else if (stat(path.data, &status) == -1)
		result =
		    gantry_error_system(error, "cannot open %s", path.data);
	else if (S_ISREG(status.st_mode))
		result = read(argument, path.data, collection, error);
	free(collection);
	gantry_buffer_clear(&path);
	return result;
}

int
collection_files_read(const char *folder, collection_file *read, void *argument,
    struct gantry_error *error)
{
	struct dirent **entries;
	int count = scandir(folder, &entries, is_visible, alphasort);
	int i, result = 0;

	if (count == -1)
		return gantry_error_system(
		    error, "cannot read the folder %s", folder);
	for (i = 0; i < count; i++) {
		if (result == 0)
			result = read_file(
			    folder, entries[i]->d_name, read, argument, error);
		free(entries[i]);
	}
	free(entries);
	return result;
}
