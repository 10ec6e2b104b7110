#ifndef WEB_REQUEST_FORM_H
#define WEB_REQUEST_FORM_H

struct gantry_request;

/*
 * Read the body, application/x-www-form-urlencoded, into *TEXT, NUL-terminated
 * in the request's memory.  Returns 0, or -1 with the response failed.
 */
int form_text(struct gantry_request *request, const char **text);

/*
 * The same for a caller that only looks: a body that is not a form counts as an
 * empty form.  Returns 0, or -1 with the response failed when the body cannot
 * be read.
 */
int form_peek(struct gantry_request *request, const char **text);

#endif
