/*
 * Keys whose value is a number, a text or a yes or no that is kept where the
 * table says.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cmd/config/keys_values.h"
#include "serve/observe/log_format.h"

#define SECONDS_MAX 3600

/* A list is what one source says: a later source begins it anew. */
int
put_item(struct config *config, const struct config_key *key,
    enum config_source source, const char *item, struct gantry_error *error)
{
	struct config_list *list = config_field(config, key);

	if (source != list->source)
		config_list_clear(list);
	list->source = source;
	return config_list_add(list, item, error);
}

/* A number from 1 to KEY->most. */
int
put_count(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	unsigned *field = config_field(config, key);
	unsigned long value;
	char *end;

	(void)source;
	errno = 0;
	value = strtoul(text, &end, 10);
	if (!isdigit((unsigned char)*text) || *end != '\0' || errno != 0 ||
	    value < 1 || value > (unsigned long)key->most)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no number from 1 to %lld", text,
		    (long long)key->most);
	*field = (unsigned)value;
	return 0;
}

/* How far a unit shifts a number; -1 for none that is known. */
static int
unit_shift(const char *unit)
{
	static const char units[] = "KMG";
	const char *found;

	if (*unit == '\0')
		return 0;
	found = strchr(units, toupper((unsigned char)*unit));
	if (found == NULL || unit[1] != '\0')
		return -1;
	return (int)(found - units + 1) * 10;
}

/* Bytes from 1 to KEY->most, with K, M or G for powers of 1024. */
int
put_size(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	int64_t *field = config_field(config, key);
	unsigned long long value;
	char *end;
	int shift;

	(void)source;
	errno = 0;
	value = strtoull(text, &end, 10);
	shift = unit_shift(end);
	if (!isdigit((unsigned char)*text) || errno != 0 || shift == -1 ||
	    value < 1 || value > (unsigned long long)key->most >> shift)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no size from 1 to %lldM; give bytes, or 64K, 10M "
		    "or 1G",
		    text, (long long)key->most >> 20);
	*field = (int64_t)(value << shift);
	return 0;
}

/* Seconds, fractions too, kept as milliseconds. */
int
put_seconds(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	int *field = config_field(config, key);
	double value;
	char *end;

	(void)source;
	value = strtod(text, &end);
	if (!isdigit((unsigned char)*text) || *end != '\0' ||
	    !(value >= 0.001) || value > SECONDS_MAX)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no number of seconds from 0.001 to %d", text,
		    SECONDS_MAX);
	*field = (int)(value * 1000 + 0.5);
	return 0;
}

int
put_switch(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	static const char *const yes[] = { "1", "yes", "true", "on", NULL };
	static const char *const no[] = { "0", "no", "false", "off", NULL };
	bool *field = config_field(config, key);
	size_t i;

	(void)source;
	for (i = 0; yes[i] != NULL; i++) {
		*field = strcmp(value, yes[i]) == 0;
		if (*field || strcmp(value, no[i]) == 0)
			return 0;
	}
	return gantry_error_set(
	    error, GANTRY_ERROR_INPUT, "'%s' is neither yes nor no", value);
}

/* Keep a copy of TEXT. */
static int
put_copy(struct config *config, const struct config_key *key, const char *text,
    struct gantry_error *error)
{
	char **field = config_field(config, key), *copy = strdup(text);

	if (copy == NULL)
		return gantry_error_memory(error);
	free(*field);
	*field = copy;
	return 0;
}

int
put_text(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	(void)source;
	return put_copy(config, key, text, error);
}

/* The length is struct sockaddr_un's. */
int
put_socket(struct config *config, const struct config_key *key,
    enum config_source source, const char *path, struct gantry_error *error)
{
	if (*path == '\0' || strlen(path) > 107)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "a unix socket's path has 1 to 107 bytes: '%s'", path);
	return put_text(config, key, source, path, error);
}

int
put_log(struct config *config, const struct config_key *key,
    enum config_source source, const char *target, struct gantry_error *error)
{
	(void)source;
	if (log_target_check(target, error) == -1)
		return -1;
	return put_copy(config, key, target, error);
}

int
put_log_format(struct config *config, const struct config_key *key,
    enum config_source source, const char *text, struct gantry_error *error)
{
	struct log_format format;

	(void)source;
	if (log_format_compile(&format, text, error) == -1)
		return -1;
	log_format_clear(&format);
	return put_copy(config, key, text, error);
}

int
put_path(struct config *config, const struct config_key *key,
    enum config_source source, const char *path, struct gantry_error *error)
{
	if (*path != '/')
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is no path; it begins with a slash", path);
	return put_item(config, key, source, path, error);
}

int
put_folder(struct config *config, const struct config_key *key,
    enum config_source source, const char *path, struct gantry_error *error)
{
	/* The default is missing only when it is needed. */
	if (source != CONFIG_DEFAULT && access(path, W_OK | X_OK) == -1)
		return gantry_error_system(
		    error, "'%s' is no folder to write files in", path);
	return put_copy(config, key, path, error);
}
