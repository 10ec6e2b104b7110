#ifndef SERVE_SOCKET_PEERS_H
#define SERVE_SOCKET_PEERS_H

#include <sys/types.h>

#include "gate/environ/address.h"

/*
 * The peers that may connect (FastCGI specification 1.0, section 3.2): by
 * address, and on unix sockets by the user that the kernel reports
 * (SO_PEERCRED).  Empty lists allow all.
 */

struct peers {
	uid_t *users; /* of unix sockets; NULL: all */
	size_t user_count;
	struct address_list addresses; /* empty: all */
};

/* Add users: names or numbers, separated by commas or blanks. */
int peers_add_users(
    struct peers *peers, const char *list, struct gantry_error *error);

/* Without addresses, add those of FCGI_WEB_SERVER_ADDRS. */
int peers_add_default(struct peers *peers, struct gantry_error *error);

/*
 * May the peer of the connection DESCRIPTOR connect?  Rejections are logged at
 * most every ten seconds.
 */
bool peers_admit(const struct peers *peers, int descriptor);

/* Remove all users, for a list that replaces the default. */
void peers_clear_users(struct peers *peers);

/* Free both lists; idempotent. */
void peers_clear(struct peers *peers);

#endif
