/*
 * The configuration: its defaults, its applications and its mounts.  The keys
 * that change it are in keys.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/config.h"

void
config_list_clear(struct config_list *list)
{
	while (list->count > 0)
		free(list->items[--list->count]);
	free(list->items);
	list->items = NULL;
}

int
config_list_add(
    struct config_list *list, const char *item, struct gantry_error *error)
{
	char **items = realloc(list->items, (list->count + 1) * sizeof(*items));
	char *copy = strdup(item);

	if (items != NULL)
		list->items = items;
	if (items == NULL || copy == NULL) {
		free(copy);
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	}
	list->items[list->count++] = copy;
	return 0;
}

int
config_init(struct config *config,
    const struct gantry_application *const *applications,
    struct gantry_error *error)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	size_t i, count = 0;

	while (applications[count] != NULL)
		count++;
	*config = (struct config){
		.applications = applications,
		.application_count = count,
		.workers = cores > 0 ? (unsigned)cores : 1,
		.log_level = LOG_LEVEL_INFO,
		.threads = 4,
		.connections = 1024,
		.connection_requests = 64,
		.params_count = 256,
		.params_size = 64 * 1024,
		.body_size = 64 * 1024 * 1024,
		.answer_spool = 1024 * 1024 * 1024,
		.timeout = 30 * 1000,
		.idle_timeout = 90 * 1000,
		.boot_timeout = 30 * 1000,
		.graceful_timeout = 30 * 1000,
		.worker_idle_timeout = 10 * 1000,
		.workers_min = 1,
		.spare_min = 1,
		.spare_max = 3,
	};
	config->settings = calloc(count + 1, sizeof(*config->settings));
	if (config->settings == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	for (i = 0; i < count; i++)
		if (settings_init(&config->settings[i], applications[i]) == -1)
			return gantry_error_set(
			    error, GANTRY_ERROR_MEMORY, "out of memory");
	return 0;
}

void
config_clear(struct config *config)
{
	size_t i;

	for (i = 0; config->settings != NULL && i < config->application_count;
	     i++)
		settings_clear(&config->settings[i]);
	free(config->settings);
	for (i = 0; i < config->mount_count; i++)
		free((char *)config->mounts[i].prefix);
	free(config->mounts);
	free(config->spool_folder);
	free(config->pid_file);
	config_list_clear(&config->binds);
	config_list_clear(&config->mount_texts);
	address_list_clear(&config->trusted.proxies);
	*config = (struct config){ 0 };
}

/* The index of the application called NAME, or -1 with ERROR filled. */
static int
find_application(
    const struct config *config, const char *name, struct gantry_error *error)
{
	char names[256] = "";
	size_t i, length = 0;

	for (i = 0; i < config->application_count; i++) {
		if (strcmp(config->applications[i]->name, name) == 0)
			return (int)i;
		if (length < sizeof(names))
			length += (size_t)snprintf(names + length,
			    sizeof(names) - length, " %s",
			    config->applications[i]->name);
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "there is no application '%s'; there are:%s", name, names);
}

int
config_put_setting(struct config *config, const char *application,
    const char *key, const char *value, struct gantry_error *error)
{
	int index = find_application(config, application, error);

	if (index == -1)
		return -1;
	return settings_put(&config->settings[index], key, value, error);
}

static int
add_mount(struct config *config, const char *text, struct gantry_error *error)
{
	const char *equals = strchr(text, '=');
	struct mount *mount = &config->mounts[config->mount_count];
	char *prefix;
	size_t i;
	int index;

	if (equals == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no mount; give /PREFIX=APP", text);
	index = find_application(config, equals + 1, error);
	if (index == -1)
		return -1;
	prefix = strndup(text, (size_t)(equals - text));
	if (prefix == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	mount->prefix = prefix;
	mount->application = config->applications[index];
	mount->settings = &config->settings[index];
	config->mount_count++;
	if (!mount_prefix_is_valid(prefix))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no path to mount at; give / or /some/path",
		    prefix);
	if (strcmp(prefix, "/") == 0)
		prefix[0] = '\0';
	for (i = 0; i + 1 < config->mount_count; i++)
		if (strcmp(config->mounts[i].prefix, prefix) == 0)
			return gantry_error_set(error, GANTRY_ERROR_INPUT,
			    "two applications are mounted at '%.*s'",
			    (int)(equals - text), text);
	return 0;
}

static void
complete_timeouts(struct config *config)
{
	int *const phases[] = { &config->header_timeout,
		&config->params_timeout, &config->body_timeout,
		&config->application_timeout, &config->write_timeout };
	size_t i;

	for (i = 0; i < sizeof(phases) / sizeof(phases[0]); i++)
		if (*phases[i] == 0)
			*phases[i] = config->timeout;
}

int
config_finish(struct config *config, struct gantry_error *error)
{
	char fallback[128];
	size_t i;

	complete_timeouts(config);

	if (config->mount_texts.count == 0) {
		snprintf(fallback, sizeof(fallback), "/=%s",
		    config->applications[0]->name);
		if (config_list_add(&config->mount_texts, fallback, error) ==
		    -1)
			return -1;
	}
	config->mounts =
	    calloc(config->mount_texts.count, sizeof(*config->mounts));
	if (config->mounts == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	for (i = 0; i < config->mount_texts.count; i++)
		if (add_mount(config, config->mount_texts.items[i], error) ==
		    -1)
			return -1;
	return 0;
}
