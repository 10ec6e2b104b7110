/*
 * Configuration from the environment: GANTRY_BIND_PUBLIC is the key
 * bind-public.
 */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text/suggestion.h"
#include "cmd/config/config.h"

#define PREFIX		"GANTRY_"
#define NAME_MAX_LENGTH 63

static void
variable_name(const char *key, char *name, size_t size)
{
	char *p;

	snprintf(name, size, PREFIX "%s", key);
	for (p = name; *p != '\0'; p++)
		*p = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
}

static int
put_words(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	char *copy = strdup(value), *word, *rest = NULL;

	if (copy == NULL)
		return gantry_error_memory(error);
	for (word = strtok_r(copy, " \t\n", &rest); word != NULL;
	     word = strtok_r(NULL, " \t\n", &rest))
		config_put(config, key, word, error);
	free(copy);
	return 0;
}

static bool
is_known(const struct config *config, const char *name)
{
	char known[NAME_MAX_LENGTH + 1];
	const struct config_key *key;

	if (strcmp(name, PREFIX "CONFIG") == 0)
		return true;
	for (key = config->keys; key->name != NULL; key++) {
		variable_name(key->name, known, sizeof(known));
		if (strcmp(known, name) == 0)
			return true;
	}
	return false;
}

/*
 * A NAME that is nearly the name of a key is an error.  Others belong to other
 * programs, such as an orchestrator's GANTRY_SERVICE_HOST.
 */
static void
check_name(struct config *config, const char *name)
{
	struct suggestion suggestion = { .name = name + strlen(PREFIX) };
	char found[NAME_MAX_LENGTH + 1];
	const struct config_key *key;
	struct gantry_error error;

	if (is_known(config, name))
		return;
	for (key = config->keys; key->name != NULL; key++)
		suggestion_offer(&suggestion, key->name);
	if (suggestion.best == NULL)
		return;
	variable_name(suggestion.best, found, sizeof(found));
	gantry_error_set(&error, GANTRY_ERROR_INPUT,
	    "unknown variable; did you mean %s?", found);
	config_at(config, CONFIG_ENVIRONMENT, name);
	config_add_error(config, &error);
}

static void
check_names(struct config *config)
{
	char name[NAME_MAX_LENGTH + 1];
	char **variable;
	size_t length;

	for (variable = environ; *variable != NULL; variable++) {
		length = strcspn(*variable, "=");
		if (strncmp(*variable, PREFIX, strlen(PREFIX)) != 0 ||
		    length > NAME_MAX_LENGTH)
			continue;
		memcpy(name, *variable, length);
		name[length] = '\0';
		check_name(config, name);
	}
}

int
config_read_environment(struct config *config, struct gantry_error *error)
{
	size_t before = config->errors.count;
	const struct config_key *key;
	char name[NAME_MAX_LENGTH + 1];
	const char *value;

	for (key = config->keys; key->name != NULL; key++) {
		variable_name(key->name, name, sizeof(name));
		value = getenv(name);
		if (value == NULL || *value == '\0')
			continue;
		config_at(config, CONFIG_ENVIRONMENT, name);
		if (!key->is_list)
			config_put(config, key, value, error);
		else if (put_words(config, key, value, error) == -1)
			return -1;
	}
	check_names(config);
	return config_errors_since(&config->errors, before, error);
}
