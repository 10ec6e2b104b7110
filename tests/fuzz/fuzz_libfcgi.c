/*
 * A libFuzzer target for gate/transport/libfcgi/filter.h, beside libfcgi
 * itself.  An input is what a web server sends; it arrives in parts.  What the
 * filter passes goes to libfcgi, in this process, so a record at which libfcgi
 * exits or crashes is a finding.
 *
 * libfcgi must accept each head that was passed, and see the role, the
 * parameters and the body that the filter saw.  If a request has no records
 * that the filter drops or changes, libfcgi must read the same from the bytes
 * as they arrived.
 */
#include <fcgiapp.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "gate/transport/libfcgi/filter.h"
#include "wire/params.h"

/* More does not fit the socket. */
#define BODY_MAX 40000

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int pair[2]; /* ours, and that of libfcgi */
static FCGX_Request fcgx;
static uint32_t chance; /* the state of a generator, seeded by the input */

/* One request, as the filter passed it. */
struct passed {
	struct gantry_buffer head, body; /* records */
	struct gantry_buffer content; /* of the body */
	const uint8_t *raw; /* the bytes that the request came in */
	size_t raw_size;
};

static void
require(bool holds, const char *property)
{
	if (holds)
		return;
	fprintf(stderr, "violated property: %s\n", property);
	abort();
}

/* Return a number below LIMIT. */
static uint32_t
draw(uint32_t limit)
{
	chance = chance * 1664525 + 1013904223;
	return (chance >> 8) % limit;
}

static void
open_pair(void)
{
	const int size = 1 << 20;

	require(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0, "a pair");
	setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
	fcgx.ipcFd = pair[1];
}

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	(void)count;
	(void)arguments;
	signal(SIGPIPE, SIG_IGN);
	require(FCGX_Init() == 0, "libfcgi begins");
	require(FCGX_InitRequest(&fcgx, -1, 0) == 0, "a request begins");
	open_pair();
	return 0;
}

static void
drain(int descriptor)
{
	char waste[65536];

	while (recv(descriptor, waste, sizeof(waste), MSG_DONTWAIT) > 0)
		;
}

/* Compare libfcgi's "NAME=VALUE" strings with the pairs of PARAMS. */
static void
compare_params(const struct gantry_buffer *params)
{
	const char *data = params->data;
	char **at = fcgx.envp;
	size_t left = params->length, used;
	struct param param;

	require(*at != NULL && strncmp(*at, "FCGI_ROLE=", 10) == 0,
	    "the role comes first");
	for (at++; left > 0; at++, data += used, left -= used) {
		used = param_decode(&param, data, left);
		require(used > 0, "a head that was passed is decoded");
		require(*at != NULL, "libfcgi sees each parameter");
		require(
		    strlen(*at) == param.name_length + 1 + param.value_length &&
			memcmp(*at, param.name, param.name_length) == 0 &&
			(*at)[param.name_length] == '=' &&
			memcmp(*at + param.name_length + 1, param.value,
			    param.value_length) == 0,
		    "libfcgi sees the same parameter");
	}
	require(*at == NULL, "libfcgi sees no more parameters");
}

/* The body that libfcgi reads is SIZE bytes at CONTENT and then ends. */
static void
compare_body(const char *content, size_t size)
{
	char bytes[700];
	size_t left = size, part;

	for (; left > 0; left -= part, content += part) {
		part = 1 + draw(sizeof(bytes));
		if (part > left)
			part = left;
		require(FCGX_GetStr(bytes, (int)part, fcgx.in) == (int)part,
		    "libfcgi reads the body");
		require(memcmp(bytes, content, part) == 0,
		    "libfcgi reads the same body");
	}
	require(FCGX_GetStr(bytes, 1, fcgx.in) == 0,
	    "libfcgi sees the end of the body");
	require(FCGX_GetError(fcgx.in) == 0, "libfcgi finds no error");
}

/* libfcgi reads the SIZE bytes at DATA, which hold the whole request. */
static void
let_libfcgi_read(const void *data, size_t size, const struct filter *filter,
    const struct passed *passed)
{
	require(send(pair[0], data, size, MSG_DONTWAIT) == (ssize_t)size,
	    "the request fits the socket");
	fcgx.keepConnection = 1;
	fcgx.detached = 1;
	fcgx.listen_sock = -1;
	require(FCGX_Accept_r(&fcgx) == 0, "libfcgi accepts the head");
	require(fcgx.role == filter->begin.role, "the role is the same");
	require(fcgx.requestId == filter->request_id, "so is the id");
	compare_params(&filter->params);
	compare_body(passed->content.data, passed->content.length);
	FCGX_PutS("Status: 200 OK\r\n\r\n", fcgx.out);
	FCGX_Finish_r(&fcgx);
	/* The bytes as they arrived may say to close. */
	if (fcgx.ipcFd == -1) {
		close(pair[0]);
		open_pair();
	}
	drain(pair[0]);
	drain(pair[1]);
}

/* Take the filter's records; the contents of STDIN are the body. */
static void
take(struct filter *filter, struct gantry_buffer *to,
    struct gantry_buffer *content)
{
	const uint8_t *at = (const uint8_t *)filter->out.data;
	size_t left = filter->out.length, used;
	struct record_reader reader;
	struct record_piece piece;

	record_reader_init(&reader);
	for (; content != NULL && left > 0; at += used, left -= used) {
		used = record_reader_next(&reader, at, left, &piece);
		require(piece.header.type == RECORD_STDIN &&
			piece.header.request_id == filter->request_id &&
			piece.header.padding_length == 0,
		    "only records of the body follow the head");
		gantry_buffer_add(content, piece.data, piece.size);
	}
	require(record_reader_is_idle(&reader), "whole records are passed");
	gantry_buffer_add(to, filter->out.data, filter->out.length);
	gantry_buffer_reset(&filter->out);
}

/*
 * Is each record of the request its own, so that libfcgi may read it raw?  It
 * does not skip the padding of an empty record, nor all of BEGIN_REQUEST's.
 */
static bool
is_plain(const struct filter *filter, const struct passed *passed)
{
	const uint8_t *at = passed->raw;
	size_t left = passed->raw_size, whole;
	struct record_header header;

	if (left < RECORD_HEADER_SIZE || at[1] != RECORD_BEGIN_REQUEST ||
	    at[6] > 0 || (filter->begin.flags & RECORD_KEEP_CONN) == 0)
		return false;
	for (; left > 0; at += whole, left -= whole) {
		if (record_header_decode(&header, at, left) == 0)
			return false;
		whole = (size_t)RECORD_HEADER_SIZE + header.content_length +
		    header.padding_length;
		if (header.request_id != filter->request_id || whole > left ||
		    (header.content_length == 0 && header.padding_length > 0))
			return false;
	}
	return true;
}

static void
begin_next(struct filter *filter, struct passed *passed)
{
	filter_next_request(filter);
	gantry_buffer_reset(&passed->head);
	gantry_buffer_reset(&passed->body);
	gantry_buffer_reset(&passed->content);
	passed->raw += passed->raw_size;
	passed->raw_size = 0;
}

static void
end_request(struct filter *filter, struct passed *passed)
{
	size_t size = passed->head.length + passed->body.length;

	if (size <= BODY_MAX * 4) {
		gantry_buffer_add(
		    &passed->head, passed->body.data, passed->body.length);
		let_libfcgi_read(
		    passed->head.data, passed->head.length, filter, passed);
		if (passed->raw_size <= BODY_MAX * 4 &&
		    is_plain(filter, passed))
			let_libfcgi_read(
			    passed->raw, passed->raw_size, filter, passed);
	}
	begin_next(filter, passed);
}

/* The records for the web server end requests, and nothing else. */
static void
check_reply(struct filter *filter)
{
	struct gantry_buffer *reply = &filter->reply;
	struct record_header header;
	size_t at;

	require(reply->length % RECORD_END_REQUEST_SIZE == 0,
	    "only END_REQUEST records are answered");
	for (at = 0; at < reply->length; at += RECORD_END_REQUEST_SIZE) {
		record_header_decode(
		    &header, reply->data + at, reply->length - at);
		require(header.type == RECORD_END_REQUEST &&
			header.request_id != filter->request_id,
		    "other requests are refused");
	}
	gantry_buffer_reset(reply);
}

/* Feed SIZE bytes.  Returns whether the connection stays open. */
static bool
feed(struct filter *filter, struct passed *passed, const uint8_t *data,
    size_t size)
{
	struct gantry_error error = { 0 };
	enum filter_verdict verdict;
	size_t used;

	while (size > 0) {
		require(filter_wanted(filter) > 0, "more is wanted");
		verdict = filter_feed(filter, data, size, &used, &error);
		require(used > 0 && used <= size, "some bytes are used");
		passed->raw_size += used;
		data += used;
		size -= used;
		check_reply(filter);
		if (verdict == FILTER_HEAD)
			take(filter, &passed->head, NULL);
		else
			take(filter, &passed->body, &passed->content);
		if (verdict == FILTER_END) {
			end_request(filter, passed);
		} else if (verdict == FILTER_ABORTED) {
			begin_next(filter, passed);
		} else if (verdict != FILTER_PARTIAL &&
		    verdict != FILTER_HEAD) {
			require(*error.text != '\0', "a refusal has a reason");
			return false;
		}
	}
	return true;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct passed passed = { .raw = data };
	struct filter filter;
	bool is_open = true;
	size_t i, part;

	chance = (uint32_t)size;
	for (i = 0; i < size && i < 64; i++)
		chance = chance * 31 + data[i];
	filter_init(&filter, draw(2) == 0);
	for (; is_open && size > 0; data += part, size -= part) {
		part = 1 + draw(draw(2) == 0 ? 20 : 3000);
		if (part > size)
			part = size;
		is_open = feed(&filter, &passed, data, part);
	}
	filter_clear(&filter);
	gantry_buffer_clear(&passed.head);
	gantry_buffer_clear(&passed.body);
	gantry_buffer_clear(&passed.content);
	return 0;
}
