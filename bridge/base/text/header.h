#ifndef BASE_TEXT_HEADER_H
#define BASE_TEXT_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gantry/error.h"

/*
 * What RFC 9110, RFC 3875 and PEP 3333 require of single response headers.
 */

enum header_rule {
	HEADER_ANY, /* no rule of its own */
	HEADER_HOP, /* hop-by-hop: RFC 9110 section 7.6.1, PEP 3333 */
	HEADER_STATUS, /* an argument of start_response, not a header */
	HEADER_ONCE, /* not a list, so it may be given only once */
	HEADER_LENGTH, /* these three, too */
	HEADER_TYPE,
	HEADER_LOCATION,
};

/* What the rules say about a name. */
struct header_facts {
	const char *name; /* as it is usually written, if it has a rule */
	size_t length; /* of it */
	enum header_rule rule;
	uint64_t bit; /* of a header that may be given only once; else 0 */
};

/*
 * Check that an application may set the header NAME to VALUE.  Returns 0 with
 * FACTS filled, or -1 with GANTRY_ERROR_INPUT and the rule that is broken.
 */
int header_check(const char *name, const char *value,
    struct header_facts *facts, struct gantry_error *error);

/* Is TEXT a token (RFC 9110 section 5.6.2), as names of cookies must be? */
bool header_is_token(const char *text);

/* Remove spaces and tabs from both ends of the LENGTH bytes at *TEXT. */
void header_trim(const char **text, size_t *length);

/* Does VALUE contain no control characters?  The tab counts as one. */
bool header_value_is_valid(const char *value);

#endif
