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
#include "cmd/config/include.h"

/* The longest line, in bytes. */
#define LONGEST_LINE (1024 * 1024)

#define INCLUDE	    "include" /* a key, in [gantry] and before any section */
#define BLANKS	    " \t\r\n\v\f"
#define MOUNT	    "mount" /* the first word of a mount's section */
#define APPLICATION "application" /* a key of such a section */
#define POOL	    "pool" /* the first word of a pool's section */

struct reading {
	struct config *config;
	struct include_file source; /* its line is that in LINE */
	FILE *file;
	char *line; /* as it was read last, and its room */
	size_t room;
	int failure; /* errno, after reading failed */
	bool is_pair; /* inih has yet to say that it is KEY = VALUE */
	char *section; /* its name; NULL: none yet */
	const char *prefix; /* of the mount, in a section [mount /PREFIX] */
	const char *pool; /* its name, in a section [pool NAME] */
	bool is_unknown; /* its keys are passed over */
	char place[4096 + 16]; /* PATH:NUMBER */
};

static void read_one(
    struct config *config, const char *path, const struct include_file *parent);

static int add_error(struct reading *reading, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* An error in the line that was read last.  Returns 0. */
static int
add_error(struct reading *reading, const char *format, ...)
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

/* A copy of the text in brackets; NULL: LINE is not [SECTION]. */
static char *
section_name(const char *line)
{
	const char *end = strchr(line, ']'), *rest;

	if (end == NULL)
		return NULL;
	rest = end + 1 + strspn(end + 1, BLANKS);
	if (*rest != '\0' && *rest != ';' && *rest != '#')
		return NULL;
	return strndup(line + 1, (size_t)(end - line - 1));
}

/* What follows WORD in SECTION, such as the prefix in "mount /PREFIX"; or NULL.
 */
static const char *
after_word(const char *section, const char *word)
{
	const char *rest;

	if (strncmp(section, word, strlen(word)) != 0)
		return NULL;
	rest = section + strlen(word);
	if (*rest != '\0' && strchr(BLANKS, *rest) == NULL)
		return NULL;
	return rest + strspn(rest, BLANKS);
}

/* [mount /PREFIX]; config_finish checks that there is such a mount. */
static void
begin_mount(struct reading *reading)
{
	const struct mount_setting mount = { .prefix = reading->prefix };
	struct gantry_error error;

	config_at(reading->config, CONFIG_FILE, reading->place);
	if (*reading->prefix == '\0')
		add_error(reading, "[mount] has no path; give [mount /path]");
	else if (config_put_mount_setting(reading->config, &mount, &error) ==
	    -1)
		config_add_error(reading->config, &error);
	else
		return;
	reading->is_unknown = true;
}

/* [pool NAME] */
static void
begin_pool(struct reading *reading)
{
	struct gantry_error error;

	config_at(reading->config, CONFIG_FILE, reading->place);
	if (config_begin_pool(reading->config, reading->pool, &error) == 0)
		return;
	config_add_error(reading->config, &error);
	reading->is_unknown = true;
}

static void
unknown_section(struct reading *reading)
{
	const struct config *config = reading->config;
	struct suggestion suggestion = { .name = reading->section };
	char mount[64], pool[80];
	const char *rest = reading->section + strcspn(reading->section, BLANKS);
	size_t i;

	/* With the words after the first, as in [mont /path]. */
	snprintf(mount, sizeof(mount), MOUNT "%s", rest);
	snprintf(pool, sizeof(pool), POOL "%s", rest);
	suggestion_offer(&suggestion, mount);
	suggestion_offer(&suggestion, pool);
	suggestion_offer(&suggestion, "gantry");
	for (i = 0; i < config->application_count; i++)
		suggestion_offer(&suggestion, config->applications[i]->name);
	reading->is_unknown = true;
	add_error(reading, "unknown section [%s]: no such application%s",
	    reading->section, suggestion_hint(&suggestion));
}

/* [gantry], or the name of an application. */
static void
begin_named(struct reading *reading)
{
	const struct config *config = reading->config;
	size_t i;

	if (strcmp(reading->section, "gantry") == 0)
		return;
	for (i = 0; i < config->application_count; i++)
		if (strcmp(config->applications[i]->name, reading->section) ==
		    0)
			return;
	/* The mount has the error. */
	if (modules_fault(config->modules, reading->section) != NULL)
		reading->is_unknown = true;
	else
		unknown_section(reading);
}

/* inih tells of a section only with its keys, and cuts long names. */
static void
begin_section(struct reading *reading, const char *line)
{
	free(reading->section);
	reading->section = section_name(line);
	reading->prefix = reading->pool = NULL;
	reading->is_unknown = reading->section == NULL;
	if (reading->section == NULL) {
		add_error(reading, "neither [SECTION] nor KEY = VALUE");
		return;
	}
	reading->prefix = after_word(reading->section, MOUNT);
	reading->pool = after_word(reading->section, POOL);
	if (reading->prefix != NULL)
		begin_mount(reading);
	else if (reading->pool != NULL)
		begin_pool(reading);
	else
		begin_named(reading);
}

/*
 * Check the line, of LENGTH bytes, for what inih would silently ignore, cut or
 * join.  Returns what inih is to read of it, which is at most MOST bytes.
 */
static const char *
check_line(struct reading *reading, size_t length, size_t most)
{
	char *line = reading->line;

	if (strlen(line) != length) {
		add_error(reading, "this line contains a NUL byte");
		return "";
	}
	if (reading->source.line == 1 && strncmp(line, "\xef\xbb\xbf", 3) == 0)
		line += 3; /* a byte order mark */
	/* An indented line would be more of the value before it. */
	line += strspn(line, BLANKS);
	if (*line == '\0' || *line == ';' || *line == '#')
		return "";
	length = strlen(line);
	while (strchr(BLANKS, line[length - 1]) != NULL)
		line[--length] = '\0';
	if (length > most) {
		add_error(reading, "this line is longer than %zu bytes", most);
		return "";
	}
	if (*line == '[')
		begin_section(reading, line);
	else
		reading->is_pair = true;
	return line;
}

/* Could inih not read the last line, which had a key? */
static void
finish_line(struct reading *reading)
{
	if (reading->is_pair)
		add_error(reading, "neither [SECTION] nor KEY = VALUE");
	reading->is_pair = false;
}

/* The reader for inih: put a line into BUFFER, of SIZE bytes. */
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
	reading->source.line++;
	snprintf(reading->place, sizeof(reading->place), "%s:%d",
	    reading->source.path, reading->source.line);
	snprintf(buffer, (size_t)size, "%s",
	    check_line(reading, (size_t)length, (size_t)size - 1));
	return buffer;
}

/* [gantry] has no key NAME. */
static int
unknown_key(struct reading *reading, const char *name)
{
	const struct config *config = reading->config;
	struct suggestion suggestion = { .name = name };
	const struct config_key *key;
	size_t i;

	for (i = 0; i < config->application_count; i++)
		if (settings_has(&config->settings[i], name))
			return add_error(reading,
			    "unknown key '%s' in [gantry]; it is a setting: "
			    "put it into [%s]",
			    name, config->applications[i]->name);
	for (key = config->keys; key->name != NULL; key++)
		suggestion_offer(&suggestion, key->name);
	suggestion_offer(&suggestion, INCLUDE);
	return add_error(reading, "unknown key '%s' in [gantry]%s", name,
	    suggestion_hint(&suggestion));
}

/* KEY = VALUE in [mount /PREFIX]. */
static int
put_mount_pair(struct reading *reading, const char *name, const char *value,
    struct gantry_error *error)
{
	const struct mount_setting setting = {
		.prefix = reading->prefix,
		.key = name,
		.value = value,
	};
	struct config *config = reading->config;
	char *text;
	int result;

	if (strcmp(name, APPLICATION) != 0)
		return config_put_mount_setting(config, &setting, error);
	if (asprintf(&text, "%s=%s", reading->prefix, value) == -1)
		return gantry_error_memory(error);
	result = config_set(config, config_find(config, "mount"), text, error);
	free(text);
	return result;
}

/* KEY = VALUE in any section but [gantry]. */
static int
put_setting(struct reading *reading, const char *name, const char *value)
{
	const struct pool_setting setting = { name, value, reading->place };
	struct config *config = reading->config;
	struct gantry_error error;
	int result;

	if (reading->pool != NULL)
		result = config_put_pool_setting(
		    config, reading->pool, &setting, &error);
	else if (reading->prefix != NULL)
		result = put_mount_pair(reading, name, value, &error);
	else
		result = config_put_setting(
		    config, reading->section, name, value, &error);
	if (result == -1)
		config_add_error(config, &error);
	return result == 0;
}

/* Read the files that VALUE names.  Their sections do not last. */
static int
include(struct reading *reading, const char *value)
{
	struct config *config = reading->config;
	struct config_list paths = { 0 };
	struct gantry_error error;
	int result;
	size_t i;

	config_at(config, CONFIG_FILE, reading->place);
	result = include_expand(
	    &reading->source, value, &paths, &config->files_read, &error);
	if (result == -1)
		config_add_error(config, &error);
	for (i = 0; result == 0 && i < paths.count; i++) {
		config_at(config, CONFIG_FILE, reading->place);
		read_one(config, paths.items[i], &reading->source);
	}
	config_list_clear(&paths);
	return result == 0;
}

/* inih calls this for each KEY = VALUE; 0 tells it that the line is bad. */
static int
read_pair(
    void *argument, const char *section, const char *name, const char *value)
{
	struct reading *reading = argument;
	struct config *config = reading->config;
	const struct config_key *key;
	struct gantry_error error;

	(void)section;
	reading->is_pair = false;
	if (reading->is_unknown)
		return 0;
	if (strcmp(name, INCLUDE) == 0 &&
	    (reading->section == NULL ||
		strcmp(reading->section, "gantry") == 0))
		return include(reading, value);
	if (reading->section == NULL)
		return add_error(reading,
		    "'%s' is not in a section; begin with [gantry]", name);
	config_at(config, CONFIG_FILE, reading->place);
	if (strcmp(reading->section, "gantry") != 0)
		return put_setting(reading, name, value);
	key = config_find(config, name);
	if (key == NULL)
		return unknown_key(reading, name);
	return config_put(config, key, value, &error) == 0;
}

/*
 * inih takes lines of this length only in memory of the heap, all of which it
 * allocates first.
 */
static void
prepare_inih(void)
{
	ini_use_stack = false;
	ini_initial_alloc = LONGEST_LINE + 1;
}

static void
read_lines(struct reading *reading)
{
	struct config *config = reading->config;
	struct gantry_error error;

	prepare_inih();
	if (ini_parse_stream(read_line, reading, read_pair, reading) == -2)
		reading->failure = ENOMEM;
	if (reading->failure != 0) {
		errno = reading->failure;
		gantry_error_system(&error, "cannot read this file");
		config_at(config, CONFIG_FILE, reading->source.path);
		config_add_error(config, &error);
	}
	free(reading->line);
	free(reading->section);
}

/* Read PATH, which a line of PARENT includes unless that is NULL. */
static void
read_one(
    struct config *config, const char *path, const struct include_file *parent)
{
	struct reading reading = {
		.config = config,
		.source = { .parent = parent, .path = path },
	};
	struct gantry_error error;

	if (config->files_read.count >= INCLUDE_FILES_MAX)
		gantry_error_set(&error, GANTRY_ERROR_INPUT,
		    "more than %d files are included", INCLUDE_FILES_MAX);
	else
		reading.file = include_open(&reading.source, &error);
	if (reading.file == NULL) {
		config_add_error(config, &error);
		return;
	}
	if (config_list_add(&config->files_read, path, &error) == 0)
		read_lines(&reading);
	else
		config_add_error(config, &error);
	fclose(reading.file);
}

int
config_read_file(
    struct config *config, const char *path, struct gantry_error *error)
{
	size_t before = config->errors.count;

	config_at(config, CONFIG_FILE, path);
	read_one(config, path, NULL);
	return config_errors_since(&config->errors, before, error);
}

const struct config_list *
config_files_read(const struct config *config)
{
	return &config->files_read;
}
