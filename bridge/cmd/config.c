/*
 * The configuration and the keys that change it.
 */
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/config.h"

#define WORKERS_MAX	1024
#define THREADS_MAX	256
#define THREADS_DEFAULT 4
#define TIMEOUT_MAX	3600
#define TIMEOUT_DEFAULT 30

static void
list_clear(struct config_list *list)
{
	while (list->count > 0)
		free(list->items[--list->count]);
	free(list->items);
	list->items = NULL;
}

/* A list is what one source says: a later source begins it anew. */
static int
list_add(struct config_list *list, enum config_source source, const char *item,
    struct gantry_error *error)
{
	char **items, *copy;

	if (source != list->source)
		list_clear(list);
	list->source = source;
	items = realloc(list->items, (list->count + 1) * sizeof(*items));
	if (items != NULL)
		list->items = items;
	copy = strdup(item);
	if (items == NULL || copy == NULL) {
		free(copy);
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	}
	list->items[list->count++] = copy;
	return 0;
}

static int
read_number(const char *text, unsigned most, unsigned *number,
    struct gantry_error *error)
{
	char *end;
	unsigned long value;

	errno = 0;
	value = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end != '\0' || errno != 0 ||
	    value < 1 || value > most)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no number from 1 to %u", text, most);
	*number = (unsigned)value;
	return 0;
}

static int
put_bind(struct config *config, enum config_source source, const char *value,
    struct gantry_error *error)
{
	return list_add(&config->binds, source, value, error);
}

static int
put_bind_public(struct config *config, enum config_source source,
    const char *value, struct gantry_error *error)
{
	static const char *const yes[] = { "1", "yes", "true", "on", NULL };
	static const char *const no[] = { "0", "no", "false", "off", NULL };
	size_t i;

	(void)source;
	for (i = 0; yes[i] != NULL; i++) {
		config->bind_public = strcmp(value, yes[i]) == 0;
		if (config->bind_public || strcmp(value, no[i]) == 0)
			return 0;
	}
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "'%s' is neither yes nor no", value);
}

/* Every application that has a setting "cache" gets it. */
static int
put_cache(struct config *config, enum config_source source, const char *value,
    struct gantry_error *error)
{
	bool taken = false;
	size_t i;

	(void)source;
	for (i = 0; i < config->application_count; i++) {
		if (!settings_has(&config->settings[i], "cache"))
			continue;
		if (settings_put(&config->settings[i], "cache", value, error) ==
		    -1)
			return -1;
		taken = true;
	}
	return taken ? 0
		     : gantry_error_set(error, GANTRY_ERROR_INPUT,
			   "no application here has a cache");
}

static int
put_mount(struct config *config, enum config_source source, const char *value,
    struct gantry_error *error)
{
	return list_add(&config->mount_texts, source, value, error);
}

static int
put_set(struct config *config, enum config_source source, const char *value,
    struct gantry_error *error)
{
	const char *equals = strchr(value, '=');
	const char *dot = strchr(value, '.');
	char *application, *key;
	int result;

	(void)source;
	if (equals == NULL || dot == NULL || dot > equals)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no setting; give APP.KEY=VALUE", value);
	application = strndup(value, (size_t)(dot - value));
	key = strndup(dot + 1, (size_t)(equals - dot - 1));
	if (application == NULL || key == NULL)
		result = gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	else
		result = config_put_setting(
		    config, application, key, equals + 1, error);
	free(application);
	free(key);
	return result;
}

static int
put_threads(struct config *config, enum config_source source, const char *value,
    struct gantry_error *error)
{
	(void)source;
	return read_number(value, THREADS_MAX, &config->threads, error);
}

static int
put_timeout(struct config *config, enum config_source source, const char *value,
    struct gantry_error *error)
{
	(void)source;
	return read_number(value, TIMEOUT_MAX, &config->timeout, error);
}

static int
put_workers(struct config *config, enum config_source source, const char *value,
    struct gantry_error *error)
{
	(void)source;
	return read_number(value, WORKERS_MAX, &config->workers, error);
}

const struct config_key config_keys[] = {
	{ "bind", "ADDRESS",
	    "listen on unix:PATH (mode 0660) or HOST:PORT; "
	    "repeatable",
	    put_bind, true },
	{ "bind-public", NULL, "let --bind take more than loopback addresses",
	    put_bind_public, false },
	{ "cache", "FILE", "the cache that gantry-cache made", put_cache,
	    false },
	{ "mount", "/PREFIX=APP", "serve APP below /PREFIX; repeatable",
	    put_mount, true },
	{ "set", "APP.KEY=VALUE", "set an application's setting; repeatable",
	    put_set, true },
	{ "threads", "N", "threads in each worker (default 4)", put_threads,
	    false },
	{ "timeout", "SECONDS",
	    "how long a peer may be silent within a "
	    "request (default 30)",
	    put_timeout, false },
	{ "workers", "N", "worker processes (default: the cores)", put_workers,
	    false },
	{ NULL, NULL, NULL, NULL, false },
};

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
		.threads = THREADS_DEFAULT,
		.timeout = TIMEOUT_DEFAULT,
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
	list_clear(&config->binds);
	list_clear(&config->mount_texts);
	*config = (struct config){ 0 };
}

const struct config_key *
config_find(const char *name)
{
	const struct config_key *key;

	for (key = config_keys; key->name != NULL; key++)
		if (strcmp(key->name, name) == 0)
			return key;
	return NULL;
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

int
config_finish(struct config *config, struct gantry_error *error)
{
	char fallback[128];
	size_t i;

	if (config->mount_texts.count == 0) {
		snprintf(fallback, sizeof(fallback), "/=%s",
		    config->applications[0]->name);
		if (list_add(&config->mount_texts, CONFIG_DEFAULT, fallback,
			error) == -1)
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
