#ifndef FIRESTORE_PULL_AUTH_H
#define FIRESTORE_PULL_AUTH_H

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

#include "data/firestore/pull/auth_account.h"

/*
 * What proves to Firestore who asks: a token that was given, or one made from a
 * service account's key, anew before the last one expires.  A made token is
 * either signed by the account itself, which needs no other host, or got from a
 * token server in exchange for a signed assertion (RFC 7523).
 */

/* A token is not used when it expires within so many seconds. */
#define AUTH_MARGIN_SECONDS 300

struct auth_options {
	const char *token; /* a ready one; or */
	const char *account; /* the path of a service account's key */
	bool exchanges; /* even where the account's own signature would do */
	unsigned tries; /* of the exchange */
	const atomic_bool *stopped; /* ends the waiting in between */
};

struct auth;

/* NULL with ERROR filled when the account's key is no good.  OPTIONS' strings
 * must outlive it. */
struct auth *auth_new(
    const struct auth_options *options, struct gantry_error *error);

/* NULL is allowed. */
void auth_free(struct auth *auth);

/*
 * Replace TOKEN by one that is good for AUTH_MARGIN_SECONDS at least, with a
 * NUL behind it.  Any thread may call.
 */
int auth_get(
    struct auth *auth, struct gantry_buffer *token, struct gantry_error *error);

/* The project of the account; NULL or "" when it is not known. */
const char *auth_project(const struct auth *auth);

/* Does a token server take part, and not the account's signature alone? */
bool auth_is_exchanged(
    const struct auth_options *options, const struct auth_account *account);

#endif
