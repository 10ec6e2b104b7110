#ifndef GATE_TRANSPORT_REPLAY_H
#define GATE_TRANSPORT_REPLAY_H

#include "gate/transport/fcgi.h"

/*
 * Requests that were kept as FastCGI records (gate/transport/capture.h), or
 * recorded on their way from a web server, served again in process.
 */

struct replay_options {
	const struct transport_options *transport;
	/*
	 * A request was served: ANSWER is as an application's CGI answer is.
	 * WAS_CUT: the application broke it off.
	 */
	void (*answered)(
	    void *owner, const struct gantry_buffer *answer, bool was_cut);
	void *owner;
};

/*
 * Serve the requests in the SIZE bytes at DATA, one after another.  Returns 0,
 * or -1 with GANTRY_ERROR_INPUT and where the bytes are not records, or hold
 * no complete request.
 */
int replay_serve(struct gate *gate, const struct replay_options *options,
    const void *data, size_t size, struct gantry_error *error);

#endif
