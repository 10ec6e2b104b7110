/*
 * --print-config.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/log/log.h"
#include "cmd/config/config.h"
#include "cmd/config/sandbox_settings.h"

#define MASK	   "********"
#define COLUMN	   40 /* of the comments */
#define LENGTH_MAX 190 /* of a line with a comment */
#define VALUE_MAX  1000000 /* of a line that the file's reader accepts */

/* A line to print. */
struct pair {
	const char *name;
	const char *value; /* NULL: it is not set */
	const char *place; /* NULL: nothing sets it */
	bool is_secret;
};

/* Would a file with VALUE be read as this value? */
static bool
fits_file(const char *value)
{
	const char *p;

	for (p = value; *p != '\0'; p++)
		if (iscntrl((unsigned char)*p) ||
		    (*p == ';' && (p == value || p[-1] == ' ')))
			return false;
	return p == value || (value[0] != ' ' && p[-1] != ' ');
}

/* Append VALUE on one line. */
static void
print_escaped(struct gantry_buffer *text, const char *value)
{
	char line[1024];

	gantry_buffer_add(text, line, log_escape(line, sizeof(line), 0, value));
}

/* Append a pair, as a comment if a file must or can not contain it. */
static void
print_pair(struct gantry_buffer *text, const struct pair *pair)
{
	bool is_set = pair->value != NULL;
	bool fits = is_set && !pair->is_secret && fits_file(pair->value) &&
	    strlen(pair->value) <= VALUE_MAX;
	const char *place = pair->place != NULL ? pair->place : "not set";
	size_t start = text->length, length;

	gantry_buffer_printf(text, "%s%s =", fits ? "" : "; ", pair->name);
	if (is_set) {
		gantry_buffer_putc(text, ' ');
		if (fits)
			gantry_buffer_puts(text, pair->value);
		else
			print_escaped(
			    text, pair->is_secret ? MASK : pair->value);
	}
	length = text->length - start;
	if (fits && length + strlen(place) + 3 > LENGTH_MAX)
		gantry_buffer_puts(text, "\n; above:");
	else
		gantry_buffer_printf(text, "%*s ;",
		    length < COLUMN ? (int)(COLUMN - length) : 0, "");
	gantry_buffer_putc(text, ' ');
	print_escaped(text, place);
	if (is_set && !fits)
		gantry_buffer_puts(text,
		    pair->is_secret ? "; a secret"
				    : "; a file cannot contain this value");
	gantry_buffer_putc(text, '\n');
}

/* Append each value of KEY. */
static void
print_list(const struct config *config, const struct config_key *key,
    struct gantry_buffer *text)
{
	struct pair pair = { .name = key->name, .is_secret = key->secret };
	const struct provenance *provenance;
	size_t position = 0;

	if (provenance_last(&config->provenance, key, NULL) == NULL)
		print_pair(text, &pair);
	while ((provenance = provenance_next(
		    &config->provenance, key, &position)) != NULL) {
		pair.value = provenance->value;
		pair.place = provenance->place;
		print_pair(text, &pair);
	}
}

static void
print_key(const struct config *config, const struct config_key *key,
    struct gantry_buffer *text)
{
	const struct provenance *provenance =
	    provenance_last(&config->provenance, key, NULL);
	const char *why =
	    key->computed != NULL ? key->computed : key->otherwise;
	struct pair pair = {
		.name = key->name,
		.value = config_value(config, key),
		.is_secret = key->secret,
	};
	char place[64];

	if (provenance != NULL && provenance->source != CONFIG_DEFAULT) {
		pair.place = provenance->place;
	} else if (why != NULL) {
		snprintf(place, sizeof(place), "default: %s", why);
		pair.place = place;
	} else if (pair.value != NULL) {
		pair.place = "default";
	}
	print_pair(text, &pair);
}

/* SETTING with its VALUE; PROVENANCE is NULL for the default. */
static void
print_setting(const struct provenance *provenance,
    const struct gantry_setting *setting, const char *value,
    struct gantry_buffer *text)
{
	const struct pair pair = {
		.name = setting->key,
		.value = value,
		.place = provenance != NULL ? provenance->place
		    : value != NULL	    ? "default"
					    : NULL,
		.is_secret = setting->secret,
	};

	print_pair(text, &pair);
}

/* Append each value of SETTING, a list, that was set for OWNER. */
static void
print_setting_list(const struct config *config,
    const struct gantry_setting *setting, const void *owner,
    struct gantry_buffer *text)
{
	const struct provenance_list *list = &config->provenance;
	size_t i;

	if (provenance_last(list, setting, owner) == NULL)
		print_setting(NULL, setting, setting->fallback, text);
	for (i = 0; i < list->count; i++)
		if (list->items[i].subject == setting &&
		    list->items[i].owner == owner)
			print_setting(&list->items[i], setting,
			    list->items[i].value, text);
}

/* Append the head of a section, unless that is done. */
static void
begin_section(bool *is_begun, struct gantry_buffer *text, const char *before,
    const char *name)
{
	if (!*is_begun)
		gantry_buffer_printf(text, "\n[%s%s]\n", before, name);
	*is_begun = true;
}

/* The next right that is added for OWNER.  *POSITION starts at 0. */
static bool
next_right(const struct config *config, const void *owner, size_t *position,
    const struct provenance **provenance)
{
	const struct provenance_list *list = &config->provenance;

	for (; *position < list->count; ++*position) {
		*provenance = &list->items[*position];
		if ((*provenance)->owner == owner &&
		    sandbox_setting_holds((*provenance)->subject)) {
			++*position;
			return true;
		}
	}
	return false;
}

static void
print_application(
    const struct config *config, size_t index, struct gantry_buffer *text)
{
	const struct gantry_application *application =
	    config->applications[index];
	const struct gantry_setting *setting = application->settings;
	const struct provenance *provenance;
	bool is_begun = false;
	size_t position = 0;

	for (; setting != NULL && setting->key != NULL; setting++) {
		begin_section(&is_begun, text, "", application->name);
		if (setting->type == GANTRY_SETTING_LIST) {
			print_setting_list(config, setting, application, text);
			continue;
		}
		print_setting(
		    provenance_last(&config->provenance, setting, application),
		    setting,
		    gantry_settings_get(&config->settings[index], setting->key),
		    text);
	}
	while (next_right(config, application, &position, &provenance)) {
		begin_section(&is_begun, text, "", application->name);
		print_setting(
		    provenance, provenance->subject, provenance->value, text);
	}
}

/* The settings of the mount INDEX that differ from its application's. */
static void
print_mount(
    const struct config *config, size_t index, struct gantry_buffer *text)
{
	const struct mount *mount = &config->mounts[index];
	const struct gantry_setting *setting = mount->application->settings;
	const char *prefix = *mount->prefix != '\0' ? mount->prefix : "/";
	const struct mount_setting *pool = config_pool_setting(config, prefix);
	const struct provenance *provenance;
	bool is_begun = false;
	size_t position = 0;

	if (pool != NULL) {
		begin_section(&is_begun, text, "mount ", prefix);
		print_pair(text,
		    &(struct pair){
			.name = "pool",
			.value = pool->value,
			.place = pool->place,
		    });
	}
	for (; setting != NULL && setting->key != NULL; setting++) {
		provenance =
		    provenance_last(&config->provenance, setting, mount);
		if (provenance == NULL)
			continue;
		begin_section(&is_begun, text, "mount ", prefix);
		if (setting->type == GANTRY_SETTING_LIST) {
			print_setting_list(config, setting, mount, text);
			continue;
		}
		print_setting(provenance, setting,
		    gantry_settings_get(mount->settings, setting->key), text);
	}
	while (next_right(config, mount, &position, &provenance)) {
		begin_section(&is_begun, text, "mount ", prefix);
		print_setting(
		    provenance, provenance->subject, provenance->value, text);
	}
}

/* Append KEY in the section of the pool OWN, if it differs from [gantry]. */
static void
print_pool_key(const struct config *config, const struct config *own,
    const struct config_key *key, struct gantry_buffer *text)
{
	const struct config_key *same = config_find(own, key->name);
	const struct provenance *last =
	    provenance_last(&own->provenance, same, NULL);
	const char *value = config_value(own, same);
	const char *inherited = config_value(config, key);

	if (last != NULL && last->source == CONFIG_POOL) {
		if (key->is_list)
			print_list(own, same, text);
		else
			print_key(own, same, text);
	} else if (!key->is_list && value != NULL && inherited != NULL &&
	    strcmp(value, inherited) != 0) {
		/* It has the value of another key, which the pool has set. */
		print_key(own, same, text);
	}
}

static void
print_pool(const struct config *config, const struct config_pool *pool,
    struct gantry_buffer *text)
{
	const struct config_key *key;

	if (pool->place == NULL)
		return; /* it has the values of [gantry] */
	gantry_buffer_printf(text, "\n[pool %s]\n", pool->name);
	for (key = config->keys; key->name != NULL; key++)
		if (!key->is_indirect && !key->of_process)
			print_pool_key(config, pool->config, key, text);
}

void
config_print(const struct config *config, struct gantry_buffer *text)
{
	const struct config_key *key;
	size_t i;

	gantry_buffer_puts(text, "[gantry]\n");
	for (key = config->keys; key->name != NULL; key++) {
		if (key->is_indirect)
			continue;
		if (key->is_list)
			print_list(config, key, text);
		else
			print_key(config, key, text);
	}
	for (i = 0; i < config->application_count; i++)
		print_application(config, i, text);
	for (i = 0; i < config->mount_count; i++)
		print_mount(config, i, text);
	for (i = 0; i < config->pool_count; i++)
		print_pool(config, &config->pools[i], text);
}
