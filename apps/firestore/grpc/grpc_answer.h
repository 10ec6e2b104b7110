#ifndef FIRESTORE_GRPC_ANSWER_H
#define FIRESTORE_GRPC_ANSWER_H

#include <stdbool.h>

#include <gantry/contract.h>

#include "firestore/rpc/rpc.h"

/*
 * gRPC over HTTP/2, behind a web server that hands it on by FastCGI and makes
 * trailers of two headers: X-Grpc-Status and X-Grpc-Message (nginx's
 * add_trailer).  "gantry doctor --server nginx --grpc" prints a configuration.
 *
 * In an application:
 *
 *	if (grpc_is_request(environ))
 *		return grpc_answer(environ, start_response, service);
 */

/* Is the content of the request gRPC's, "application/grpc"? */
bool grpc_is_request(const struct gantry_environ *environ);

/*
 * Answer a call of google.firestore.v1.Firestore, grpc.health.v1.Health or
 * grpc.reflection.v1.ServerReflection.  SCRIPT_NAME and PATH_INFO together are
 * the path of the method.  SERVICE may be NULL while there are no data: calls
 * then fail as UNAVAILABLE, and the service is not healthy.
 *
 * Returns what an application returns.
 */
int grpc_answer(struct gantry_environ *environ,
    gantry_start_response *start_response, struct rpc_service *service);

#endif
