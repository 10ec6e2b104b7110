/*
 * From "/PREFIX=APP" to mounts with their settings.  A mount begins with what
 * is set for all mounts of its application; its own settings beat that,
 * whichever source they come from.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/suggestion.h"
#include "cmd/config/config.h"
#include "cmd/config/sandbox_settings.h"

/* A mount with a longer prefix is named by its number, so that names fit. */
#define NAMED_PREFIX_MAX 32

/* The prefix as people write it. */
static const char *
written(const struct mount *mount)
{
	return *mount->prefix != '\0' ? mount->prefix : "/";
}

/* The mount at PREFIX, "/" or longer, or NULL. */
static struct mount *
find_mount(const struct config *config, const char *prefix)
{
	size_t i;

	for (i = 0; i < config->mount_count; i++)
		if (strcmp(written(&config->mounts[i]), prefix) == 0)
			return &config->mounts[i];
	return NULL;
}

static int
check_prefix(const char *prefix, struct gantry_error *error)
{
	if (mount_prefix_is_valid(prefix))
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not a path to mount at; give / or /some/path", prefix);
}

/* Begin with what is added for all mounts of the application INDEX. */
static int
copy_rights(struct config *config, int index, struct gantry_error *error)
{
	const struct rights *from = &config->rights[index];
	struct rights *to = &config->mount_rights[config->mount_count];
	size_t i, j;

	for (i = 0; i < RIGHT_COUNT; i++)
		for (j = 0; j < from->counts[i]; j++)
			if (rights_add(to, (enum right)i, from->values[i][j],
				error) == -1)
				return -1;
	config->mounts[config->mount_count].rights = to;
	return 0;
}

/* [mount /PREFIX] pool = NAME */
static bool
is_pool_setting(const struct mount_setting *setting)
{
	return setting->application == NULL && setting->key != NULL &&
	    strcmp(setting->key, "pool") == 0;
}

/* Add the application INDEX at PREFIX, which becomes the mount's. */
static int
add_at(
    struct config *config, char *prefix, int index, struct gantry_error *error)
{
	struct mount *mount = &config->mounts[config->mount_count];

	if (check_prefix(prefix, error) == -1)
		return -1;
	if (find_mount(config, prefix) != NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "two applications are mounted at '%s'", prefix);
	if (copy_rights(config, index, error) == -1 ||
	    settings_copy(&config->mounted[config->mount_count],
		&config->settings[index]) == -1) {
		rights_clear(&config->mount_rights[config->mount_count]);
		settings_clear(&config->mounted[config->mount_count]);
		return gantry_error_memory(error);
	}
	if (strcmp(prefix, "/") == 0)
		prefix[0] = '\0';
	mount->prefix = prefix;
	mount->application = config->applications[index];
	mount->module = modules_find(config->modules, mount->application);
	mount->settings = &config->mounted[config->mount_count++];
	return 0;
}

static int
add_mount(struct config *config, const char *text, struct gantry_error *error)
{
	const char *equals = strchr(text, '=');
	char *prefix;
	int index;

	if (equals == NULL)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a mount; give /PREFIX=APP", text);
	index = config_find_application(config, equals + 1, error);
	if (index == -1)
		return -1;
	prefix = strndup(text, (size_t)(equals - text));
	if (prefix == NULL)
		return gantry_error_memory(error);
	if (add_at(config, prefix, index, error) == 0)
		return 0;
	free(prefix);
	return -1;
}

const struct mount_setting *
config_pool_setting(const struct config *config, const char *prefix)
{
	const struct mount_setting *settings = config->mount_settings;
	size_t i;

	for (i = config->mount_setting_count; i > 0; i--)
		if (is_pool_setting(&settings[i - 1]) &&
		    strcmp(settings[i - 1].prefix, prefix) == 0)
			return &settings[i - 1];
	return NULL;
}

const char *
config_pool_of(const struct config *config, const char *prefix)
{
	const struct mount_setting *setting =
	    config_pool_setting(config, prefix);

	return setting != NULL ? setting->value : CONFIG_DEFAULT_POOL;
}

/* Does "/PREFIX=APP" belong to a pool with a section? */
static bool
is_in_pool(const struct config *config, const char *text)
{
	const size_t length = strcspn(text, "=");
	char *prefix = strndup(text, length);
	const char *name;
	size_t i = 0;

	if (prefix == NULL)
		return false;
	name = config_pool_of(config, prefix);
	while (
	    i < config->pool_count && strcmp(config->pools[i].name, name) != 0)
		i++;
	free(prefix);
	return i < config->pool_count;
}

static void
add_mounts(struct config *config)
{
	const struct config_key *key = config_find(config, "mount");
	const struct provenance *provenance;
	struct gantry_error error;
	size_t i, position = 0;

	for (i = 0; i < config->mount_texts.count; i++) {
		provenance =
		    provenance_next(&config->provenance, key, &position);
		if (provenance == NULL)
			break; /* there was no memory to remember it */
		config_at(config, provenance->source, provenance->place);
		/* What a pool cannot mount is a fault of that pool. */
		if (add_mount(config, provenance->value, &error) == -1 &&
		    !is_in_pool(config, provenance->value))
			config_add_error(config, &error);
	}
}

static bool
is_compiled(const struct config *config, const char *name)
{
	size_t i;

	for (i = 0; i < config->application_count; i++)
		if (strcmp(config->applications[i]->name, name) == 0)
			return true;
	return false;
}

const char *
config_next_module(const struct config *config, size_t *position)
{
	const struct config_key *key = config_find(config, "mount");
	const struct provenance_list *list = &config->provenance;
	const char *equals;

	while (*position < list->count) {
		const struct provenance *one = &list->items[(*position)++];

		if (one->subject != key)
			continue;
		equals = strchr(one->value, '=');
		if (equals != NULL && modules_name_is_valid(equals + 1) &&
		    !is_compiled(config, equals + 1))
			return equals + 1;
	}
	return NULL;
}

/* Does any source, even one that another replaces, mount at PREFIX? */
static bool
was_mounted(const struct config *config, const char *prefix)
{
	const struct config_key *key = config_find(config, "mount");
	const struct provenance_list *list = &config->provenance;
	const size_t length = strlen(prefix);
	size_t i;

	for (i = 0; i < list->count; i++)
		if (list->items[i].subject == key &&
		    strncmp(list->items[i].value, prefix, length) == 0 &&
		    list->items[i].value[length] == '=')
			return true;
	return false;
}

static int
unknown_mount(
    const struct config *config, const char *prefix, struct gantry_error *error)
{
	struct suggestion suggestion = { .name = prefix };
	char mounts[256] = "";
	size_t i, length = 0;

	for (i = 0; i < config->mount_count; i++) {
		suggestion_offer(&suggestion, written(&config->mounts[i]));
		if (length < sizeof(mounts))
			length += (size_t)snprintf(mounts + length,
			    sizeof(mounts) - length, " %s",
			    written(&config->mounts[i]));
	}
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "no application is mounted at '%s'%s%s", prefix,
	    suggestion.best != NULL	  ? suggestion_hint(&suggestion)
		: config->mount_count > 0 ? "; the mounts are:"
					  : "",
	    suggestion.best != NULL ? "" : mounts);
}

/* Put SETTING, which has a key, to MOUNT. */
static int
put_setting(struct config *config, struct mount *mount,
    const struct mount_setting *setting, struct gantry_error *error)
{
	struct gantry_settings *settings =
	    &config->mounted[mount - config->mounts];
	const char *mounted = mount->application->name;
	struct provenance provenance = { .owner = mount };

	if (setting->application != NULL &&
	    strcmp(setting->application, mounted) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the application '%s' is mounted at '%s', not '%s'",
		    mounted, setting->prefix, setting->application);
	if (sandbox_setting_is(setting->key)) {
		if (sandbox_setting_put(
			&config->mount_rights[mount - config->mounts],
			setting->key, setting->value, error) == -1)
			return -1;
		provenance.subject = sandbox_setting_find(setting->key);
	} else {
		if (settings_put(
			settings, setting->key, setting->value, error) == -1)
			return -1;
		provenance.subject = settings_find(settings, setting->key);
	}
	return config_note(config, provenance, setting->value, error);
}

/*
 * A later source may replace the mounts that SETTING is about.  It is an error
 * only if its own mounts do not fit it.
 */
static int
apply_setting(struct config *config, const struct mount_setting *setting,
    struct gantry_error *error)
{
	struct mount *mount = find_mount(config, setting->prefix);

	if (is_pool_setting(setting) &&
	    !config_has_pool(config, setting->value, error))
		return -1;
	if (mount == NULL && was_mounted(config, setting->prefix))
		return 0;
	/* The line of the section has the error for all keys in it. */
	if (mount == NULL && setting->key != NULL &&
	    setting->application == NULL)
		return 0;
	if (mount == NULL)
		return unknown_mount(config, setting->prefix, error);
	if (setting->key == NULL || is_pool_setting(setting) ||
	    put_setting(config, mount, setting, error) == 0)
		return 0;
	return setting->source < config->mount_texts.source ? 0 : -1;
}

static void
apply_settings(struct config *config)
{
	const struct mount_setting *setting = config->mount_settings;
	struct gantry_error error;
	size_t i;

	for (i = 0; i < config->mount_setting_count; i++, setting++) {
		config_at(config, setting->source, setting->place);
		if (apply_setting(config, setting, &error) == -1)
			config_add_error(config, &error);
	}
}

/* Has MOUNT settings of its own? */
static bool
has_own(const struct config *config, const struct mount *mount)
{
	size_t i;

	for (i = 0; i < config->provenance.count; i++)
		if (config->provenance.items[i].owner == mount)
			return true;
	return false;
}

/* Is every other mount of the application in the pool of MOUNT? */
static bool
is_in_one_pool(const struct config *config, const struct mount *mount)
{
	const char *pool = config_pool_of(config, written(mount));
	const struct mount *other = config->mounts;

	for (; other < config->mounts + config->mount_count; other++)
		if (other->application == mount->application &&
		    strcmp(config_pool_of(config, written(other)), pool) != 0)
			return false;
	return true;
}

static bool
is_alone(const struct config *config, const struct mount *mount)
{
	size_t i;

	for (i = 0; i < config->mount_count; i++)
		if (&config->mounts[i] != mount &&
		    config->mounts[i].application == mount->application)
			return false;
	return true;
}

/* Tell mounts with settings of their own from others of the application. */
static int
name_mount(struct config *config, size_t index)
{
	struct mount *mount = &config->mounts[index];
	const char *application = mount->application->name;
	char **name = &config->mount_names[index];
	int length;

	if (is_alone(config, mount) ||
	    (!has_own(config, mount) && is_in_one_pool(config, mount)))
		return 0;
	if (strlen(mount->prefix) > NAMED_PREFIX_MAX)
		length = asprintf(name, "#%zu:%s", index + 1, application);
	else
		length = asprintf(name, "%s:%s", written(mount), application);
	if (length == -1) {
		*name = NULL;
		return -1;
	}
	mount->name = *name;
	return 0;
}

int
config_resolve_mounts(struct config *config, struct gantry_error *error)
{
	const size_t room = config->mount_texts.count + 1;
	size_t i;

	config->mounts = calloc(room, sizeof(*config->mounts));
	config->mounted = calloc(room, sizeof(*config->mounted));
	config->mount_rights = calloc(room, sizeof(*config->mount_rights));
	config->mount_names = calloc(room, sizeof(*config->mount_names));
	if (config->mounts == NULL || config->mounted == NULL ||
	    config->mount_rights == NULL || config->mount_names == NULL)
		return gantry_error_memory(error);
	add_mounts(config);
	apply_settings(config);
	for (i = 0; i < config->mount_count; i++)
		if (name_mount(config, i) == -1)
			return gantry_error_memory(error);
	return 0;
}

static void
clear_setting(struct mount_setting *setting)
{
	free((char *)setting->prefix);
	free((char *)setting->application);
	free((char *)setting->key);
	free((char *)setting->value);
	free((char *)setting->place);
}

void
config_clear_mounts(struct config *config)
{
	while (config->mount_setting_count > 0)
		clear_setting(
		    &config->mount_settings[--config->mount_setting_count]);
	free(config->mount_settings);
	while (config->mount_count > 0) {
		config->mount_count--;
		free((char *)config->mounts[config->mount_count].prefix);
		settings_clear(&config->mounted[config->mount_count]);
		rights_clear(&config->mount_rights[config->mount_count]);
		free(config->mount_names[config->mount_count]);
	}
	free(config->mounts);
	free(config->mounted);
	free(config->mount_rights);
	free(config->mount_names);
}

/* Copy TEXT, which may be NULL.  False: memory ran out. */
static bool
copy_text(const char **copy, const char *text)
{
	*copy = text != NULL ? strdup(text) : NULL;
	return (*copy == NULL) == (text == NULL);
}

static int
keep(struct config *config, const struct mount_setting *setting,
    struct gantry_error *error)
{
	struct mount_setting *items = realloc(config->mount_settings,
	    (config->mount_setting_count + 1) * sizeof(*items));
	struct mount_setting *copy;

	if (items == NULL)
		return gantry_error_memory(error);
	config->mount_settings = items;
	copy = &items[config->mount_setting_count];
	*copy = (struct mount_setting){ .source = config->source };
	if (!copy_text(&copy->prefix, setting->prefix) ||
	    !copy_text(&copy->application, setting->application) ||
	    !copy_text(&copy->key, setting->key) ||
	    !copy_text(&copy->value, setting->value) ||
	    !copy_text(&copy->place, config->place)) {
		clear_setting(copy);
		return gantry_error_memory(error);
	}
	config->mount_setting_count++;
	return 0;
}

int
config_put_mount_setting(struct config *config,
    const struct mount_setting *setting, struct gantry_error *error)
{
	if (check_prefix(setting->prefix, error) == -1)
		return -1;
	if (setting->application != NULL &&
	    config_find_application(config, setting->application, error) == -1)
		return -1;
	return keep(config, setting, error);
}
