#ifndef SERVE_ADMIN_ANSWER_H
#define SERVE_ADMIN_ANSWER_H

#include "serve/admin/admin.h"
#include "serve/admin/admin_request.h"

/* What is answered to a request, as the bytes of an HTTP answer. */

struct admin_peer {
	bool is_control; /* may give orders */
	bool is_public; /* may call the server by any name */
};

/*
 * Answer REQUEST into OUT.  Returns 0, or 1 when the answer comes later, with
 * *ACTION being what it waits for.
 */
int admin_answer(struct gantry_buffer *out, const struct admin_request *request,
    const struct admin_peer *peer, const struct admin_actions *actions,
    struct scoreboard *board, enum admin_action *action);

/* Answer one line: STATUS is such as "200 OK". */
void admin_answer_line(
    struct gantry_buffer *out, const char *status, const char *text);

#endif
