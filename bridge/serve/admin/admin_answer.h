#ifndef SERVE_ADMIN_ANSWER_H
#define SERVE_ADMIN_ANSWER_H

#include "serve/admin/admin_actions.h"
#include "serve/admin/admin_request.h"

/* The HTTP response to a request. */

/* A server: what it allows, and what it answers from. */
struct admin_endpoint {
	bool is_control; /* it accepts commands */
	bool is_public; /* clients may use any host name */
	const struct admin_actions *actions;
	struct scoreboard *board;
};

/*
 * Write the response to REQUEST into OUT.  Returns 0, or 1 if the response must
 * wait for *ACTION.
 */
int admin_answer(struct gantry_buffer *out, const struct admin_request *request,
    const struct admin_endpoint *endpoint, enum admin_action *action);

/* Respond with STATUS, such as "200 OK", and one line of text. */
void admin_answer_line(
    struct gantry_buffer *out, const char *status, const char *text);

#endif
