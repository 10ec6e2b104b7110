#ifndef UNIT_GATE_PLAY_H
#define UNIT_GATE_PLAY_H

#include "answer.h"
#include "gate/gate.h"

/*
 * A web server and its connection, played: one request is served by one
 * application mounted at /, and what reaches the connection is kept.
 */

struct play {
	/* What the web server sends; zero stands for GET without a body. */
	const char *method;
	const char *content_length; /* NULL: none is sent */
	const char *request_id; /* its X-Request-Id; NULL: none is sent */
	const char *body;
	size_t read_at_most; /* bytes that one read gives; 0: any number */
	bool peer_closed; /* writes fail */
	bool is_deaf; /* it takes no errors */
	bool debug, mirror_errors; /* as the gate's options */

	/* What came of it. */
	int result; /* gate_serve's */
	int drained; /* request_drain's, called after it */
	struct answer answer; /* read only when something was sent */
	size_t writes, flushes;
	char mirrored[2048]; /* errors that it was told */
	size_t sent_before; /* bytes that were written before those */
	size_t unread; /* bytes of the body */
	const char *log; /* what was logged; good until the next play */
};

/* Serve one request by APPLICATION, which finds PLAY as its state. */
void play(struct play *play, gantry_app *application);

void play_clear(struct play *play);

#endif
