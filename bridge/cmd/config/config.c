/*
 * The configuration: its defaults, and what is set from one source after the
 * other.  The keys are in keys.c, the mounts in mounts.c.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log/log.h"
#include "base/text/suggestion.h"
#include "cmd/config/config.h"
#include "cmd/config/sandbox_settings.h"

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
		return gantry_error_memory(error);
	}
	list->items[list->count++] = copy;
	return 0;
}

static int
put_defaults(struct config *config, struct gantry_error *error)
{
	const struct config_key *key;

	config_at(config, CONFIG_DEFAULT, "default");
	for (key = config->keys; key->name != NULL; key++)
		if (key->fallback != NULL &&
		    key->put(config, key, key->fallback, error) == -1)
			return gantry_error_prefix(error, "%s", key->name);
	return 0;
}

int
config_init(struct config *config,
    const struct gantry_application *const *applications,
    struct gantry_error *error)
{
	size_t i, count = 0;

	while (applications[count] != NULL)
		count++;
	*config = (struct config){
		.applications = applications,
		.application_count = count,
	};
	config->keys = config_keys_new(applications, error);
	if (config->keys == NULL)
		return -1;
	config->settings = calloc(count + 1, sizeof(*config->settings));
	config->rights = calloc(count + 1, sizeof(*config->rights));
	if (config->settings == NULL || config->rights == NULL)
		return gantry_error_memory(error);
	for (i = 0; i < count; i++) {
		if (settings_check_defaults(applications[i], error) == -1)
			return -1;
		if (settings_init(&config->settings[i], applications[i]) == -1)
			return gantry_error_memory(error);
	}
	return put_defaults(config, error);
}

int
config_restart(
    struct config *config, struct modules *modules, struct gantry_error *error)
{
	int result;

	config_clear(config);
	result = config_init(config, modules_applications(modules), error);
	config->modules = modules;
	return result;
}

void
config_clear(struct config *config)
{
	size_t i;

	config_clear_pools(config);
	config_clear_mounts(config);
	for (i = 0; config->settings != NULL && i < config->application_count;
	     i++)
		settings_clear(&config->settings[i]);
	free(config->settings);
	for (i = 0; config->rights != NULL && i < config->application_count;
	     i++)
		rights_clear(&config->rights[i]);
	free(config->rights);
	free(config->keys);
	free(config->modules_folder);
	modules_free(config->modules);
	free(config->spool_folder);
	free(config->capture);
	free(config->pid_file);
	free(config->file_handoff);
	free(config->error_log);
	free(config->access_log);
	free(config->slow_log);
	free(config->access_log_format);
	config_list_clear(&config->access_log_skip);
	free(config->control_socket);
	free(config->admin);
	free(config->statsd);
	free(config->statsd_prefix);
	config_list_clear(&config->files_read);
	config_list_clear(&config->binds);
	config_list_clear(&config->environment);
	config_list_clear(&config->mount_texts);
	address_list_clear(&config->trusted.proxies);
	provenance_clear(&config->provenance);
	config_errors_clear(&config->errors);
	peers_clear(&config->peers);
	privileges_clear(&config->privileges);
	*config = (struct config){ 0 };
}

int
config_find_application(
    const struct config *config, const char *name, struct gantry_error *error)
{
	struct suggestion suggestion = { .name = name };
	const struct gantry_error *fault = modules_fault(config->modules, name);
	char names[256] = "";
	size_t i, length = 0;

	for (i = 0; i < config->application_count; i++) {
		if (strcmp(config->applications[i]->name, name) == 0)
			return (int)i;
		suggestion_offer(&suggestion, config->applications[i]->name);
		if (length < sizeof(names))
			length += (size_t)snprintf(names + length,
			    sizeof(names) - length, " %s",
			    config->applications[i]->name);
	}
	if (fault != NULL && fault->code != GANTRY_ERROR_UNAVAILABLE)
		return gantry_error_set(error, fault->code, "%s", fault->text);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "unknown application '%s'%s%s%s%s", name,
	    suggestion.best != NULL ? suggestion_hint(&suggestion)
				    : "; the applications are:",
	    suggestion.best != NULL ? "" : names,
	    suggestion.best != NULL || fault == NULL ? "" : "; and ",
	    suggestion.best != NULL || fault == NULL ? "" : fault->text);
}

void
config_at(struct config *config, enum config_source source, const char *place)
{
	config->source = source;
	config->place = place;
}

int
config_add_error(struct config *config, struct gantry_error *error)
{
	gantry_error_prefix(error, "%s", config->place);
	return config_errors_add(&config->errors, error);
}

const struct config_key *
config_find(const struct config *config, const char *name)
{
	return config_key_find(config->keys, name);
}

int
config_note(struct config *config, struct provenance provenance,
    const char *value, struct gantry_error *error)
{
	provenance.source = config->source;
	provenance.place = (char *)config->place;
	provenance.value = (char *)value;
	if (provenance_add(&config->provenance, &provenance) == 0)
		return 0;
	return gantry_error_memory(error);
}

int
config_set(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	const struct provenance provenance = { .subject = key };

	if (key->put(config, key, value, error) == -1)
		return -1;
	return key->is_indirect ? 0
				: config_note(config, provenance, value, error);
}

int
config_put(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	if (config_set(config, key, value, error) == -1)
		return config_add_error(config, error);
	return 0;
}

/* What an application's setting KEY is set to. */
struct assignment {
	size_t application; /* its index */
	const char *key, *value;
	bool by_alias;
};

static int
assign(struct config *config, const struct assignment *assignment,
    struct gantry_error *error)
{
	struct gantry_settings *settings =
	    &config->settings[assignment->application];
	struct provenance provenance = {
		.subject = settings_find(settings, assignment->key),
		.owner = config->applications[assignment->application],
		.by_alias = assignment->by_alias,
	};

	if (sandbox_setting_is(assignment->key)) {
		if (sandbox_setting_put(
			&config->rights[assignment->application],
			assignment->key, assignment->value, error) == -1)
			return -1;
		provenance.subject = sandbox_setting_find(assignment->key);
	} else if (settings_put(settings, assignment->key, assignment->value,
		       error) == -1) {
		return -1;
	}
	return config_note(config, provenance, assignment->value, error);
}

int
config_put_setting(struct config *config, const char *application,
    const char *key, const char *value, struct gantry_error *error)
{
	struct assignment assignment = { .key = key, .value = value };
	int index = config_find_application(config, application, error);

	if (index == -1)
		return -1;
	assignment.application = (size_t)index;
	return assign(config, &assignment, error);
}

/* Did the source set KEY of the application INDEX by its own name? */
static bool
is_explicit(const struct config *config, size_t index, const char *key)
{
	const struct provenance *last = provenance_last(&config->provenance,
	    settings_find(&config->settings[index], key),
	    config->applications[index]);

	return last != NULL && last->source == config->source &&
	    !last->by_alias;
}

int
config_put_setting_alias(struct config *config, const char *key,
    const char *value, struct gantry_error *error)
{
	struct assignment one = { 0, key, value, true };
	bool is_found = false;

	for (; one.application < config->application_count; one.application++) {
		if (!settings_has(&config->settings[one.application], key))
			continue;
		is_found = true;
		if (!is_explicit(config, one.application, key) &&
		    assign(config, &one, error) == -1)
			return -1;
	}
	if (!is_found)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "no application of this program has a setting '%s'", key);
	return 0;
}

const char *
config_value(const struct config *config, const struct config_key *key)
{
	const struct provenance *provenance =
	    provenance_last(&config->provenance, key, NULL);

	if (provenance != NULL)
		return provenance->value;
	if (key->otherwise != NULL)
		return config_value(
		    config, config_find(config, key->otherwise));
	if (key->argument == NULL)
		return "no";
	return key->fallback;
}

/* Apply the defaults that are the values of other keys. */
static void
complete(struct config *config)
{
	const struct config_key *key;
	struct gantry_error error;

	config_at(config, CONFIG_DEFAULT, "default");
	for (key = config->keys; key->name != NULL; key++)
		if (key->otherwise != NULL &&
		    provenance_last(&config->provenance, key, NULL) == NULL &&
		    key->put(config, key, config_value(config, key), &error) ==
			-1)
			config_add_error(config, &error);
}

int
config_finish(struct config *config, struct gantry_error *error)
{
	size_t before = config->errors.count;
	char fallback[128];

	complete(config);
	if (peers_add_default(&config->peers, error) == -1)
		return -1;
	if (config->mount_texts.count == 0) {
		snprintf(fallback, sizeof(fallback), "/=%s",
		    config->applications[0]->name);
		if (config_put(config, config_find(config, "mount"), fallback,
			error) == -1)
			return -1;
	}
	if (config_resolve_mounts(config, error) == -1 ||
	    config_resolve_pools(config, error) == -1)
		return -1;
	return config_errors_since(&config->errors, before, error);
}

/* The name of what PROVENANCE set, if that is a secret; or NULL. */
static const char *
secret_name(const struct provenance *provenance)
{
	const struct gantry_setting *setting = provenance->subject;
	const struct config_key *key = provenance->subject;

	if (provenance->owner != NULL)
		return setting->secret ? setting->key : NULL;
	return key->secret ? key->name : NULL;
}

/* Did the command line set the same as item INDEX before? */
static bool
is_repeated(const struct provenance_list *list, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (list->items[i].subject == list->items[index].subject &&
		    list->items[i].source == CONFIG_COMMAND_LINE)
			return true;
	return false;
}

void
config_warn_of_secrets(const struct config *config)
{
	const struct provenance_list *list = &config->provenance;
	const char *name;
	size_t i;

	for (i = 0; i < list->count; i++) {
		if (list->items[i].source != CONFIG_COMMAND_LINE)
			continue;
		name = secret_name(&list->items[i]);
		if (name != NULL && !is_repeated(list, i))
			log_warning("'%s' is a secret, and other users of the "
				    "machine can read the command line; set "
				    "it in the configuration file, or in the "
				    "environment with GANTRY_SET",
			    name);
	}
}
