#ifndef GATE_TRANSPORT_FCGI_POOL_H
#define GATE_TRANSPORT_FCGI_POOL_H

#include "gate/transport/fcgi_connection.h"

/*
 * Requests and their memory, for reuse.  A connection takes one from the pool
 * only while a request is in progress, so idle connections need little memory.
 */

/* OPTIONS must outlive the pool; all of its connections use them. */
void fcgi_pool_init(
    struct fcgi_pool *pool, const struct transport_options *options);
void fcgi_pool_clear(struct fcgi_pool *pool);

/* An empty request, or NULL when memory ran out. */
struct fcgi_request *fcgi_pool_get(struct fcgi_pool *pool);

/* Give it back. */
void fcgi_pool_put(struct fcgi_pool *pool, struct fcgi_request *request);

#endif
