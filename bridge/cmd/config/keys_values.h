#ifndef CMD_CONFIG_KEYS_VALUES_H
#define CMD_CONFIG_KEYS_VALUES_H

#include "cmd/config/config.h"

/*
 * Values of a kind that any key may have; for the table in keys.c.  Each is
 * kept in the field at the key's offset.
 */

int put_item(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_count(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_size(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_seconds(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_switch(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_text(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_socket(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_log(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_log_format(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_path(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_folder(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);

#endif
