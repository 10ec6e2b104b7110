/*
 * What is configured for one application, checked against the settings that the
 * application declares.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/suggestion.h"
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

/* Is VALUE, of digits alone, a number from FROM to TO? */
static bool
is_within(long long from, long long to, const char *value)
{
	long long number;

	/* strtoll would take blanks and a sign. */
	if (*value == '\0' || value[strspn(value, "0123456789")] != '\0')
		return false;
	errno = 0;
	number = strtoll(value, NULL, 10);
	return errno == 0 && number >= from && number <= to;
}

/* Is VALUE the CHOICE, or within it if it is "FROM..TO"? */
static bool
is_choice(const char *choice, const char *value)
{
	char *dots;
	long long from = strtoll(choice, &dots, 10);

	if (dots != choice && strncmp(dots, "..", 2) == 0)
		return is_within(from, strtoll(dots + 2, NULL, 10), value);
	return strcmp(choice, value) == 0;
}

static bool
is_allowed(const struct gantry_setting *setting, const char *value)
{
	const char *const *choice;

	if (setting->choices == NULL)
		return true;
	for (choice = setting->choices; *choice != NULL; choice++)
		if (is_choice(*choice, value))
			return true;
	return false;
}

static int
unknown_key(const struct gantry_application *application, const char *key,
    struct gantry_error *error)
{
	struct suggestion nearest = { .name = key };
	size_t i, number = count(application);

	for (i = 0; i < number; i++)
		suggestion_offer(&nearest, application->settings[i].key);
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "application '%s' has no setting '%s'%s", application->name, key,
	    suggestion_hint(&nearest));
}

int
settings_put(struct gantry_settings *settings, const char *key,
    const char *value, struct gantry_error *error)
{
	const struct gantry_application *application = settings->application;
	const struct gantry_setting *setting;
	size_t at = find(settings, key);
	char *copy;

	if (at == count(application))
		return unknown_key(application, key, error);
	setting = &application->settings[at];
	if (!is_allowed(setting, value))
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a value for %s.%s (%s)",
		    setting->secret ? "********" : value, application->name,
		    key, setting->help);
	copy = strdup(value);
	if (copy == NULL)
		return gantry_error_memory(error);
	free(settings->values[at]);
	settings->values[at] = copy;
	return 0;
}

const char *
gantry_settings_get(const struct gantry_settings *settings, const char *key)
{
	size_t at = find(settings, key);

	if (at == count(settings->application))
		return NULL;
	if (settings->values[at] != NULL)
		return settings->values[at];
	return settings->application->settings[at].fallback;
}
