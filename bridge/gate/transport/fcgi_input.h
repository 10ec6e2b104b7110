#ifndef GATE_TRANSPORT_FCGI_INPUT_H
#define GATE_TRANSPORT_FCGI_INPUT_H

#include "gate/transport/fcgi_connection.h"

/* The way in of gate/transport/fcgi.h: from bytes to requests.  All with the
 * lock. */

/* Read what came; see fcgi_feed. */
void fcgi_input_feed(struct fcgi *fcgi, const void *data, size_t size,
    int64_t now, struct work **ready);

/* REQUEST is over: remove it from its connection, back into the pool. */
void fcgi_input_release(struct fcgi_request *request);

#endif
