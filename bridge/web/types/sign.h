#ifndef WEB_TYPES_SIGN_H
#define WEB_TYPES_SIGN_H

#include <stdint.h>

#include <gantry/contract.h>

/*
 * Signed values: "VALUE.SIGNED_AT.MAX_AGE.MAC".  A client can read but not
 * forge them.  The MAC is HMAC-SHA256 (RFC 2104) in hexadecimal digits.  It
 * includes the name, so that one cookie's value is not valid for another.
 */

struct signed_value {
	const char *name; /* a token, as names of cookies are */
	const char *value;
	int64_t signed_at; /* seconds since 1970 */
	int64_t max_age; /* seconds; 0: no limit */
};

/*
 * Sign VALUE with SECRET.  Returns a string in the request's memory; NULL when
 * memory ran out or SECRET is empty.
 */
const char *sign_value(struct gantry_environ *environ,
    const struct signed_value *value, const char *secret);

/*
 * Verify TEXT, the value of NAME.  Returns the value that was signed; NULL when
 * TEXT was not signed with SECRET for NAME, is older than its max_age at NOW
 * (seconds since 1970), or memory ran out.
 */
const char *sign_open(struct gantry_environ *environ, const char *name,
    const char *text, const char *secret, int64_t now);

#endif
