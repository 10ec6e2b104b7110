#ifndef CMD_CONFIG_KEYS_ACCESS_H
#define CMD_CONFIG_KEYS_ACCESS_H

#include "cmd/config/config.h"

/* What the keys about access change; for the table in keys.c. */

int put_allow_peers(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_allow_users(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_trusted_proxies(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_user(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_group(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_socket_user(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_socket_group(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);
int put_socket_mode(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error);

#endif
