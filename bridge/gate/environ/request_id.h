#ifndef GATE_ENVIRON_REQUEST_ID_H
#define GATE_ENVIRON_REQUEST_ID_H

#include <stdbool.h>

/*
 * The name by which one request is found again, in the log here, in the web
 * server's and in what the client was told; see gantry_environ_request_id.
 */

/*
 * May TEXT, which a client may have sent, name a request in logs and headers?
 * From 1 to 128 letters, digits, dots, dashes and underscores.
 */
bool request_id_is_valid(const char *text);

#endif
