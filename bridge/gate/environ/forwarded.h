#ifndef GATE_ENVIRON_FORWARDED_H
#define GATE_ENVIRON_FORWARDED_H

#include "gate/environ/address.h"
#include "gate/environ/environ.h"

/*
 * Requests that came through proxies.  Only trusted proxies are believed, and
 * only the configured header: the other one may come from the client.
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
 * If REMOTE_ADDR is a trusted proxy, replace what the web server says with what
 * the proxy says.  REMOTE_ADDR becomes the last address that is not a trusted
 * proxy, and REMOTE_PORT its port, if given.  The scheme, HTTP_HOST,
 * SERVER_NAME and SERVER_PORT become those of the client's request.  The
 * headers themselves stay.
 *
 * Returns 0, or -1: GANTRY_ERROR_INPUT when a trusted proxy passes on an
 * invalid scheme, host or port; GANTRY_ERROR_MEMORY.
 */
int forwarded_apply(struct gantry_environ *environ,
    const struct trusted *trusted, struct gantry_error *error);

#endif
