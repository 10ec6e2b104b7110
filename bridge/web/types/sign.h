#ifndef WEB_TYPES_SIGN_H
#define WEB_TYPES_SIGN_H

#include <stdint.h>

#include <gantry/contract.h>

/*
 * Values that a client keeps but cannot make: "VALUE.SIGNED_AT.MAX_AGE.MAC".
 * The MAC is HMAC-SHA256 (RFC 2104) in hexadecimal digits, over the name too,
 * so that no value passes for another's.  It is not encrypted.
 */

struct signed_value {
	const char *name; /* a token, as cookies have */
	const char *value;
	int64_t signed_at; /* seconds since 1970 */
	int64_t max_age; /* seconds; 0: it has no end */
};

/*
 * Sign with SECRET, which is not empty.  Returns the request's string; NULL
 * when memory ran out, or SECRET is empty.
 */
const char *sign_value(struct gantry_environ *environ,
    const struct signed_value *value, const char *secret);

/*
 * The value in TEXT, which NAME has; NULL when it was not signed with SECRET
 * for NAME, is older than its age at NOW (seconds since 1970), or memory ran
 * out.
 */
const char *sign_open(struct gantry_environ *environ, const char *name,
    const char *text, const char *secret, int64_t now);

#endif
