/*
 * From the configuration to the files that workers need.
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
add_reads(struct sandbox_files *confinement, const struct mount *mount,
    struct gantry_error *error)
{
	const char *const *key = mount->application->reads;
	const char *path;

	for (; key != NULL && *key != NULL; key++) {
		path = gantry_settings_get(mount->settings, *key);
		if (path != NULL &&
		    add(&confinement->reads, &confinement->read_count, path,
			error) == -1)
			return -1;
	}
	return 0;
}

int
sandbox_files_init(struct sandbox_files *confinement,
    const struct config *config, struct gantry_error *error)
{
	size_t i;

	*confinement =
	    (struct sandbox_files){ .options.mode = config->sandbox };
	for (i = 0; i < config->mount_count; i++)
		if (add_reads(confinement, &config->mounts[i], error) == -1)
			return -1;
	confinement->options.reads = confinement->reads;
	return sandbox_files_add_folder(confinement,
	    config->spool_folder != NULL ? config->spool_folder : "/tmp",
	    error);
}

int
sandbox_files_add_folder(struct sandbox_files *confinement, const char *folder,
    struct gantry_error *error)
{
	int result =
	    add(&confinement->writes, &confinement->write_count, folder, error);

	confinement->options.writes = confinement->writes;
	return result;
}

int
sandbox_files_add_read(struct sandbox_files *confinement, const char *file,
    struct gantry_error *error)
{
	int result =
	    add(&confinement->reads, &confinement->read_count, file, error);

	confinement->options.reads = confinement->reads;
	return result;
}

void
sandbox_files_clear(struct sandbox_files *confinement)
{
	free(confinement->reads);
	free(confinement->writes);
	*confinement = (struct sandbox_files){ 0 };
}
