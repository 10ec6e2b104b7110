/*
 * From the sections [pool NAME] to a configuration for each pool.  It is made
 * of the values of [gantry], without its binds, then those of the section, and
 * the mounts of the pool with their settings.  So whatever reads a
 * configuration need not know of pools.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/suggestion.h"
#include "cmd/config/config.h"
#include "cmd/config/key_put.h"
#include "serve/observe/scoreboard.h"

#define NAME_CHARACTERS "letters, digits, dots, dashes and underscores"

static bool
is_name(const char *name)
{
	const size_t length = strlen(name);
	size_t i;

	if (length == 0 || length >= SCORE_POOL_NAME_SIZE)
		return false;
	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)name[i]) &&
		    strchr("._-", name[i]) == NULL)
			return false;
	return true;
}

static struct config_pool *
find(const struct config *config, const char *name)
{
	size_t i;

	for (i = 0; i < config->pool_count; i++)
		if (strcmp(config->pools[i].name, name) == 0)
			return &config->pools[i];
	return NULL;
}

static int
add_pool(struct config *config, const char *name, const char *place,
    struct gantry_error *error)
{
	struct config_pool *pools =
	    realloc(config->pools, (config->pool_count + 1) * sizeof(*pools));
	struct config_pool *pool;

	if (pools == NULL)
		return gantry_error_memory(error);
	config->pools = pools;
	pool = &pools[config->pool_count];
	*pool = (struct config_pool){
		.name = strdup(name),
		.place = place != NULL ? strdup(place) : NULL,
	};
	config->pool_count++;
	if (pool->name == NULL || (place != NULL && pool->place == NULL))
		return gantry_error_memory(error);
	return 0;
}

int
config_begin_pool(
    struct config *config, const char *name, struct gantry_error *error)
{
	if (*name == '\0')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "[pool] has no name; give [pool NAME]");
	if (!is_name(name))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a name for a pool; give up to %d " NAME_CHARACTERS,
		    name, SCORE_POOL_NAME_SIZE - 1);
	if (strcmp(name, CONFIG_DEFAULT_POOL) == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the pool " CONFIG_DEFAULT_POOL
		    " has the mounts of no other pool, and the values of "
		    "[gantry]; give this one another name");
	if (find(config, name) != NULL)
		return 0;
	/* One is left for the default pool. */
	if (config->pool_count == SCORE_POOLS - 1)
		return gantry_error_set(error, GANTRY_ERROR_LIMIT,
		    "too many pools (limit %d)", SCORE_POOLS - 1);
	return add_pool(config, name, config->place, error);
}

/* May a pool have a value of its own for KEY? */
static bool
is_of_pool(const struct config_key *key)
{
	return !key->of_process && !key->is_indirect;
}

static int
unknown_key(const struct config *config, const char *name, const char *pool,
    struct gantry_error *error)
{
	struct suggestion suggestion = { .name = name };
	const struct config_key *key;

	for (key = config->keys; key->name != NULL; key++)
		if (is_of_pool(key))
			suggestion_offer(&suggestion, key->name);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "unknown key '%s' in [pool %s]%s", name, pool,
	    suggestion_hint(&suggestion));
}

static int
check_key(const struct config *config, const char *name, const char *pool,
    struct gantry_error *error)
{
	const struct config_key *key = config_find(config, name);

	if (key == NULL)
		return unknown_key(config, name, pool, error);
	if (strcmp(name, "mount") == 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'mount' cannot be in [pool %s]; put 'pool = %s' into "
		    "[mount /PREFIX]",
		    pool, pool);
	if (key->is_indirect)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' cannot be in [pool %s]; put the setting of the "
		    "application into [mount /PREFIX]",
		    name, pool);
	if (key->of_process)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' cannot be in [pool %s]: all pools share it; put it "
		    "into [gantry]",
		    name, pool);
	return 0;
}

int
config_put_pool_setting(struct config *config, const char *name,
    const struct pool_setting *setting, struct gantry_error *error)
{
	struct config_pool *pool = find(config, name);
	struct pool_setting *longer, copy;

	if (check_key(config, setting->key, name, error) == -1)
		return -1;
	longer = realloc(
	    pool->settings, (pool->setting_count + 1) * sizeof(*longer));
	if (longer == NULL)
		return gantry_error_memory(error);
	pool->settings = longer;
	copy = (struct pool_setting){ strdup(setting->key),
		strdup(setting->value), strdup(setting->place) };
	longer[pool->setting_count++] = copy;
	if (copy.key == NULL || copy.value == NULL || copy.place == NULL)
		return gantry_error_memory(error);
	return 0;
}

bool
config_has_pool(
    const struct config *config, const char *name, struct gantry_error *error)
{
	struct suggestion suggestion = { .name = name };
	size_t i;

	if (find(config, name) != NULL ||
	    strcmp(name, CONFIG_DEFAULT_POOL) == 0)
		return true;
	for (i = 0; i < config->pool_count; i++)
		suggestion_offer(&suggestion, config->pools[i].name);
	gantry_error_set(error, GANTRY_ERROR_INPUT, "no such pool '%s'%s", name,
	    suggestion.best != NULL ? suggestion_hint(&suggestion)
				    : "; add a section [pool NAME] for it");
	return false;
}

/* Give POOL the value that [gantry] or another source than it has set. */
static void
inherit(struct config *pool, const struct provenance *one, bool has_binds)
{
	const struct config_key *key = one->subject;
	const struct gantry_setting *setting = one->subject;
	const struct gantry_application *const *application;
	struct gantry_error ignored; /* the first to set it had it */

	config_at(pool, one->source, one->place);
	if (one->owner == NULL) {
		if (strcmp(key->name, "mount") != 0 &&
		    (has_binds || strcmp(key->name, "bind") != 0))
			config_set(pool, config_find(pool, key->name),
			    one->value, &ignored);
		return;
	}
	for (application = pool->applications; *application != NULL;
	     application++)
		if (one->owner == *application)
			config_put_setting(pool, (*application)->name,
			    setting->key, one->value, &ignored);
}

static void
inherit_all(const struct config *config, struct config *pool, bool has_binds)
{
	const struct provenance_list *list = &config->provenance;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->items[i].source != CONFIG_DEFAULT)
			inherit(pool, &list->items[i], has_binds);
}

/* Does "/PREFIX=APP" belong to the pool NAME? */
static bool
is_of(const struct config *config, const char *text, const char *name)
{
	char *prefix = strndup(text, strcspn(text, "="));
	const bool is =
	    prefix != NULL && strcmp(config_pool_of(config, prefix), name) == 0;

	free(prefix);
	return is;
}

static void
add_mounts(const struct config *config, struct config_pool *pool)
{
	const struct config_key *key = config_find(config, "mount");
	const struct mount_setting *setting = config->mount_settings;
	struct config *own = pool->config;
	const struct provenance *one;
	struct gantry_error ignored;
	size_t position = 0, i;

	while (config->mount_texts.count > 0 &&
	    (one = provenance_next(&config->provenance, key, &position)) !=
		NULL) {
		config_at(own, one->source, one->place);
		if (is_of(config, one->value, pool->name))
			config_set(own, config_find(own, "mount"), one->value,
			    &ignored);
	}
	for (i = 0; i < config->mount_setting_count; i++, setting++) {
		config_at(own, setting->source, setting->place);
		if (setting->key != NULL && strcmp(setting->key, "pool") != 0 &&
		    strcmp(config_pool_of(config, setting->prefix),
			pool->name) == 0)
			config_put_mount_setting(own, setting, &ignored);
	}
}

/* Can only this machine tell whether KEY's value is right? */
static bool
depends_on_machine(
    const struct config_key *key, const struct gantry_error *error)
{
	return error->code != GANTRY_ERROR_INPUT || key->put == put_user ||
	    key->put == put_group || key->put == put_socket_user ||
	    key->put == put_socket_group;
}

static void
apply_settings(struct config *config, struct config_pool *pool)
{
	struct config *own = pool->config;
	const struct pool_setting *setting = pool->settings;
	const struct config_key *key;
	struct gantry_error error;
	size_t i;

	for (i = 0; i < pool->setting_count; i++, setting++) {
		config_at(own, CONFIG_POOL, setting->place);
		key = config_find(own, setting->key);
		if (config_set(own, key, setting->value, &error) == 0)
			continue;
		gantry_error_prefix(&error, "%s", setting->place);
		config_errors_add(depends_on_machine(key, &error)
			? &pool->faults
			: &config->errors,
		    &error);
	}
}

/* Applications that are mounted in several pools have names that differ. */
static int
name_mounts(const struct config *config, struct config *own)
{
	const struct mount *mount;
	struct mount *to;
	size_t i;

	for (mount = config->mounts;
	     mount < config->mounts + config->mount_count; mount++) {
		for (i = 0; i < own->mount_count; i++)
			if (strcmp(own->mounts[i].prefix, mount->prefix) == 0)
				break;
		if (i == own->mount_count || mount->name == NULL)
			continue;
		to = &own->mounts[i];
		free(own->mount_names[i]);
		own->mount_names[i] = strdup(mount->name);
		to->name = own->mount_names[i];
		if (to->name == NULL)
			return -1;
	}
	return 0;
}

static int
fill(
    struct config *config, struct config_pool *pool, struct gantry_error *error)
{
	struct config *own = pool->config;

	if (config_init(own, config->applications, error) == -1)
		return -1;
	own->modules = config->modules;
	inherit_all(config, own, pool->place == NULL);
	add_mounts(config, pool);
	apply_settings(config, pool);
	if (own->mount_texts.count == 0) {
		gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "[pool %s] has no mount; put 'pool = %s' into "
		    "[mount /PREFIX]",
		    pool->name, pool->name);
		config_at(config, CONFIG_FILE, pool->place);
		return config_add_error(config, error) == -1 ? 0 : 0;
	}
	if (config_finish(own, error) == -1 && own->errors.count == 0)
		return -1;
	return name_mounts(config, own) == 0 ? 0 : gantry_error_memory(error);
}

/* What is wrong with its mounts is a fault; the rest has been reported. */
static void
take_faults(struct config_pool *pool)
{
	const struct config_errors *errors = &pool->config->errors;
	size_t i;

	for (i = 0; i < errors->count; i++)
		config_errors_add(&pool->faults, &errors->items[i]);
}

/* Do two pools bind ADDRESS? */
static void
check_bind(struct config *config, size_t index, const char *address)
{
	const struct config_list *binds;
	struct gantry_error error;
	size_t i, j;

	for (i = 0; i < index; i++) {
		binds = &config->pools[i].config->binds;
		for (j = 0; j < binds->count; j++) {
			if (strcmp(binds->items[j], address) != 0)
				continue;
			gantry_error_set(&error, GANTRY_ERROR_INPUT,
			    "the pool %s binds %s, as the pool %s does; each "
			    "needs a socket of its own",
			    config->pools[index].name, address,
			    config->pools[i].name);
			config_at(
			    config, CONFIG_FILE, config->pools[index].place);
			config_add_error(config, &error);
		}
	}
}

static void
check_binds(struct config *config)
{
	const struct config_list *binds;
	size_t i, j;

	for (i = 1; i < config->pool_count; i++) {
		binds = &config->pools[i].config->binds;
		for (j = 0; j < binds->count; j++)
			check_bind(config, i, binds->items[j]);
	}
}

/* Without a mount nothing would be served on the sockets of [gantry]. */
static void
refuse_binds(struct config *config)
{
	const struct provenance *bind = provenance_last(
	    &config->provenance, config_find(config, "bind"), NULL);
	struct gantry_error error;

	if (bind == NULL)
		return;
	gantry_error_set(&error, GANTRY_ERROR_INPUT,
	    "bind: every mount belongs to a pool, so nothing would be served "
	    "on %s; move it into a [pool NAME]",
	    bind->value);
	config_at(config, bind->source, bind->place);
	config_add_error(config, &error);
}

/* Put the default pool first, if it has a mount. */
static int
add_default(struct config *config, struct gantry_error *error)
{
	const struct config_key *key = config_find(config, "mount");
	const struct provenance *one;
	struct config_pool added;
	size_t position = 0;

	while ((one = provenance_next(&config->provenance, key, &position)) !=
	    NULL)
		if (is_of(config, one->value, CONFIG_DEFAULT_POOL))
			break;
	if (one == NULL) {
		refuse_binds(config);
		return 0;
	}
	if (add_pool(config, CONFIG_DEFAULT_POOL, NULL, error) == -1)
		return -1;
	added = config->pools[config->pool_count - 1];
	memmove(config->pools + 1, config->pools,
	    (config->pool_count - 1) * sizeof(added));
	config->pools[0] = added;
	return 0;
}

int
config_resolve_pools(struct config *config, struct gantry_error *error)
{
	struct config_pool *pool;

	if (config->pool_count == 0)
		return 0;
	if (add_default(config, error) == -1)
		return -1;
	for (pool = config->pools; pool < config->pools + config->pool_count;
	     pool++) {
		pool->config = calloc(1, sizeof(*pool->config));
		if (pool->config == NULL)
			return gantry_error_memory(error);
		if (fill(config, pool, error) == -1)
			return -1;
		take_faults(pool);
	}
	check_binds(config);
	return 0;
}

static void
clear_pool(struct config_pool *pool)
{
	const struct pool_setting *setting;

	while (pool->setting_count > 0) {
		setting = &pool->settings[--pool->setting_count];
		free((char *)setting->key);
		free((char *)setting->value);
		free((char *)setting->place);
	}
	free(pool->settings);
	if (pool->config != NULL) {
		pool->config->modules = NULL; /* those of [gantry] */
		config_clear(pool->config);
	}
	free(pool->config);
	config_errors_clear(&pool->faults);
	free(pool->name);
	free(pool->place);
}

void
config_clear_pools(struct config *config)
{
	while (config->pool_count > 0)
		clear_pool(&config->pools[--config->pool_count]);
	free(config->pools);
	config->pools = NULL;
}

size_t
config_pool_count(const struct config *config)
{
	return config->pool_count > 0 ? config->pool_count : 1;
}

struct config *
config_pool_at(struct config *config, size_t index)
{
	return config->pool_count > 0 ? config->pools[index].config : config;
}

int
config_refuse_faults(struct config *config)
{
	const struct config_errors *faults;
	int result = 0;
	size_t i, j;

	for (i = 0; i < config->pool_count; i++) {
		faults = &config->pools[i].faults;
		for (j = 0; j < faults->count; j++)
			result = config_errors_add(
			    &config->errors, &faults->items[j]);
	}
	return result;
}

int
config_export(const struct config_list *environment)
{
	const char *equals;
	char *name;
	size_t i;
	int result = 0;

	for (i = 0; i < environment->count && result == 0; i++) {
		equals = strchr(environment->items[i], '=');
		name = strndup(environment->items[i],
		    (size_t)(equals - environment->items[i]));
		result = name != NULL ? setenv(name, equals + 1, 1) : -1;
		free(name);
	}
	return result;
}
