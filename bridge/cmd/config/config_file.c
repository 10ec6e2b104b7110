/*
 * Configuration from the INI file.
 */
#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/suggestion.h"
#include "cmd/config/config.h"

#define BLANKS " \t\r\n\v\f"

struct reading {
	struct config *config;
	const char *path;
	FILE *file;
	char *line; /* as it was read last, and its room */
	size_t room;
	int number; /* of it */
	int failure; /* errno, once reading failed */
	bool is_pair; /* it has to be KEY = VALUE, which inih did not say yet */
	bool is_unknown; /* nothing has this section */
	char place[4096 + 16]; /* PATH:NUMBER */
};

static int refuse(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* A mistake in the line that was read last.  Returns 0. */
static int
refuse(struct reading *reading, const char *format, ...)
{
	struct gantry_error error = { .code = GANTRY_ERROR_INPUT };
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(error.text, sizeof(error.text), format, arguments);
	va_end(arguments);
	config_at(reading->config, CONFIG_FILE, reading->place);
	config_add_error(reading->config, &error);
	return 0;
}

/* What is in brackets, cut out of LINE; NULL when there is more or less. */
static char *
section_name(char *line)
{
	char *end = strchr(line, ']'), *rest;

	if (end == NULL)
		return NULL;
	rest = end + 1 + strspn(end + 1, BLANKS);
	if (*rest != '\0' && *rest != ';' && *rest != '#')
		return NULL;
	*end = '\0';
	return line + 1;
}

/* Is the section known?  inih tells of no section but with its keys. */
static void
begin_section(struct reading *reading, const char *line)
{
	const struct config *config = reading->config;
	struct suggestion suggestion = { 0 };
	char *copy = strdup(line);
	size_t i;

	if (copy != NULL)
		suggestion.name = section_name(copy);
	reading->is_unknown =
	    suggestion.name == NULL || strcmp(suggestion.name, "gantry") != 0;
	if (suggestion.name == NULL) {
		refuse(reading, "neither [SECTION] nor KEY = VALUE");
		goto out;
	}
	suggestion_offer(&suggestion, "gantry");
	for (i = 0; i < config->application_count; i++) {
		suggestion_offer(&suggestion, config->applications[i]->name);
		if (strcmp(config->applications[i]->name, suggestion.name) == 0)
			reading->is_unknown = false;
	}
	if (reading->is_unknown)
		refuse(reading, "unknown section [%s]: no such application%s",
		    suggestion.name, suggestion_hint(&suggestion));
out:
	free(copy);
}

/*
 * Look at what inih would pass over in silence, cut or join.  Returns what of
 * the line, of LENGTH bytes, it gets to see: MOST bytes.
 */
static const char *
inspect_line(struct reading *reading, size_t length, size_t most)
{
	char *line = reading->line;

	if (strlen(line) != length) {
		refuse(reading, "there is a NUL byte in this line");
		return "";
	}
	if (reading->number == 1 && strncmp(line, "\xef\xbb\xbf", 3) == 0)
		line += 3; /* a byte order mark */
	/* An indented line would be more of the value before it. */
	line += strspn(line, BLANKS);
	if (*line == '\0' || *line == ';' || *line == '#')
		return "";
	length = strlen(line);
	while (strchr(BLANKS, line[length - 1]) != NULL)
		line[--length] = '\0';
	if (length > most) {
		refuse(reading, "this line is longer than %zu bytes", most);
		return "";
	}
	if (*line == '[')
		begin_section(reading, line);
	else
		reading->is_pair = true;
	return line;
}

/* Was the last line, with a key, none that inih could read? */
static void
finish_line(struct reading *reading)
{
	if (reading->is_pair)
		refuse(reading, "neither [SECTION] nor KEY = VALUE");
	reading->is_pair = false;
}

/* inih's reader: a line into BUFFER, of SIZE bytes. */
static char *
read_line(char *buffer, int size, void *argument)
{
	struct reading *reading = argument;
	ssize_t length;

	finish_line(reading);
	errno = 0;
	length = getline(&reading->line, &reading->room, reading->file);
	if (length == -1) {
		reading->failure = feof(reading->file) ? 0 : errno;
		return NULL;
	}
	reading->number++;
	snprintf(reading->place, sizeof(reading->place), "%s:%d", reading->path,
	    reading->number);
	snprintf(buffer, (size_t)size, "%s",
	    inspect_line(reading, (size_t)length, (size_t)size - 1));
	return buffer;
}

/* There is no key NAME in [gantry]. */
static int
refuse_key(struct reading *reading, const char *name)
{
	const struct config *config = reading->config;
	struct suggestion suggestion = { .name = name };
	const struct config_key *key;
	size_t i;

	for (i = 0; i < config->application_count; i++)
		if (settings_has(&config->settings[i], name))
			return refuse(reading,
			    "unknown key '%s' in [gantry]; it is a setting: "
			    "put it into [%s]",
			    name, config->applications[i]->name);
	for (key = config->keys; key->name != NULL; key++)
		suggestion_offer(&suggestion, key->name);
	return refuse(reading, "unknown key '%s' in [gantry]%s", name,
	    suggestion_hint(&suggestion));
}

/* inih calls this for each KEY = VALUE; 0 tells it that the line is bad. */
static int
take_pair(
    void *argument, const char *section, const char *name, const char *value)
{
	struct reading *reading = argument;
	struct config *config = reading->config;
	const struct config_key *key = config_find(config, name);
	struct gantry_error error;

	reading->is_pair = false;
	if (reading->is_unknown)
		return 0;
	if (*section == '\0')
		return refuse(reading,
		    "'%s' is in no section; begin with [gantry]", name);
	config_at(config, CONFIG_FILE, reading->place);
	if (strcmp(section, "gantry") == 0) {
		if (key == NULL)
			return refuse_key(reading, name);
		return config_put(config, key, value, &error) == 0;
	}
	if (config_put_setting(config, section, name, value, &error) == 0)
		return 1;
	config_add_error(config, &error);
	return 0;
}

int
config_read_file(
    struct config *config, const char *path, struct gantry_error *error)
{
	struct reading reading = { .config = config, .path = path };
	size_t before = config->errors.count;

	config_at(config, CONFIG_FILE, path);
	reading.file = fopen(path, "r");
	if (reading.file == NULL) {
		gantry_error_system(error, "cannot read this file");
		return config_add_error(config, error);
	}
	ini_parse_stream(read_line, &reading, take_pair, &reading);
	if (reading.failure != 0) {
		errno = reading.failure;
		gantry_error_system(error, "cannot read this file");
		config_at(config, CONFIG_FILE, path);
		config_add_error(config, error);
	}
	fclose(reading.file);
	free(reading.line);
	return config_errors_since(&config->errors, before, error);
}
