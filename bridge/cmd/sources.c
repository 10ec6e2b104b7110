/*
 * Configuration from the environment and from the INI file.
 */
#include <ctype.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmd/config.h"

/* GANTRY_BIND_PUBLIC for "bind-public". */
static void
variable_name(const struct config_key *key, char *name, size_t size)
{
	char *p;

	snprintf(name, size, "GANTRY_%s", key->name);
	for (p = name; *p != '\0'; p++)
		*p = *p == '-' ? '_' : (char)toupper((unsigned char)*p);
}

static int
put_words(struct config *config, const struct config_key *key,
    const char *value, struct gantry_error *error)
{
	char *copy = strdup(value), *word, *rest = NULL;
	int result = 0;

	if (copy == NULL)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	for (word = strtok_r(copy, " \t\n", &rest); word != NULL && result == 0;
	     word = strtok_r(NULL, " \t\n", &rest))
		result = key->put(config, key, CONFIG_ENVIRONMENT, word, error);
	free(copy);
	return result;
}

int
config_read_environment(struct config *config, struct gantry_error *error)
{
	const struct config_key *key;
	char name[64];
	const char *value;
	int result = 0;

	for (key = config_keys; key->name != NULL && result == 0; key++) {
		variable_name(key, name, sizeof(name));
		value = getenv(name);
		if (value == NULL || *value == '\0')
			continue;
		result = key->is_list
		    ? put_words(config, key, value, error)
		    : key->put(config, key, CONFIG_ENVIRONMENT, value, error);
		if (result == -1)
			gantry_error_prefix(error, "%s", name);
	}
	return result;
}

struct reading {
	struct config *config;
	struct gantry_error *error;
	FILE *file;
	int line; /* read last */
	int failed; /* the line that was refused first; 0: none */
};

/* inih's reader: fgets that counts. */
static char *
read_line(char *line, int size, void *argument)
{
	struct reading *reading = argument;

	reading->line++;
	return fgets(line, size, reading->file);
}

/* inih calls this for each KEY = VALUE; 0 tells it that the line is bad. */
static int
take_line(
    void *argument, const char *section, const char *name, const char *value)
{
	struct reading *reading = argument;
	const struct config_key *key = config_find(name);
	int result;

	if (reading->failed != 0)
		return 0;
	if (*section == '\0')
		result = gantry_error_set(reading->error, GANTRY_ERROR_INPUT,
		    "'%s' is in no section; begin with [gantry]", name);
	else if (strcmp(section, "gantry") != 0)
		result = config_put_setting(
		    reading->config, section, name, value, reading->error);
	else if (key == NULL)
		result = gantry_error_set(reading->error, GANTRY_ERROR_INPUT,
		    "there is no key '%s' in [gantry]", name);
	else
		result = key->put(
		    reading->config, key, CONFIG_FILE, value, reading->error);
	if (result == -1)
		reading->failed = reading->line;
	return result == 0;
}

int
config_read_file(
    struct config *config, const char *path, struct gantry_error *error)
{
	struct reading reading = { config, error, fopen(path, "r"), 0, 0 };
	bool unread;
	int line;

	if (reading.file == NULL)
		return gantry_error_system(error, "cannot read %s", path);
	line = ini_parse_stream(read_line, &reading, take_line, &reading);
	unread = ferror(reading.file);
	fclose(reading.file);
	if (unread)
		return gantry_error_set(
		    error, GANTRY_ERROR_SYSTEM, "cannot read %s", path);
	if (line == -2)
		return gantry_error_set(
		    error, GANTRY_ERROR_MEMORY, "out of memory");
	if (line > 0 && line != reading.failed)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "%s:%d: neither [SECTION] nor KEY = VALUE", path, line);
	if (line > 0)
		return gantry_error_prefix(error, "%s:%d", path, line);
	return 0;
}
