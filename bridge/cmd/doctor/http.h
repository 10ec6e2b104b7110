#ifndef CMD_DOCTOR_HTTP_H
#define CMD_DOCTOR_HTTP_H

#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/*
 * As much of HTTP/1.1 (RFC 9112) as asking a web server takes, without TLS: one
 * request on a connection of its own.
 */

struct http_url {
	char host[256]; /* for connecting, an IPv6 address without brackets */
	char port[8];
	char authority[272]; /* for Host */
	char path[1024]; /* "/...": not ended by a slash, "" for the root */
};

/*
 * Take "http://HOST[:PORT][/PATH]" apart.  Returns 0, or -1 with ERROR filled.
 */
int http_url_parse(
    struct http_url *url, const char *text, struct gantry_error *error);

struct http_answer {
	int status;
	struct gantry_buffer head; /* the status line and the headers */
	struct gantry_buffer body; /* out of its chunks */
	int64_t gap; /* milliseconds from the body's first byte to its last */
};

/*
 * Send REQUEST, all of it, and read the answer until the connection closes.
 * ANSWER is zeroed or was used before.  Returns 0, or -1 with ERROR filled.
 */
int http_ask(const struct http_url *url, const struct gantry_buffer *request,
    struct http_answer *answer, struct gantry_error *error);

void http_answer_clear(struct http_answer *answer);

#endif
