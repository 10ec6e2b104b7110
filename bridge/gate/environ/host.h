#ifndef GATE_ENVIRON_HOST_H
#define GATE_ENVIRON_HOST_H

#include <stdbool.h>
#include <stddef.h>

/* A host and its port, as Host and X-Forwarded-Host have them. */

struct host {
	const char *name; /* as in the text: not ended by a NUL */
	size_t name_length;
	const char *port; /* digits; NULL: none */
	size_t port_length;
};

/*
 * Parse LENGTH bytes of "host", "host:port", "[v6]:port", or a bare IPv6
 * address (RFC 9110 section 7.2).  Returns 0, or -1 when that is not a host: it
 * is empty, has a character that is invalid in names and addresses, or begins
 * with a dot, like some patterns in the configuration of web servers.
 */
int host_parse(struct host *host, const char *text, size_t length);

/* Is TEXT a port: a number from 1 to 65535? */
bool port_is_valid(const char *text, size_t length);

#endif
