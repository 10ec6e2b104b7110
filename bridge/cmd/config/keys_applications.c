/*
 * The keys that change applications' settings.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/config/keys_applications.h"

/* Every application that has a setting "cache" gets it. */
int
put_cache(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	bool taken = false;
	size_t i;

	(void)key;
	(void)source;
	for (i = 0; i < config->application_count; i++) {
		if (!settings_has(&config->settings[i], "cache"))
			continue;
		if (config_put_setting(config, config->applications[i]->name,
			"cache", value, error) == -1)
			return -1;
		taken = true;
	}
	return taken ? 0
		     : gantry_error_set(error, GANTRY_ERROR_INPUT,
			   "no application here has a cache");
}

int
put_set(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	const char *equals = strchr(value, '=');
	const char *dot = strchr(value, '.');
	char *application, *name;
	int result;

	(void)key;
	(void)source;
	if (equals == NULL || dot == NULL || dot > equals)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no setting; give APP.KEY=VALUE", value);
	application = strndup(value, (size_t)(dot - value));
	name = strndup(dot + 1, (size_t)(equals - dot - 1));
	if (application == NULL || name == NULL)
		result = gantry_error_memory(error);
	else
		result = config_put_setting(
		    config, application, name, equals + 1, error);
	free(application);
	free(name);
	return result;
}
