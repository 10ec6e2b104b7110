#ifndef GATE_TRANSPORT_HTTP_HEAD_H
#define GATE_TRANSPORT_HTTP_HEAD_H

#include <llhttp.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "gantry/buffer.h"
#include "gantry/error.h"
#include "gate/transport/http/http_addresses.h"

/*
 * One message of a client: its head becomes the parameters that a web server
 * would send, its body comes in pieces.  llhttp finds the parts; what it lets
 * pass, and a proxy may read otherwise (RFC 9112 section 11.2), is refused
 * here.
 */

/* Told a piece of the body. */
typedef void http_body_function(void *owner, const char *data, size_t size);

struct http_head {
	llhttp_t parser;
	const struct http_addresses *addresses;
	/* Of the head that is being parsed: */
	const char *field; /* a header's name; NULL: none */
	size_t field_length;
	const char *value;
	size_t value_length;
	unsigned hosts; /* how many Host headers */
	const char *host; /* its value, or the authority of the target */
	size_t host_length;
	unsigned codings; /* how many Transfer-Encoding headers */
	bool is_absolute; /* the target has an authority */
	bool is_complete; /* the head is: what follows are trailers */
	struct gantry_buffer params; /* as FastCGI encodes them */
	const char *status; /* of the answer that refuses it; NULL: none */
	struct gantry_error error; /* why */
	/* What the head says: */
	bool is_head, is_options; /* the method is */
	bool is_http10;
	bool keeps; /* the connection stays open */
	bool expects; /* 100 Continue */
	/* While its body comes: */
	http_body_function *take;
	void *owner;
	const char *framing; /* bytes from here on are no data */
	int64_t framing_size, body_size; /* bytes of both so far */
	char last; /* the last of the former */
	bool is_ended; /* the message is complete */
};

/* Begin with a new message.  The addresses must outlive HEAD. */
void http_head_begin(
    struct http_head *head, const struct http_addresses *addresses);

void http_head_clear(struct http_head *head);

/*
 * Look for the end of the head in the SIZE bytes at DATA, from *SCANNED on.
 * Returns its length, 0 if it is incomplete, or -1 with HEAD->status set.
 */
ssize_t http_head_find_end(
    struct http_head *head, const char *data, size_t size, size_t *scanned);

/*
 * Parse the head, of SIZE bytes at DATA.  Returns 0 with the parameters filled,
 * or -1 with HEAD->status set; the parameters are those that are known then.
 */
int http_head_parse(struct http_head *head, const char *data, size_t size);

/*
 * Use bytes of the body: TAKE gets its pieces.  Returns how many were used,
 * which are all unless the message IS_ENDED, or -1 with HEAD->status set.
 */
ssize_t http_head_read_body(struct http_head *head, const char *data,
    size_t size, http_body_function *take, void *owner);

/* The status for a head of SIZE bytes that exceeds the limit: 414 or 431. */
const char *http_head_too_large(const char *data, size_t size);

#endif
