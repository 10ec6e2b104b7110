#ifndef GATE_TRANSPORT_H
#define GATE_TRANSPORT_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The functions that the gate calls while it serves a request.  OWNER is the
 * argument of request_init.
 */

struct deferrals;

struct transport {
	/* Returns the bytes read, 0 at the end, -1 when the peer failed. */
	ssize_t (*read)(void *owner, void *data, size_t size);
	/*
	 * A file with what READ would return, from *OFFSET on.  Returns its
	 * descriptor, which stays the transport's, or -1: there is none.  NULL:
	 * there never is.
	 */
	int (*input_file)(void *owner, int64_t *offset);
	/* Write all of it.  Returns 0, or -1 when the peer went away. */
	int (*write)(void *owner, const void *data, size_t size);
	/* Send what write has buffered.  Returns 0, or -1 likewise. */
	int (*flush)(void *owner);
	/*
	 * Write to the web server's log, after the headers; NULL: there is
	 * none.  Returns 0, or -1 likewise.
	 */
	int (*error)(void *owner, const char *text, size_t size);
	/*
	 * Does nobody want the answer any more, as far as is known?  NULL: it
	 * is not known.  Never waits.
	 */
	bool (*is_gone)(void *owner);
	/* Has the request exceeded its time?  NULL: it is not known. */
	bool (*is_overdue)(void *owner);
	/*
	 * For deferred requests (gantry_defer); all NULL: there are none.
	 *
	 * Where they are kept; NULL: the request cannot be deferred.
	 */
	struct deferrals *(*deferrals)(void *owner);
	/*
	 * Queue the request for a thread, HERE: for the one that it had last.
	 * Called with the lock of the deferrals held.
	 */
	void (*schedule)(void *owner, bool here);
	/*
	 * In the request's thread: how many bytes did the peer not take yet?
	 * WRITE does not wait for it in a deferred request.
	 */
	int64_t (*pending)(void *owner);
	/* The peer may be HAProxy, see reply.c. */
	bool wants_status_last;
};

#endif
