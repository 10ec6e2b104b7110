/*
 * What is common to all workers of a pool is loaded before they are forked.
 */
#include <string.h>

#include "gate/module/module.h"
#include "serve/template/template_process.h"

static bool
is_preloaded(const struct mount *mount)
{
	const struct gantry_setting *setting = mount->application->settings;

	for (; setting != NULL && setting->key != NULL; setting++)
		if (strcmp(setting->key, "preload") == 0)
			return setting->type == GANTRY_SETTING_BOOLEAN &&
			    gantry_settings_boolean(mount->settings, "preload");
	return false;
}

bool
preloaded_is_any(const struct gate_options *options)
{
	size_t i;

	for (i = 0; i < options->mount_count; i++)
		if (is_preloaded(&options->mounts[i]))
			return true;
	return false;
}

static int
preload_mount(const struct mount *mount, struct gantry_error *error)
{
	const struct gantry_application *application = mount->application;

	if (mount->module != NULL && module_load(mount->module, error) == -1)
		return -1;
	if (application->preload == NULL ||
	    application->preload(mount->settings, error) == 0)
		return 0;
	return gantry_error_prefix(
	    error, "application '%s'", mount_name(mount));
}

int
preloaded_load(const struct gate_options *options, struct gantry_error *error)
{
	size_t i;

	for (i = 0; i < options->mount_count; i++)
		if (is_preloaded(&options->mounts[i]) &&
		    preload_mount(&options->mounts[i], error) == -1)
			return -1;
	return 0;
}

/* Does a mount before number INDEX have its application? */
static bool
is_repeated(const struct gate_options *options, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (options->mounts[i].application ==
		    options->mounts[index].application)
			return true;
	return false;
}

void
preloaded_tell(const struct gate_options *options, enum gantry_fork when)
{
	const struct gantry_application *application;
	size_t i;

	for (i = 0; i < options->mount_count; i++) {
		application = options->mounts[i].application;
		if (application->forks != NULL && !is_repeated(options, i))
			application->forks(when);
	}
}
