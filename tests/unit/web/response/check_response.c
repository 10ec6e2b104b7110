/*
 * Bodies except files: which one is sent, and with which type.
 */
#include <string.h>

#include "unit.h"
#include "web/exchange.h"

static struct exchange it;
static int closed;

static ssize_t
read_nothing(void *argument, void *data, size_t size)
{
	(void)argument;
	(void)data;
	(void)size;
	return 0;
}

static void
note_close(void *argument)
{
	(void)argument;
	closed++;
}

static int
say_nothing(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	ck_assert_str_eq(gantry_response_get_status(response), GANTRY_200);
	ck_assert(!gantry_response_is_complete(response));
	ck_assert_ptr_null(gantry_response_error(response));
	return 0;
}

START_TEST(the_default_is_200_without_content)
{
	respond_to_get(&it, say_nothing);
	ck_assert_int_eq(it.answer.status, 200);
	assert_header(&it, "Content-Length", "0");
	assert_header(&it, "Content-Type", "text/plain; charset=utf-8");
	ck_assert_uint_eq(it.answer.body_length, 0);
	exchange_clear(&it);
}
END_TEST

static int
say_text(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, "hey!");
}

static int
say_html(struct gantry_request *request, struct gantry_response *response)
{
	gantry_response_type(response, "text/html");
	return say_text(request, response);
}

START_TEST(a_text_has_a_default_type)
{
	respond_to_get(&it, say_text);
	ck_assert_str_eq(it.answer.body, "hey!");
	assert_header(&it, "Content-Length", "4");
	assert_header(&it, "Content-Type", "text/plain; charset=utf-8");
	respond_to_get(&it, say_html);
	assert_header(&it, "Content-Type", "text/html");
	exchange_clear(&it);
}
END_TEST

static int
say_no_text(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, NULL);
}

START_TEST(a_null_text_is_a_500)
{
	respond_to_get(&it, say_no_text);
	assert_internal_error(&it, "gantry_response_text: text is NULL");
	exchange_clear(&it);
}
END_TEST

static int
say_data(struct gantry_request *request, struct gantry_response *response)
{
	say_html(request, response);
	return gantry_response_data(response, "image/gif", "a\0b", 3);
}

static int
say_text_after_data(
    struct gantry_request *request, struct gantry_response *response)
{
	say_data(request, response);
	return say_text(request, response);
}

START_TEST(data_replaces_the_content_type)
{
	respond_to_get(&it, say_data);
	ck_assert_uint_eq(it.answer.body_length, 3);
	ck_assert_int_eq(memcmp(it.answer.body, "a\0b", 3), 0);
	assert_header(&it, "Content-Type", "image/gif");
	respond_to_get(&it, say_text_after_data);
	ck_assert_str_eq(it.answer.body, "hey!");
	assert_header(&it, "Content-Type", "text/plain; charset=utf-8");
	exchange_clear(&it);
}
END_TEST

static int
say_json(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_json_writer *json;

	say_text(request, response);
	json = gantry_response_json(response);
	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "word", "hey!");
	gantry_json_end(json);
	return 0;
}

static int
say_problem(struct gantry_request *request, struct gantry_response *response)
{
	gantry_response_type(response, "application/problem+json");
	return say_json(request, response);
}

START_TEST(json_is_written_to_the_body)
{
	respond_to_get(&it, say_json);
	ck_assert_str_eq(it.answer.body, "{\"word\":\"hey!\"}");
	assert_header(&it, "Content-Length", "15");
	assert_header(&it, "Content-Type", "application/json");
	respond_to_get(&it, say_problem);
	assert_header(&it, "Content-Type", "application/problem+json");
	exchange_clear(&it);
}
END_TEST

static int
begin_json(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_json_begin_object(gantry_response_json(response), NULL);
	return 0;
}

static int
say_text_after_json(
    struct gantry_request *request, struct gantry_response *response)
{
	begin_json(request, response);
	return say_text(request, response);
}

START_TEST(incomplete_json_is_a_500)
{
	respond_to_get(&it, begin_json);
	ck_assert_int_eq(it.responded, 0);
	ck_assert(it.has_failed);
	ck_assert_int_eq(it.answer.status, 500);
	ck_assert_str_eq(it.answer.body, "");
	ck_assert_ptr_nonnull(strstr(it.log, "is incomplete"));
	respond_to_get(&it, say_text_after_json);
	ck_assert_int_eq(it.answer.status, 200);
	it.is_unchecked = true;
	respond(&it, begin_json);
	ck_assert_int_eq(it.answer.status, 500);
	ck_assert_ptr_nonnull(strstr(it.log, "is incomplete"));
	exchange_clear(&it);
}
END_TEST

static int
write_buffer(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_buffer *buffer = gantry_response_buffer(response);

	(void)request;
	gantry_buffer_puts(buffer, "one");
	ck_assert_ptr_eq(gantry_response_buffer(response), buffer);
	gantry_buffer_puts(buffer, " two");
	return 0;
}

static int
look_at_text(struct gantry_request *request, struct gantry_response *response)
{
	say_text(request, response);
	ck_assert_uint_eq(gantry_response_buffer(response)->length, 4);
	gantry_buffer_puts(gantry_response_buffer(response), "?");
	return 0;
}

static int
look_at_json(struct gantry_request *request, struct gantry_response *response)
{
	begin_json(request, response);
	gantry_response_buffer(response);
	return 0;
}

static int
look_at_stream(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_stream(response, read_nothing, note_close, NULL, -1);
	ck_assert_ptr_null(gantry_response_buffer(response));
	return 0;
}

START_TEST(the_body_can_be_written_and_read)
{
	respond_to_get(&it, write_buffer);
	ck_assert_str_eq(it.answer.body, "one two");
	assert_header(&it, "Content-Type", "application/octet-stream");
	respond_to_get(&it, look_at_text);
	ck_assert_str_eq(it.answer.body, "hey!?");
	assert_header(&it, "Content-Length", "5");
	respond_to_get(&it, look_at_json);
	ck_assert_int_eq(it.answer.status, 500);
	closed = 0;
	respond_to_get(&it, look_at_stream);
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_int_eq(closed, 1);
	exchange_clear(&it);
}
END_TEST

static int
run_out(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	ck_assert_ptr_null(
	    gantry_buffer_reserve(gantry_response_buffer(response), SIZE_MAX));
	return 0;
}

START_TEST(a_body_without_memory_is_a_500)
{
	respond_to_get(&it, run_out);
	ck_assert(it.has_failed);
	ck_assert_int_eq(it.answer.status, 500);
	ck_assert_ptr_nonnull(strstr(it.log, "out of memory"));
	exchange_clear(&it);
}
END_TEST

static int
forget_stream(struct gantry_request *request, struct gantry_response *response)
{
	gantry_response_stream(response, read_nothing, note_close, NULL, 9);
	return say_text(request, response);
}

START_TEST(a_stream_that_is_replaced_is_closed)
{
	closed = 0;
	respond_to_get(&it, forget_stream);
	ck_assert_str_eq(it.answer.body, "hey!");
	ck_assert_int_eq(closed, 1);
	exchange_clear(&it);
}
END_TEST

static int
unset_status(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_status(response, NULL);
	return -1;
}

START_TEST(a_null_status_is_a_500)
{
	respond_to_get(&it, unset_status);
	assert_internal_error(&it, "gantry_response_status: status is NULL");
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_default_is_200_without_content,
		a_text_has_a_default_type,
		a_null_text_is_a_500,
		data_replaces_the_content_type,
		json_is_written_to_the_body,
		incomplete_json_is_a_500,
		the_body_can_be_written_and_read,
		a_body_without_memory_is_a_500,
		a_stream_that_is_replaced_is_closed,
		a_null_status_is_a_500,
		NULL,
	};

	return unit_run("web/response", tests);
}
