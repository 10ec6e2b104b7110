#ifndef CMD_DOCTOR_HTTP_H
#define CMD_DOCTOR_HTTP_H

#include <stdbool.h>
#include <stdint.h>

#include "gantry/buffer.h"
#include "gantry/error.h"

/* A small HTTP/1.1 client (RFC 9112): one request on each connection. */

struct tls_client;

struct http_url {
	bool is_https;
	char host[256]; /* to connect to; an IPv6 address has no brackets */
	char port[8];
	char authority[272]; /* of the Host header */
	char path[1024]; /* "/..." without a final slash; "" for the root */
};

/*
 * Parse "http://HOST[:PORT][/PATH]" or the same with https.  Returns 0, or -1
 * with ERROR filled.
 */
int http_url_parse(
    struct http_url *url, const char *text, struct gantry_error *error);

struct http_response {
	int status;
	struct gantry_buffer head; /* the status line and the headers */
	struct gantry_buffer body; /* without the framing of chunks */
	int64_t gap; /* milliseconds from the body's first byte to its last */
};

/*
 * Send the whole REQUEST and read until the connection closes.  TLS is for URLs
 * with https.  RESPONSE is zeroed or was used before.  Returns 0, or -1 with
 * ERROR filled.
 */
int http_send(const struct http_url *url, struct tls_client *tls,
    const struct gantry_buffer *request, struct http_response *response,
    struct gantry_error *error);

void http_response_clear(struct http_response *response);

#endif
