#ifndef GATE_SETTINGS_H
#define GATE_SETTINGS_H

#include "gantry/contract.h"

/*
 * The values of an application's settings, configured for all of its mounts or
 * for one.
 */

struct gantry_settings {
	const struct gantry_application *application;
	char **values; /* parallel to application->settings; NULL: default */
};

/* Begin with the defaults.  Returns 0, or -1 when memory ran out. */
int settings_init(struct gantry_settings *settings,
    const struct gantry_application *application);

/*
 * Does the default of each setting have the setting's type?  Returns 0, or -1
 * with ERROR filled.
 */
int settings_check_defaults(
    const struct gantry_application *application, struct gantry_error *error);

/* Begin with the values of ORIGINAL.  Returns 0, or -1 when memory ran out. */
int settings_copy(
    struct gantry_settings *settings, const struct gantry_settings *original);

void settings_clear(struct gantry_settings *settings);

bool settings_has(const struct gantry_settings *settings, const char *key);

/* What the application declares for KEY, or NULL. */
const struct gantry_setting *settings_find(
    const struct gantry_settings *settings, const char *key);

/*
 * Set KEY to a copy of VALUE, or add it to a list.  Returns 0, or -1:
 * GANTRY_ERROR_INPUT when the application has no such setting or allows no such
 * value.  The value of a secret is not repeated.
 */
int settings_put(struct gantry_settings *settings, const char *key,
    const char *value, struct gantry_error *error);

#endif
