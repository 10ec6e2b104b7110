/*
 * A connection on our own record layer, without a socket: bytes in, bytes out,
 * and a clock that is set by hand.
 */
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "gate/settings.h"
#include "gate/transport/fcgi.h"
#include "unit.h"
#include "wire/params.h"

static struct gantry_settings settings;
static struct mount mount;
static struct gate gate;
static struct fcgi fcgi;
static struct fcgi_pool pool;
static struct limits limits;
static struct transport_options options;
static struct work *ready;
static struct gantry_buffer in, sent;
static size_t takes; /* bytes that the peer takes yet */
static bool peer_closed; /* the peer */
static unsigned calls; /* of the application */
static char rejected[256]; /* what the port was told last */
static void (*meanwhile)(void); /* called while an application runs */
static void (*then)(void); /* called when it has sent a part of its answer */
static unsigned cuts, overdue; /* what the port was told */
static int64_t heartbeat; /* of the thread that runs it */

/* Answer with where the body's file has it, and with that part. */
static void
answer_file(struct gantry_input *input, struct gantry_body *body)
{
	int64_t offset = -1, length = -1;
	const int file = gantry_input_file(input, &offset, &length);
	char bytes[100], text[200];
	ssize_t count;

	if (file == -1) {
		gantry_write(body, "[none]", strlen("[none]"));
		return;
	}
	count = pread(file, bytes, sizeof(bytes), offset);
	ck_assert_int_eq(count, length);
	snprintf(text, sizeof(text), "[%lld+%lld:%.*s]", (long long)offset,
	    (long long)length, (int)count, bytes);
	gantry_write(body, text, strlen(text));
}

/* Answers with the request's path and body. */
static int
echo(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	struct gantry_body *body = start_response(environ, "200 OK", headers);
	char bytes[1000];
	ssize_t count;

	calls++;
	if (meanwhile != NULL)
		meanwhile();
	gantry_write(body, path, strlen(path));
	if (strcmp(path, "/file") == 0)
		answer_file(input, body);
	if (strcmp(path, "/stream") == 0) {
		gantry_flush(body);
		then();
	}
	if (strcmp(path, "/fail") == 0 && gantry_flush(body) == 0)
		return -1;
	while ((count = gantry_read(input, bytes, sizeof(bytes))) > 0)
		if (gantry_write(body, bytes, (size_t)count) == -1)
			return -1;
	return (int)count;
}

static struct gantry_application application = {
	.name = "echo",
	.help = "path and body",
	.call = echo,
};

static ssize_t
send_some(void *owner, const void *data, size_t size)
{
	(void)owner;
	if (peer_closed)
		return -1;
	if (size > takes)
		size = takes;
	takes -= size;
	gantry_buffer_add(&sent, data, size);
	return (ssize_t)size;
}

static int
wait_in_vain(void *owner)
{
	(void)owner;
	return -1;
}

static void
note_rejected(
    void *owner, struct request *request, const char *status, int64_t now)
{
	(void)owner;
	snprintf(rejected, sizeof(rejected), "%s %s %s %s after %lld", status,
	    request->client, request->method, request->target,
	    (long long)(now - request->times.begun));
}

static int64_t
last_heartbeat(void *owner, const struct gate *running)
{
	(void)owner;
	ck_assert_ptr_eq(running, &gate);
	return heartbeat;
}

static void
note_cut(void *owner)
{
	(void)owner;
	cuts++;
}

static void
note_overdue(void *owner, const struct gate *running)
{
	(void)owner;
	ck_assert_ptr_eq(running, &gate);
	overdue++;
}

static const struct fcgi_port port = {
	.send = send_some,
	.wait = wait_in_vain,
	.heartbeat = last_heartbeat,
	.cut = note_cut,
	.overdue = note_overdue,
	.rejected = note_rejected,
};

static void
begin(void)
{
	struct gantry_error error;
	const struct gate_options gate_options = {
		.mounts = &mount,
		.mount_count = 1,
	};

	limits = (struct limits){
		.connections = 4,
		.connection_requests = 3,
		.connection_memory = 4 << 20,
		.receive_memory = 64 << 20,
		.params = { .count = 20, .bytes = 1000 },
		.body_size = 5000,
		.answer_spool = 100000,
		.header_timeout = 100,
		.params_timeout = 200,
		.body_timeout = 300,
		.application_timeout = 400,
		.write_timeout = 500,
		.idle_timeout = 600,
	};
	options = (struct transport_options){
		.limits = &limits,
		.workers = 2,
		.authorizes = true,
		.spool_folder = unit_path(NULL),
	};
	application.authorizes = true;
	settings_init(&settings, &application);
	mount = (struct mount){
		.prefix = "",
		.application = &application,
		.settings = &settings,
	};
	ck_assert_int_eq(gate_open(&gate, &gate_options, true, &error), 0);
	fcgi_pool_init(&pool, &options);
	fcgi_init(&fcgi, &pool, &port, NULL, 0);
	takes = SIZE_MAX;
	cuts = 0;
	overdue = 0;
	heartbeat = 0;
}

static void
end(void)
{
	fcgi_clear(&fcgi);
	fcgi_pool_clear(&pool);
	gate_close(&gate);
	settings_clear(&settings);
	gantry_buffer_clear(&in);
	gantry_buffer_clear(&sent);
	meanwhile = NULL;
}

static void
put_record(uint8_t type, uint16_t id, const void *content, size_t size)
{
	const struct record_header header = {
		.version = 1,
		.type = type,
		.request_id = id,
		.content_length = (uint16_t)size,
	};
	uint8_t bytes[RECORD_HEADER_SIZE];

	record_header_encode(&header, bytes);
	gantry_buffer_add(&in, bytes, sizeof(bytes));
	gantry_buffer_add(&in, content, size);
}

static void
put_begin(uint16_t id, uint8_t role, uint8_t flags)
{
	const uint8_t content[8] = { 0, role, flags };

	put_record(RECORD_BEGIN_REQUEST, id, content, sizeof(content));
}

static void
put_pair(struct gantry_buffer *params, const char *name, const char *value)
{
	gantry_buffer_putc(params, (char)strlen(name));
	gantry_buffer_putc(params, (char)strlen(value));
	gantry_buffer_puts(params, name);
	gantry_buffer_puts(params, value);
}

/* Parameters, whole, of a request for PATH. */
static void
put_params(uint16_t id, const char *path, const char *length)
{
	struct gantry_buffer params = { 0 };

	put_pair(&params, "REQUEST_METHOD", "POST");
	put_pair(&params, "PATH_INFO", path);
	if (length != NULL)
		put_pair(&params, "CONTENT_LENGTH", length);
	put_record(RECORD_PARAMS, id, params.data, params.length);
	put_record(RECORD_PARAMS, id, NULL, 0);
	gantry_buffer_clear(&params);
}

/* A whole request. */
static void
put_request(uint16_t id, const char *path, const char *body, uint8_t flags)
{
	char length[24];

	snprintf(length, sizeof(length), "%zu", strlen(body));
	put_begin(id, RECORD_RESPONDER, flags);
	put_params(id, path, length);
	if (*body != '\0')
		put_record(RECORD_STDIN, id, body, strlen(body));
	put_record(RECORD_STDIN, id, NULL, 0);
}

/* Feed what was put, in parts of at most PART bytes. */
static enum fcgi_state
feed(size_t part, int64_t now)
{
	enum fcgi_state state = FCGI_OPEN;
	size_t at, size;

	for (at = 0; at < in.length && state == FCGI_OPEN; at += size) {
		size = in.length - at < part ? in.length - at : part;
		state = fcgi_feed(&fcgi, in.data + at, size, now, &ready);
	}
	gantry_buffer_reset(&in);
	return state;
}

/* Serve what is ready.  Returns the last state. */
static enum fcgi_state
run(void)
{
	enum fcgi_state state = FCGI_OPEN;
	struct work *work;

	while ((work = ready) != NULL) {
		ready = work->next;
		state = fcgi_run(fcgi_request_of(work), &gate);
	}
	return state;
}

/*
 * What was sent, as text: for each record its type and id and, for an answer,
 * its status line and body; empty when nothing was sent.
 */
static const char *
said(void)
{
	static char text[4000];
	struct record_header header;
	const char *at = sent.data, *body, *content;
	size_t left = sent.length, length = 0;

	text[0] = '\0';
	while (left >= RECORD_HEADER_SIZE) {
		record_header_decode(&header, at, left);
		content = at + RECORD_HEADER_SIZE;
		length += (size_t)snprintf(text + length, sizeof(text) - length,
		    "%u/%u:", header.type, header.request_id);
		if (header.type == RECORD_STDOUT &&
		    header.content_length > 12) {
			body = memmem(
			    content, header.content_length, "\r\n\r\n", 4);
			ck_assert_ptr_nonnull(body);
			length += (size_t)snprintf(text + length,
			    sizeof(text) - length, "%.3s %.*s", content + 8,
			    (int)(content + header.content_length - body - 4),
			    body + 4);
		} else if (header.type == RECORD_END_REQUEST) {
			length += (size_t)snprintf(text + length,
			    sizeof(text) - length, "%d,%d", content[3],
			    content[4]);
		} else if (header.type == RECORD_UNKNOWN_TYPE) {
			length += (size_t)snprintf(text + length,
			    sizeof(text) - length, "%u", (uint8_t)content[0]);
		}
		text[length++] = ' ';
		text[length] = '\0';
		at = content + header.content_length + header.padding_length;
		left = sent.length - (size_t)(at - sent.data);
	}
	gantry_buffer_reset(&sent);
	return text;
}

START_TEST(a_request_is_answered_however_its_bytes_are_cut)
{
	size_t part;

	begin();
	for (part = 1; part < 200; part++) {
		put_request(1, "/a", "body", RECORD_KEEP_CONN);
		ck_assert_int_eq(feed(part, 0), FCGI_OPEN);
		ck_assert_int_eq(run(), FCGI_OPEN);
		ck_assert_str_eq(said(), "6/1:200 /abody 6/1: 3/1:0,0 ");
		ck_assert(fcgi_is_idle(&fcgi));
	}
	end();
}
END_TEST

START_TEST(a_connection_that_is_not_kept_is_closed_after_the_answer)
{
	begin();
	put_request(9, "/a", "", 0);
	ck_assert_int_eq(feed(SIZE_MAX, 0), FCGI_OPEN);
	takes = 10;
	ck_assert_int_eq(run(), FCGI_OPEN);
	takes = 20;
	ck_assert_int_eq(fcgi_flush(&fcgi, 0), FCGI_OPEN);
	takes = SIZE_MAX;
	/* Who is not told to keep it may still write. */
	ck_assert_int_eq(fcgi_flush(&fcgi, 0), FCGI_LINGER);
	ck_assert_str_eq(said(), "6/9:200 /a 6/9: 3/9:0,0 ");
	end();
}
END_TEST

START_TEST(requests_are_multiplexed)
{
	const char *text;

	begin();
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_begin(65535, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_params(65535, "/b", NULL);
	put_begin(3, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_params(1, "/a", "2");
	put_record(RECORD_STDIN, 1, "x", 1);
	put_params(3, "/c", NULL);
	put_record(RECORD_STDIN, 3, NULL, 0);
	put_record(RECORD_STDIN, 65535, NULL, 0);
	put_record(RECORD_STDIN, 1, "y", 1);
	put_record(RECORD_STDIN, 1, NULL, 0);
	feed(11, 0);
	run();
	text = said();
	ck_assert_str_eq(text,
	    "6/3:200 /c 6/3: 3/3:0,0 6/65535:200 /b 6/65535: 3/65535:0,0 "
	    "6/1:200 /axy 6/1: 3/1:0,0 ");
	end();
}
END_TEST

START_TEST(when_the_parts_of_a_request_came_is_noted)
{
	const struct request_times *times;

	begin();
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	feed(SIZE_MAX, 10);
	put_params(1, "/", "1");
	feed(SIZE_MAX, 20);
	put_record(RECORD_STDIN, 1, "z", 1);
	put_record(RECORD_STDIN, 1, NULL, 0);
	feed(SIZE_MAX, 30);
	ck_assert_ptr_nonnull(ready);
	times = &fcgi_request_of(ready)->base.times;
	ck_assert_int_eq(times->begun, 10);
	ck_assert_int_eq(times->params, 20);
	ck_assert_int_eq(times->ready, 30);
	run();
	end();
}
END_TEST

START_TEST(more_requests_than_allowed_are_told_503)
{
	uint16_t id;

	begin();
	for (id = 1; id <= 4; id++) {
		put_begin(id, RECORD_RESPONDER, RECORD_KEEP_CONN);
		put_params(id, "/", "1");
	}
	feed(SIZE_MAX, 0);
	ck_assert_ptr_null(ready);
	ck_assert_mem_eq(said(), "6/4:503 ", 8);
	ck_assert_str_eq(rejected, "503 Service Unavailable  POST / after 0");
	/* What still comes for it is skipped. */
	for (id = 1; id <= 4; id++) {
		put_record(RECORD_STDIN, id, "z", 1);
		put_record(RECORD_STDIN, id, NULL, 0);
	}
	feed(SIZE_MAX, 0);
	run();
	ck_assert_uint_eq(calls, 3);
	end();
}
END_TEST

START_TEST(management_records_are_answered_at_once)
{
	uint8_t type;

	begin();
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_record(RECORD_GET_VALUES, 0,
	    "\x0e\x00"
	    "FCGI_MAX_CONNS",
	    16);
	put_record(RECORD_GET_VALUES, 0, "\xff\xff\xff\xff", 4);
	for (type = 0; type < 9; type++)
		put_record(type, 0, "anything", 8);
	put_record(250, 0, NULL, 0);
	ck_assert_int_eq(feed(5, 0), FCGI_OPEN);
	ck_assert_str_eq(said(),
	    "10/0: 10/0: 11/0:0 11/0:1 11/0:2 11/0:3 11/0:4 11/0:5 11/0:6 "
	    "11/0:7 11/0:8 11/0:250 ");
	put_params(1, "/still", NULL);
	put_record(RECORD_STDIN, 1, NULL, 0);
	feed(SIZE_MAX, 0);
	run();
	ck_assert_str_eq(said(), "6/1:200 /still 6/1: 3/1:0,0 ");
	end();
}
END_TEST

/* What GET_VALUES is answered for NAME. */
static const char *
ask_value(const char *name)
{
	const size_t length = strlen(name);
	static char value[16];
	char query[32];
	const char *at;

	query[0] = (char)length;
	query[1] = 0;
	memcpy(query + 2, name, length);
	gantry_buffer_reset(&sent);
	put_record(RECORD_GET_VALUES, 0, query, length + 2);
	feed(SIZE_MAX, 0);
	at = memmem(sent.data, sent.length, name, length);
	ck_assert_ptr_nonnull(at);
	snprintf(value, sizeof(value), "%.*s", at[-1], at + length);
	return value;
}

START_TEST(values_are_those_of_all_workers)
{
	begin();
	ck_assert_str_eq(ask_value("FCGI_MAX_CONNS"), "8");
	ck_assert_str_eq(ask_value("FCGI_MAX_REQS"), "24");
	ck_assert_str_eq(ask_value("FCGI_MPXS_CONNS"), "1");
	end();
}
END_TEST

START_TEST(values_fit_into_32_bits)
{
	begin();
	options.workers = 1024;
	limits.connections = 1000000;
	limits.connection_requests = 65535;
	ck_assert_str_eq(ask_value("FCGI_MAX_CONNS"), "1024000000");
	ck_assert_str_eq(ask_value("FCGI_MAX_REQS"), "2147483647");
	end();
}
END_TEST

START_TEST(a_role_that_is_unknown_is_rejected)
{
	begin();
	put_begin(1, RECORD_FILTER, RECORD_KEEP_CONN);
	put_params(1, "/", NULL);
	put_begin(2, 77, RECORD_KEEP_CONN);
	ck_assert_int_eq(feed(SIZE_MAX, 0), FCGI_OPEN);
	ck_assert_str_eq(said(), "3/1:0,3 3/2:0,3 ");
	put_begin(3, RECORD_FILTER, 0);
	ck_assert_int_eq(feed(SIZE_MAX, 0), FCGI_LINGER);
	end();
}
END_TEST

START_TEST(an_authorizer_needs_no_body_and_the_applications_consent)
{
	begin();
	put_begin(1, RECORD_AUTHORIZER, RECORD_KEEP_CONN);
	put_params(1, "/may", NULL);
	feed(SIZE_MAX, 0);
	run();
	ck_assert_str_eq(said(), "6/1:200 /may 6/1: 3/1:0,0 ");
	application.authorizes = false;
	put_begin(1, RECORD_AUTHORIZER, RECORD_KEEP_CONN);
	put_params(1, "/may", NULL);
	feed(SIZE_MAX, 0);
	run();
	ck_assert_mem_eq(said(), "6/1:403 ", 8);
	options.authorizes = false;
	put_begin(1, RECORD_AUTHORIZER, RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	ck_assert_str_eq(said(), "3/1:0,3 ");
	end();
}
END_TEST

START_TEST(an_abort_ends_the_request_and_not_the_connection)
{
	begin();
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_record(RECORD_ABORT_REQUEST, 1, NULL, 0);
	put_record(RECORD_ABORT_REQUEST, 5, NULL, 0);
	ck_assert_int_eq(feed(SIZE_MAX, 0), FCGI_OPEN);
	ck_assert_str_eq(said(), "3/1:1,0 ");
	put_request(1, "/a", "", RECORD_KEEP_CONN);
	put_record(RECORD_ABORT_REQUEST, 1, NULL, 0);
	feed(SIZE_MAX, 0);
	ck_assert_ptr_nonnull(ready);
	run();
	ck_assert_uint_eq(calls, 0);
	ck_assert_str_eq(said(), "3/1:1,0 ");
	ck_assert(fcgi_is_idle(&fcgi));
	end();
}
END_TEST

/* The application's time is over, and the peer asks again. */
static void
ask_again_late(void)
{
	meanwhile = NULL;
	pthread_mutex_lock(&fcgi.lock);
	fcgi_expire(&fcgi, clock_milliseconds() + 401);
	put_request(1, "/again", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	pthread_mutex_unlock(&fcgi.lock);
}

START_TEST(an_id_is_free_when_a_request_was_given_up)
{
	begin();
	meanwhile = ask_again_late;
	put_request(1, "/late", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	ck_assert_int_eq(run(), FCGI_OPEN);
	ck_assert_ptr_nonnull(strstr(said(), "3/1:0,0 6/1:200 /again "));
	ck_assert(fcgi_is_idle(&fcgi));
	end();
}
END_TEST

/* On a busy machine, where each turn waits for a processor, fewer. */
#define TURNS	   2000
#define TURNS_TIME 2000 /* milliseconds */

/* How often the peer saw the end of an answer. */
static atomic_uint ends_seen;

/* The peer asks no more. */
static atomic_bool has_asked_enough;

static ssize_t
send_and_tell(void *owner, const void *data, size_t size)
{
	const uint8_t *last =
	    (const uint8_t *)data + size - RECORD_END_REQUEST_SIZE;

	(void)owner;
	if (last[1] == RECORD_END_REQUEST)
		atomic_fetch_add(&ends_seen, 1);
	return (ssize_t)size;
}

static const struct fcgi_port telling_port = {
	.send = send_and_tell,
	.wait = wait_in_vain,
};

/* As soon as an answer has ended, ask with the same id. */
static void *
ask_at_once(void *argument)
{
	unsigned turn;

	(void)argument;
	for (turn = 1; turn < TURNS; turn++) {
		while (atomic_load(&ends_seen) < turn)
			sched_yield();
		if (atomic_load(&has_asked_enough))
			break;
		pthread_mutex_lock(&fcgi.lock);
		put_request(1, "/a", "", RECORD_KEEP_CONN);
		feed(SIZE_MAX, 0);
		pthread_mutex_unlock(&fcgi.lock);
	}
	return NULL;
}

/* The next one that is ready, or NULL when the connection is broken. */
static struct work *
next_ready(void)
{
	struct work *work = NULL;
	bool is_over = false;

	while (work == NULL && !is_over) {
		pthread_mutex_lock(&fcgi.lock);
		work = ready;
		ready = NULL;
		is_over = fcgi.broken;
		pthread_mutex_unlock(&fcgi.lock);
		if (work == NULL)
			sched_yield();
	}
	return work;
}

START_TEST(an_id_is_free_as_soon_as_its_end_is_seen)
{
	const int64_t end_of_time = clock_milliseconds() + TURNS_TIME;
	bool is_last = false;
	unsigned turn;
	struct work *work;
	pthread_t peer;

	begin();
	fcgi.port = &telling_port;
	atomic_store(&ends_seen, 0);
	atomic_store(&has_asked_enough, false);
	put_request(1, "/a", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	pthread_create(&peer, NULL, ask_at_once, NULL);
	for (turn = 0; turn < TURNS && !is_last; turn++) {
		work = next_ready();
		ck_assert_msg(work != NULL, "broken at turn %u", turn);
		/* The peer looks when this one's end was sent. */
		is_last = clock_milliseconds() > end_of_time;
		atomic_store(&has_asked_enough, is_last);
		fcgi_run(fcgi_request_of(work), &gate);
	}
	pthread_join(peer, NULL);
	ck_assert(fcgi_is_idle(&fcgi));
	end();
}
END_TEST

START_TEST(a_body_is_what_its_length_says)
{
	static const struct {
		const char *length, *body, *answer;
	} cases[] = {
		{ "3", "abc", "6/1:200 /abc " },
		{ "2", "abc", "6/1:200 /ab " },
		{ "-1", "abc", "6/1:200 /abc " },
		{ "0", "abc", "6/1:200 / " },
		{ "4", "abc", "6/1:400 " },
		{ "x", "abc", "6/1:400 " },
		{ "5001", "abc", "6/1:413 " },
		{ "9223372036854775807", "abc", "6/1:413 " },
		{ "99999999999999999999", "abc", "6/1:413 " },
		{ NULL, "abc", "6/1:200 /abc " },
		{ "", "abc", "6/1:200 /abc " },
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
		put_params(1, "/", cases[i].length);
		put_record(RECORD_STDIN, 1, cases[i].body, 3);
		put_record(RECORD_STDIN, 1, NULL, 0);
		ck_assert_int_eq(feed(SIZE_MAX, 0), FCGI_OPEN);
		run();
		ck_assert_msg(strncmp(said(), cases[i].answer,
				  strlen(cases[i].answer)) == 0,
		    "length %s", cases[i].length);
	}
	end();
}
END_TEST

START_TEST(a_body_is_complete_with_its_last_byte)
{
	begin();
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_params(1, "/", "0");
	feed(1, 0);
	ck_assert_ptr_nonnull(ready);
	run();
	ck_assert_mem_eq(said(), "6/1:200 / ", 10);
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_params(1, "/", "3");
	put_record(RECORD_STDIN, 1, "ab", 2);
	feed(1, 0);
	ck_assert_ptr_null(ready);
	put_record(RECORD_STDIN, 1, "c", 1);
	feed(1, 0);
	ck_assert_ptr_nonnull(ready);
	run();
	ck_assert_mem_eq(said(), "6/1:200 /abc ", 13);
	/* The end of a request that has ended says nothing to the next. */
	put_record(RECORD_STDIN, 1, NULL, 0);
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_params(1, "/", NULL);
	feed(1, 0);
	ck_assert_ptr_null(ready);
	put_record(RECORD_STDIN, 1, NULL, 0);
	ck_assert_int_eq(feed(1, 0), FCGI_OPEN);
	run();
	ck_assert_mem_eq(said(), "6/1:200 / ", 10);
	end();
}
END_TEST

START_TEST(a_body_can_be_read_from_a_file)
{
	begin();
	put_request(1, "/file", "the whole body", RECORD_KEEP_CONN);
	feed(1, 0);
	run();
	ck_assert_str_eq(said(),
	    "6/1:200 /file[0+14:the whole body]the whole body 6/1: 3/1:0,0 ");
	put_request(1, "/file", "", RECORD_KEEP_CONN);
	feed(1, 0);
	run();
	ck_assert_str_eq(said(), "6/1:200 /file[none] 6/1: 3/1:0,0 ");
	end();
}
END_TEST

START_TEST(a_body_over_the_limit_is_told_413)
{
	static const char bytes[5001];

	begin();
	put_begin(1, RECORD_RESPONDER, 0);
	put_params(1, "/", "-1");
	put_record(RECORD_STDIN, 1, bytes, sizeof(bytes));
	ck_assert_int_eq(feed(1000, 0), FCGI_OPEN);
	ck_assert_int_eq(run(), FCGI_LINGER);
	ck_assert_mem_eq(said(), "6/1:413 ", 8);
	end();
}
END_TEST

START_TEST(parameters_over_a_limit_are_told_431)
{
	static const char bytes[2000];
	struct gantry_buffer params = { 0 };
	int i;

	begin();
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_record(RECORD_PARAMS, 1, bytes, sizeof(bytes));
	feed(SIZE_MAX, 0);
	ck_assert_int_eq(run(), FCGI_OPEN);
	ck_assert_mem_eq(said(), "6/1:431 ", 8);
	for (i = 0; i < 21; i++)
		put_pair(&params, "HTTP_X", "");
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_record(RECORD_PARAMS, 1, params.data, params.length);
	put_record(RECORD_PARAMS, 1, NULL, 0);
	feed(SIZE_MAX, 0);
	run();
	ck_assert_mem_eq(said(), "6/1:431 ", 8);
	gantry_buffer_clear(&params);
	end();
}
END_TEST

START_TEST(parameters_that_are_malformed_are_told_400)
{
	static const struct {
		const char *bytes;
		size_t size;
	} cases[] = {
		{ "\x06\x01"
		  "HTTP_Xa\x06\x05"
		  "HTTP_Y",
		    16 }, /* cut short */
		{ "\x06\x03"
		  "HTTP_Xa\0b",
		    11 },
		{ "\x06\x01"
		  "HTT\0_Xa",
		    9 },
		{ "\x06\x01"
		  "HTT=_Xa",
		    9 },
		{ "\x00\x01"
		  "a",
		    3 },
	};
	size_t i;

	begin();
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
		put_record(RECORD_PARAMS, 1, cases[i].bytes, cases[i].size);
		put_record(RECORD_PARAMS, 1, NULL, 0);
		feed(SIZE_MAX, 0);
		run();
		ck_assert_msg(
		    strncmp(said(), "6/1:400 ", 8) == 0, "case %zu", i);
	}
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_record(RECORD_STDIN, 1, NULL, 0);
	feed(SIZE_MAX, 0);
	run();
	ck_assert_mem_eq(said(), "6/1:400 ", 8);
	end();
}
END_TEST

START_TEST(what_breaks_the_protocol_closes_the_connection)
{
	static const uint8_t garbage[8] = { 'G', 'E', 'T', ' ', '/' };

	begin();
	gantry_buffer_add(&in, garbage, sizeof(garbage));
	ck_assert_int_eq(feed(SIZE_MAX, 0), FCGI_CLOSE);
	ck_assert_int_eq(fcgi_expire(&fcgi, 1000000), FCGI_OPEN);
	fcgi_reset(&fcgi, 0);
	put_begin(1, RECORD_RESPONDER, 1);
	put_begin(1, RECORD_RESPONDER, 1);
	ck_assert_int_eq(feed(SIZE_MAX, 0), FCGI_CLOSE);
	fcgi_reset(&fcgi, 0);
	put_record(RECORD_BEGIN_REQUEST, 1, "1234567", 7);
	ck_assert_int_eq(feed(SIZE_MAX, 0), FCGI_CLOSE);
	ck_assert_str_eq(said(), "");
	end();
}
END_TEST

START_TEST(records_of_no_request_and_unknown_types_are_skipped)
{
	begin();
	put_record(RECORD_STDIN, 5, "x", 1);
	put_record(RECORD_PARAMS, 5, NULL, 0);
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_record(99, 1, "x", 1);
	put_record(RECORD_DATA, 1, "x", 1);
	put_params(1, "/a", NULL);
	put_record(RECORD_PARAMS, 1, "again", 5);
	put_record(RECORD_STDIN, 1, NULL, 0);
	ck_assert_int_eq(feed(3, 0), FCGI_OPEN);
	run();
	ck_assert_str_eq(said(), "6/1:200 /a 6/1: 3/1:0,0 ");
	end();
}
END_TEST

START_TEST(a_failure_after_the_first_byte_cuts_the_connection)
{
	begin();
	put_request(1, "/fail", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	ck_assert_int_eq(run(), FCGI_CLOSE);
	ck_assert_str_eq(said(), "6/1:200 /fail ");
	end();
}
END_TEST

START_TEST(a_failure_beside_other_requests_is_told_in_its_end)
{
	begin();
	put_begin(3, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_request(1, "/fail", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	ck_assert_int_eq(run(), FCGI_OPEN);
	ck_assert_str_eq(said(), "6/1:200 /fail 3/1:1,0 ");
	end();
}
END_TEST

START_TEST(a_peer_that_left_gets_nothing_and_costs_nothing)
{
	begin();
	put_request(1, "/a", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	ck_assert_int_eq(fcgi_hang_up(&fcgi, true), FCGI_OPEN);
	ck_assert_int_eq(run(), FCGI_CLOSE);
	ck_assert_uint_eq(calls, 0);
	fcgi_reset(&fcgi, 0);
	put_request(1, "/a", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	peer_closed = true;
	ck_assert_int_eq(run(), FCGI_CLOSE);
	peer_closed = false;
	ck_assert_str_eq(said(), "");
	end();
}
END_TEST

START_TEST(a_peer_that_only_sends_no_more_gets_its_answer)
{
	begin();
	put_request(1, "/a", "", RECORD_KEEP_CONN);
	put_begin(2, RECORD_RESPONDER, RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	ck_assert_int_eq(fcgi_hang_up(&fcgi, false), FCGI_OPEN);
	ck_assert_int_eq(run(), FCGI_CLOSE);
	ck_assert_str_eq(said(), "6/1:200 /a 6/1: 3/1:0,0 ");
	end();
}
END_TEST

START_TEST(each_phase_has_its_deadline)
{
	begin();
	gantry_buffer_add(&in, "\x01\x01\x00", 3);
	feed(SIZE_MAX, 1000);
	gantry_buffer_add(&in, "\x01", 1);
	feed(SIZE_MAX, 1090); /* more of it does not begin the time anew */
	ck_assert_int_eq(fcgi_expire(&fcgi, 1100), FCGI_OPEN);
	ck_assert_int_eq(fcgi_expire(&fcgi, 1101), FCGI_CLOSE);
	fcgi_reset(&fcgi, 0);

	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	put_record(RECORD_PARAMS, 1, "abc", 3);
	feed(SIZE_MAX, 150);
	ck_assert_int_eq(fcgi_expire(&fcgi, 200), FCGI_OPEN);
	ck_assert_int_eq(fcgi_expire(&fcgi, 201), FCGI_LINGER);
	ck_assert_mem_eq(said(), "6/1:408 ", 8);
	ck_assert_str_eq(rejected, "408 Request Timeout    after 201");
	fcgi_reset(&fcgi, 0);

	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_params(1, "/", "3");
	feed(SIZE_MAX, 0);
	put_record(RECORD_STDIN, 1, "a", 1);
	feed(SIZE_MAX, 299); /* more of it does */
	ck_assert_int_eq(fcgi_expire(&fcgi, 599), FCGI_OPEN);
	ck_assert_int_eq(fcgi_expire(&fcgi, 600), FCGI_LINGER);
	ck_assert_mem_eq(said(), "6/1:408 ", 8);
	ck_assert_str_eq(rejected, "408 Request Timeout  POST / after 600");
	fcgi_reset(&fcgi, 0);

	ck_assert_int_eq(fcgi_expire(&fcgi, 600), FCGI_OPEN);
	ck_assert_int_eq(fcgi_expire(&fcgi, 601), FCGI_CLOSE);
	end();
}
END_TEST

/* The time is this many milliseconds after the application began. */
static void
expire_after(int milliseconds)
{
	pthread_mutex_lock(&fcgi.lock);
	fcgi_expire(&fcgi, fcgi.oldest->since + milliseconds);
	pthread_mutex_unlock(&fcgi.lock);
}

static void
hang(void)
{
	expire_after(900);
	ck_assert_uint_eq(overdue, 0);
	expire_after(901);
	expire_after(5000);
}

/* A part is written, or a step told, every 900 milliseconds. */
static void
go_on(void)
{
	struct fcgi_request *request = fcgi.oldest;

	expire_after(900);
	request->base.body.written++;
	expire_after(1800);
	expire_after(2700);
	heartbeat = request->since + 2700;
	expire_after(3600);
	heartbeat = 0;
	ck_assert_uint_eq(overdue, 0);
	if (limits.request_limit > 0)
		expire_after(4001);
	request->base.body.written--;
}

static void
wait_for_the_peer(void)
{
	fcgi.oldest->waits_for_peer = true;
	expire_after(100000);
	fcgi.oldest->waits_for_peer = false;
}

static void
set_request_timeout(void)
{
	limits.application_timeout = 100000;
	limits.request_timeout = 900;
}

START_TEST(an_application_that_hangs_before_the_first_byte_gets_504)
{
	begin();
	set_request_timeout();
	put_request(1, "/a", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	meanwhile = hang;
	ck_assert_int_eq(run(), FCGI_OPEN);
	ck_assert_mem_eq(said(), "6/1:504 ", 8);
	ck_assert_uint_eq(overdue, 1);
	ck_assert_uint_eq(cuts, 0);
	end();
}
END_TEST

START_TEST(an_application_that_hangs_after_the_first_byte_is_cut)
{
	begin();
	set_request_timeout();
	put_request(1, "/stream", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	then = hang;
	ck_assert_int_eq(run(), FCGI_CLOSE);
	ck_assert_str_eq(said(), "6/1:200 /stream ");
	ck_assert_uint_eq(overdue, 1);
	ck_assert_uint_eq(cuts, 1);
	ck_assert_mem_eq(rejected, "504 Gateway Timeout", 19);
	end();
}
END_TEST

START_TEST(beside_other_requests_the_end_of_a_hanging_one_tells_so)
{
	begin();
	set_request_timeout();
	put_begin(2, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_request(1, "/stream", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	limits.params_timeout = 100000;
	then = hang;
	/* Its time is the one that the oldest request began. */
	fcgi.oldest->since = clock_milliseconds();
	ck_assert_int_eq(run(), FCGI_OPEN);
	ck_assert_str_eq(said(), "6/1:200 /stream 3/1:1,0 ");
	ck_assert_uint_eq(overdue, 1);
	ck_assert_uint_eq(cuts, 0);
	end();
}
END_TEST

START_TEST(an_application_that_goes_on_lives)
{
	begin();
	set_request_timeout();
	put_request(1, "/stream", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	then = go_on;
	ck_assert_int_eq(run(), FCGI_OPEN);
	ck_assert_uint_eq(overdue, 0);
	said();
	put_request(1, "/stream", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	then = wait_for_the_peer;
	ck_assert_int_eq(run(), FCGI_OPEN);
	ck_assert_uint_eq(overdue, 0);
	end();
}
END_TEST

START_TEST(request_limit_ends_an_application_that_goes_on)
{
	begin();
	set_request_timeout();
	limits.request_limit = 4000;
	put_request(1, "/stream", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	then = go_on;
	ck_assert_int_eq(run(), FCGI_CLOSE);
	ck_assert_uint_eq(overdue, 1);
	ck_assert_uint_eq(cuts, 1);
	end();
}
END_TEST

START_TEST(the_default_request_timeout_is_no_shorter_than_the_first_bytes)
{
	struct limits given = { .application_timeout = 30000 };

	ck_assert_int_eq(limits_request_timeout(&given), 60000);
	given.application_timeout = 300000;
	ck_assert_int_eq(limits_request_timeout(&given), 300000);
	given.request_timeout = 5;
	ck_assert_int_eq(limits_request_timeout(&given), 5);
}
END_TEST

START_TEST(a_request_gets_503_although_no_thread_ever_finds_it)
{
	begin();
	limits.queue_timeout = 700;
	put_request(1, "/a", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 1000);
	fcgi_expire(&fcgi, 1700);
	ck_assert_str_eq(said(), "");
	fcgi_expire(&fcgi, 1701);
	ck_assert_mem_eq(said(), "6/1:503 ", 8);
	calls = 0;
	ck_assert_int_eq(run(), FCGI_OPEN);
	ck_assert_uint_eq(calls, 0);
	ck_assert_str_eq(said(), "");
	end();
}
END_TEST

START_TEST(a_peer_that_takes_nothing_is_left_in_the_end)
{
	begin();
	put_request(1, "/a", "", RECORD_KEEP_CONN);
	feed(SIZE_MAX, 0);
	takes = 0;
	ck_assert_int_eq(run(), FCGI_OPEN);
	fcgi.write_since = 1000;
	ck_assert_int_eq(fcgi_expire(&fcgi, 1500), FCGI_OPEN);
	takes = 1;
	ck_assert_int_eq(fcgi_flush(&fcgi, 1400), FCGI_OPEN);
	ck_assert_int_eq(fcgi_expire(&fcgi, 1900), FCGI_OPEN);
	ck_assert_int_eq(fcgi_expire(&fcgi, 1901), FCGI_CLOSE);
	end();
}
END_TEST

START_TEST(an_answer_waits_no_longer_than_its_spool_allows)
{
	struct gantry_buffer body = { 0 };
	size_t i;

	begin();
	limits.body_size = 1000000;
	put_begin(1, RECORD_RESPONDER, RECORD_KEEP_CONN);
	put_params(1, "/", "-1");
	gantry_buffer_reserve(&body, 60000);
	memset(body.data, 'x', 60000);
	for (i = 0; i < 5; i++)
		put_record(RECORD_STDIN, 1, body.data, 60000);
	put_record(RECORD_STDIN, 1, NULL, 0);
	feed(SIZE_MAX, 0);
	takes = 0;
	/* The wait is in vain, so the application is stopped. */
	ck_assert_int_eq(run(), FCGI_CLOSE);
	ck_assert_int_lt(queue_length(&fcgi.pending), 250000);
	gantry_buffer_clear(&body);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_is_answered_however_its_bytes_are_cut,
		a_connection_that_is_not_kept_is_closed_after_the_answer,
		requests_are_multiplexed,
		when_the_parts_of_a_request_came_is_noted,
		more_requests_than_allowed_are_told_503,
		management_records_are_answered_at_once,
		values_are_those_of_all_workers,
		values_fit_into_32_bits,
		a_role_that_is_unknown_is_rejected,
		an_authorizer_needs_no_body_and_the_applications_consent,
		an_abort_ends_the_request_and_not_the_connection,
		an_id_is_free_when_a_request_was_given_up,
		an_id_is_free_as_soon_as_its_end_is_seen,
		a_body_is_what_its_length_says,
		a_body_is_complete_with_its_last_byte,
		a_body_can_be_read_from_a_file,
		a_body_over_the_limit_is_told_413,
		parameters_over_a_limit_are_told_431,
		parameters_that_are_malformed_are_told_400,
		what_breaks_the_protocol_closes_the_connection,
		records_of_no_request_and_unknown_types_are_skipped,
		a_failure_after_the_first_byte_cuts_the_connection,
		a_failure_beside_other_requests_is_told_in_its_end,
		a_peer_that_left_gets_nothing_and_costs_nothing,
		a_peer_that_only_sends_no_more_gets_its_answer,
		each_phase_has_its_deadline,
		an_application_that_hangs_before_the_first_byte_gets_504,
		an_application_that_hangs_after_the_first_byte_is_cut,
		beside_other_requests_the_end_of_a_hanging_one_tells_so,
		an_application_that_goes_on_lives,
		request_limit_ends_an_application_that_goes_on,
		the_default_request_timeout_is_no_shorter_than_the_first_bytes,
		a_request_gets_503_although_no_thread_ever_finds_it,
		a_peer_that_takes_nothing_is_left_in_the_end,
		an_answer_waits_no_longer_than_its_spool_allows,
		NULL,
	};

	return unit_run("gate/fcgi", tests);
}
