#ifndef FIRESTORE_RPC_PAGES_H
#define FIRESTORE_RPC_PAGES_H

#include "firestore/rpc/request.h"

/* Lists that are sent page by page. */

/*
 * Page tokens: where the next page begins, and a hash of it and of the request
 * that it belongs to.
 */

/* Append ,"nextPageToken":"..." to LINE, for what follows AFTER. */
void page_token_add(struct run *run, uint64_t request, struct bytes after);

/*
 * Read TOKEN, which may be empty, into AFTER.  Returns 0, or -1 after the call
 * was made to fail: it is not one of the request with the hash REQUEST.
 */
int page_token_read(
    struct run *run, uint64_t request, struct bytes token, struct bytes *after);

/* A list of documents as a query, for an order other than that of names. */

struct list_query {
	struct bytes parent; /* the path of a document */
	struct bytes collection; /* an id; empty: all below the parent */
	struct bytes order; /* "i desc, name"; empty: by name */
	struct bytes after; /* the path of the last document; empty: none */
	int64_t limit;
};

/*
 * Make QUERY, which the caller clears.  Returns 0, or -1 after the call was
 * made to fail.
 */
int list_query_read(
    struct run *run, const struct list_query *list, struct query *query);

#endif
