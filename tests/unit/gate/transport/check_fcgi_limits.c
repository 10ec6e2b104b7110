/*
 * What one peer may take: begun requests, and memory.
 */
#include <stdio.h>
#include <string.h>

#include "gate/transport/fcgi.h"
#include "gate/transport/fcgi_memory.h"
#include "unit.h"

static struct fcgi fcgi;
static struct fcgi_pool pool;
static struct limits limits;
static struct transport_options options;
static struct work *ready;
static struct gantry_buffer in, sent;
static bool takes_nothing; /* the peer */
static unsigned refused, limited[3];

static ssize_t
send_all(void *owner, const void *data, size_t size)
{
	(void)owner;
	if (takes_nothing)
		return 0;
	gantry_buffer_add(&sent, data, size);
	return (ssize_t)size;
}

static void
note_refused(void *owner)
{
	(void)owner;
	refused++;
}

static void
note_limited(void *owner, enum fcgi_limit limit)
{
	(void)owner;
	limited[limit]++;
}

static const struct fcgi_port port = {
	.send = send_all,
	.refused = note_refused,
	.limited = note_limited,
};

static void
begin(void)
{
	limits = (struct limits){
		.connections = 4,
		.connection_requests = 3,
		.connection_memory = 200000,
		.receive_memory = 400000,
		.params = { .count = 20, .bytes = 100000 },
		.body_size = 1 << 20,
		.answer_spool = 1 << 20,
	};
	options = (struct transport_options){
		.limits = &limits,
		.workers = 1,
		.spool_folder = unit_path(NULL),
	};
	takes_nothing = false;
	refused = 0;
	memset(limited, 0, sizeof(limited));
	ready = NULL;
	fcgi_pool_init(&pool, &options);
	fcgi_init(&fcgi, &pool, &port, NULL, 1);
}

static void
end(void)
{
	fcgi_clear(&fcgi);
	ck_assert_uint_eq(fcgi.held, 0);
	ck_assert_int_eq(pool.held, 0);
	fcgi_pool_clear(&pool);
	gantry_buffer_clear(&in);
	gantry_buffer_clear(&sent);
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
put_begin(uint16_t id)
{
	put_record(RECORD_BEGIN_REQUEST, id, "\0\1\1\0\0\0\0\0", 8);
}

static void
put_large(uint8_t type, uint16_t id)
{
	static const char zeros[60000];

	put_record(type, id, zeros, sizeof(zeros));
}

static enum fcgi_state
feed(int64_t now)
{
	enum fcgi_state state =
	    fcgi_feed(&fcgi, in.data, in.length, now, &ready);

	gantry_buffer_reset(&in);
	return state;
}

START_TEST(requests_beyond_one_more_than_the_limit_are_overloaded)
{
	uint16_t id;

	begin();
	for (id = 1; id <= 5; id++)
		put_begin(id);
	ck_assert_int_eq(feed(1), FCGI_OPEN);
	ck_assert_uint_eq(fcgi.count, 4);
	ck_assert_uint_eq(refused, 1);
	ck_assert_uint_eq(sent.length, RECORD_END_REQUEST_SIZE);
	ck_assert_mem_eq(
	    sent.data, "\1\3\0\5\0\10\0\0\0\0\0\0\2\0\0\0", sent.length);
	end();
}
END_TEST

START_TEST(a_peer_that_goes_on_is_cut_off)
{
	unsigned id;

	begin();
	for (id = 1; id < 65536; id++)
		put_begin((uint16_t)id);
	ck_assert_int_eq(feed(1), FCGI_CLOSE);
	ck_assert_uint_eq(limited[FCGI_LIMIT_REQUESTS], 1);
	ck_assert_uint_le(sent.length, 100 * RECORD_END_REQUEST_SIZE);
	end();
}
END_TEST

START_TEST(a_peer_that_goes_on_with_unknown_roles_is_cut_off)
{
	unsigned id;

	begin();
	for (id = 1; id < 65536; id++)
		put_record(
		    RECORD_BEGIN_REQUEST, (uint16_t)id, "\0\3\1\0\0\0\0\0", 8);
	ck_assert_int_eq(feed(1), FCGI_CLOSE);
	ck_assert_uint_eq(limited[FCGI_LIMIT_REQUESTS], 1);
	end();
}
END_TEST

START_TEST(refusals_before_a_request_that_ended_are_forgotten)
{
	unsigned round, id;

	begin();
	limits.connection_requests = 0;
	for (round = 0; round < 50; round++) {
		for (id = 1; id <= 50; id++)
			put_begin((uint16_t)id);
		put_record(RECORD_ABORT_REQUEST, 1, NULL, 0);
		ck_assert_int_eq(feed(1), FCGI_OPEN);
	}
	ck_assert_uint_eq(refused, 50 * 49);
	end();
}
END_TEST

START_TEST(parameters_beyond_the_connections_memory_are_rejected)
{
	const struct fcgi_request *request;
	uint16_t id;

	begin();
	for (id = 1; id <= 4; id++) {
		put_begin(id);
		put_large(RECORD_PARAMS, id);
	}
	ck_assert_int_eq(feed(1), FCGI_OPEN);
	ck_assert_ptr_nonnull(ready);
	ck_assert_ptr_null(ready->next);
	request = fcgi_request_of(ready);
	ck_assert_uint_eq(request->entry.id, 4);
	ck_assert(request->is_rejected);
	ck_assert_str_eq(
	    request->base.rejection_status, "503 Service Unavailable");
	ck_assert_uint_eq(request->params.capacity, 0);
	ck_assert_uint_lt(fcgi.held, 200000);
	end();
}
END_TEST

START_TEST(bodies_beyond_the_connections_memory_go_to_their_file)
{
	const struct fcgi_request *request;
	unsigned i;

	begin();
	put_begin(1);
	put_record(RECORD_PARAMS, 1, NULL, 0);
	for (i = 0; i < 10; i++)
		put_large(RECORD_STDIN, 1);
	ck_assert_int_eq(feed(1), FCGI_OPEN);
	request = fcgi.requests;
	ck_assert_int_ne(request->body.file, -1);
	ck_assert_uint_le(request->body.memory.length, 200000);
	ck_assert_int_eq(queue_length(&request->body), 600000);
	ck_assert_uint_le(fcgi.held, 200000);
	end();
}
END_TEST

START_TEST(an_answer_beyond_the_memory_goes_to_its_file)
{
	unsigned i;

	begin();
	limits.connection_memory = 1000;
	takes_nothing = true;
	for (i = 0; i < 100; i++)
		put_record(RECORD_GET_VALUES, 0, "\17\0FCGI_MPXS_CONNS", 17);
	ck_assert_int_eq(feed(1), FCGI_OPEN);
	ck_assert_int_ne(fcgi.pending.file, -1);
	ck_assert_uint_le(fcgi.pending.memory.length, 1000);
	end();
}
END_TEST

START_TEST(the_pool_knows_what_its_connections_hold)
{
	struct fcgi other;

	begin();
	fcgi_init(&other, &pool, &port, NULL, 1);
	put_begin(1);
	ck_assert_int_eq(feed(1), FCGI_OPEN);
	ck_assert_int_eq(pool.held, 0); /* too little to tell */
	put_large(RECORD_PARAMS, 1);
	ck_assert_int_eq(feed(1), FCGI_OPEN);
	ck_assert_int_gt(pool.held, 60000);
	ck_assert(!fcgi_memory_is_over(&pool));
	limits.receive_memory = 100000;
	put_begin(1);
	put_large(RECORD_PARAMS, 1);
	fcgi_feed(&other, in.data, in.length, 1, &ready);
	gantry_buffer_reset(&in);
	ck_assert(fcgi_memory_is_over(&pool));
	ck_assert(!fcgi_memory_has_room(&fcgi, 0));
	fcgi_clear(&other);
	ck_assert(!fcgi_memory_is_over(&pool));
	put_record(RECORD_ABORT_REQUEST, 1, NULL, 0);
	ck_assert_int_eq(feed(1), FCGI_OPEN);
	ck_assert_int_eq(pool.held, 0);
	end();
}
END_TEST

START_TEST(half_a_management_record_is_counted)
{
	begin();
	put_large(RECORD_GET_VALUES, 0);
	in.length--;
	ck_assert_int_eq(feed(1), FCGI_OPEN);
	ck_assert_int_gt(pool.held, 59000);
	fcgi_free_memory(&fcgi);
	ck_assert_int_eq(pool.held, 0);
	end();
}
END_TEST

START_TEST(a_connection_is_incomplete_until_its_request_is_complete)
{
	begin();
	ck_assert_int_eq(fcgi_incomplete_since(&fcgi), 1);
	put_begin(1);
	in.length -= 3;
	feed(5);
	ck_assert_int_eq(fcgi_incomplete_since(&fcgi), 5);
	gantry_buffer_add(&in, "\0\0\0", 3);
	feed(6);
	put_begin(2);
	feed(7);
	/* The oldest counts. */
	ck_assert_int_eq(fcgi_incomplete_since(&fcgi), 6);
	put_record(RECORD_ABORT_REQUEST, 1, NULL, 0);
	feed(8);
	ck_assert_int_eq(fcgi_incomplete_since(&fcgi), 7);
	put_record(RECORD_PARAMS, 2, NULL, 0);
	put_record(RECORD_STDIN, 2, NULL, 0);
	feed(9);
	/* Now it waits for its answer. */
	ck_assert_int_eq(fcgi_incomplete_since(&fcgi), 0);
	put_begin(3);
	feed(10);
	ck_assert_int_eq(fcgi_incomplete_since(&fcgi), 0);
	end();
}
END_TEST

START_TEST(an_idle_connection_that_has_served_is_not_incomplete)
{
	begin();
	put_begin(1);
	put_record(RECORD_ABORT_REQUEST, 1, NULL, 0);
	feed(5);
	ck_assert_int_eq(fcgi_incomplete_since(&fcgi), 0);
	gantry_buffer_add(&in, "\1", 1);
	feed(6);
	ck_assert_int_eq(fcgi_incomplete_since(&fcgi), 6);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		requests_beyond_one_more_than_the_limit_are_overloaded,
		a_peer_that_goes_on_is_cut_off,
		a_peer_that_goes_on_with_unknown_roles_is_cut_off,
		refusals_before_a_request_that_ended_are_forgotten,
		parameters_beyond_the_connections_memory_are_rejected,
		bodies_beyond_the_connections_memory_go_to_their_file,
		an_answer_beyond_the_memory_goes_to_its_file,
		the_pool_knows_what_its_connections_hold,
		half_a_management_record_is_counted,
		a_connection_is_incomplete_until_its_request_is_complete,
		an_idle_connection_that_has_served_is_not_incomplete,
		NULL,
	};

	return unit_run("gate/fcgi_limits", tests);
}
