#ifndef CMD_SHELL_EXCHANGE_H
#define CMD_SHELL_EXCHANGE_H

#include <signal.h>

#include "cmd/shell/request_words.h"
#include "cmd/shell/show/cgi_answer.h"
#include "gate/gate.h"
#include "gate/transport/capture.h"

/* A request that was sent, its answer, and what was noted while it ran. */

/* Zeros are an empty one. */
struct exchange {
	struct request_words request;
	struct gantry_buffer bytes; /* the answer in the form of CGI */
	struct answer answer; /* in BYTES */
	bool has_answer;
	bool was_interrupted;
	int result; /* 0, or -1 with ERROR filled */
	struct gantry_error error;
	int64_t took; /* microseconds */
	/* If it was traced: */
	struct gantry_buffer environ, spans, statements;
	unsigned statement_count;
	struct capture capture; /* for gantry replay */
};

/* What prints an answer that comes in parts; zeros: nothing does. */
struct exchange_listener {
	/* Called when the answer of EXCHANGE has grown. */
	void (*grown)(void *owner, struct exchange *exchange);
	void *owner;
};

struct exchange_options {
	bool traces;
	int deferred_timeout;
	struct exchange_listener listener;
};

/*
 * Send EXCHANGE->request, and wait for the answer.  ^C (SIGINT) ends the
 * request.
 */
void exchange_run(struct exchange *exchange, struct gate *gate,
    const struct exchange_options *options);

/* Free everything; idempotent. */
void exchange_clear(struct exchange *exchange);

/*
 * From now on SIGINT ends a request that waits.  Nothing can stop an
 * application that does not wait: then SIGINT ends the process, at once or, if
 * it IS_PATIENT, with the second one.
 */
void exchange_catch_interrupts(bool is_patient);

/*
 * Was there a SIGINT since the last call?  Call it after each command: until
 * then, a SIGINT also ends the requests that follow.
 */
bool exchange_was_interrupted(void);

#endif
