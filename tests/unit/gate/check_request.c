/*
 * The request's body: never more of it than CONTENT_LENGTH says, and never a
 * short one taken for a whole one.
 */
#include <stdlib.h>
#include <string.h>

#include "gate/play.h"
#include "unit.h"

static const struct gantry_header plain[] = {
	{ "Content-Type", "text/plain" },
	{ NULL, NULL },
};

/* Answer with the request's body, or fail. */
static int
echo(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	struct gantry_body *body = start_response(environ, "200 OK", plain);
	char bytes[100];
	ssize_t count;

	while ((count = gantry_read(input, bytes, sizeof(bytes))) > 0)
		if (gantry_write(body, bytes, (size_t)count) == -1)
			return -1;
	if (count == 0)
		ck_assert_int_eq(gantry_read(input, bytes, sizeof(bytes)), 0);
	return count == 0 ? 0 : -1;
}

START_TEST(a_body_is_read_up_to_its_length)
{
	static const struct {
		const char *length, *body, *read;
		size_t at_most;
	} cases[] = {
		{ "5", "12345", "12345", 0 },
		{ "5", "12345", "12345", 1 },
		{ "5", "12345", "12345", 3 },
		{ "5", "12345678", "12345", 0 },
		{ "0", "12345", "", 0 },
		{ "", "12345", "", 0 },
		{ NULL, "12345", "", 0 },
		{ "-1", "12345", "12345", 0 },
		{ "-1", "12345", "12345", 2 },
		{ "-1", "", "", 0 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct play it = {
			.content_length = cases[i].length,
			.body = cases[i].body,
			.read_at_most = cases[i].at_most,
		};

		play(&it, echo);
		ck_assert_msg(it.answer.status == 200 &&
			strcmp(it.answer.body, cases[i].read) == 0,
		    "case %zu: %d, '%s'", i, it.answer.status, it.answer.body);
		play_clear(&it);
	}
}
END_TEST

START_TEST(a_body_shorter_than_its_length_is_an_error)
{
	static const char *const bodies[] = { "", "1234" };
	size_t i;

	for (i = 0; i < 2; i++) {
		struct play it = {
			.content_length = "5",
			.body = bodies[i],
		};

		play(&it, echo);
		ck_assert_int_eq(it.answer.status, 500);
		play_clear(&it);
	}
}
END_TEST

static int
read_again(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	char bytes[100];

	ck_assert_int_eq(gantry_read(input, bytes, sizeof(bytes)), 4);
	ck_assert_int_eq(gantry_read(input, bytes, sizeof(bytes)), -1);
	ck_assert_int_eq(gantry_read(input, bytes, sizeof(bytes)), -1);
	return gantry_write(start_response(environ, "200 OK", plain), "x", 1);
}

START_TEST(a_short_body_stays_an_error)
{
	struct play it = { .content_length = "5", .body = "1234" };

	play(&it, read_again);
	ck_assert_int_eq(it.answer.status, 200);
	play_clear(&it);
}
END_TEST

static int
read_nothing_then_one(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	char byte = 'x';

	ck_assert_int_eq(gantry_read(input, &byte, 0), 0);
	ck_assert_int_eq(byte, 'x');
	ck_assert_int_eq(gantry_read(input, &byte, 1), 1);
	return gantry_write(start_response(environ, "200 OK", plain), &byte, 1);
}

START_TEST(what_is_left_of_a_body_is_drained)
{
	struct play it = { .content_length = "5", .body = "12345" };

	play(&it, read_nothing_then_one);
	ck_assert_str_eq(it.answer.body, "1");
	ck_assert_int_eq(it.drained, 0);
	ck_assert_uint_eq(it.unread, 0);
	play_clear(&it);
}
END_TEST

static int
ignore_body(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	return gantry_write(start_response(environ, "200 OK", plain), "x", 1);
}

START_TEST(a_large_body_is_not_worth_draining)
{
	const size_t size = 2 * 1024 * 1024;
	char *large = malloc(size + 1);
	struct play it = { .content_length = "2097152", .body = large };

	ck_assert_ptr_nonnull(large);
	memset(large, 'l', size);
	large[size] = '\0';
	play(&it, ignore_body);
	ck_assert_int_eq(it.result, 0);
	ck_assert_int_eq(it.drained, -1);
	ck_assert_uint_gt(it.unread, 0);
	play_clear(&it);
	free(large);
}
END_TEST

static ssize_t
read_failure(void *owner, void *data, size_t size)
{
	(void)owner;
	(void)data;
	(void)size;
	return -1;
}

static const struct transport failing = { .read = read_failure };

START_TEST(a_peer_that_fails_fails_the_read_and_the_drain)
{
	struct request request;
	char byte;

	request_init(&request, &failing, NULL);
	request.input.left = 5;
	ck_assert_int_eq(gantry_read(&request.input, &byte, 1), -1);
	ck_assert_int_eq(request_drain(&request), -1);
	request_clear(&request);
}
END_TEST

static int
log_error_line(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	gantry_errors_printf(
	    gantry_environ_wsgi(environ)->errors, "%d bottles\nforged", 9);
	return ignore_body(environ, start_response);
}

START_TEST(an_error_is_logged_in_one_line_with_its_request)
{
	struct play it = { .method = "PUT", .request_id = "it" };

	play(&it, log_error_line);
	ck_assert_ptr_nonnull(
	    strstr(it.log, "error: [it] PUT /played: 9 bottles\\x0aforged\n"));
	ck_assert_ptr_eq(strchr(it.log, '\n'), it.log + strlen(it.log) - 1);
	play_clear(&it);
}
END_TEST

START_TEST(a_request_begins_with_wsgi_1_0)
{
	const struct gantry_wsgi *wsgi;
	struct request request;

	request_init(&request, &failing, NULL);
	wsgi = gantry_environ_wsgi(&request.environ);
	ck_assert_int_eq(wsgi->version[0], 1);
	ck_assert_int_eq(wsgi->version[1], 0);
	ck_assert_str_eq(wsgi->url_scheme, "http");
	ck_assert_ptr_eq(wsgi->input, &request.input);
	ck_assert_ptr_eq(wsgi->errors, &request.errors);
	ck_assert_ptr_null(gantry_environ_state(&request.environ));
	request_clear(&request);
	request_clear(&request);
}
END_TEST

START_TEST(a_reset_request_is_ready_for_another)
{
	struct request request;

	request_init(&request, &failing, NULL);
	environ_set(&request.environ, "REQUEST_METHOD", "HEAD", NULL);
	request.environ.state = &request;
	request.input.left = 7;
	request.input.ended = true;
	ck_assert_ptr_nonnull(
	    reply_start_response(&request.environ, "200 OK", plain));
	request_reset(&request);
	ck_assert_ptr_null(
	    gantry_environ_get(&request.environ, "REQUEST_METHOD"));
	ck_assert_ptr_null(gantry_environ_state(&request.environ));
	ck_assert_int_eq(request.input.left, 0);
	ck_assert(!request.input.ended);
	ck_assert_ptr_nonnull(
	    reply_start_response(&request.environ, "200 OK", plain));
	request_clear(&request);
}
END_TEST

static bool
has_left(void *owner)
{
	return owner != NULL;
}

START_TEST(a_client_has_left_if_the_transport_says_so_or_a_write_failed)
{
	static const struct transport telling = { .is_gone = has_left };
	struct request request;

	request_init(&request, &telling, NULL);
	ck_assert(!gantry_environ_is_gone(&request.environ));
	request.body.owner = &request;
	ck_assert(gantry_environ_is_gone(&request.environ));
	request_clear(&request);
	request_init(&request, &failing, NULL);
	ck_assert(!gantry_environ_is_gone(&request.environ));
	request.body.peer_closed = true;
	ck_assert(gantry_environ_is_gone(&request.environ));
	request_clear(&request);
	ck_assert(gantry_environ_is_gone(NULL));
}
END_TEST

START_TEST(a_request_is_overdue_if_the_transport_says_so)
{
	static const struct transport telling = { .is_overdue = has_left };
	struct request request;

	request_init(&request, &telling, NULL);
	ck_assert(!gantry_environ_is_overdue(&request.environ));
	request.body.owner = &request;
	ck_assert(gantry_environ_is_overdue(&request.environ));
	request_clear(&request);
	request_init(&request, &failing, &request);
	ck_assert(!gantry_environ_is_overdue(&request.environ));
	request_clear(&request);
	ck_assert(!gantry_environ_is_overdue(NULL));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_body_is_read_up_to_its_length,
		a_body_shorter_than_its_length_is_an_error,
		a_short_body_stays_an_error,
		what_is_left_of_a_body_is_drained,
		a_large_body_is_not_worth_draining,
		a_peer_that_fails_fails_the_read_and_the_drain,
		an_error_is_logged_in_one_line_with_its_request,
		a_request_begins_with_wsgi_1_0,
		a_reset_request_is_ready_for_another,
		a_client_has_left_if_the_transport_says_so_or_a_write_failed,
		a_request_is_overdue_if_the_transport_says_so,
		NULL,
	};

	return unit_run("gate/request", tests);
}
