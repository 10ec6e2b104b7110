/*
 * One HTTP request over a socket, with TLS or without.  Each step times out
 * after a few seconds.
 */
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/text/absolute_url.h"
#include "cmd/doctor/http.h"
#include "cmd/doctor/tls.h"

#define TIMEOUT_SECONDS 10
#define RESPONSE_MAX	(1024 * 1024)
#define READ_SIZE	4096

/* A connection. */
struct stream {
	int descriptor;
	struct tls *tls; /* NULL: none */
};

/* Copy PART to the SIZE bytes at TO; false if they are too few. */
static bool
put_part(char *to, size_t size, const struct url_part *part)
{
	if (part->length >= size)
		return false;
	snprintf(to, size, "%.*s", (int)part->length, part->text);
	return true;
}

int
http_url_parse(
    struct http_url *url, const char *text, struct gantry_error *error)
{
	struct url_part standard = { "80", 2 };
	struct absolute_url parsed;

	if (absolute_url_parse(&parsed, text) == -1)
		return gantry_error_set(error, GANTRY_ERROR_INPUT,
		    "'%s' is not a URL; give http://HOST[:PORT]/PATH or "
		    "https://HOST[:PORT]/PATH",
		    text);
	url->is_https = parsed.is_https;
	if (parsed.is_https)
		standard = (struct url_part){ "443", 3 };
	while (parsed.path.length > 0 &&
	    parsed.path.text[parsed.path.length - 1] == '/')
		parsed.path.length--;
	if (!put_part(url->host, sizeof(url->host), &parsed.host) ||
	    !put_part(url->port, sizeof(url->port),
		parsed.port.length > 0 ? &parsed.port : &standard) ||
	    !put_part(
		url->authority, sizeof(url->authority), &parsed.authority) ||
	    !put_part(url->path, sizeof(url->path), &parsed.path))
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the URL is too long");
	return 0;
}

static int
connect_to(const struct http_url *url, struct gantry_error *error)
{
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM };
	const struct timeval timeout = { .tv_sec = TIMEOUT_SECONDS };
	struct addrinfo *addresses, *it;
	int descriptor = -1, code;

	code = getaddrinfo(url->host, url->port, &hints, &addresses);
	if (code != 0)
		return gantry_error_set(error, GANTRY_ERROR_SYSTEM, "%s: %s",
		    url->host, gai_strerror(code));
	for (it = addresses; it != NULL && descriptor == -1; it = it->ai_next) {
		descriptor = socket(it->ai_family,
		    it->ai_socktype | SOCK_CLOEXEC, it->ai_protocol);
		if (descriptor == -1)
			continue;
		setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &timeout,
		    sizeof(timeout));
		setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &timeout,
		    sizeof(timeout));
		if (connect(descriptor, it->ai_addr, it->ai_addrlen) == -1) {
			gantry_error_system(
			    error, "cannot connect to %s", url->authority);
			close(descriptor);
			descriptor = -1;
		}
	}
	freeaddrinfo(addresses);
	return descriptor;
}

/* Returns 0, or -1 with ERROR filled and nothing open. */
static int
open_stream(struct stream *stream, const struct http_url *url,
    struct tls_client *tls, struct gantry_error *error)
{
	*stream = (struct stream){ .descriptor = connect_to(url, error) };
	if (stream->descriptor == -1)
		return -1;
	if (!url->is_https)
		return 0;
	stream->tls = tls_open(tls, stream->descriptor, url->host, error);
	if (stream->tls != NULL)
		return 0;
	close(stream->descriptor);
	return -1;
}

static void
close_stream(struct stream *stream)
{
	if (stream->tls != NULL)
		tls_close(stream->tls);
	close(stream->descriptor);
}

static ssize_t
send_part(struct stream *stream, const char *data, size_t size)
{
	return stream->tls != NULL
	    ? tls_write(stream->tls, data, size)
	    : send(stream->descriptor, data, size, MSG_NOSIGNAL);
}

static ssize_t
receive_part(struct stream *stream, char *data, size_t size)
{
	return stream->tls != NULL ? tls_read(stream->tls, data, size)
				   : recv(stream->descriptor, data, size, 0);
}

static int
send_all(struct stream *stream, const struct gantry_buffer *request)
{
	size_t sent = 0;
	ssize_t count;

	while (sent < request->length) {
		count = send_part(
		    stream, request->data + sent, request->length - sent);
		if (count == -1)
			return -1;
		sent += (size_t)count;
	}
	return 0;
}

/* Where the body begins, or 0 when the head is not complete. */
static size_t
find_body(const struct gantry_buffer *all)
{
	const char *end = memmem(all->data, all->length, "\r\n\r\n", 4);

	return end != NULL ? (size_t)(end - all->data) + 4 : 0;
}

/* Some servers reset the connection after an error status. */
static int
receive_all(struct stream *stream, struct gantry_buffer *all, int64_t *gap,
    struct gantry_error *error)
{
	int64_t first = 0, last = 0;
	ssize_t count;

	for (;;) {
		if (gantry_buffer_reserve(all, READ_SIZE) == NULL)
			return gantry_error_memory(error);
		count =
		    receive_part(stream, all->data + all->length, READ_SIZE);
		if (count <= 0)
			break;
		all->length += (size_t)count;
		if (all->length > RESPONSE_MAX)
			return gantry_error_set(error, GANTRY_ERROR_LIMIT,
			    "the response is longer than 1 MiB");
		if (find_body(all) != 0 && all->length > find_body(all)) {
			last = clock_milliseconds();
			if (first == 0)
				first = last;
		}
	}
	*gap = last - first;
	if (count == -1 && find_body(all) == 0)
		return gantry_error_system(
		    error, "the web server did not answer");
	return 0;
}

static bool
is_chunked(const struct gantry_buffer *head)
{
	return memmem(head->data, head->length, "chunked", 7) != NULL;
}

/* RFC 9112 section 7.1; anything that is not a chunk ends the body. */
static void
join_chunks(struct gantry_buffer *body, const char *at, const char *end)
{
	const char *data;
	unsigned long size;
	char *after;

	while (at < end) {
		size = strtoul(at, &after, 16);
		data = memmem(after, (size_t)(end - after), "\r\n", 2);
		if (after == at || size == 0 || data == NULL ||
		    size > (size_t)(end - data - 2))
			return;
		gantry_buffer_add(body, data + 2, size);
		at = data + 2 + size;
	}
}

/* "HTTP/1.1 200 OK" (RFC 9112 section 4).  Returns the status, or -1. */
static int
parse_status(const char *line, size_t length)
{
	const char *digits = line + strlen("HTTP/1.1 ");

	if (length < strlen("HTTP/1.1 200 ") ||
	    strncmp(line, "HTTP/1.", 7) != 0 || line[8] != ' ' ||
	    strspn(digits, "0123456789") != 3 || digits[0] == '0')
		return -1;
	return (int)strtol(digits, NULL, 10);
}

static int
parse_response(struct http_response *response, struct gantry_buffer *all,
    struct gantry_error *error)
{
	size_t head = find_body(all);

	gantry_buffer_putc(all, '\0'); /* strtoul stops there */
	if (gantry_buffer_failed(all))
		return gantry_error_memory(error);
	if (head != 0)
		response->status = parse_status(all->data, head);
	if (head == 0 || response->status == -1)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the response is not HTTP");
	gantry_buffer_add(&response->head, all->data, head);
	if (is_chunked(&response->head))
		join_chunks(&response->body, all->data + head,
		    all->data + all->length - 1);
	else
		gantry_buffer_add(
		    &response->body, all->data + head, all->length - 1 - head);
	gantry_buffer_putc(&response->head, '\0');
	gantry_buffer_putc(&response->body, '\0');
	if (gantry_buffer_failed(&response->head) ||
	    gantry_buffer_failed(&response->body))
		return gantry_error_memory(error);
	return 0;
}

int
http_send(const struct http_url *url, struct tls_client *tls,
    const struct gantry_buffer *request, struct http_response *response,
    struct gantry_error *error)
{
	struct gantry_buffer all = { 0 };
	struct stream stream;
	int result;

	http_response_clear(response);
	if (open_stream(&stream, url, tls, error) == -1)
		return -1;
	/* The server may reject the request before all of it is sent. */
	send_all(&stream, request);
	result = receive_all(&stream, &all, &response->gap, error);
	if (result == 0)
		result = parse_response(response, &all, error);
	close_stream(&stream);
	gantry_buffer_clear(&all);
	return result;
}

void
http_response_clear(struct http_response *response)
{
	gantry_buffer_clear(&response->head);
	gantry_buffer_clear(&response->body);
	*response = (struct http_response){ 0 };
}
