#ifndef BASE_HMAC_H
#define BASE_HMAC_H

#include <stddef.h>

#include <gantry/error.h>

/*
 * HMAC-SHA256 (RFC 2104, FIPS 180-4), computed by libcrypto.
 *
 * libcrypto is loaded when it is first needed.  If the library were linked with
 * it, each CGI program would load it, which takes longer than all else that a
 * short CGI program does.
 */

#define HMAC_SIZE 32

/*
 * Load libcrypto without using it, in a process whose children will use it:
 * they share its memory, half a megabyte.
 */
void hmac_preload(void);

/*
 * Load libcrypto, and let it read its configuration.  A process does this
 * before it enters a sandbox that forbids opening files.  Returns 0, or -1 with
 * GANTRY_ERROR_UNAVAILABLE.
 */
int hmac_load(struct gantry_error *error);

/*
 * Compute the MAC of TEXT with a key of LENGTH bytes.  Returns 0, or -1 with
 * ERROR.
 */
int hmac_sha256(unsigned char mac[HMAC_SIZE], const char *text, const char *key,
    size_t length, struct gantry_error *error);

#endif
