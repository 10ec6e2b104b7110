#ifndef GATE_TRANSPORT_FCGI_PARAMS_H
#define GATE_TRANSPORT_FCGI_PARAMS_H

#include "gate/transport/fcgi_connection.h"

/*
 * Make the environ of REQUEST from its parameters, which are cut into strings
 * where they lie, and note the length of the body that they declare.  Returns
 * 0, or -1: GANTRY_ERROR_INPUT when they are malformed, GANTRY_ERROR_LIMIT when
 * they are too many or too large, GANTRY_ERROR_MEMORY.
 */
int fcgi_params_decode(
    struct fcgi_request *request, struct gantry_error *error);

/*
 * The body of REQUEST has come: if its length was not declared, as with Caddy
 * and a chunked upload, it is now.
 */
void fcgi_params_set_length(struct fcgi_request *request);

#endif
