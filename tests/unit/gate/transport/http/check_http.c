/*
 * A connection of a client, without a socket: bytes in, bytes out.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/settings.h"
#include "gate/transport/fcgi.h"
#include "gate/transport/http/http.h"
#include "gate/transport/http/http_addresses.h"
#include "unit.h"

static struct mount mount;
static struct gate gate;
static struct fcgi fcgi;
static struct fcgi_pool pool;
static struct limits limits;
static struct transport_options options;
static struct http *http;
static struct work *ready;
static struct gantry_buffer sent;
static size_t takes; /* bytes that the client takes yet */
static bool is_ending; /* the connection ends after an answer */
static unsigned finished; /* the port was told so often */

/* Answers with what it got. */
static int
echo(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	const char *names[] = { "REQUEST_METHOD", "REQUEST_URI",
		"CONTENT_LENGTH", "REMOTE_ADDR", "HTTP_X_A" };
	struct gantry_body *body = start_response(environ, "200 OK", headers);
	const char *value;
	char bytes[100];
	ssize_t count;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		value = gantry_environ_get(environ, names[i]);
		gantry_write(body, value != NULL ? value : "-",
		    value != NULL ? strlen(value) : 1);
		gantry_write(body, " ", 1);
	}
	while ((count = gantry_read(input, bytes, sizeof(bytes))) > 0)
		gantry_write(body, bytes, (size_t)count);
	return (int)count;
}

static struct gantry_application application = {
	.name = "echo",
	.help = "what it got",
	.call = echo,
};

static ssize_t
send_records(void *owner, const void *data, size_t size)
{
	(void)owner;
	return http_send_records(http, data, size);
}

static ssize_t
send_some(void *owner, const void *data, size_t size)
{
	(void)owner;
	if (size > takes)
		size = takes;
	takes -= size;
	gantry_buffer_add(&sent, data, size);
	return (ssize_t)size;
}

static bool
ends(void *owner)
{
	(void)owner;
	return is_ending;
}

static void
finish(void *owner)
{
	(void)owner;
	finished++;
}

static const struct fcgi_port port = {
	.send = send_records,
};

static const struct http_port http_port = {
	.send = send_some,
	.ends = ends,
	.finish = finish,
};

static void
begin(void)
{
	static const struct http_addresses addresses = { .client =
							     "192.0.2.1" };
	const struct gate_options gate_options = {
		.mounts = &mount,
		.mount_count = 1,
	};
	struct gantry_error error;

	limits = (struct limits){
		.connections = 4,
		.connection_requests = 3,
		.connection_memory = 1 << 20,
		.receive_memory = 1 << 20,
		.params = { .count = 40, .bytes = 2000 },
		.body_size = 1000,
		.answer_spool = 1 << 20,
		.params_timeout = 1000,
		.idle_timeout = 5000,
	};
	options = (struct transport_options){
		.limits = &limits,
		.workers = 1,
		.spool_folder = unit_path(NULL),
	};
	mount = (struct mount){ .prefix = "", .application = &application };
	ck_assert_int_eq(gate_open(&gate, &gate_options, false, &error), 0);
	fcgi_pool_init(&pool, &options);
	fcgi_init(&fcgi, &pool, &port, NULL, 1);
	http = http_new(&fcgi, &http_port, NULL);
	ck_assert_ptr_nonnull(http);
	http_open(http, &addresses);
	takes = SIZE_MAX;
	is_ending = false;
	finished = 0;
	ready = NULL;
}

static void
end(void)
{
	http_close(http);
	fcgi_clear(&fcgi);
	ck_assert_uint_eq(fcgi.held, 0);
	ck_assert_int_eq(pool.held, 0);
	http_free(http);
	fcgi_pool_clear(&pool);
	gate_close(&gate);
	gantry_buffer_clear(&sent);
}

/* Feed bytes, and serve what is ready then. */
static enum fcgi_state
feed_bytes(const char *bytes, size_t size)
{
	enum fcgi_state state;
	struct work *work;

	http_feed(http, bytes, size, 2, &ready);
	state = fcgi_feed(&fcgi, "", 0, 2, &ready);
	while (state == FCGI_OPEN && ready != NULL) {
		work = ready;
		ready = work->next;
		state = fcgi_run(fcgi_request_of(work), &gate);
		if (state != FCGI_OPEN)
			break;
		http_feed(http, "", 0, 2, &ready);
		state = fcgi_feed(&fcgi, "", 0, 2, &ready);
	}
	return state;
}

static enum fcgi_state
feed(const char *text)
{
	return feed_bytes(text, strlen(text));
}

/* How often TEXT was sent. */
static unsigned
count(const char *text)
{
	const char *at;
	unsigned found = 0;

	gantry_buffer_putc(&sent, '\0');
	for (at = sent.data; (at = strstr(at, text)) != NULL; at++)
		found++;
	sent.length--;
	return found;
}

#define CHUNKS                                                      \
	"POST /a?b HTTP/1.1\r\nHost: a\r\nX-A: 1\r\nX_A: 2\r\n"     \
	"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nT: 1" \
	"\r\n\r\n"

START_TEST(a_request_may_come_in_parts_of_any_size)
{
	const char *text = CHUNKS CHUNKS;
	const size_t size = strlen(text);
	size_t part, at;

	for (part = 1; part <= size; part++) {
		begin();
		for (at = 0; at < size; at += part)
			ck_assert_int_eq(
			    feed_bytes(
				text + at, part < size - at ? part : size - at),
			    FCGI_OPEN);
		ck_assert_uint_eq(count("POST /a?b 5 192.0.2.1 1 hello"), 2);
		ck_assert_uint_eq(count("HTTP/1.1 200 OK\r\n"), 2);
		end();
	}
}
END_TEST

START_TEST(a_client_that_takes_little_gets_all_in_order)
{
	begin();
	takes = 0;
	ck_assert_int_eq(feed(CHUNKS CHUNKS), FCGI_OPEN);
	ck_assert(http_has_output(http));
	ck_assert(!fcgi_is_idle(&fcgi));
	while (queue_length(&fcgi.pending) > 0 || http_has_output(http)) {
		takes = 1;
		ck_assert_int_eq(fcgi_flush(&fcgi, 3), FCGI_OPEN);
		feed("");
	}
	ck_assert_uint_eq(count("HTTP/1.1 200 OK\r\n"), 2);
	ck_assert_uint_eq(count("POST /a?b 5 192.0.2.1 1 hello"), 2);
	ck_assert(fcgi_is_idle(&fcgi));
	ck_assert(!http_has_bytes(http));
	end();
}
END_TEST

START_TEST(a_refused_body_is_not_asked_for)
{
	begin();
	ck_assert_int_eq(feed("POST / HTTP/1.1\r\nHost: a\r\nExpect: "
			      "100-continue\r\nContent-Length: 5\r\n\r\n"),
	    FCGI_OPEN);
	ck_assert_uint_eq(count("HTTP/1.1 100 Continue\r\n\r\n"), 1);
	ck_assert_int_eq(feed("hello"), FCGI_OPEN);
	ck_assert_int_eq(feed("POST / HTTP/1.1\r\nHost: a\r\nExpect: "
			      "100-continue\r\nContent-Length: 1001\r\n\r\n"),
	    FCGI_LINGER);
	ck_assert_uint_eq(count("HTTP/1.1 100 Continue"), 1);
	ck_assert_uint_eq(count("HTTP/1.1 413 Content Too Large\r\n"), 1);
	ck_assert_uint_eq(count("Connection: close\r\n"), 1);
	ck_assert_uint_eq(finished, 1);
	end();
}
END_TEST

START_TEST(nothing_is_read_after_a_request_that_is_refused)
{
	begin();
	ck_assert_int_eq(feed("GET / HTTP/1.1\r\n\r\n" CHUNKS), FCGI_LINGER);
	ck_assert_uint_eq(count("HTTP/1.1 400 Bad Request\r\n"), 1);
	ck_assert_uint_eq(count("HTTP/1.1 200"), 0);
	end();
}
END_TEST

START_TEST(a_head_that_does_not_come_is_408)
{
	begin();
	ck_assert_int_eq(feed("GET / HTTP/1.1\r\n"), FCGI_OPEN);
	ck_assert_int_gt(fcgi_incomplete_since(&fcgi), 0);
	ck_assert_int_eq(fcgi_expire(&fcgi, 1002), FCGI_OPEN);
	ck_assert_int_eq(fcgi_expire(&fcgi, 1003), FCGI_LINGER);
	ck_assert_uint_eq(count("HTTP/1.1 408 Request Timeout\r\n"), 1);
	end();
}
END_TEST

START_TEST(empty_lines_do_not_keep_a_connection_open)
{
	begin();
	http_feed(http, "\r\n", 2, 4000, &ready);
	ck_assert_int_eq(fcgi_feed(&fcgi, "", 0, 4000, &ready), FCGI_OPEN);
	ck_assert_int_eq(fcgi_expire(&fcgi, 5001), FCGI_OPEN);
	ck_assert_int_ne(fcgi_expire(&fcgi, 5002), FCGI_OPEN);
	end();
}
END_TEST

START_TEST(the_last_answer_of_a_connection_says_so)
{
	begin();
	ck_assert_int_eq(feed("GET / HTTP/1.0\r\nConnection: keep-alive\r\n"
			      "\r\n"),
	    FCGI_OPEN);
	ck_assert_uint_eq(count("Connection: keep-alive\r\n"), 1);
	is_ending = true;
	ck_assert_int_eq(
	    feed("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" CHUNKS), FCGI_LINGER);
	ck_assert_uint_eq(count("Connection: close\r\n"), 1);
	ck_assert_mem_eq(sent.data + sent.length - 4, "\r\n\r\n", 4);
	ck_assert_uint_eq(count("HTTP/1.1 200"), 2);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_may_come_in_parts_of_any_size,
		a_client_that_takes_little_gets_all_in_order,
		a_refused_body_is_not_asked_for,
		nothing_is_read_after_a_request_that_is_refused,
		a_head_that_does_not_come_is_408,
		empty_lines_do_not_keep_a_connection_open,
		the_last_answer_of_a_connection_says_so,
		NULL,
	};

	return unit_run("gate/http", tests);
}
