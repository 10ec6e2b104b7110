/*
 * Headers and body by status and method, and streams.
 */
#include <string.h>

#include "unit.h"
#include "web/exchange.h"

static struct exchange it;
static const char *status;

/* A stream: how many bytes at a time, and whether it fails at the end. */
static struct {
	size_t left, at_most;
	bool fails;
	int64_t length;
	size_t asked_most, reads, closed;
} stream;

static ssize_t
read_stream(void *argument, void *data, size_t size)
{
	ck_assert_ptr_eq(argument, &stream);
	stream.reads++;
	if (size > stream.asked_most)
		stream.asked_most = size;
	if (stream.left == 0)
		return stream.fails ? -1 : 0;
	if (size > stream.left)
		size = stream.left;
	if (stream.at_most > 0 && size > stream.at_most)
		size = stream.at_most;
	memset(data, 's', size);
	stream.left -= size;
	return (ssize_t)size;
}

static void
close_stream(void *argument)
{
	ck_assert_ptr_eq(argument, &stream);
	stream.closed++;
}

static int
say_stream(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_stream(
	    response, read_stream, close_stream, &stream, stream.length);
}

static int
say_all(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_status(response, status);
	gantry_response_header(response, "Content-Length", "999");
	gantry_response_header(response, "Content-Location", "/x");
	gantry_response_header(response, "Content-Disposition", "inline");
	gantry_response_header(response, "Content-Encoding", "x");
	gantry_response_header(response, "X-Own", "x");
	gantry_response_type(response, "text/html");
	return gantry_response_text(response, "hey!");
}

START_TEST(a_204_has_no_type_and_no_body)
{
	status = GANTRY_204;
	respond_to_get(&it, say_all);
	ck_assert_int_eq(it.answer.status, 204);
	ck_assert_uint_eq(it.answer.body_length, 0);
	assert_header(&it, "Content-Type", NULL);
	assert_header(&it, "Content-Length", NULL);
	assert_header(&it, "X-Own", "x");
	ck_assert_str_eq(it.log, "");
	exchange_clear(&it);
}
END_TEST

START_TEST(a_304_has_no_body_headers)
{
	status = GANTRY_304;
	respond_to_get(&it, say_all);
	ck_assert_int_eq(it.answer.status, 304);
	ck_assert_uint_eq(it.answer.body_length, 0);
	assert_header(&it, "Content-Type", NULL);
	assert_header(&it, "Content-Length", NULL);
	assert_header(&it, "Content-Disposition", NULL);
	assert_header(&it, "Content-Encoding", NULL);
	assert_header(&it, "Content-Location", "/x");
	exchange_clear(&it);
}
END_TEST

static int
say_bare_stream(
    struct gantry_request *request, struct gantry_response *response)
{
	gantry_response_status(response, status);
	return say_stream(request, response);
}

START_TEST(a_stream_is_not_read_without_a_body)
{
	static const char *const statuses[] = { GANTRY_204, GANTRY_205,
		GANTRY_304 };
	size_t i;

	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		status = statuses[i];
		memset(&stream, 0, sizeof(stream));
		stream.left = 10;
		stream.length = -1;
		respond_to_get(&it, say_bare_stream);
		ck_assert_uint_eq(stream.reads, 0);
		ck_assert_uint_eq(stream.closed, 1);
	}
	exchange_clear(&it);
}
END_TEST

static const char *range;

static int
say_range(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_header(response, "Content-Range", range);
	gantry_response_status(response, status);
	return gantry_response_text(response, "hey!");
}

START_TEST(only_a_206_and_a_416_have_a_range_of_bytes)
{
	static const struct {
		const char *status, *range;
		bool is_kept;
	} cases[] = {
		{ GANTRY_200, "bytes */7", false },
		{ GANTRY_404, "bytes */7", false },
		{ GANTRY_204, "bytes 0-3/7", false },
		{ GANTRY_206, "bytes 0-3/7", true },
		{ GANTRY_416, "bytes */7", true },
		{ GANTRY_200, "items 0-3/7", true },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		status = cases[i].status;
		range = cases[i].range;
		respond_to_get(&it, say_range);
		assert_header(&it, "Content-Range",
		    cases[i].is_kept ? cases[i].range : NULL);
	}
	exchange_clear(&it);
}
END_TEST

START_TEST(a_205_has_no_content)
{
	status = GANTRY_205;
	respond_to_get(&it, say_all);
	ck_assert_int_eq(it.answer.status, 205);
	ck_assert_uint_eq(it.answer.body_length, 0);
	assert_header(&it, "Content-Length", "0");
	exchange_clear(&it);
}
END_TEST

START_TEST(the_length_is_the_body_s)
{
	status = GANTRY_201;
	respond_to_get(&it, say_all);
	ck_assert_int_eq(it.answer.status, 201);
	assert_header(&it, "Content-Length", "4");
	assert_header(&it, "Content-Type", "text/html");
	exchange_clear(&it);
}
END_TEST

START_TEST(a_head_has_the_length_but_no_body)
{
	it = (struct exchange){ .method = "HEAD" };
	status = GANTRY_200;
	respond(&it, say_all);
	ck_assert_uint_eq(it.answer.body_length, 0);
	assert_header(&it, "Content-Length", "4");
	memset(&stream, 0, sizeof(stream));
	stream.length = 1000;
	respond(&it, say_stream);
	assert_header(&it, "Content-Length", "1000");
	ck_assert_uint_eq(stream.reads, 0);
	ck_assert_uint_eq(stream.closed, 1);
	stream.length = -1;
	respond(&it, say_stream);
	assert_header(&it, "Content-Length", NULL);
	ck_assert_uint_eq(stream.reads, 0);
	exchange_clear(&it);
}
END_TEST

static int
say_length(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_header(response, "Content-Length", "77");
}

START_TEST(a_head_may_have_the_headers_of_a_get)
{
	it = (struct exchange){ .method = "HEAD" };
	respond(&it, say_length);
	assert_header(&it, "Content-Length", "77");
	exchange_clear(&it);
}
END_TEST

static int
say_large(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_buffer *buffer = gantry_response_buffer(response);
	char *room = gantry_buffer_reserve(buffer, 300000);

	(void)request;
	memset(room, 'l', 300000);
	buffer->length += 300000;
	return 0;
}

START_TEST(a_large_body_has_its_length)
{
	respond_to_get(&it, say_large);
	assert_header(&it, "Content-Length", "300000");
	ck_assert_uint_eq(it.answer.body_length, 300000);
	exchange_clear(&it);
}
END_TEST

static void
play_stream(size_t left, size_t at_most, int64_t length, bool fails)
{
	memset(&stream, 0, sizeof(stream));
	stream.left = left;
	stream.at_most = at_most;
	stream.length = length;
	stream.fails = fails;
	respond_to_get(&it, say_stream);
	ck_assert_uint_eq(stream.closed, 1);
}

START_TEST(a_stream_is_read_in_pieces)
{
	play_stream(200000, 0, 200000, false);
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(it.answer.body_length, 200000);
	assert_header(&it, "Content-Length", "200000");
	assert_header(&it, "Content-Type", "application/octet-stream");
	ck_assert_uint_eq(stream.asked_most, 65536);
	ck_assert_uint_eq(stream.reads, 4);
	play_stream(100, 7, -1, false);
	ck_assert_uint_eq(it.answer.body_length, 100);
	assert_header(&it, "Content-Length", NULL);
	exchange_clear(&it);
}
END_TEST

START_TEST(a_stream_is_read_up_to_its_length)
{
	play_stream(100, 0, 60, false);
	ck_assert_int_eq(it.result, 0);
	ck_assert_uint_eq(it.answer.body_length, 60);
	ck_assert_uint_eq(stream.asked_most, 60);
	ck_assert_uint_eq(stream.reads, 1);
	play_stream(100, 0, 0, false);
	ck_assert_uint_eq(it.answer.body_length, 0);
	ck_assert_uint_eq(stream.reads, 0);
	exchange_clear(&it);
}
END_TEST

START_TEST(a_stream_that_fails_aborts_the_response)
{
	play_stream(200000, 0, -1, true);
	ck_assert_int_eq(it.result, -1);
	ck_assert_int_eq(it.answer.status, 200);
	/* Before anything was sent, the client can be told. */
	play_stream(0, 0, -1, true);
	ck_assert_int_eq(it.result, 0);
	ck_assert_int_eq(it.answer.status, 500);
	exchange_clear(&it);
}
END_TEST

START_TEST(a_stream_that_ends_early_aborts_the_response)
{
	play_stream(200000, 0, 200001, false);
	ck_assert_int_eq(it.result, -1);
	ck_assert_ptr_nonnull(
	    strstr(it.log, "shorter than its Content-Length"));
	exchange_clear(&it);
}
END_TEST

/* A callback that says that it read more than it was offered. */
static struct {
	ssize_t count;
	size_t reads;
} liar;

static ssize_t
read_too_much(void *argument, void *data, size_t size)
{
	(void)argument;
	memset(data, 's', size);
	liar.reads++;
	return liar.count;
}

static int
say_lies(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_stream(
	    response, read_too_much, NULL, NULL, stream.length);
}

/* The bytes beyond the room are other memory: the heap of the worker. */
START_TEST(a_stream_sends_no_more_than_it_was_offered)
{
	static const struct {
		ssize_t count;
		int64_t length;
	} cases[] = {
		{ 65537, -1 },
		{ 1000000, -1 },
		{ 101, 100 },
		{ 65537, 1000000 },
		{ INT64_MAX, -1 },
		{ -2, -1 },
		{ INT64_MIN, -1 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		liar.count = cases[i].count;
		liar.reads = 0;
		stream.length = cases[i].length;
		respond_to_get(&it, say_lies);
		ck_assert_uint_eq(liar.reads, 1);
		ck_assert_int_eq(it.answer.status, 500);
		ck_assert_ptr_null(strstr(it.answer.body, "ssss"));
		ck_assert(cases[i].count < 0 ||
		    strstr(it.log, "the stream's read returned") != NULL);
	}
	exchange_clear(&it);
}
END_TEST

/* A callback that makes the response fail, which closes the stream. */
static ssize_t
read_and_fail(void *argument, void *data, size_t size)
{
	memset(data, 's', size);
	gantry_response_location(argument, NULL);
	return 1;
}

static int
say_and_fail(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_stream(
	    response, read_and_fail, NULL, response, -1);
}

START_TEST(a_stream_that_makes_the_response_fail_is_read_no_further)
{
	respond_to_get(&it, say_and_fail);
	ck_assert_int_eq(it.answer.status, 500);
	ck_assert_ptr_nonnull(
	    strstr(it.log, "gantry_response_location: target is NULL"));
	exchange_clear(&it);
}
END_TEST

static int
say_unreadable(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_stream(response,
	    stream.length == 0 ? NULL : read_stream, NULL, &stream,
	    stream.length);
}

START_TEST(a_stream_needs_a_read_and_a_length)
{
	memset(&stream, 0, sizeof(stream));
	respond_to_get(&it, say_unreadable);
	assert_internal_error(&it, "gantry_response_stream: read is NULL");
	stream.length = -2;
	respond_to_get(&it, say_unreadable);
	assert_internal_error(&it, "is less than -1");
	exchange_clear(&it);
}
END_TEST

static int
grow_buffer(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_buffer *buffer = gantry_response_buffer(response);

	(void)request;
	gantry_buffer_puts(buffer, "hey!");
	buffer->length = buffer->capacity + 1;
	ck_assert_ptr_null(gantry_response_body(response));
	return 0;
}

static int
say_nothing_at_all(
    struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_data(response, "text/plain", NULL, 100);
}

START_TEST(a_body_has_no_more_than_its_memory)
{
	respond_to_get(&it, grow_buffer);
	ck_assert_int_eq(it.answer.status, 500);
	ck_assert_ptr_null(strstr(it.answer.body, "hey!"));
	ck_assert_ptr_nonnull(strstr(it.log, "beyond its capacity"));
	respond_to_get(&it, say_nothing_at_all);
	assert_internal_error(&it, "gantry_response_data: data is NULL");
	exchange_clear(&it);
}
END_TEST

static int
break_contract(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_status(response, "99 Nothing");
	return gantry_response_stream(
	    response, read_stream, close_stream, &stream, -1);
}

START_TEST(a_rejected_start_response_sends_nothing)
{
	memset(&stream, 0, sizeof(stream));
	respond_to_get(&it, break_contract);
	ck_assert_int_eq(it.answer.status, 500);
	ck_assert_uint_eq(stream.reads, 0);
	ck_assert_uint_eq(stream.closed, 1);
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_204_has_no_type_and_no_body,
		a_304_has_no_body_headers,
		a_stream_is_not_read_without_a_body,
		only_a_206_and_a_416_have_a_range_of_bytes,
		a_205_has_no_content,
		the_length_is_the_body_s,
		a_head_has_the_length_but_no_body,
		a_head_may_have_the_headers_of_a_get,
		a_large_body_has_its_length,
		a_stream_is_read_in_pieces,
		a_stream_is_read_up_to_its_length,
		a_stream_that_fails_aborts_the_response,
		a_stream_that_ends_early_aborts_the_response,
		a_stream_sends_no_more_than_it_was_offered,
		a_stream_that_makes_the_response_fail_is_read_no_further,
		a_stream_needs_a_read_and_a_length,
		a_body_has_no_more_than_its_memory,
		a_rejected_start_response_sends_nothing,
		NULL,
	};

	return unit_run("web/send", tests);
}
