/*
 * Deciding which peers may connect.  Without lists this takes no system call.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "serve/sandbox/privileges.h"
#include "serve/socket/peers.h"

#define LOG_INTERVAL_MILLISECONDS 10000
#define ADDRESSES_VARIABLE	  "FCGI_WEB_SERVER_ADDRS"

/* The name of a peer in the log. */
#define PEER_NAME_SIZE 80

/* Connections rejected since the last log line, and its time. */
static atomic_size_t rejected;
static atomic_int_least64_t last_logged;

static int
add_user(struct peers *peers, const char *text, struct gantry_error *error)
{
	uid_t *users, user;

	if (privileges_find_user(text, &user, error) == -1)
		return -1;
	users = realloc(peers->users, (peers->user_count + 1) * sizeof(*users));
	if (users == NULL)
		return gantry_error_memory(error);
	peers->users = users;
	users[peers->user_count++] = user;
	return 0;
}

int
peers_add_users(
    struct peers *peers, const char *list, struct gantry_error *error)
{
	char *copy = strdup(list), *rest, *item;
	int result = 0;

	if (copy == NULL)
		return gantry_error_memory(error);
	item = strtok_r(copy, ", \t", &rest);
	if (item == NULL)
		result = gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "'%s' names no user", list);
	for (; item != NULL && result == 0;
	     item = strtok_r(NULL, ", \t", &rest))
		result = add_user(peers, item, error);
	free(copy);
	return result;
}

int
peers_add_default(struct peers *peers, struct gantry_error *error)
{
	const char *list = getenv(ADDRESSES_VARIABLE);

	if (list == NULL || *list == '\0' || peers->addresses.count > 0 ||
	    peers->addresses.has_unix)
		return 0;
	if (address_list_add(&peers->addresses, list, error) == -1)
		return gantry_error_prefix(error, "%s", ADDRESSES_VARIABLE);
	return 0;
}

static bool
admits_user(const struct peers *peers, int descriptor, char *name)
{
	struct ucred credentials;
	socklen_t size = sizeof(credentials);
	size_t i;

	snprintf(name, PEER_NAME_SIZE, "an unknown user");
	if (getsockopt(
		descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == -1)
		return false;
	for (i = 0; i < peers->user_count; i++)
		if (peers->users[i] == credentials.uid)
			return true;
	snprintf(name, PEER_NAME_SIZE, "user %lu, not in allow-users",
	    (unsigned long)credentials.uid);
	return false;
}

static bool
admits_unix(const struct peers *peers, int descriptor, char *name)
{
	if (peers->addresses.count > 0 && !peers->addresses.has_unix) {
		snprintf(
		    name, PEER_NAME_SIZE, "a unix socket, not in allow-peers");
		return false;
	}
	return peers->users == NULL || admits_user(peers, descriptor, name);
}

static bool
admits_address(
    const struct peers *peers, const struct sockaddr_storage *peer, char *name)
{
	const struct sockaddr_in *v4 = (const void *)peer;
	const struct sockaddr_in6 *v6 = (const void *)peer;
	char text[INET6_ADDRSTRLEN] = "an unknown address";
	struct address address;

	if (peers->addresses.count == 0 && !peers->addresses.has_unix)
		return true;
	inet_ntop(peer->ss_family,
	    peer->ss_family == AF_INET ? (const void *)&v4->sin_addr
				       : (const void *)&v6->sin6_addr,
	    text, sizeof(text));
	snprintf(name, PEER_NAME_SIZE, "%s, not in allow-peers", text);
	return address_parse(&address, text, strlen(text)) == 0 &&
	    address_list_has(&peers->addresses, &address);
}

/* Many rejections become one line now and then. */
static void
log_rejection(const char *name)
{
	int_least64_t now = clock_milliseconds();
	int_least64_t last = atomic_load(&last_logged);
	size_t count;

	atomic_fetch_add(&rejected, 1);
	if ((last != 0 && now - last < LOG_INTERVAL_MILLISECONDS) ||
	    !atomic_compare_exchange_strong(&last_logged, &last, now))
		return;
	count = atomic_exchange(&rejected, 0);
	log_warning("rejected %zu connection%s, the last from %s", count,
	    count == 1 ? "" : "s", name);
}

bool
peers_admit(const struct peers *peers, int descriptor)
{
	struct sockaddr_storage peer = { 0 };
	socklen_t size = sizeof(peer);
	char name[PEER_NAME_SIZE] = "a peer that has disconnected";
	bool admitted = false;

	if (peers->users == NULL && peers->addresses.count == 0 &&
	    !peers->addresses.has_unix)
		return true;
	if (getpeername(descriptor, (struct sockaddr *)&peer, &size) == 0)
		admitted = peer.ss_family == AF_UNIX
		    ? admits_unix(peers, descriptor, name)
		    : admits_address(peers, &peer, name);
	if (!admitted)
		log_rejection(name);
	return admitted;
}

void
peers_clear_users(struct peers *peers)
{
	free(peers->users);
	peers->users = NULL;
	peers->user_count = 0;
}

void
peers_clear(struct peers *peers)
{
	peers_clear_users(peers);
	address_list_clear(&peers->addresses);
}
