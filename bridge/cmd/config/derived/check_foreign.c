/*
 * Warnings about foreign applications, such as those in Python.  Their modules
 * are not loaded here, so what is known is what they declare.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cmd/config/derived/check_folders.h"

/* More threads wait for each other, in a language that runs one at a time. */
#define THREADS_MAX 16

/* Is KEY for a file that another program puts there later? */
static bool
is_replaced(const struct gantry_application *application, const char *key)
{
	const char *const *replaced = application->replaced;

	while (replaced != NULL && *replaced != NULL &&
	    strcmp(*replaced, key) != 0)
		replaced++;
	return replaced != NULL && *replaced != NULL;
}

static void
check_path(const struct mount *mount, const char *key, const char *path)
{
	if (is_replaced(mount->application, key))
		return;
	if (path != NULL && *path != '\0' && access(path, F_OK) == -1)
		fprintf(stderr, "gantry: warning: %s.%s: cannot use %s: %s\n",
		    mount->application->name, key, path, strerror(errno));
}

static void
check_settings(const struct mount *mount)
{
	const struct gantry_setting *setting = mount->application->settings;
	const char *value;

	for (; setting != NULL && setting->key != NULL; setting++) {
		value = gantry_settings_get(mount->settings, setting->key);
		if (setting->type == GANTRY_SETTING_PATH)
			check_path(mount, setting->key, value);
		else if (strcmp(setting->key, "app") == 0 &&
		    (value == NULL || *value == '\0'))
			fprintf(stderr,
			    "gantry: warning: %s.app is not set: which "
			    "application is to be served at %s?\n",
			    mount->application->name,
			    *mount->prefix != '\0' ? mount->prefix : "/");
	}
}

/* The workers of a pool have the rights of all that is mounted there. */
static void
check_neighbours(const struct config *config, const struct mount *mount)
{
	const struct mount *other;
	size_t i;

	for (i = 0; i < config->mount_count; i++) {
		other = &config->mounts[i];
		if (other->application->foreign)
			continue;
		fprintf(stderr,
		    "gantry: warning: %s=%s and %s=%s run in the same "
		    "workers, whose sandbox allows what either needs; "
		    "[pool NAME] separates them\n",
		    *mount->prefix != '\0' ? mount->prefix : "/",
		    mount->application->name,
		    *other->prefix != '\0' ? other->prefix : "/",
		    other->application->name);
		return;
	}
}

static void
check_pool(const struct config *config)
{
	bool has_told = false;
	size_t i;

	for (i = 0; i < config->mount_count; i++) {
		if (!config->mounts[i].application->foreign)
			continue;
		check_settings(&config->mounts[i]);
		if (has_told)
			continue;
		has_told = true;
		if (config->sandbox != SANDBOX_OFF)
			check_neighbours(config, &config->mounts[i]);
		if (config->threads > THREADS_MAX)
			fprintf(stderr,
			    "gantry: warning: threads: %u threads of %s share "
			    "one lock, the GIL; more workers with fewer "
			    "threads serve more\n",
			    config->threads,
			    config->mounts[i].application->name);
	}
}

void
check_foreign(struct config *config)
{
	const size_t count = config_pool_count(config);
	size_t i;

	for (i = 0; i < count; i++)
		check_pool(config_pool_at(config, i));
}
