#ifndef GATE_TRANSPORT_LIBFCGI_LIBFCGI_H
#define GATE_TRANSPORT_LIBFCGI_LIBFCGI_H

#include "gate/deferred/deferrals.h"
#include "gate/gate.h"
#include "gate/limits.h"

/*
 * The transport on libfcgi.  It serves one request at a time on a connection
 * that its caller has accepted and found readable.  Neither an idle connection
 * nor the head of a request that is still coming holds a thread.  A thread has
 * one struct libfcgi.
 */

struct libfcgi;

/*
 * Returns NULL when memory or descriptors ran out.  A peer may be silent for
 * the timeout of LIMITS within a body or an answer; set SO_RCVTIMEO and
 * SO_SNDTIMEO of the connections to the same time.  A request of DEFERRALS,
 * which may be NULL, keeps its thread.
 */
struct libfcgi *libfcgi_new(struct gate *gate, const struct limits *limits,
    struct deferrals *deferrals);
void libfcgi_free(struct libfcgi *self);

/* Was a part of the answer to the current request sent?  For any thread. */
bool libfcgi_has_answered(const struct libfcgi *self);

/*
 * When the current request was last seen to write or to read, at NOW; 0: never.
 * For one thread, a few times a second.
 */
int64_t libfcgi_progress(struct libfcgi *self, int64_t now);

/* What is known of a connection between two calls of libfcgi_serve. */
struct libfcgi_connection;

/* Returns NULL when memory ran out. */
struct libfcgi_connection *libfcgi_connection_new(void);
void libfcgi_connection_free(void *connection);

/* Begin with another connection; IS_KEPT: another process has served it. */
void libfcgi_connection_reset(
    struct libfcgi_connection *connection, bool is_kept);

/*
 * When the head that is still coming began, by clock_milliseconds(); 0: there
 * is none.  Any thread may call it.
 */
int64_t libfcgi_connection_since(const struct libfcgi_connection *connection);

enum libfcgi_state {
	LIBFCGI_CLOSED, /* DESCRIPTOR was closed */
	LIBFCGI_KEPT, /* a request was served; another may follow */
	LIBFCGI_WAITING, /* for more of a head */
};

/*
 * Read what has come on the blocking socket DESCRIPTOR, and serve the request
 * if its head is complete.
 */
enum libfcgi_state libfcgi_serve(struct libfcgi *self,
    struct libfcgi_connection *connection, int descriptor);

#endif
