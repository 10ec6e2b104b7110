/*
 * The keys that say who may come in, and who the workers are.
 */
#include <stdlib.h>
#include <string.h>

#include "cmd/config/keys_access.h"

/* A list that lets nobody in is more likely a mistake than meant. */
int
put_allow_peers(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	struct address_list *list = &config->peers.addresses;

	(void)key;
	if (source != config->addresses_source)
		address_list_clear(list);
	config->addresses_source = source;
	if (address_list_add(list, value, error) == -1)
		return -1;
	if (list->count == 0 && !list->has_unix)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' has no address; leave it out to let all peers in",
		    value);
	return 0;
}

int
put_allow_users(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	if (source != config->users_source)
		peers_clear_users(&config->peers);
	config->users_source = source;
	return peers_add_users(&config->peers, value, error);
}

/* As a list of binds: a later source begins it anew. */
int
put_trusted_proxies(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	if (source != config->trusted_source)
		address_list_clear(&config->trusted.proxies);
	config->trusted_source = source;
	return address_list_add(&config->trusted.proxies, value, error);
}

int
put_user(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	(void)source;
	config->privileges.has_user = true;
	return privileges_find_user(value, &config->privileges.user, error);
}

int
put_group(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	(void)source;
	config->privileges.has_group = true;
	return privileges_find_group(value, &config->privileges.group, error);
}

int
put_socket_user(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	(void)source;
	config->listen.has_user = true;
	return privileges_find_user(value, &config->listen.user, error);
}

int
put_socket_group(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	(void)key;
	(void)source;
	config->listen.has_group = true;
	return privileges_find_group(value, &config->listen.group, error);
}

int
put_socket_mode(struct config *config, const struct config_key *key,
    enum config_source source, const char *value, struct gantry_error *error)
{
	size_t length = strlen(value);

	(void)key;
	(void)source;
	config->listen.mode = (mode_t)strtoul(value, NULL, 8);
	if (length >= 3 && length <= 4 && strspn(value, "01234567") == length &&
	    config->listen.mode > 0 && config->listen.mode <= 0777)
		return 0;
	return gantry_error_set(error, GANTRY_ERROR_INPUT,
	    "'%s' is no mode of a socket; give octal digits such as 0660",
	    value);
}
