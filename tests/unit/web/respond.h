#ifndef UNIT_WEB_RESPOND_H
#define UNIT_WEB_RESPOND_H

#include "answer.h"
#include "web/request/request.h"
#include "web/response/response.h"

/*
 * One request that a responder answers, as the layer does it: the response is
 * checked, judged by the request's conditions, sent through a gate, and ended.
 */

struct exchange {
	/* What is asked; zero stands for GET without headers. */
	const char *method;
	const char *const *headers; /* "Name: value", ended by NULL */
	const char *file_handoff; /* as the gate's option */
	bool is_secure; /* over https */
	bool is_unchecked; /* response_check is left to response_send */

	/* What came of it. */
	int responded; /* the responder's result */
	bool has_failed; /* the response, when the responder was done */
	int result; /* 0, or -1: the answer was broken off */
	struct answer answer; /* read if anything was sent */
	const char *log; /* what was logged; good until the next one */
};

typedef int responder(
    struct gantry_request *request, struct gantry_response *response);

/*
 * A failed response has its detail as a text.  Each exchange has the same
 * response, as those of a thread have.
 */
void respond(struct exchange *exchange, responder *by);

/* The same with a GET and nothing else. */
void respond_to_get(struct exchange *exchange, responder *by);

/* The whole head has NAME with VALUE; NULL: it has none. */
void assert_header(
    const struct exchange *exchange, const char *name, const char *value);

/* It failed with a 500 for which the log has REASON. */
void assert_internal_error(const struct exchange *exchange, const char *reason);

void exchange_clear(struct exchange *exchange);

#endif
