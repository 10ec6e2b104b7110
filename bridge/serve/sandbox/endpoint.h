#ifndef SERVE_SANDBOX_ENDPOINT_H
#define SERVE_SANDBOX_ENDPOINT_H

#include <stdbool.h>

#include "gantry/error.h"

/* An address that the processes in a sandbox may connect to. */

struct endpoint {
	bool is_unix; /* and nothing else matters */
	bool is_name; /* the host must be looked up */
	bool is_udp;
	int port; /* 0: any */
};

/*
 * Parse TEXT: HOST, HOST:PORT, ADDRESS, ADDRESS:PORT, [ADDRESS]:PORT,
 * unix:/PATH, or a URL.  Of a URL, the host, the port and the scheme matter;
 * http and https have a default port, and udp is UDP.  Returns 0, or -1 with
 * ERROR filled.
 */
int endpoint_parse(
    struct endpoint *endpoint, const char *text, struct gantry_error *error);

/* What a list of addresses, ended by NULL or NULL, comes to. */
struct endpoint_summary {
	bool has_unix, has_internet;
	bool has_names, has_udp;
	bool has_any_port; /* of TCP */
};

/* Entries that are not valid are left out. */
struct endpoint_summary endpoint_summarize(const char *const *list);

#endif
