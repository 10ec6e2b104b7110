#ifndef WEB_REQUEST_FORM_H
#define WEB_REQUEST_FORM_H

struct gantry_request;

/*
 * *TEXT becomes the body, application/x-www-form-urlencoded, as one
 * NUL-terminated string of the request's.  Returns 0, or -1 with the response
 * failed.
 */
int form_text(struct gantry_request *request, const char **text);

/*
 * The same for who only asks: a body that is no form is an empty one.  Returns
 * 0, or -1 with the response failed, since the body cannot be read.
 */
int form_peek(struct gantry_request *request, const char **text);

#endif
