#ifndef BASE_TEXT_HEADER_H
#define BASE_TEXT_HEADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "gantry/error.h"

/*
 * What RFC 9110, RFC 3875 and PEP 3333 say of single response headers.
 */

enum header_rule {
	HEADER_ANY, /* it has no rule of its own */
	HEADER_HOP, /* the web server's alone: RFC 9110 7.6.1, PEP 3333 */
	HEADER_STATUS, /* has its own argument */
	HEADER_ONCE, /* no list, so that a second one is no more of it */
	HEADER_LENGTH, /* the next three, too */
	HEADER_TYPE,
	HEADER_LOCATION,
};

/* What there is to know of a name. */
struct header_facts {
	const char *name; /* as it is usually written, if it has a rule */
	size_t length; /* of it */
	enum header_rule rule;
	uint64_t bit; /* of those that are given once; 0: not one of them */
};

/*
 * May there be a header NAME with VALUE?  Returns 0 with FACTS filled, or -1
 * with GANTRY_ERROR_INPUT and the rule that is broken.
 */
int header_check(const char *name, const char *value,
    struct header_facts *facts, struct gantry_error *error);

/* Is TEXT a token (RFC 9110 section 5.6.2), as methods and cookies' names are?
 */
bool header_is_token(const char *text);

/* Take the blanks and tabs off both ends of LENGTH bytes at *TEXT. */
void header_trim(const char **text, size_t *length);

/* Is VALUE free of control characters, of which the tab is one here? */
bool header_value_is_valid(const char *value);

#endif
