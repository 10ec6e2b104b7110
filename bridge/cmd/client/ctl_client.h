#ifndef CMD_CLIENT_CTL_CLIENT_H
#define CMD_CLIENT_CTL_CLIENT_H

#include "gantry/buffer.h"
#include "gantry/error.h"

/* One question to the master over its control socket. */

struct ctl_question {
	const char *method; /* "GET" or "POST" */
	const char *target; /* "/status" */
	const char *accept; /* a media type; NULL: any */
	int seconds; /* for each part of the answer; 0: for ever */
};

/*
 * Ask the gantry at the socket PATH.  BODY, which is reset, gets the answer's
 * body.  Returns the HTTP status, or -1 with ERROR filled.
 */
int ctl_ask(const char *path, const struct ctl_question *question,
    struct gantry_buffer *body, struct gantry_error *error);

#endif
