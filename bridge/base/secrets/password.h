#ifndef BASE_SECRETS_PASSWORD_H
#define BASE_SECRETS_PASSWORD_H

#include <stdbool.h>
#include <stdint.h>

#include <gantry/error.h>

/*
 * Passwords, hashed by libcrypt.  It is loaded when it is first needed, as
 * libcrypto is (base/hmac.h).
 */

/*
 * Load libcrypt.  A process does this before it enters a sandbox that forbids
 * opening files.  Returns 0, or -1 with GANTRY_ERROR_UNAVAILABLE.
 */
int password_load(struct gantry_error *error);

/* What it takes to compute a hash. */
struct password_cost {
	uint64_t memory; /* bytes */
	uint64_t work; /* for the same kind of hash, proportional to the time */
	bool is_scrypt; /* "$7$" */
};

/*
 * Read from HASH what it takes to compute it.  Returns 0, or -1 with ERROR:
 * GANTRY_ERROR_INPUT if it is not of a kind that gantry/secrets.h names, or not
 * well-formed; GANTRY_ERROR_LIMIT if it takes too much.
 */
int password_cost_read(
    const char *hash, struct password_cost *cost, struct gantry_error *error);

#endif
