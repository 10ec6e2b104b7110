/*
 * From a configuration file to the mounts and sockets that a web server must
 * know.  It need not be complete: settings of applications are not looked at.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/config/config.h"
#include "cmd/doctor/config_places.h"

#define SYSTEMD "systemd:"

/* The first socket of the pool NAME, or NULL. */
static const char *
find_socket(const struct config *config, const char *name)
{
	const struct config_pool *pool = config->pools;
	size_t i, j;

	if (strcmp(name, CONFIG_DEFAULT_POOL) == 0)
		return config->binds.count > 0 ? config->binds.items[0] : NULL;
	for (i = 0; i < config->pool_count; i++, pool++)
		for (j = 0; j < pool->setting_count; j++)
			if (strcmp(pool->name, name) == 0 &&
			    strcmp(pool->settings[j].key, "bind") == 0)
				return pool->settings[j].value;
	return NULL;
}

static int
add(struct config_places *places, const struct config *config, const char *text,
    struct gantry_error *error)
{
	struct recipe_mount *mount = &places->mounts[places->count];
	const char *pool, *socket;

	mount->mount = strndup(text, strcspn(text, "="));
	if (mount->mount == NULL)
		return gantry_error_memory(error);
	places->count++;
	pool = config_pool_of(config, mount->mount);
	socket = find_socket(config, pool);
	if (socket == NULL || strncmp(socket, SYSTEMD, strlen(SYSTEMD)) == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the address of the pool %s, for %s, is not in the "
		    "configuration; add its bind, also if systemd opens the "
		    "socket",
		    pool, mount->mount);
	mount->socket = strdup(socket);
	/* The only pool, and that of [gantry], need no name. */
	if (strcmp(pool, CONFIG_DEFAULT_POOL) != 0)
		mount->pool = strdup(pool);
	return mount->socket != NULL ? 0 : gantry_error_memory(error);
}

/* Some web servers take the first that fits. */
static int
compare(const void *a, const void *b)
{
	const struct recipe_mount *one = a, *other = b;
	const size_t first = strlen(one->mount), second = strlen(other->mount);

	if (first != second)
		return first > second ? -1 : 1;
	return strcmp(one->mount, other->mount);
}

static int
read_config(struct config_places *places, struct config *config,
    const char *file, struct gantry_error *error)
{
	size_t position = 0, i;

	config_read_file(config, file, error);
	/* Settings of modules cannot be judged. */
	if (config->errors.count > 0 &&
	    config_next_module(config, &position) == NULL) {
		*error = config->errors.items[0];
		return -1;
	}
	if (config->mount_texts.count == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s mounts no application", file);
	places->mounts =
	    calloc(config->mount_texts.count, sizeof(*places->mounts));
	if (places->mounts == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < config->mount_texts.count; i++)
		if (add(places, config, config->mount_texts.items[i], error) ==
		    -1)
			return -1;
	qsort(places->mounts, places->count, sizeof(*places->mounts), compare);
	return 0;
}

int
config_places_read(struct config_places *places, const char *file,
    const struct gantry_application *const *applications,
    struct gantry_error *error)
{
	struct config config;
	int result = -1;

	*places = (struct config_places){ 0 };
	if (config_init(&config, applications, error) == 0)
		result = read_config(places, &config, file, error);
	config_clear(&config);
	return result;
}

void
config_places_clear(struct config_places *places)
{
	while (places->count > 0) {
		places->count--;
		free((char *)places->mounts[places->count].mount);
		free((char *)places->mounts[places->count].socket);
		free((char *)places->mounts[places->count].pool);
	}
	free(places->mounts);
	*places = (struct config_places){ 0 };
}
