#ifndef UNIT_WEB_RESPOND_H
#define UNIT_WEB_RESPOND_H

#include "answer.h"
#include "web/request/request.h"
#include "web/response/response.h"

/*
 * One request that a responder answers, without a site: the response is
 * checked, made conditional, sent through a gate, and ended.
 */

struct exchange {
	/* The request; zero stands for GET without headers. */
	const char *method;
	const char *const *headers; /* "Name: value", ended by NULL */
	const char *file_handoff; /* as the gate's option */
	bool is_secure; /* over https */
	bool is_debugged; /* with --debug */
	bool is_unchecked; /* only response_send calls response_check */

	/* The result. */
	int responded; /* the responder's result */
	bool has_failed; /* the response, after the responder returned */
	int result; /* 0, or -1: the response was aborted */
	struct answer answer; /* parsed if anything was sent */
	const char *log; /* what was logged; valid until the next exchange */
};

typedef int responder(
    struct gantry_request *request, struct gantry_response *response);

/*
 * The body of a failed response is its detail.  All exchanges use the same
 * response, as those of a thread do.
 */
void respond(struct exchange *exchange, responder *by);

/* The same for a GET without anything else. */
void respond_to_get(struct exchange *exchange, responder *by);

/* Assert that the header NAME is VALUE; NULL: not set. */
void assert_header(
    const struct exchange *exchange, const char *name, const char *value);

/* Assert that it failed with a 500 and that the log has REASON. */
void assert_internal_error(const struct exchange *exchange, const char *reason);

void exchange_clear(struct exchange *exchange);

#endif
