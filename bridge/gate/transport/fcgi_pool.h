#ifndef GATE_TRANSPORT_FCGI_POOL_H
#define GATE_TRANSPORT_FCGI_POOL_H

#include "gate/transport/fcgi_connection.h"

/*
 * Requests with their memory, used again and again: a connection has one only
 * while a request is under way, so that idle connections cost little.
 */

/* OPTIONS must outlive the pool; its connections take theirs from here. */
void fcgi_pool_init(
    struct fcgi_pool *pool, const struct transport_options *options);
void fcgi_pool_clear(struct fcgi_pool *pool);

/* A request as new, or NULL when memory ran out. */
struct fcgi_request *fcgi_pool_get(struct fcgi_pool *pool);

/* Give it back. */
void fcgi_pool_put(struct fcgi_pool *pool, struct fcgi_request *request);

#endif
