#ifndef GATE_TRANSPORT_HTTP_ANSWER_H
#define GATE_TRANSPORT_HTTP_ANSWER_H

#include "gantry/buffer.h"
#include "wire/reader.h"

/*
 * Answers as HTTP/1.1 messages (RFC 9112 section 6), out of the records that
 * would go to a web server.
 */

/* What an answer depends on; of the request. */
struct http_answer_options {
	bool is_head; /* the method is HEAD */
	bool is_http10;
	bool keeps; /* the client wants the connection to stay open */
};

struct http_answer {
	struct record_reader reader;
	struct gantry_buffer head; /* until it is whole */
	struct gantry_buffer out; /* bytes of messages that were not sent */
	size_t sent; /* of OUT */
	bool is_begun; /* the head was written */
	bool is_bare; /* there is no body */
	bool is_chunked;
	bool closes; /* the connection is closed after this answer */
	bool is_ended;
};

/* Forget everything. */
void http_answer_reset(struct http_answer *answer);

void http_answer_clear(struct http_answer *answer);

/* Another answer begins. */
void http_answer_begin(struct http_answer *answer);

/*
 * Use up to SIZE bytes of records, until the answer ends.  Returns how many
 * were used.
 */
size_t http_answer_put(struct http_answer *answer,
    const struct http_answer_options *options, const char *data, size_t size);

#endif
