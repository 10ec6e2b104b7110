/*
 * Who may connect.  Without lists no system call is spent on a connection.
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

#define TELL_EVERY_MILLISECONDS 10000
#define ADDRESSES_VARIABLE	"FCGI_WEB_SERVER_ADDRS"

/* What to call a peer in the log. */
#define PEER_NAME_SIZE 80

/* What this process refused since the last line about it, and its time. */
static atomic_size_t refused;
static atomic_int_least64_t told;

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

	snprintf(name, PEER_NAME_SIZE, "a user that cannot be told");
	if (getsockopt(
		descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) == -1)
		return false;
	for (i = 0; i < peers->user_count; i++)
		if (peers->users[i] == credentials.uid)
			return true;
	snprintf(name, PEER_NAME_SIZE, "user %lu, who is not in allow-users",
	    (unsigned long)credentials.uid);
	return false;
}

static bool
admits_unix(const struct peers *peers, int descriptor, char *name)
{
	if (peers->addresses.count > 0 && !peers->addresses.has_unix) {
		snprintf(name, PEER_NAME_SIZE,
		    "a unix socket: allow-peers has no 'unix'");
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
	snprintf(name, PEER_NAME_SIZE, "%s, which is not in allow-peers", text);
	return address_parse(&address, text, strlen(text)) == 0 &&
	    address_list_has(&peers->addresses, &address);
}

/* A flood of refusals is a line now and then. */
static void
tell(const char *name)
{
	int_least64_t now = clock_milliseconds();
	int_least64_t last = atomic_load(&told);
	size_t count;

	atomic_fetch_add(&refused, 1);
	if ((last != 0 && now - last < TELL_EVERY_MILLISECONDS) ||
	    !atomic_compare_exchange_strong(&told, &last, now))
		return;
	count = atomic_exchange(&refused, 0);
	log_warning("refused %zu connection%s, the last from %s", count,
	    count == 1 ? "" : "s", name);
}

bool
peers_admit(const struct peers *peers, int descriptor)
{
	struct sockaddr_storage peer = { 0 };
	socklen_t size = sizeof(peer);
	char name[PEER_NAME_SIZE] = "a peer that is gone";
	bool admitted = false;

	if (peers->users == NULL && peers->addresses.count == 0 &&
	    !peers->addresses.has_unix)
		return true;
	if (getpeername(descriptor, (struct sockaddr *)&peer, &size) == 0)
		admitted = peer.ss_family == AF_UNIX
		    ? admits_unix(peers, descriptor, name)
		    : admits_address(peers, &peer, name);
	if (!admitted)
		tell(name);
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
