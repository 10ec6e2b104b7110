#ifndef FIRESTORE_REST_REQUEST_H
#define FIRESTORE_REST_REQUEST_H

#include <gantry/contract.h>

#include "firestore/rpc/rpc.h"

/* What a request of HTTP asks for. */

/*
 * The method that a path names: /v1/projects/P/databases/D/documents, then a
 * path or a verb such as ":runQuery".
 */
struct rest_route {
	const struct rpc_method *method;
	/* The members of the request that the path is. */
	const char *member; /* "name", "parent" or "database" */
	struct bytes value;
	bool has_collection;
	struct bytes collection; /* collectionId */
	bool has_body;
};

/*
 * Find what METHOD, "GET", does at PATH.  Returns false when there is no such
 * method.  ROUTE borrows from PATH.
 */
bool rest_route_find(
    struct rest_route *route, const char *method, const char *path);

/*
 * Put the parameters of QUERY, a query string, into REQUEST, as the members
 * that they name.  "key", "alt", "$alt", "prettyPrint" and others that no
 * request has are ignored.  Returns 0, or -1 with ERROR filled.
 */
int rest_parameters_read(
    const char *query, struct json_t *request, struct gantry_error *error);

/*
 * Read the body of the request, a JSON object; nothing stands for an empty one.
 * Returns the object, which the caller owns, or NULL with ERROR filled:
 * GANTRY_ERROR_INPUT: it is not one, or it is too large.
 *
 * The body decides how much memory it takes as JSON, so that is estimated first
 * and limited, too.
 */
struct json_t *rest_body_read(
    struct gantry_environ *environ, struct gantry_error *error);

#endif
