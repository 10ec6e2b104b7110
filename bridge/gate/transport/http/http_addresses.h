#ifndef GATE_TRANSPORT_HTTP_ADDRESSES_H
#define GATE_TRANSPORT_HTTP_ADDRESSES_H

/* The ends of a connection as text; "" if there is none. */
struct http_addresses {
	char client[64], client_port[8];
	char server[64], server_port[8];
};

#endif
