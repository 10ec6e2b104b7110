/*
 * The gate has checked status and headers, so they are only taken apart here.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "base/text/http_date.h"
#include "gate/transport/http/http_answer.h"

/* What the head of an answer says that its framing depends on. */
struct facts {
	bool has_length, has_date;
};

void
http_answer_reset(struct http_answer *answer)
{
	record_reader_init(&answer->reader);
	gantry_buffer_clear(&answer->head);
	gantry_buffer_clear(&answer->out);
	answer->sent = 0;
	http_answer_begin(answer);
}

void
http_answer_clear(struct http_answer *answer)
{
	gantry_buffer_clear(&answer->head);
	gantry_buffer_clear(&answer->out);
}

void
http_answer_begin(struct http_answer *answer)
{
	gantry_buffer_reset(&answer->head);
	answer->is_begun = false;
	answer->is_bare = false;
	answer->is_chunked = false;
	answer->is_ended = false;
}

static bool
begins_with(const char *line, size_t length, const char *name)
{
	const size_t size = strlen(name);

	return length > size && strncasecmp(line, name, size) == 0 &&
	    line[size] == ':';
}

static void
put_line(struct http_answer *answer, const char *line, size_t length,
    struct facts *facts)
{
	facts->has_length |= begins_with(line, length, "Content-Length");
	facts->has_date |= begins_with(line, length, "Date");
	gantry_buffer_add(&answer->out, line, length);
	gantry_buffer_puts(&answer->out, "\r\n");
}

/* Find the line of the status, which is the first or, with a Location, last. */
static const char *
find_status(const char *at)
{
	const char *end;

	while (!begins_with(at, strlen(at), "Status") &&
	    (end = strstr(at, "\r\n")) != NULL)
		at = end + 2;
	return at;
}

static int
put_lines(struct http_answer *answer, struct facts *facts)
{
	const char *at = answer->head.data, *end;
	const char *line = find_status(at);
	const char *status = line + strlen("Status: ");

	gantry_buffer_puts(&answer->out, "HTTP/1.1 ");
	gantry_buffer_add(&answer->out, status, strcspn(status, "\r"));
	gantry_buffer_puts(&answer->out, "\r\n");
	for (; (end = strstr(at, "\r\n")) != NULL && end > at; at = end + 2)
		if (at != line)
			put_line(answer, at, (size_t)(end - at), facts);
	return atoi(status);
}

/* RFC 9110 section 6.6.1. */
static void
put_date(struct http_answer *answer)
{
	char date[HTTP_DATE_SIZE];

	http_date_format(date, (int64_t)time(NULL));
	gantry_buffer_puts(&answer->out, "Date: ");
	gantry_buffer_puts(&answer->out, date);
	gantry_buffer_puts(&answer->out, "\r\n");
}

/* RFC 9112 section 6.3 says how the client finds the end of the body. */
static void
put_head(struct http_answer *answer, const struct http_answer_options *options)
{
	struct gantry_buffer *out = &answer->out;
	struct facts facts = { 0 };
	int status;

	status = put_lines(answer, &facts);
	answer->is_begun = true;
	answer->is_bare = options->is_head || status == 204 || status == 304;
	answer->is_chunked =
	    !answer->is_bare && !facts.has_length && !options->is_http10;
	answer->closes |= !options->keeps ||
	    (!answer->is_bare && !facts.has_length && options->is_http10);
	if (!facts.has_date)
		put_date(answer);
	if (answer->is_chunked)
		gantry_buffer_puts(out, "Transfer-Encoding: chunked\r\n");
	if (answer->closes)
		gantry_buffer_puts(out, "Connection: close\r\n");
	else if (options->is_http10)
		gantry_buffer_puts(out, "Connection: keep-alive\r\n");
	gantry_buffer_puts(out, "\r\n");
}

static void
put_body(struct http_answer *answer, const char *data, size_t size)
{
	char line[24];

	if (size == 0 || answer->is_bare)
		return;
	if (answer->is_chunked) {
		snprintf(line, sizeof(line), "%zx\r\n", size);
		gantry_buffer_puts(&answer->out, line);
	}
	gantry_buffer_add(&answer->out, data, size);
	if (answer->is_chunked)
		gantry_buffer_puts(&answer->out, "\r\n");
}

/* The length of the head with its empty line, or 0 if it is not whole yet. */
static size_t
find_end(const struct gantry_buffer *head)
{
	const char *end = head->length > 0
	    ? memmem(head->data, head->length, "\r\n\r\n", 4)
	    : NULL;

	return end != NULL ? (size_t)(end - head->data) + 4 : 0;
}

static void
put_stdout(struct http_answer *answer,
    const struct http_answer_options *options, const struct record_piece *piece)
{
	struct gantry_buffer *head = &answer->head;
	size_t end;

	if (answer->is_begun) {
		put_body(answer, piece->data, piece->size);
		return;
	}
	gantry_buffer_add(head, piece->data, piece->size);
	end = gantry_buffer_failed(head) ? 0 : find_end(head);
	if (end == 0)
		return;
	gantry_buffer_putc(head, '\0');
	if (gantry_buffer_failed(head))
		return;
	put_head(answer, options);
	put_body(answer, head->data + end, head->length - 1 - end);
	gantry_buffer_reset(head);
}

/* Without a head, the request was given up, and the client gets no answer. */
static void
end(struct http_answer *answer, const struct record_piece *piece)
{
	const unsigned char *status = piece->data;

	answer->is_ended = true;
	if (!answer->is_begun || piece->size < 4 ||
	    (status[0] | status[1] | status[2] | status[3]) != 0)
		answer->closes = true;
	else if (answer->is_chunked)
		gantry_buffer_puts(&answer->out, "0\r\n\r\n");
}

size_t
http_answer_put(struct http_answer *answer,
    const struct http_answer_options *options, const char *data, size_t size)
{
	struct record_piece piece;
	size_t at = 0, used;

	while (at < size && !answer->is_ended) {
		used = record_reader_next(
		    &answer->reader, data + at, size - at, &piece);
		at += used;
		if (piece.header.type == RECORD_STDOUT && piece.size > 0)
			put_stdout(answer, options, &piece);
		else if (piece.header.type == RECORD_END_REQUEST &&
		    piece.is_last)
			end(answer, &piece);
	}
	return at;
}
