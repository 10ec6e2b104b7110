#ifndef FIRESTORE_REST_ANSWER_H
#define FIRESTORE_REST_ANSWER_H

#include <gantry/contract.h>

#include "firestore/rpc/rpc.h"

/*
 * Answers: a message, an array of the messages of a stream, or an error.  What
 * was sent of a stream that fails cannot be taken back: it is cut off then, so
 * that no client takes a part for the whole.
 */

struct rest_answer {
	struct gantry_environ *environ;
	gantry_start_response *start_response;
	const char *origins; /* see rest_cors.h */
	bool is_stream;
	struct gantry_body *body; /* NULL: not begun */
};

/* Send MESSAGE.  Returns 0 or -1.  It is send of struct rpc_call. */
int rest_answer_send(void *answer, struct bytes message);

/* After the last message.  Returns what the application returns. */
int rest_answer_end(struct rest_answer *answer);

/* Answer with an error instead.  Returns what the application returns. */
int rest_answer_fail(
    struct rest_answer *answer, enum rpc_code code, struct bytes message);

/* Answer OPTIONS. */
int rest_answer_options(struct rest_answer *answer);

#endif
