#ifndef CMD_CONFIG_KEYS_APPLICATIONS_H
#define CMD_CONFIG_KEYS_APPLICATIONS_H

#include "cmd/config/config.h"

/* What the keys about applications change; for the table in keys.c. */

int put_cache(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_set(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);

#endif
