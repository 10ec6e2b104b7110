/*
 * Configuration from the environment: GANTRY_BIND_PUBLIC is the key
 * bind-public.  CGI programs do this for each request, and there are many keys,
 * so variables are compared with keys in place.
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

static char
upper(char letter)
{
	return letter == '-' ? '_' : (char)toupper((unsigned char)letter);
}

static void
variable_name(const char *key, char *name, size_t size)
{
	char *p;

	snprintf(name, size, PREFIX "%s", key);
	for (p = name; *p != '\0'; p++)
		*p = upper(*p);
}

/* Is VARIABLE, "GANTRY_NAME" or "GANTRY_NAME=VALUE", the one of KEY? */
static bool
is_variable_of(const char *variable, const char *key)
{
	variable += strlen(PREFIX);
	while (*key != '\0' && *variable == upper(*key)) {
		variable++;
		key++;
	}
	return *key == '\0' && (*variable == '=' || *variable == '\0');
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
	const struct config_key *key;

	if (strcmp(name, PREFIX "CONFIG") == 0)
		return true;
	for (key = config->keys; key->name != NULL; key++)
		if (is_variable_of(name, key->name))
			return true;
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

static bool
is_own(const char *variable)
{
	return strncmp(variable, PREFIX, strlen(PREFIX)) == 0;
}

/* Returns the variables that are gantry's, ended by NULL, or NULL. */
static char **
find_own(void)
{
	char **variable, **own, **to;
	size_t count = 0;

	for (variable = environ; *variable != NULL; variable++)
		count += is_own(*variable);
	own = to = calloc(count + 1, sizeof(*own));
	if (own == NULL)
		return NULL;
	for (variable = environ; *variable != NULL; variable++)
		if (is_own(*variable))
			*to++ = *variable;
	return own;
}

static void
check_names(struct config *config, char *const *own)
{
	char name[NAME_MAX_LENGTH + 1];
	size_t length;

	for (; *own != NULL; own++) {
		length = strcspn(*own, "=");
		if (length > NAME_MAX_LENGTH)
			continue;
		memcpy(name, *own, length);
		name[length] = '\0';
		check_name(config, name);
	}
}

/* The value of KEY in OWN, not empty, or NULL.  The first variable counts. */
static const char *
find_value(char *const *own, const struct config_key *key)
{
	const char *value;

	while (*own != NULL && !is_variable_of(*own, key->name))
		own++;
	value = *own != NULL ? strchr(*own, '=') : NULL;
	return value != NULL && value[1] != '\0' ? value + 1 : NULL;
}

int
config_read_environment(struct config *config, struct gantry_error *error)
{
	size_t before = config->errors.count;
	const struct config_key *key;
	char name[NAME_MAX_LENGTH + 1];
	char **own = find_own();
	const char *value;
	int result = 0;

	if (own == NULL)
		return gantry_error_memory(error);
	for (key = config->keys; key->name != NULL && result == 0; key++) {
		value = find_value(own, key);
		if (value == NULL)
			continue;
		variable_name(key->name, name, sizeof(name));
		config_at(config, CONFIG_ENVIRONMENT, name);
		if (!key->is_list)
			config_put(config, key, value, error);
		else
			result = put_words(config, key, value, error);
	}
	if (result == 0)
		check_names(config, own);
	free(own);
	return result == 0 ? config_errors_since(&config->errors, before, error)
			   : -1;
}
