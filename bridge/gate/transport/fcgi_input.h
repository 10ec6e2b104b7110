#ifndef GATE_TRANSPORT_FCGI_INPUT_H
#define GATE_TRANSPORT_FCGI_INPUT_H

#include "gate/transport/fcgi_connection.h"

/*
 * The input of gate/transport/fcgi.h: from bytes to requests.  Call all with
 * the lock held.
 */

/* Read received bytes; see fcgi_feed. */
void fcgi_input_feed(struct fcgi *fcgi, const void *data, size_t size,
    int64_t now, struct work **ready);

/*
 * The peer was told that REQUEST has ended, which may still run: its id can be
 * used again.
 */
void fcgi_input_end(struct fcgi_request *request);

/*
 * The bytes of the request that is being received make no sense to the owner,
 * who has turned them into records: reject it with STATUS because of ERROR,
 * with the parameters that have come, and close the connection then.
 */
void fcgi_input_reject(struct fcgi *fcgi, const char *status,
    const struct gantry_error *error, int64_t now, struct work **ready);

/* REQUEST has ended: move it from its connection to the pool. */
void fcgi_input_release(struct fcgi_request *request);

#endif
