#ifndef CMD_CONFIG_KEYS_CHOICES_H
#define CMD_CONFIG_KEYS_CHOICES_H

#include "cmd/config/config.h"

/* What the keys that take one of a few words change; for the table in keys.c.
 */

int put_pool(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_transport(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_sandbox(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_log_level(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_file_handoff(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_trusted_header(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);

#endif
