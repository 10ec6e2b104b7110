#ifndef CMD_CONFIG_KEY_PUT_H
#define CMD_CONFIG_KEY_PUT_H

#include "cmd/config/config.h"

/* How a key's value gets into struct config; for the table in keys.c. */

/* Values of a kind that any key may have, kept in the field of the key. */
config_key_put put_choice; /* an enum whose values are the key's choices */
config_key_put put_count;
config_key_put put_folder;
config_key_put put_item;
config_key_put put_log;
config_key_put put_log_format;
config_key_put put_path;
config_key_put put_seconds;
config_key_put put_size;
config_key_put put_socket;
config_key_put put_switch;
config_key_put put_text;

/* Values of one key. */
config_key_put put_allow_peers;
config_key_put put_allow_users;
config_key_put put_environment;
config_key_put put_file_handoff;
config_key_put put_group;
config_key_put put_socket_group;
config_key_put put_socket_mode;
config_key_put put_socket_user;
config_key_put put_statsd;
config_key_put put_transport;
config_key_put put_trusted_proxies;
config_key_put put_user;
config_key_put put_workers;

/* Keys that change something else than a field of their own. */
config_key_put put_alias;
config_key_put put_set;

#endif
