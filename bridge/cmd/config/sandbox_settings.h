#ifndef CMD_CONFIG_SANDBOX_SETTINGS_H
#define CMD_CONFIG_SANDBOX_SETTINGS_H

#include "gate/rights/rights.h"

/*
 * The settings sandbox.reads, sandbox.writes, sandbox.connects and
 * sandbox.runs, which every application has beside its own.  Each adds a right
 * to those that the application declares, and each can be set more than once.
 */

/* In the order of --print-config; ended by a NULL key. */
extern const struct gantry_setting sandbox_settings[];

/* Is KEY the name of such a setting, or of one that does not exist? */
bool sandbox_setting_is(const char *key);

/* Is SUBJECT one of them? */
bool sandbox_setting_holds(const void *subject);

/* The setting KEY, or NULL. */
const struct gantry_setting *sandbox_setting_find(const char *key);

/*
 * Check VALUE and add it to RIGHTS.  Returns 0, or -1 with ERROR filled: there
 * is no setting KEY, the path is not absolute or does not exist, or the address
 * is not valid.
 */
int sandbox_setting_put(struct rights *rights, const char *key,
    const char *value, struct gantry_error *error);

#endif
