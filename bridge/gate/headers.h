#ifndef GATE_HEADERS_H
#define GATE_HEADERS_H

#include <stdbool.h>
#include <stdint.h>

#include "gantry/contract.h"

/*
 * The rules of PEP 3333, and of the RFCs that it builds on, for a status and
 * response headers.
 */

/* The most bytes of headers. */
#define HEADERS_SIZE_MAX 65536

enum {
	CONTENT_LENGTH_NONE = -1,
};

/* What was found in a table of headers. */
struct headers_facts {
	int64_t content_length; /* as given, or CONTENT_LENGTH_NONE */
	bool has_type; /* there is a Content-Type */
	bool has_location;
	size_t size; /* in bytes, as they are sent */
	uint64_t seen; /* the headers that may be given once */
};

/*
 * Check STATUS: three digits from 200 to 599, a space, a reason without control
 * characters and without blanks at either end.  Returns the number, or -1 with
 * the rule in ERROR.
 */
int status_check(const char *status, struct gantry_error *error);

/*
 * Check HEADERS, each by itself, and fill FACTS.  Returns 0, or -1 with the
 * rule in ERROR.
 */
int headers_check(const struct gantry_header *headers,
    struct headers_facts *facts, struct gantry_error *error);

/*
 * Are headers with these FACTS allowed with the numeric STATUS?  Returns 0, or
 * -1 with the rule in ERROR.
 */
int headers_match(
    int status, const struct headers_facts *facts, struct gantry_error *error);

#endif
