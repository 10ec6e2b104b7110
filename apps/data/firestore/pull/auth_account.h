#ifndef FIRESTORE_PULL_AUTH_ACCOUNT_H
#define FIRESTORE_PULL_AUTH_ACCOUNT_H

#include <stdbool.h>
#include <time.h>

#include <gantry/buffer.h>
#include <gantry/error.h>

/*
 * The key of a service account, a JSON file from Google, and the JSON Web
 * Tokens (RFC 7519) signed with it (RS256 of RFC 7518).
 */

#define AUTH_GOOGLE_TOKEN_URI "https://oauth2.googleapis.com/token"
/* The longest lifetime that Google permits a token. */
#define AUTH_TOKEN_SECONDS 3600

struct auth_account {
	char *email;
	char *key_id; /* "" when the file has none */
	char *token_uri;
	char *project; /* "" when the file has none */
	void *key; /* an EVP_PKEY */
};

struct auth_claims {
	const char *audience;
	const char *scope; /* NULL: the account itself is the subject */
	time_t issued;
};

/* Read the file PATH.  Returns 0, or -1 with ACCOUNT empty. */
int auth_account_read(
    struct auth_account *account, const char *path, struct gantry_error *error);

/* Free everything; safe on an empty one. */
void auth_account_clear(struct auth_account *account);

/* Append a token with CLAIMS, without a NUL. */
int auth_account_sign(const struct auth_account *account,
    const struct auth_claims *claims, struct gantry_buffer *token,
    struct gantry_error *error);

#endif
