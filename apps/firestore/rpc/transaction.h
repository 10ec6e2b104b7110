#ifndef FIRESTORE_RPC_TRANSACTION_H
#define FIRESTORE_RPC_TRANSACTION_H

#include "firestore/rpc/request.h"

/*
 * Transactions read one generation of the data.  Nothing is kept for them: the
 * id has the generation, and a call with another one is aborted.
 */

/*
 * Read "transaction", "newTransaction" and "readTime" of the request; a new
 * transaction is begun with a message of its own.
 */
int transaction_read(struct run *run);

/* Check ID, of a transaction. */
int transaction_check(struct run *run, struct bytes id);

/* Read "options" of a new transaction. */
int transaction_read_options(struct run *run, const struct json_t *options);

/* Append "transaction":"..." to LINE for a new one. */
void transaction_add(struct run *run);

#endif
