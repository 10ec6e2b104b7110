#ifndef FIRESTORE_REST_CALL_H
#define FIRESTORE_REST_CALL_H

#include <gantry/contract.h>

#include "firestore/console/console.h"
#include "firestore/rest/rest_cors.h"
#include "firestore/rpc/service.h"

/* The REST API, version 1, over HTTP. */

struct rest_server {
	struct rpc_service *service;
	const struct console *console; /* answers what the API does not */
	const char *origins; /* of pages that may read answers; NULL: none */
};

/* Answer one request, as the application's call. */
int rest_call(struct rest_server *server, struct gantry_environ *environ,
    gantry_start_response *start_response);

#endif
