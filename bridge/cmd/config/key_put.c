/*
 * From a key's value, as it is written, to what it changes.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text/header.h"
#include "cmd/config/key_put.h"
#include "gate/setting_value.h"
#include "serve/admin/statsd.h"
#include "serve/observe/log_format.h"

#define SECONDS_MAX	3600
#define SOCKET_PATH_MAX 107 /* of struct sockaddr_un */

/* What KEY changes. */
static void *
field_of(struct config *config, const struct config_key *key)
{
	return (char *)config + key->offset;
}

/* Keep a copy of TEXT. */
static int
put_copy(struct config *config, const struct config_key *key, const char *text,
    struct gantry_error *error)
{
	char **field = field_of(config, key), *copy = strdup(text);

	if (copy == NULL)
		return gantry_error_memory(error);
	free(*field);
	*field = copy;
	return 0;
}

int
put_text(struct config *config, const struct config_key *key, const char *text,
    struct gantry_error *error)
{
	return put_copy(config, key, text, error);
}

/* A list comes from one source: a later source starts it again. */
int
put_item(struct config *config, const struct config_key *key, const char *item,
    struct gantry_error *error)
{
	struct config_list *list = field_of(config, key);

	if (config->source != list->source)
		config_list_clear(list);
	list->source = config->source;
	return config_list_add(list, item, error);
}

/* A number from 1 to KEY->most. */
int
put_count(struct config *config, const struct config_key *key, const char *text,
    struct gantry_error *error)
{
	unsigned *field = field_of(config, key);
	int64_t value;

	if (!value_read_integer(text, &value) || value < 1 || value > key->most)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a number from 1 to %lld", text,
		    (long long)key->most);
	*field = (unsigned)value;
	return 0;
}

int
put_statsd(struct config *config, const struct config_key *key,
    const char *text, struct gantry_error *error)
{
	if (statsd_check_address(text, error) == -1)
		return -1;
	return put_text(config, key, text, error);
}

/* As put_count, or "auto". */
int
put_workers(struct config *config, const struct config_key *key,
    const char *text, struct gantry_error *error)
{
	config->workers_auto = strcmp(text, "auto") == 0;
	if (config->workers_auto) {
		config->workers = 1;
		return 0;
	}
	if (put_count(config, key, text, error) == 0)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not a number from 1 to %lld, or auto", text,
	    (long long)key->most);
}

/* Bytes from 1 to KEY->most. */
int
put_size(struct config *config, const struct config_key *key, const char *text,
    struct gantry_error *error)
{
	int64_t *field = field_of(config, key);
	char most[VALUE_SIZE] = "";
	int64_t value;

	if (value_read_size(text, &value) && value >= 1 && value <= key->most) {
		*field = value;
		return 0;
	}
	if (key->most != INT64_MAX)
		value_write_size(most, key->most);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not a size from 1%s%s; give bytes, or 64K, 10M or 1G",
	    text, *most != '\0' ? " to " : "", most);
}

/* Seconds, fractions too, kept as milliseconds. */
int
put_seconds(struct config *config, const struct config_key *key,
    const char *text, struct gantry_error *error)
{
	int *field = field_of(config, key);
	double value;
	char *end;

	value = strtod(text, &end);
	if (!isdigit((unsigned char)*text) || *end != '\0' ||
	    !(value >= 0.001) || value > SECONDS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a number of seconds from 0.001 to %d", text,
		    SECONDS_MAX);
	*field = (int)(value * 1000 + 0.5);
	return 0;
}

int
put_switch(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	bool *field = field_of(config, key), is_on;

	if (!value_read_boolean(value, &is_on))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is neither yes nor no", value);
	*field = is_on;
	return 0;
}

/* Enums are kept as unsigned numbers by all compilers that build this. */
int
put_choice(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	unsigned *field = field_of(config, key), i;
	char choices[96];

	for (i = 0; key->choices[i] != NULL; i++) {
		if (strcmp(key->choices[i], value) == 0) {
			*field = i;
			return 0;
		}
	}
	value_write_choices(choices, sizeof(choices), key->choices);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not a value of %s; give %s", value, key->name, choices);
}

int
put_transport(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	(void)key;
	return transport_find(&config->transport, value, error);
}

int
put_socket(struct config *config, const struct config_key *key,
    const char *path, struct gantry_error *error)
{
	if (*path == '\0' || strlen(path) > SOCKET_PATH_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "the path of a unix socket must have 1 to %d bytes: '%s'",
		    SOCKET_PATH_MAX, path);
	return put_copy(config, key, path, error);
}

int
put_log(struct config *config, const struct config_key *key, const char *target,
    struct gantry_error *error)
{
	if (log_target_check(target, error) == -1)
		return -1;
	return put_copy(config, key, target, error);
}

int
put_log_format(struct config *config, const struct config_key *key,
    const char *text, struct gantry_error *error)
{
	struct log_format format;

	if (log_format_compile(&format, text, error) == -1)
		return -1;
	log_format_clear(&format);
	return put_copy(config, key, text, error);
}

int
put_path(struct config *config, const struct config_key *key, const char *path,
    struct gantry_error *error)
{
	if (*path != '/')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a path: it must begin with a slash", path);
	return put_item(config, key, path, error);
}

int
put_folder(struct config *config, const struct config_key *key,
    const char *path, struct gantry_error *error)
{
	/* The default must exist only if it is used. */
	if (config->source != CONFIG_DEFAULT && access(path, W_OK | X_OK) == -1)
		return gantry_error_system(
		    error, "cannot write files in the folder '%s'", path);
	return put_copy(config, key, path, error);
}

/* "FOLDER=/PREFIX"; a folder with an equals sign in its name cannot be told. */
static bool
is_mapping(const char *text)
{
	const char *equals = strchr(text, '=');

	return *text == '/' && equals != NULL && equals[1] == '/' &&
	    header_value_is_valid(text);
}

int
put_file_handoff(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	static const char accel[] = "x-accel-redirect:";

	if (strcmp(value, "none") == 0 || strcmp(value, "x-sendfile") == 0)
		return put_copy(config, key, value, error);
	if (strncmp(value, accel, strlen(accel)) != 0)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a way to hand off files; give none, "
		    "x-sendfile or x-accel-redirect:FOLDER=/PREFIX",
		    value);
	if (!is_mapping(value + strlen(accel)))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' does not say where nginx has the files; for a "
		    "location /internal/ with the alias /srv/files/ give "
		    "x-accel-redirect:/srv/files=/internal",
		    value);
	return put_copy(config, key, value, error);
}

/* A list that admits nobody is probably an error. */
int
put_allow_peers(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	struct address_list *list = &config->peers.addresses;

	(void)key;
	if (config->source != config->addresses_source)
		address_list_clear(list);
	config->addresses_source = config->source;
	if (address_list_add(list, value, error) == -1)
		return -1;
	if (list->count == 0 && !list->has_unix)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' has no address; leave it out to admit all peers",
		    value);
	return 0;
}

int
put_allow_users(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	(void)key;
	if (config->source != config->users_source)
		peers_clear_users(&config->peers);
	config->users_source = config->source;
	return peers_add_users(&config->peers, value, error);
}

/* Is it NAME=VALUE, and is NAME not one that gantry itself reads? */
static bool
is_assignment(const char *text)
{
	static const char *const own[] = { "GANTRY_", "LISTEN_", "NOTIFY_",
		"WATCHDOG_" };
	size_t length = strcspn(text, "="), i;

	if (length == 0 || text[length] == '\0' ||
	    isdigit((unsigned char)*text))
		return false;
	for (i = 0; i < length; i++)
		if (!isalnum((unsigned char)text[i]) && text[i] != '_')
			return false;
	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		if (strncmp(text, own[i], strlen(own[i])) == 0)
			return false;
	return true;
}

int
put_environment(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	if (is_assignment(value))
		return put_item(config, key, value, error);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not an environment variable for applications; give "
	    "NAME=VALUE, and no NAME that begins with GANTRY_, LISTEN_, "
	    "NOTIFY_ or WATCHDOG_",
	    value);
}

int
put_trusted_proxies(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	(void)key;
	if (config->source != config->trusted_source)
		address_list_clear(&config->trusted.proxies);
	config->trusted_source = config->source;
	return address_list_add(&config->trusted.proxies, value, error);
}

int
put_user(struct config *config, const struct config_key *key, const char *value,
    struct gantry_error *error)
{
	(void)key;
	config->privileges.has_user = true;
	if (privileges_find_user(value, &config->privileges.user, error) == 0)
		return 0;
	config->privileges_unknown = true;
	return -1;
}

int
put_group(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	(void)key;
	config->privileges.has_group = true;
	if (privileges_find_group(value, &config->privileges.group, error) == 0)
		return 0;
	config->privileges_unknown = true;
	return -1;
}

int
put_socket_user(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	(void)key;
	config->listen.has_user = true;
	return privileges_find_user(value, &config->listen.user, error);
}

int
put_socket_group(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	(void)key;
	config->listen.has_group = true;
	return privileges_find_group(value, &config->listen.group, error);
}

int
put_socket_mode(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	size_t length = strlen(value);

	(void)key;
	config->listen.mode = (mode_t)strtoul(value, NULL, 8);
	if (length >= 3 && length <= 4 && strspn(value, "01234567") == length &&
	    config->listen.mode > 0 && config->listen.mode <= 0777)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is not the mode of a socket; give octal digits such as 0660",
	    value);
}

int
put_alias(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	if (key->option != NULL)
		return config_set(
		    config, config_find(config, key->option), value, error);
	return config_put_setting_alias(config, key->setting, value, error);
}

/* The parts of the value of --set. */
struct set_parts {
	char *prefix; /* NULL: for all mounts */
	char *application;
	char *key;
	const char *value;
};

/* Split "APP.KEY=VALUE" or "/PREFIX:APP.KEY=VALUE". */
static int
split_set(struct set_parts *parts, const char *text, struct gantry_error *error)
{
	const char *equals = strchr(text, '='), *colon = NULL, *dot;
	const char *application = text;

	*parts = (struct set_parts){ 0 };
	if (*text == '/' && equals != NULL)
		colon = memrchr(text, ':', (size_t)(equals - text));
	if (colon != NULL)
		application = colon + 1;
	dot = strchr(application, '.');
	if (equals == NULL || dot == NULL || dot > equals ||
	    (*text == '/' && colon == NULL))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a setting; give APP.KEY=VALUE, or "
		    "/PREFIX:APP.KEY=VALUE for one mount",
		    text);
	if (colon != NULL)
		parts->prefix = strndup(text, (size_t)(colon - text));
	parts->application = strndup(application, (size_t)(dot - application));
	parts->key = strndup(dot + 1, (size_t)(equals - dot - 1));
	parts->value = equals + 1;
	if ((colon != NULL && parts->prefix == NULL) ||
	    parts->application == NULL || parts->key == NULL)
		return gantry_error_memory(error);
	return 0;
}

static int
put_parts(struct config *config, const struct set_parts *parts,
    struct gantry_error *error)
{
	const struct mount_setting setting = {
		.prefix = parts->prefix,
		.application = parts->application,
		.key = parts->key,
		.value = parts->value,
	};

	if (parts->prefix != NULL)
		return config_put_mount_setting(config, &setting, error);
	return config_put_setting(
	    config, parts->application, parts->key, parts->value, error);
}

int
put_set(struct config *config, const struct config_key *key, const char *value,
    struct gantry_error *error)
{
	struct set_parts parts;
	int result;

	(void)key;
	result = split_set(&parts, value, error);
	if (result == 0)
		result = put_parts(config, &parts, error);
	free(parts.prefix);
	free(parts.application);
	free(parts.key);
	return result;
}
