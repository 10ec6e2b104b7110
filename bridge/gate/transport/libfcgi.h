#ifndef GATE_TRANSPORT_LIBFCGI_H
#define GATE_TRANSPORT_LIBFCGI_H

#include "gate/gate.h"

/*
 * The transport on libfcgi.  It serves one request at a time on a connection
 * that its caller has accepted and found readable, so that no idle connection
 * ever holds a thread.  A thread has one of these.
 */

struct libfcgi;

/*
 * Returns NULL when memory ran out.  A peer may be silent for TIMEOUT
 * milliseconds within a request; set SO_RCVTIMEO and SO_SNDTIMEO of the
 * connections to the same time.
 */
struct libfcgi *libfcgi_new(struct gate *gate, int timeout);
void libfcgi_free(struct libfcgi *self);

/*
 * Serve the request that waits on the blocking socket DESCRIPTOR.  Returns true
 * when the connection is kept for another, false when it was closed.
 */
bool libfcgi_serve(struct libfcgi *self, int descriptor);

#endif
