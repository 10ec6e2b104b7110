#ifndef CMD_CLIENT_CONTROL_REQUEST_H
#define CMD_CLIENT_CONTROL_REQUEST_H

#include <stdbool.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/* One request to the master over its control socket. */

struct control_request {
	const char *method; /* "GET" or "POST" */
	const char *target; /* "/status" */
	const char *accept; /* a media type; NULL: any */
	int seconds; /* timeout of the request and of each read; 0: none */
};

/*
 * Send REQUEST to the gantry that listens on the socket PATH.  The body of the
 * response replaces the content of BODY.  Bytes that could control a terminal
 * become question marks, except newlines and tabs, so BODY has no NUL.  Returns
 * the HTTP status, or -1 with ERROR filled; a response of more than 16 MiB is
 * an error.
 */
int control_request_send(const struct control_request *request,
    const char *path, struct gantry_buffer *body, struct gantry_error *error);

/*
 * Does anyone listen on the socket PATH?  True also if this user may not
 * connect.
 */
bool control_request_is_answered(const char *path);

#endif
