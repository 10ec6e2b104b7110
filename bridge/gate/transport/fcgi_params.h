#ifndef GATE_TRANSPORT_FCGI_PARAMS_H
#define GATE_TRANSPORT_FCGI_PARAMS_H

#include "gate/transport/fcgi_connection.h"

/*
 * Fill the environ of REQUEST from its parameters and store the length of the
 * body that they declare.  The strings point into the parameters.  Returns 0,
 * or -1: GANTRY_ERROR_INPUT when they are malformed, GANTRY_ERROR_LIMIT when
 * they are too many or too large, GANTRY_ERROR_MEMORY.
 */
int fcgi_params_decode(
    struct fcgi_request *request, struct gantry_error *error);

/*
 * The body of REQUEST is complete: set CONTENT_LENGTH if the web server did
 * not, as Caddy does not for a chunked upload.
 */
void fcgi_params_set_length(struct fcgi_request *request);

#endif
