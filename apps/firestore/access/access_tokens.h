#ifndef FIRESTORE_ACCESS_TOKENS_H
#define FIRESTORE_ACCESS_TOKENS_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/error.h>

#include "data/firestore/bytes.h"

#define ACCESS_TOKEN_MIN 16
#define ACCESS_TOKEN_MAX 1024

/* The tokens in a file, see access_rules.h. */

struct access_tokens {
	char *text; /* of the file, with a NUL behind each token */
	const char **items;
	size_t count;
};

/* Read the file at PATH.  Returns 0, or -1 with ERROR, which names it. */
int access_tokens_read(
    struct access_tokens *tokens, const char *path, struct gantry_error *error);

/* Free everything; safe on a zeroed one. */
void access_tokens_clear(struct access_tokens *tokens);

/* Is TOKEN one of them?  All are compared, each in constant time. */
bool access_tokens_have(const struct access_tokens *tokens, struct bytes token);

#endif
