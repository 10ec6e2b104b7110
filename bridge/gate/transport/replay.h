#ifndef GATE_TRANSPORT_REPLAY_H
#define GATE_TRANSPORT_REPLAY_H

#include "gate/transport/fcgi.h"

/*
 * Serve requests from a file of FastCGI records in process: captured requests
 * (gate/transport/capture.h), or a recording of a web server's connection.
 */

struct replay_options {
	const struct transport_options *transport;
	/*
	 * A request was served: ANSWER has the form of CGI.  WAS_CUT: the
	 * application did not complete it.
	 */
	void (*answered)(
	    void *owner, const struct gantry_buffer *answer, bool was_cut);
	void *owner;
};

/*
 * Serve the requests in the SIZE bytes at DATA, one after another.  Returns 0,
 * or -1 with GANTRY_ERROR_INPUT when the bytes are not records or hold no
 * complete request; the text says where.
 */
int replay_serve(struct gate *gate, const struct replay_options *options,
    const void *data, size_t size, struct gantry_error *error);

#endif
