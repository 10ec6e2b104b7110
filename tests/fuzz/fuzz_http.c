/*
 * A libFuzzer target for gate/transport/http, a whole connection of a client.
 * It is played twice: once all bytes come together and the client reads all at
 * once, once both go in parts.  The application must see the same requests, and
 * the client must read the same answers except for their ids and dates.
 *
 * Answers must be messages of HTTP/1.1 whose ends can be found, one after the
 * other.
 */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "gate/transport/fcgi.h"
#include "gate/transport/http/http.h"
#include "gate/transport/http/http_addresses.h"
#include "require.h"

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A connection, and what is seen at both of its ends. */
struct client {
	struct fcgi fcgi;
	struct http *http;
	bool in_parts; /* bytes and answers */
	bool finished; /* no more may be sent */
	struct gantry_buffer requests, answers;
};

static struct gate gate;
static struct mount mount;
static struct fcgi_pool pool;
static uint32_t chance; /* the state of a generator, seeded by the input */
static struct client *current; /* whose request runs */

/* Return a number below LIMIT. */
static uint32_t
draw(uint32_t limit)
{
	chance = chance * 1664525 + 1013904223;
	return (chance >> 8) % limit;
}

static const char *
text_of(const struct gantry_environ *environ, const char *name)
{
	const char *text = gantry_environ_get(environ, name);

	return text != NULL ? text : "";
}

/* Note the request, and answer in one of the forms that an answer has. */
static int
behave(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const struct gantry_wsgi *wsgi = gantry_environ_wsgi(environ);
	struct gantry_buffer *seen = &current->requests;
	const size_t length = strlen(text_of(environ, "PATH_INFO"));
	struct gantry_body *body;
	char bytes[700];
	ssize_t count;

	require(gantry_environ_get(environ, "HTTP_TRANSFER_ENCODING") == NULL,
	    "the coding is not a variable");
	gantry_buffer_printf(seen, "%s %s %s\n",
	    text_of(environ, "REQUEST_METHOD"), text_of(environ, "REQUEST_URI"),
	    text_of(environ, "HTTP_HOST"));
	body = length % 5 == 1
	    ? start_response(environ, "204 No Content", &headers[1])
	    : start_response(environ, "200 OK", headers);
	if (length % 5 == 1)
		return 0;
	while ((count = gantry_read(wsgi->input, bytes, sizeof(bytes))) > 0) {
		gantry_buffer_add(seen, bytes, (size_t)count);
		gantry_write(body, bytes, (size_t)count);
		if (length % 5 == 2)
			gantry_flush(body);
	}
	gantry_buffer_puts(seen, "\n");
	return length % 5 == 4 ? -1 : gantry_write(body, "end", 3);
}

static const struct gantry_application application = {
	.name = "behave",
	.help = "as the path says",
	.call = behave,
};

static ssize_t
send_records(void *owner, const void *data, size_t size)
{
	struct client *client = owner;

	return http_send_records(client->http, data, size);
}

static ssize_t
send_bytes(void *owner, const void *data, size_t size)
{
	struct client *client = owner;

	require(!client->finished, "the last answer is the last");
	if (client->in_parts && draw(4) == 0)
		size = draw((uint32_t)size + 1);
	gantry_buffer_add(&client->answers, data, size);
	return (ssize_t)size;
}

static int
wait_for_client(void *owner)
{
	(void)owner;
	return 0;
}

static bool
ends(void *owner)
{
	(void)owner;
	return false;
}

static void
finish(void *owner)
{
	struct client *client = owner;

	client->finished = true;
}

static const struct fcgi_port port = {
	.send = send_records,
	.wait = wait_for_client,
};

static const struct http_port http_port = {
	.send = send_bytes,
	.ends = ends,
	.finish = finish,
};

static const struct http_addresses addresses = {
	.client = "192.0.2.1",
	.client_port = "1",
	.server = "192.0.2.2",
	.server_port = "80",
};

static const struct limits limits = {
	.connections = 10,
	.connection_requests = 5,
	.connection_memory = 400000,
	.receive_memory = 500000,
	.params = { .count = 60, .bytes = 8192 },
	.body_size = 30000,
	.answer_spool = 20000,
	.header_timeout = 1000,
	.params_timeout = 2000,
	.body_timeout = 3000,
	.application_timeout = 4000,
	.write_timeout = 5000,
	.idle_timeout = 6000,
};

static const struct transport_options options = {
	.limits = &limits,
	.workers = 2,
	.spool_folder = "/tmp",
};

int
LLVMFuzzerInitialize(int *count, char ***arguments)
{
	const struct gate_options gate_options = {
		.mounts = &mount,
		.mount_count = 1,
	};
	struct gantry_error error;

	(void)count;
	(void)arguments;
	require(http_is_available(), "there is a parser");
	mount = (struct mount){ .prefix = "", .application = &application };
	require(
	    gate_open(&gate, &gate_options, false, &error) == 0, "it opens");
	fcgi_pool_init(&pool, &options);
	return 0;
}

/* Serve what is ready, and what follows it. */
static enum fcgi_state
serve(struct client *client, struct work *ready)
{
	enum fcgi_state state = FCGI_OPEN;
	struct work *work;

	while (state == FCGI_OPEN && ready != NULL) {
		work = ready;
		ready = work->next;
		require(ready == NULL, "one request is served at a time");
		current = client;
		state = fcgi_run(fcgi_request_of(work), &gate);
		while (state == FCGI_OPEN &&
		    (queue_length(&client->fcgi.pending) > 0 ||
			http_has_output(client->http)))
			state = http_flush(client->http) == -1
			    ? FCGI_CLOSE
			    : fcgi_flush(&client->fcgi, 0);
		if (state != FCGI_OPEN)
			break;
		http_feed(client->http, "", 0, 0, &ready);
		state = fcgi_feed(&client->fcgi, "", 0, 0, &ready);
	}
	return state;
}

static void
play(struct client *client, const uint8_t *data, size_t size)
{
	enum fcgi_state state = FCGI_OPEN;
	struct work *ready;
	size_t part;
	uint8_t *copy;

	for (; size > 0 && state == FCGI_OPEN; data += part, size -= part) {
		part =
		    client->in_parts ? 1 + draw(draw(2) == 0 ? 4 : 300) : size;
		if (part > size)
			part = size;
		/* On the heap, so that reads beyond it are detected. */
		copy = malloc(part);
		memcpy(copy, data, part);
		ready = NULL;
		http_feed(client->http, copy, part, 0, &ready);
		state = fcgi_feed(&client->fcgi, "", 0, 0, &ready);
		free(copy);
		while (state == FCGI_OPEN && http_has_output(client->http))
			http_flush(client->http);
		if (state == FCGI_OPEN)
			state = serve(client, ready);
	}
	if (state == FCGI_OPEN)
		state = fcgi_hang_up(&client->fcgi, false);
	require(state != FCGI_OPEN, "the connection ends");
	require(client->fcgi.requests == NULL, "all requests are freed");
	http_close(client->http);
	require(client->fcgi.held == 0, "no memory is held");
}

static void
connect_client(struct client *client, bool in_parts)
{
	*client = (struct client){ .in_parts = in_parts };
	fcgi_init(&client->fcgi, &pool, &port, client, 0);
	client->http = http_new(&client->fcgi, &http_port, client);
	require(client->http != NULL, "there is memory");
	http_open(client->http, &addresses);
}

static void
disconnect(struct client *client)
{
	http_free(client->http);
	fcgi_clear(&client->fcgi);
	gantry_buffer_clear(&client->requests);
	gantry_buffer_clear(&client->answers);
}

/* Return the end of the chunks at AT, or NULL if they were cut off. */
static const char *
skip_chunks(const char *at, const char *end)
{
	const char *line;
	size_t size;

	do {
		line = memmem(at, (size_t)(end - at), "\r\n", 2);
		if (line == NULL)
			return NULL;
		require(isxdigit((unsigned char)*at) != 0, "a chunk's size");
		size = strtoul(at, NULL, 16);
		at = line + 2;
		if ((size_t)(end - at) < size + 2)
			return NULL;
		require(memcmp(at + size, "\r\n", 2) == 0, "a chunk's end");
		at += size + 2;
	} while (size > 0);
	return at;
}

static const char *
find_field(const char *head, const char *end, const char *name)
{
	const char *at = memmem(head, (size_t)(end - head), name, strlen(name));

	return at != NULL ? at + strlen(name) : NULL;
}

/* Return the end of the answer at AT, or NULL: the connection ends it. */
static const char *
skip_answer(const char *at, const char *end)
{
	const char *body = memmem(at, (size_t)(end - at), "\r\n\r\n", 4),
		   *length;
	size_t size;

	require(end - at > 13 && memcmp(at, "HTTP/1.1 ", 9) == 0 &&
		isdigit((unsigned char)at[9]) && at[12] == ' ',
	    "an answer begins with its status");
	require(body != NULL, "a head is whole");
	body += 4;
	if (memcmp(at + 9, "100", 3) == 0 || memcmp(at + 9, "204", 3) == 0)
		return body;
	require(find_field(at, body, "\r\nDate: ") != NULL, "there is a date");
	if (find_field(at, body, "\r\nTransfer-Encoding: chunked\r\n") != NULL)
		return skip_chunks(body, end);
	length = find_field(at, body, "\r\nContent-Length: ");
	if (length == NULL)
		return NULL;
	size = strtoul(length, NULL, 10);
	return (size_t)(end - body) < size ? NULL : body + size;
}

static unsigned
count_answers(const struct client *client)
{
	const char *at = client->answers.data, *end;
	unsigned count = 0;

	if (at == NULL)
		return 0;
	for (end = at + client->answers.length; at != NULL && at < end; count++)
		at = skip_answer(at, end);
	return count;
}

/* Without them, the answers alone tell where each ends. */
static bool
has_head_requests(const uint8_t *data, size_t size)
{
	return size > 4 && memmem(data, size, "HEAD", 4) != NULL;
}

/*
 * A request that is refused before its body has come is the last, so in parts
 * there may be fewer.
 */
static bool
begins_with(
    const struct gantry_buffer *whole, const struct gantry_buffer *parts)
{
	return parts->length <= whole->length &&
	    (parts->length == 0 ||
		memcmp(whole->data, parts->data, parts->length) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct client whole, parts;
	size_t i;

	chance = (uint32_t)size;
	for (i = 0; i < size && i < 64; i++)
		chance = chance * 31 + data[i];
	connect_client(&whole, false);
	connect_client(&parts, true);
	play(&whole, data, size);
	play(&parts, data, size);
	require(begins_with(&whole.requests, &parts.requests),
	    "the requests do not depend on how they come");
	require(has_head_requests(data, size) ||
		count_answers(&whole) >= count_answers(&parts),
	    "nor do the answers");
	disconnect(&whole);
	disconnect(&parts);
	return 0;
}
