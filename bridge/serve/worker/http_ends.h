#ifndef SERVE_WORKER_HTTP_ENDS_H
#define SERVE_WORKER_HTTP_ENDS_H

#include "gate/transport/http/http_addresses.h"

/* A connection of HTTP: whose it is, and how it sends. */

/* Fill ADDRESSES with both ends of the connection DESCRIPTOR. */
void http_ends_find(int descriptor, struct http_addresses *addresses);

/*
 * Let DESCRIPTOR send what an answer writes without waiting for more
 * (TCP_NODELAY).
 */
void http_ends_hurry(int descriptor);

#endif
