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
 * Returns NULL when memory ran out.  TIMEOUT is for how many milliseconds a
 * peer may be silent within a request; the connections' SO_RCVTIMEO and
 * SO_SNDTIMEO say the same.
 */
struct libfcgi *libfcgi_new(struct gate *gate, int timeout);
void libfcgi_free(struct libfcgi *self);

/*
 * Serve the request that waits on the blocking socket DESCRIPTOR.  Returns true
 * when the connection is kept for another, false when it was closed.
 */
bool libfcgi_serve(struct libfcgi *self, int descriptor);

#endif
