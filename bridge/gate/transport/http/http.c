/*
 * A web server within the connection: it begins a request when its first byte
 * comes, so that the time-outs and limits of FastCGI hold for heads, too.
 */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "gate/transport/fcgi_input.h"
#include "gate/transport/fcgi_memory.h"
#include "gate/transport/http/http.h"
#include "gate/transport/http/http_addresses.h"
#include "gate/transport/http/http_answer.h"
#include "gate/transport/http/http_head.h"

/* The only id: a request begins when the one before has ended. */
#define REQUEST_ID 1

/* So many bytes of records are converted at a time. */
#define CONVERT_SIZE 16384

#define CONTINUE "HTTP/1.1 100 Continue\r\n\r\n"

enum http_phase {
	HTTP_READS_HEAD, /* the head is coming, or the connection is idle */
	HTTP_READS_BODY, /* so is the body */
	HTTP_ANSWERS, /* the request is complete */
};

struct http {
	struct fcgi *fcgi;
	const struct http_port *port;
	void *owner;
	struct http_addresses addresses;
	enum http_phase phase;
	bool is_begun; /* the struct fcgi has the request */
	struct gantry_buffer in; /* received, and not used yet */
	size_t scanned; /* of it, for the end of the head */
	size_t charged; /* bytes that the struct fcgi knows of */
	struct http_head head;
	struct http_answer answer;
	bool is_owed; /* a byte of records was converted, and not taken */
	bool finishes; /* tell the port when everything was sent */
	/* While bytes are processed: */
	int64_t now;
	struct work **ready;
};

bool
http_is_available(void)
{
	return true;
}

struct http *
http_new(struct fcgi *fcgi, const struct http_port *port, void *owner)
{
	struct http *http = calloc(1, sizeof(*http));

	if (http == NULL)
		return NULL;
	http->fcgi = fcgi;
	http->port = port;
	http->owner = owner;
	return http;
}

void
http_free(struct http *http)
{
	if (http == NULL)
		return;
	http_head_clear(&http->head);
	http_answer_clear(&http->answer);
	gantry_buffer_clear(&http->in);
	free(http);
}

/* A head that waits is held in memory like a request's parameters. */
static void
charge(struct http *http)
{
	http->fcgi->held += http->in.capacity - http->charged;
	http->charged = http->in.capacity;
}

void
http_open(struct http *http, const struct http_addresses *addresses)
{
	http->addresses = *addresses;
	http->phase = HTTP_READS_HEAD;
	http->is_begun = false;
	http->scanned = 0;
	http->is_owed = false;
	http->finishes = false;
	http_head_begin(&http->head, &http->addresses);
	http_answer_reset(&http->answer);
	http->answer.closes = false;
	http->fcgi->is_direct = true;
}

void
http_close(struct http *http)
{
	gantry_buffer_clear(&http->in);
	charge(http);
	http_head_clear(&http->head);
	http_answer_clear(&http->answer);
}

static void
feed(struct http *http, const void *data, size_t size)
{
	fcgi_input_feed(http->fcgi, data, size, http->now, http->ready);
}

/* Feed records of TYPE; without bytes, one that ends the stream. */
static void
feed_records(
    struct http *http, enum record_type type, const char *data, size_t size)
{
	struct record_header header = {
		.version = RECORD_VERSION,
		.type = (uint8_t)type,
		.request_id = REQUEST_ID,
	};
	uint8_t bytes[RECORD_HEADER_SIZE];
	size_t part;

	do {
		part = size < UINT16_MAX ? size : UINT16_MAX;
		header.content_length = (uint16_t)part;
		record_header_encode(&header, bytes);
		feed(http, bytes, sizeof(bytes));
		feed(http, data, part);
		data += part;
		size -= part;
	} while (size > 0);
}

static void
begin(struct http *http)
{
	static const char content[RECORD_BEGIN_SIZE] = { 0, RECORD_RESPONDER,
		RECORD_KEEP_CONN };

	http_head_begin(&http->head, &http->addresses);
	http->scanned = 0;
	http->is_begun = true;
	feed_records(http, RECORD_BEGIN_REQUEST, content, sizeof(content));
}

/* The rest of the connection cannot be understood. */
static void
reject(struct http *http, const char *status, const struct gantry_error *error)
{
	http->answer.closes = true;
	http->phase = HTTP_ANSWERS;
	fcgi_input_reject(http->fcgi, status, error, http->now, http->ready);
}

static void
reject_head(struct http *http)
{
	struct gantry_buffer *params = &http->head.params;

	if (!gantry_buffer_failed(params) && params->length > 0)
		feed_records(http, RECORD_PARAMS, params->data, params->length);
	reject(http, http->head.status, &http->head.error);
}

/* A client has gone wrong when its head exceeds what FastCGI would take. */
static bool
is_too_large(const struct http *http, size_t size)
{
	const struct environ_limits *limits = &http->fcgi->limits->params;

	return size > (size_t)limits->bytes + (size_t)8 * limits->count;
}

static void
reject_large(struct http *http, const char *data, size_t size)
{
	struct gantry_error error;

	gantry_error_set(&error, GANTRY_ERROR_LIMIT,
	    "the request's head exceeds %lld bytes (params-size)",
	    (long long)http->fcgi->limits->params.bytes);
	http->head.status = http_head_too_large(data, size);
	http->head.error = error;
	reject_head(http);
}

static void
send_continue(struct http *http)
{
	gantry_buffer_puts(&http->answer.out, CONTINUE);
	if (http_flush(http) == -1)
		http->fcgi->broken = true;
}

static void
end_body(struct http *http)
{
	http->phase = HTTP_ANSWERS;
	feed_records(http, RECORD_STDIN, "", 0);
}

/* The head is whole.  A request that is refused now is not continued. */
static void
end_head(struct http *http)
{
	struct http_head *head = &http->head;
	const struct work *none = *http->ready;

	feed_records(
	    http, RECORD_PARAMS, head->params.data, head->params.length);
	feed_records(http, RECORD_PARAMS, "", 0);
	gantry_buffer_clear(&head->params);
	http->phase = HTTP_READS_BODY;
	if (head->is_ended)
		end_body(http);
	else if (head->expects && *http->ready == none)
		send_continue(http);
}

/* Empty lines before a request are skipped (RFC 9112 section 2.2). */
static size_t
skip_empty_lines(const char *data, size_t size)
{
	size_t at = 0;

	while (size - at >= 2 && data[at] == '\r' && data[at + 1] == '\n')
		at += 2;
	return at;
}

/* Returns the bytes used; 0: more are needed. */
static size_t
read_head(struct http *http, const char *data, size_t size)
{
	ssize_t length;

	if (!http->is_begun) {
		length = (ssize_t)skip_empty_lines(data, size);
		if (length > 0)
			return (size_t)length;
		if (size == 1 && *data == '\r')
			return 0;
		begin(http);
	}
	length = http_head_find_end(&http->head, data, size, &http->scanned);
	if (length == -1) {
		reject_head(http);
		return size;
	}
	if (is_too_large(http, length > 0 ? (size_t)length : size)) {
		reject_large(http, data, size);
		return size;
	}
	if (length > 0 &&
	    http_head_parse(&http->head, data, (size_t)length) == -1)
		reject_head(http);
	else if (length > 0)
		end_head(http);
	return (size_t)length;
}

static void
take_body(void *owner, const char *data, size_t size)
{
	feed_records(owner, RECORD_STDIN, data, size);
}

static size_t
read_body(struct http *http, const char *data, size_t size)
{
	struct http_head *head = &http->head;
	ssize_t used = http_head_read_body(head, data, size, take_body, http);

	if (used == -1) {
		reject(http, head->status, &head->error);
		return size;
	}
	if (head->is_ended)
		end_body(http);
	return (size_t)used;
}

static void
advance(struct http *http)
{
	const struct fcgi *fcgi = http->fcgi;
	struct gantry_buffer *in = &http->in;
	size_t at = 0, used = 1;

	while (used > 0 && at < in->length && http->phase != HTTP_ANSWERS &&
	    !fcgi->closing && !fcgi->broken) {
		used = http->phase == HTTP_READS_HEAD
		    ? read_head(http, in->data + at, in->length - at)
		    : read_body(http, in->data + at, in->length - at);
		at += used;
	}
	/* What follows is not read any more. */
	if (fcgi->closing || fcgi->broken || http->answer.closes)
		at = in->length;
	in->length -= at;
	if (in->length == 0)
		gantry_buffer_clear(in);
	else if (at > 0)
		memmove(in->data, in->data + at, in->length);
	charge(http);
}

void
http_feed(struct http *http, const void *data, size_t size, int64_t now,
    struct work **ready)
{
	http->now = now;
	http->ready = ready;
	gantry_buffer_add(&http->in, data, size);
	if (gantry_buffer_failed(&http->in)) {
		log_error("connection closed: out of memory");
		http->fcgi->broken = true;
		return;
	}
	advance(http);
	fcgi_memory_charge(http->fcgi);
}

bool
http_is_held(const struct http *http)
{
	return http->phase == HTTP_ANSWERS && http->in.length > 0;
}

bool
http_has_output(const struct http *http)
{
	return http->answer.out.length > 0;
}

bool
http_has_bytes(const struct http *http)
{
	return http->in.length > 0 || http_has_output(http);
}

/* The answer is complete: the next request may be read. */
static void
end_answer(struct http *http)
{
	if (http->answer.closes) {
		http->fcgi->closing = true;
		http->fcgi->lingers = true;
		http->finishes = true;
	}
	http->phase = HTTP_READS_HEAD;
	http->is_begun = false;
	http_answer_begin(&http->answer);
}

/* Convert SIZE bytes of records. */
static void
convert(struct http *http, const char *data, size_t size)
{
	const struct http_answer_options options = {
		.is_head = http->head.is_head,
		.is_http10 = http->head.is_http10,
		.keeps = http->head.keeps && http->phase == HTTP_ANSWERS &&
		    !http->fcgi->closing && !http->fcgi->overloaded &&
		    !http->port->ends(http->owner),
	};
	size_t used;

	while (size > 0) {
		used = http_answer_put(&http->answer, &options, data, size);
		data += used;
		size -= used;
		if (http->answer.is_ended)
			end_answer(http);
	}
}

int
http_flush(struct http *http)
{
	struct http_answer *answer = &http->answer;
	const size_t left = answer->out.length - answer->sent;
	ssize_t count;

	if (gantry_buffer_failed(&answer->out))
		return -1;
	if (left == 0)
		return 0;
	count = http->port->send(
	    http->owner, answer->out.data + answer->sent, left);
	if (count == -1)
		return -1;
	answer->sent += (size_t)count;
	if (count > 0)
		http->fcgi->write_since = clock_milliseconds();
	if (answer->sent < answer->out.length)
		return 0;
	gantry_buffer_clear(&answer->out);
	answer->sent = 0;
	if (http->finishes)
		http->port->finish(http->owner);
	http->finishes = false;
	return 0;
}

ssize_t
http_send_records(struct http *http, const void *data, size_t size)
{
	const struct gantry_buffer *out = &http->answer.out;
	const char *at = data;
	size_t taken = 0, part;

	if (http_flush(http) == -1)
		return -1;
	if (out->length == 0 && http->is_owed && size > 0) {
		http->is_owed = false;
		taken = 1;
	}
	while (out->length == 0 && taken < size) {
		part =
		    size - taken < CONVERT_SIZE ? size - taken : CONVERT_SIZE;
		convert(http, at + taken, part);
		if (http_flush(http) == -1)
			return -1;
		taken += part;
		http->is_owed = out->length > 0;
	}
	return (ssize_t)(http->is_owed && taken > 0 ? taken - 1 : taken);
}
