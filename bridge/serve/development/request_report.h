#ifndef SERVE_DEVELOPMENT_REQUEST_REPORT_H
#define SERVE_DEVELOPMENT_REQUEST_REPORT_H

#include "gate/request.h"
#include "serve/development/development_options.h"
#include "serve/development/masks.h"
#include "serve/development/stack.h"

/*
 * What a developer sees of a request: a page in the browser (request_page.c),
 * and a line in the terminal (request_line.c).
 */

struct request_failure {
	const char *text; /* what was logged; NULL: nothing */
	const struct stack *stack; /* where; NULL: it was not taken */
	const char *change; /* why the last change is not served; NULL: it is */
};

/*
 * Append a page that shows the trace of ENVIRON's request, or says that there
 * is none; and, unless it is NULL, its FAILURE.
 */
void request_page_put(struct gantry_buffer *to, const struct masks *masks,
    const struct gantry_environ *environ,
    const struct request_failure *failure);

/* Append a page with a paragraph of TEXT, and the FAILURE of a change. */
void request_page_put_text(struct gantry_buffer *to, const struct masks *masks,
    const char *title, const char *text, const char *failure);

/* Begin and end a page of another content. */
void request_page_begin(
    struct gantry_buffer *to, const struct masks *masks, const char *title);
void request_page_end(struct gantry_buffer *to);

/* Append the paragraph that a change failed, to a page or to another document.
 */
void request_page_put_change(
    struct gantry_buffer *to, const struct masks *masks, const char *failure);

/* Append TEXT, escaped and with secrets masked. */
void request_page_put_escaped(
    struct gantry_buffer *to, const struct masks *masks, const char *text);

/*
 * The route of the traced request, "template /x, responder y", or NULL; see
 * bridge/web/dispatch.c.
 */
const char *request_page_route(const struct gantry_environ *environ);

/*
 * The line of a request for a developer's terminal:
 *
 *	12:01:33 GET /x?limit=3 200 1.3 ms, 2 SQL 0.4 ms, URL of the trace
 *
 * and, if they are wanted, a line for each statement.
 */

struct request_line {
	const struct gantry_environ *environ;
	int status; /* 499: the client went away */
	const char *link; /* to the trace; NULL: it is not kept */
};

/* Append the lines of a request. */
void request_line_put(struct gantry_buffer *to, const struct masks *masks,
    const struct development_options *options, const struct request_line *line);

#endif
