#ifndef GATE_TRANSPORT_CGI_H
#define GATE_TRANSPORT_CGI_H

#include "gate/gate.h"

/*
 * Classic CGI (RFC 3875): one request from the process environment and standard
 * input, the answer on standard output.  Returns 0, or -1 when the answer is
 * broken.
 */
int cgi_serve(struct gate *gate);

#endif
