#ifndef FIRESTORE_PULL_AUTH_H
#define FIRESTORE_PULL_AUTH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/pull/auth_account.h"

/*
 * Access tokens for Firestore: one that was given, or tokens made from a
 * service account's key and renewed before they expire.  A made token is either
 * signed with the key, which needs no other host, or issued by a token server
 * in exchange for a signed assertion (RFC 7523).
 */

/* A token that expires within this many seconds is renewed. */
#define AUTH_MARGIN_SECONDS 300

struct auth_options {
	const char *token; /* a ready one; or */
	const char *account; /* the path of a service account's key */
	bool exchanges; /* even where a self-signed token would do */
	unsigned tries; /* of the exchange */
	const atomic_bool *stopped; /* ends the waiting in between */
};

struct auth;

/*
 * Returns NULL with ERROR filled when the account's key is unusable.  The
 * strings of OPTIONS must outlive the result.
 */
struct auth *auth_new(
    const struct auth_options *options, struct gantry_error *error);

/* NULL is allowed. */
void auth_free(struct auth *auth);

/*
 * Set TOKEN to a NUL-terminated token that is valid for at least
 * AUTH_MARGIN_SECONDS.  Any thread may call this.
 */
int auth_get(
    struct auth *auth, struct gantry_buffer *token, struct gantry_error *error);

/* Get the project of the account; NULL or "" when it is unknown. */
const char *auth_project(const struct auth *auth);

/* Is the token issued by a token server, rather than self-signed? */
bool auth_is_exchanged(
    const struct auth_options *options, const struct auth_account *account);

#endif
