#ifndef GATE_TRANSPORT_HTTP_H
#define GATE_TRANSPORT_HTTP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "gate/work.h"

/*
 * HTTP/1.1 without a web server (RFC 9112).  A connection of a client is put in
 * front of a struct fcgi: requests become records, and records become answers,
 * as in a web server.  So everything that holds for FastCGI holds here, too:
 * limits, time-outs, deferred requests, captures.  One request of a connection
 * is served at a time; those that a client has sent ahead wait.
 *
 * It owns no descriptor and never waits.  Call all functions with the lock of
 * the struct fcgi held.
 */

struct fcgi;
struct http;
struct http_addresses;

/* What the owner of the descriptor does for the connection. */
struct http_port {
	/*
	 * Send as much as the client takes now.  Returns the number of bytes,
	 * or -1 when the client went away.  After fewer than SIZE bytes, the
	 * owner calls http_send_records or http_flush when the client takes
	 * more.
	 */
	ssize_t (*send)(void *owner, const void *data, size_t size);
	/* Is the connection to be closed after the answer that begins now? */
	bool (*ends)(void *owner);
	/* The last answer is complete, and nothing more is sent. */
	void (*finish)(void *owner);
};

/* Was gantry built with a parser?  Otherwise http_new returns NULL. */
bool http_is_available(void);

/*
 * A new one in front of FCGI, whose port's send function calls
 * http_send_records. Returns NULL when memory ran out.  FCGI, PORT and OWNER
 * must outlive it.
 */
struct http *http_new(
    struct fcgi *fcgi, const struct http_port *port, void *owner);

void http_free(struct http *http);

/* A connection came, between the same ends as ADDRESSES. */
void http_open(struct http *http, const struct http_addresses *addresses);

/* It was closed: free what it received and did not send. */
void http_close(struct http *http);

/*
 * Process SIZE received bytes, which may be 0; see fcgi_feed.  Also call it
 * after an answer ended (http_is_held): the next request may have come.
 */
void http_feed(struct http *http, const void *data, size_t size, int64_t now,
    struct work **ready);

/*
 * Does it hold bytes of a next request, and an answer is in progress?  Then
 * read no more.
 */
bool http_is_held(const struct http *http);

/* Does it hold bytes that were not sent yet, or received ones, too? */
bool http_has_output(const struct http *http);
bool http_has_bytes(const struct http *http);

/*
 * Send SIZE bytes of records.  Returns how many were taken, or -1 when the
 * client went away.  What the client does not take is kept: at least a byte of
 * the records is not taken before that was sent.
 */
ssize_t http_send_records(struct http *http, const void *data, size_t size);

/* Send what is kept.  Returns 0, or -1 likewise. */
int http_flush(struct http *http);

#endif
