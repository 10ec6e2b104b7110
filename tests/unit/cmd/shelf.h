#ifndef UNIT_CMD_SHELF_H
#define UNIT_CMD_SHELF_H

#include "cmd/config/config.h"

/*
 * Applications to configure: "first" and "second" have the settings "cache",
 * "colour" (red, green or blue) and "password" (a secret), "plain" has none.
 * "first" has the aliases "cache" for the setting and "always" for the option
 * --debug.
 */
extern const struct gantry_application *const shelf[];

/* Set the key NAME as SOURCE would.  Returns what its put returns. */
int shelf_put(struct config *config, enum config_source source,
    const char *name, const char *value, struct gantry_error *error);

/* A setting of the application with INDEX. */
const char *shelf_setting(
    const struct config *config, size_t index, const char *key);

/* Is LIST what ITEMS, ended by NULL, are? */
void shelf_assert_list(
    const struct config_list *list, const char *const *items);

#endif
