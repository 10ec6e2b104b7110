#ifndef WEB_TYPES_SIGN_H
#define WEB_TYPES_SIGN_H

#include <stdint.h>

#include <gantry/contract.h>

/*
 * Signed values: "VALUE.SIGNED_AT.MAX_AGE.MAC".  A client can read but not
 * forge them.  The MAC is HMAC-SHA256 (RFC 2104) in hexadecimal digits.  It
 * includes the name, so that one cookie's value is not valid for another.
 *
 * KEYS are separated by white space or commas.  The first signs, and each
 * verifies, so that keys can be replaced one after the other.
 */

/*
 * The bytes that each key has at least.  RFC 2104 section 3 discourages keys
 * that are shorter than the hash.
 */
#define SIGN_KEY_MIN 32

struct signed_value {
	const char *name; /* a token, as names of cookies are */
	const char *value;
	int64_t signed_at; /* seconds since 1970 */
	int64_t max_age; /* seconds; 0: no limit */
};

/*
 * Check KEYS: there is one, and none is shorter than SIGN_KEY_MIN.  Returns 0,
 * or -1 with GANTRY_ERROR_INPUT, or with GANTRY_ERROR_UNAVAILABLE when
 * libcrypto is missing.
 */
int sign_check_keys(const char *keys, struct gantry_error *error);

/*
 * Sign VALUE.  Returns a string in the request's memory; NULL with ERROR when
 * memory ran out, KEYS are not valid, or libcrypto is missing.
 */
const char *sign_value(struct gantry_environ *environ,
    const struct signed_value *value, const char *keys,
    struct gantry_error *error);

/*
 * Verify TEXT, the value of NAME.  Returns the value that was signed; NULL when
 * TEXT was not signed with one of KEYS for NAME, is older than its max_age at
 * NOW (seconds since 1970), KEYS are not valid, libcrypto is missing, or memory
 * ran out.
 */
const char *sign_open(struct gantry_environ *environ, const char *name,
    const char *text, const char *keys, int64_t now);

#endif
