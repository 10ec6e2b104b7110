#ifndef GATE_ENVIRON_FORWARDED_H
#define GATE_ENVIRON_FORWARDED_H

#include "gate/environ/address.h"
#include "gate/environ/environ.h"

/*
 * Requests that came through proxies.  What a proxy says of the client counts
 * only if the proxy is trusted, and then only the header that it writes: the
 * other header may come from the client.
 */

enum forwarded_header {
	FORWARDED_X, /* X-Forwarded-For, -Proto, -Host and -Port */
	FORWARDED_RFC7239, /* Forwarded */
};

struct trusted {
	struct address_list proxies;
	enum forwarded_header header;
};

/*
 * If REMOTE_ADDR is a trusted proxy's, put what it says in the place of what
 * the web server says: REMOTE_ADDR becomes the last address on the way that is
 * no trusted proxy's, and REMOTE_PORT its port, if told; the scheme becomes
 * that of the client's own request, and so do HTTP_HOST, SERVER_NAME and
 * SERVER_PORT.  The headers themselves stay.
 *
 * Returns 0, or -1: GANTRY_ERROR_INPUT when a trusted proxy passes on what is
 * no scheme, host or port; GANTRY_ERROR_MEMORY.
 */
int forwarded_apply(struct gantry_environ *environ,
    const struct trusted *trusted, struct gantry_error *error);

#endif
