#ifndef SERVE_SOCKET_PEERS_H
#define SERVE_SOCKET_PEERS_H

#include <sys/types.h>

#include "gate/environ/address.h"

/*
 * Who may connect (FastCGI specification 1.0, section 3.2): by address, and on
 * unix sockets by the user that the kernel says the peer had when it connected
 * (SO_PEERCRED).  Empty lists admit everyone.
 */

struct peers {
	uid_t *users; /* of unix sockets; NULL: any */
	size_t user_count;
	struct address_list addresses; /* without any: from anywhere */
};

/* Append users, names or numbers separated by commas or blanks. */
int peers_add_users(
    struct peers *peers, const char *list, struct gantry_error *error);

/* Take the addresses of FCGI_WEB_SERVER_ADDRS, unless there are some. */
int peers_add_default(struct peers *peers, struct gantry_error *error);

/*
 * May the peer of the connection DESCRIPTOR connect?  A refusal is logged, once
 * in ten seconds.
 */
bool peers_admit(const struct peers *peers, int descriptor);

/* Forget the users alone, for a list that begins anew. */
void peers_clear_users(struct peers *peers);

/* Free everything; idempotent. */
void peers_clear(struct peers *peers);

#endif
