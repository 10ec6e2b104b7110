/*
 * The configured settings of an application, checked against its table.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/null.h"
#include "base/text/suggestion.h"
#include "gate/metrics/metric_area.h"
#include "gate/setting_value.h"
#include "gate/settings.h"

/* How many settings the application has. */
static size_t
count(const struct gantry_application *application)
{
	size_t number = 0;

	if (application->settings == NULL)
		return 0;
	while (application->settings[number].key != NULL)
		number++;
	return number;
}

int
settings_init(struct gantry_settings *settings,
    const struct gantry_application *application)
{
	settings->application = application;
	settings->values =
	    calloc(count(application) + 1, sizeof(*settings->values));
	return settings->values == NULL ? -1 : 0;
}

int
settings_check_defaults(
    const struct gantry_application *application, struct gantry_error *error)
{
	const struct gantry_setting *setting = application->settings;
	char name[128];

	for (; setting != NULL && setting->key != NULL; setting++) {
		if (setting->type == GANTRY_SETTING_TEXT ||
		    setting->fallback == NULL)
			continue;
		snprintf(name, sizeof(name), "%s.%s", application->name,
		    setting->key);
		if (setting_check(setting, name, setting->fallback, error) ==
		    -1)
			return gantry_error_prefix(error, "the default");
	}
	return 0;
}

int
settings_copy(
    struct gantry_settings *settings, const struct gantry_settings *original)
{
	size_t i;

	if (settings_init(settings, original->application) == -1)
		return -1;
	for (i = 0; i < count(original->application); i++) {
		if (original->values[i] == NULL)
			continue;
		settings->values[i] = strdup(original->values[i]);
		if (settings->values[i] == NULL)
			return -1;
	}
	return 0;
}

void
settings_clear(struct gantry_settings *settings)
{
	size_t i;

	if (settings->values == NULL)
		return;
	for (i = 0; i < count(settings->application); i++)
		free(settings->values[i]);
	free(settings->values);
	settings->values = NULL;
}

const char *
metrics_application_name(const struct gantry_settings *settings)
{
	return settings->application->name;
}

/* The index of KEY, or the number of settings when there is none. */
static size_t
find(const struct gantry_settings *settings, const char *key)
{
	size_t i, number = count(settings->application);

	for (i = 0; i < number; i++)
		if (strcmp(settings->application->settings[i].key, key) == 0)
			break;
	return i;
}

const struct gantry_setting *
settings_find(const struct gantry_settings *settings, const char *key)
{
	size_t at = find(settings, key);

	if (at == count(settings->application))
		return NULL;
	return &settings->application->settings[at];
}

bool
settings_has(const struct gantry_settings *settings, const char *key)
{
	return settings_find(settings, key) != NULL;
}

static int
unknown_key(const struct gantry_application *application, const char *key,
    struct gantry_error *error)
{
	struct suggestion suggestion = { .name = key };
	size_t i, number = count(application);

	for (i = 0; i < number; i++)
		suggestion_offer(&suggestion, application->settings[i].key);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "application '%s' has no setting '%s'%s", application->name, key,
	    suggestion_hint(&suggestion));
}

/* A copy of VALUE, behind what a list has already; NULL without memory. */
static char *
copy_value(
    const struct gantry_setting *setting, const char *before, const char *value)
{
	size_t size;
	char *copy;

	if (setting->type != GANTRY_SETTING_LIST || before == NULL)
		return strdup(value);
	size = strlen(before) + strlen(value) + 2;
	copy = malloc(size);
	if (copy != NULL)
		snprintf(copy, size, "%s\n%s", before, value);
	return copy;
}

int
settings_put(struct gantry_settings *settings, const char *key,
    const char *value, struct gantry_error *error)
{
	const struct gantry_application *application = settings->application;
	size_t at = find(settings, key);
	char *copy, name[128];

	if (at == count(application))
		return unknown_key(application, key, error);
	snprintf(name, sizeof(name), "%s.%s", application->name, key);
	if (setting_check(&application->settings[at], name, value, error) == -1)
		return -1;
	copy =
	    copy_value(&application->settings[at], settings->values[at], value);
	if (copy == NULL)
		return gantry_error_memory(error);
	free(settings->values[at]);
	settings->values[at] = copy;
	return 0;
}

const char *
gantry_settings_get(const struct gantry_settings *settings, const char *key)
{
	size_t at;

	if (null_given(settings, __func__, "settings") ||
	    null_given(key, __func__, "key"))
		return NULL;
	at = find(settings, key);
	if (at == count(settings->application))
		return NULL;
	if (settings->values[at] != NULL)
		return settings->values[at];
	return settings->application->settings[at].fallback;
}

/*
 * The value of KEY, of TYPE, as a number for FUNCTION; 0: it has no value.
 */
static int64_t
get_number(const struct gantry_settings *settings, const char *key,
    enum gantry_setting_type type, const char *function)
{
	const struct gantry_setting *setting;
	const char *text;
	int64_t number;

	if (null_given(settings, function, "settings") ||
	    null_given(key, function, "key"))
		return 0;
	setting = settings_find(settings, key);
	text = gantry_settings_get(settings, key);
	assert(setting != NULL && setting->type == type);
	if (text == NULL || !setting_read(setting, text, &number))
		return 0;
	return number;
}

int64_t
gantry_settings_integer(const struct gantry_settings *settings, const char *key)
{
	return get_number(settings, key, GANTRY_SETTING_INTEGER, __func__);
}

int64_t
gantry_settings_duration(
    const struct gantry_settings *settings, const char *key)
{
	return get_number(settings, key, GANTRY_SETTING_DURATION, __func__);
}

int64_t
gantry_settings_size(const struct gantry_settings *settings, const char *key)
{
	return get_number(settings, key, GANTRY_SETTING_SIZE, __func__);
}

bool
gantry_settings_boolean(const struct gantry_settings *settings, const char *key)
{
	return get_number(settings, key, GANTRY_SETTING_BOOLEAN, __func__) != 0;
}
