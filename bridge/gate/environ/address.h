#ifndef GATE_ENVIRON_ADDRESS_H
#define GATE_ENVIRON_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "gantry/error.h"

/* Network addresses, and lists of addresses and ranges. */

/* An IPv6 address, or an IPv4 one as ::ffff:a.b.c.d (RFC 4291 2.5.5.2). */
struct address {
	unsigned char bytes[16];
};

struct address_range {
	struct address first;
	unsigned bits; /* of the prefix, 0 to 128 */
};

struct address_list {
	struct address_range *ranges;
	size_t count;
	bool has_unix; /* peers on UNIX sockets, which have no address */
};

/*
 * Read LENGTH bytes of text, "192.0.2.1", "2001:db8::1" or either in brackets.
 * Returns 0, or -1 when that is not an address.
 */
int address_parse(struct address *address, const char *text, size_t length);

/*
 * Append what TEXT says: addresses, ranges as 192.0.2.0/24, and "unix",
 * separated by commas or blanks.  Returns 0, or -1 with ERROR filled.
 */
int address_list_add(
    struct address_list *list, const char *text, struct gantry_error *error);

bool address_list_has(
    const struct address_list *list, const struct address *address);

/* Free everything; idempotent. */
void address_list_clear(struct address_list *list);

#endif
