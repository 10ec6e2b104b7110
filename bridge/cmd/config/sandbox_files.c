/*
 * Which files the workers of a configuration need.
 */
#include <stdlib.h>

#include "cmd/config/sandbox_files.h"

/* Append to a list that is ended by NULL. */
static int
add(const char ***list, size_t *count, const char *path,
    struct gantry_error *error)
{
	const char **longer = realloc(*list, (*count + 2) * sizeof(*longer));

	if (longer == NULL)
		return gantry_error_memory(error);
	*list = longer;
	longer[(*count)++] = path;
	longer[*count] = NULL;
	return 0;
}

static int
add_reads(struct sandbox_files *files, const struct mount *mount,
    struct gantry_error *error)
{
	const char *const *key = mount->application->reads;
	const char *path;

	for (; key != NULL && *key != NULL; key++) {
		path = gantry_settings_get(mount->settings, *key);
		if (path != NULL &&
		    add(&files->reads, &files->read_count, path, error) == -1)
			return -1;
	}
	return 0;
}

int
sandbox_files_init(struct sandbox_files *files, const struct config *config,
    struct gantry_error *error)
{
	size_t i;

	*files = (struct sandbox_files){ .options.mode = config->sandbox };
	for (i = 0; i < config->mount_count; i++)
		if (add_reads(files, &config->mounts[i], error) == -1)
			return -1;
	files->options.reads = files->reads;
	return 0;
}

int
sandbox_files_add_folder(
    struct sandbox_files *files, const char *folder, struct gantry_error *error)
{
	int result = add(&files->writes, &files->write_count, folder, error);

	files->options.writes = files->writes;
	return result;
}

int
sandbox_files_add_read(
    struct sandbox_files *files, const char *file, struct gantry_error *error)
{
	int result = add(&files->reads, &files->read_count, file, error);

	files->options.reads = files->reads;
	return result;
}

void
sandbox_files_clear(struct sandbox_files *files)
{
	free(files->reads);
	free(files->writes);
	*files = (struct sandbox_files){ 0 };
}
