/*
 * What operators add to the rights of applications.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/text/suggestion.h"
#include "cmd/config/sandbox_settings.h"
#include "serve/sandbox/endpoint.h"

#define PREFIX "sandbox."

const struct gantry_setting sandbox_settings[] = {
	{ .key = PREFIX "reads",
	    .help = "a file or folder that the application may also read" },
	{ .key = PREFIX "writes",
	    .help = "a folder that the application may also write in" },
	{ .key = PREFIX "connects",
	    .help = "an address that it may also connect to: HOST:PORT, "
		    "unix:/PATH" },
	{ .key = PREFIX "runs",
	    .help = "a program that the application may also run" },
	{ .key = NULL },
};

/* In the same order. */
static const enum right rights_of[] = { RIGHT_READS, RIGHT_WRITES,
	RIGHT_CONNECTS, RIGHT_RUNS };

bool
sandbox_setting_is(const char *key)
{
	return strncmp(key, PREFIX, strlen(PREFIX)) == 0;
}

bool
sandbox_setting_holds(const void *subject)
{
	const struct gantry_setting *setting = sandbox_settings;

	while (setting->key != NULL && setting != subject)
		setting++;
	return setting->key != NULL;
}

const struct gantry_setting *
sandbox_setting_find(const char *key)
{
	const struct gantry_setting *setting;

	for (setting = sandbox_settings; setting->key != NULL; setting++)
		if (strcmp(setting->key, key) == 0)
			return setting;
	return NULL;
}

static int
unknown_setting(const char *key, struct gantry_error *error)
{
	struct suggestion suggestion = { .name = key };
	const struct gantry_setting *setting;

	for (setting = sandbox_settings; setting->key != NULL; setting++)
		suggestion_offer(&suggestion, setting->key);
	return gantry_error_set(error, GANTRY_ERROR_INPUT, "no setting '%s'%s",
	    key, suggestion_hint(&suggestion));
}

/* Workers have no other folder than the master, but a path in a file has. */
static int
check_path(const char *key, const char *path, struct gantry_error *error)
{
	if (*path != '/')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: '%s' is not an absolute path", key, path);
	if (access(path, F_OK) == -1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s: '%s': %s; it must exist when workers start", key, path,
		    strerror(errno));
	return 0;
}

int
sandbox_setting_put(struct rights *rights, const char *key, const char *value,
    struct gantry_error *error)
{
	const struct gantry_setting *setting = sandbox_setting_find(key);
	struct endpoint endpoint;
	enum right right;

	if (setting == NULL)
		return unknown_setting(key, error);
	right = rights_of[setting - sandbox_settings];
	if (right == RIGHT_CONNECTS) {
		if (endpoint_parse(&endpoint, value, error) == -1)
			return gantry_error_prefix(error, "%s", key);
	} else if (check_path(key, value, error) == -1) {
		return -1;
	}
	return rights_add(rights, right, value, error);
}
