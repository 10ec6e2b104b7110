#ifndef FIRESTORE_PULL_HTTP_H
#define FIRESTORE_PULL_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include <gantry/error.h>

/*
 * An HTTP client that sends one request at a time and keeps its connection.  It
 * belongs to one thread.  Call http_setup before making the first.
 */

/*
 * The longest answer that is accepted: it has to fit into memory several times.
 */
#define HTTP_ANSWER_MAX (64 << 20)

struct http;

struct http_request {
	const char *url;
	const char *token; /* for "Authorization: Bearer"; may be NULL */
	const char *type; /* of the body */
	const char *body; /* what is posted; NULL: GET */
	size_t length;
	bool is_direct; /* ignores the proxies of the environment */
};

struct http_answer {
	long status;
	const char *body; /* borrowed until the next request */
	size_t length;
	long retry_after; /* Retry-After in seconds; 0: none */
};

/* Call these before any thread starts and after all have ended. */
int http_setup(struct gantry_error *error);
void http_cleanup(void);

/* NULL with ERROR filled when memory ran out. */
struct http *http_new(struct gantry_error *error);
void http_free(struct http *http);

/*
 * Send REQUEST and read the whole answer, whatever its status.  Returns 0, or
 * -1 with GANTRY_ERROR_HANGUP when the network failed and another try may help,
 * GANTRY_ERROR_LIMIT when the answer is too long, or another code.
 */
int http_send(struct http *http, const struct http_request *request,
    struct http_answer *answer, struct gantry_error *error);

#endif
