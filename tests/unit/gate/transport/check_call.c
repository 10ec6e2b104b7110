/*
 * Requests in process: from a method, a target and headers to variables.
 */
#include <stdio.h>
#include <string.h>

#include "answer.h"
#include "gate/transport/call.h"
#include "unit.h"

/* Answer with all variables, a line each, and the body. */
static int
dump(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	struct gantry_body *body = start_response(environ, "200 OK", headers);
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	struct gantry_variable variable;
	size_t position = 0;
	const char *line;
	char bytes[7];
	ssize_t count;

	gantry_write(body, "\n", 1);
	while (gantry_environ_next(environ, &position, &variable)) {
		line = gantry_environ_format(
		    environ, "%s=%s\n", variable.name, variable.value);
		gantry_write(body, line, strlen(line));
	}
	gantry_write(body, "body=", 5);
	while ((count = gantry_read(input, bytes, sizeof(bytes))) > 0)
		gantry_write(body, bytes, (size_t)count);
	return gantry_write(body, "\n", 1) == 0 && count == 0 ? 0 : -1;
}

static int
break_off(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	struct gantry_body *body = start_response(environ, "200 OK", headers);

	gantry_write(body, "part", 4);
	gantry_flush(body);
	return -1;
}

static const struct gantry_application dumper = {
	.name = "dump",
	.call = dump,
};

static const struct gantry_application breaker = {
	.name = "break",
	.call = break_off,
};

static const struct mount mounts[] = {
	{ .prefix = "", .application = &dumper },
	{ .prefix = "/break", .application = &breaker },
};

static struct answer answer;
static struct gantry_error error;

static int
serve(const struct call *call)
{
	const struct gate_options options = {
		.mounts = mounts,
		.mount_count = 2,
	};
	struct gate gate;
	int result;

	answer_clear(&answer);
	error = (struct gantry_error){ 0 };
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	unit_capture();
	result = call_serve(&gate, call, &answer.bytes, &error);
	unit_captured();
	gate_close(&gate);
	if (answer.bytes.length > 0)
		answer_read(&answer);
	return result;
}

static void
assert_lines(const char *const *lines)
{
	char line[256];

	for (; *lines != NULL; lines++) {
		snprintf(line, sizeof(line), "\n%s\n", *lines);
		ck_assert_msg(strstr(answer.body, line) != NULL, "no %s in:%s",
		    *lines, answer.body);
	}
}

START_TEST(a_call_has_the_variables_of_a_request)
{
	const struct call call = { .method = "GET", .target = "/a?b=c&d" };
	static const char *const lines[] = { "REQUEST_METHOD=GET",
		"SCRIPT_NAME=", "PATH_INFO=/a", "QUERY_STRING=b=c&d",
		"REQUEST_URI=/a?b=c&d", "SERVER_NAME=localhost",
		"SERVER_PORT=80", "SERVER_PROTOCOL=HTTP/1.1",
		"GATEWAY_INTERFACE=CGI/1.1", "REMOTE_ADDR=127.0.0.1",
		"body=", NULL };

	ck_assert_int_eq(serve(&call), 0);
	ck_assert_int_eq(answer.status, 200);
	assert_lines(lines);
	ck_assert_ptr_null(strstr(answer.body, "\nCONTENT_LENGTH="));
	answer_clear(&answer);
}
END_TEST

START_TEST(a_path_is_decoded_and_a_query_is_not)
{
	static const struct {
		const char *target, *path, *query;
	} cases[] = {
		{ "/", "PATH_INFO=/", "QUERY_STRING=" },
		{ "/?", "PATH_INFO=/", "QUERY_STRING=" },
		{ "/a%20b", "PATH_INFO=/a b", "QUERY_STRING=" },
		{ "/caf%c3%A9", "PATH_INFO=/caf\xc3\xa9", "QUERY_STRING=" },
		{ "/a+b?c+d", "PATH_INFO=/a+b", "QUERY_STRING=c+d" },
		{ "/%3f%25?x=%20", "PATH_INFO=/?%", "QUERY_STRING=x=%20" },
		{ "/a?b?c", "PATH_INFO=/a", "QUERY_STRING=b?c" },
		{ "//a//b", "PATH_INFO=/a/b", "QUERY_STRING=" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct call call = {
			.method = "GET",
			.target = cases[i].target,
		};
		const char *lines[] = { cases[i].path, cases[i].query, NULL };

		ck_assert_int_eq(serve(&call), 0);
		assert_lines(lines);
	}
	answer_clear(&answer);
}
END_TEST

START_TEST(headers_become_variables)
{
	static const char *const headers[] = { "Host: example.org:8080",
		"Content-Type: text/css", "X-Two-Words:\t value ",
		"Empty:", "Accept: a", "accept: b", "Proxy: evil",
		"Content-Length: 99", NULL };
	const struct call call = {
		.method = "POST",
		.target = "/",
		.headers = headers,
		.body = "the body",
		.body_length = 8,
	};
	static const char *const lines[] = { "HTTP_HOST=example.org:8080",
		"CONTENT_TYPE=text/css", "HTTP_X_TWO_WORDS=value ",
		"HTTP_ACCEPT=a, b", "CONTENT_LENGTH=8", "body=the body", NULL };

	ck_assert_int_eq(serve(&call), 0);
	ck_assert_int_eq(answer.status, 200);
	assert_lines(lines);
	ck_assert_ptr_null(strstr(answer.body, "HTTP_PROXY"));
	ck_assert_ptr_null(strstr(answer.body, "HTTP_CONTENT"));
	answer_clear(&answer);
}
END_TEST

START_TEST(an_empty_body_is_none)
{
	const struct call call = {
		.method = "POST",
		.target = "/",
		.body = "",
	};
	static const char *const lines[] = { "body=", NULL };

	ck_assert_int_eq(serve(&call), 0);
	assert_lines(lines);
	ck_assert_ptr_null(strstr(answer.body, "CONTENT_LENGTH"));
	answer_clear(&answer);
}
END_TEST

START_TEST(a_malformed_call_is_an_error)
{
	static const struct {
		const char *target, *header;
	} cases[] = {
		{ "", NULL },
		{ "publications", NULL },
		{ "http://localhost/", NULL },
		{ "?a", NULL },
		{ "/%", NULL },
		{ "/%4", NULL },
		{ "/%zz", NULL },
		{ "/%00", NULL },
		{ "/", "no colon" },
		{ "/", ": no name" },
		{ "/", "" },
		{ "/", "two words: x" },
		{ "/", "a=b: x" },
		{ "/", "caf\xc3\xa9: x" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *headers[] = { cases[i].header, NULL };
		const struct call call = {
			.method = "GET",
			.target = cases[i].target,
			.headers = headers,
		};

		ck_assert_msg(serve(&call) == -1, "case %zu", i);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_uint_eq(answer.bytes.length, 0);
	}
}
END_TEST

START_TEST(a_method_that_is_none_is_answered_400)
{
	const struct call call = { .method = "G T", .target = "/" };

	ck_assert_int_eq(serve(&call), 0);
	ck_assert_int_eq(answer.status, 400);
	answer_clear(&answer);
}
END_TEST

START_TEST(a_call_that_is_too_large_is_answered)
{
	char target[70001], header[70001];
	const char *const headers[] = { header, NULL };
	struct call call = { .method = "GET", .target = target };

	memset(target, 'x', sizeof(target) - 1);
	memcpy(target, "/?", 2);
	target[sizeof(target) - 1] = '\0';
	ck_assert_int_eq(serve(&call), 0);
	ck_assert_int_eq(answer.status, 414);
	memset(header, 'x', sizeof(header) - 1);
	memcpy(header, "X-A: ", 5);
	header[sizeof(header) - 1] = '\0';
	call =
	    (struct call){ .method = "GET", .target = "/", .headers = headers };
	ck_assert_int_eq(serve(&call), 0);
	ck_assert_int_eq(answer.status, 431);
}
END_TEST

/* What the two functions of a call see. */
struct watching {
	const struct gantry_buffer *answer;
	size_t lengths[4];
	unsigned count;
	int result; /* of each */
};

static int
note_written(void *owner)
{
	struct watching *self = owner;

	ck_assert_uint_lt(self->count, 4);
	self->lengths[self->count++] = self->answer->length;
	return self->result;
}

static bool
is_left(void *owner)
{
	const struct watching *self = owner;

	return self->result == -1;
}

static bool was_gone;

/* Writes in two parts, and looks whether anyone wants the second. */
static int
write_twice(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	struct gantry_body *body = start_response(environ, "200 OK", headers);
	int result;

	gantry_write(body, "one", 3);
	gantry_flush(body);
	was_gone = gantry_environ_is_gone(environ);
	result = gantry_write(body, "two", 3);
	return gantry_flush(body) == -1 ? -1 : result;
}

static const struct gantry_application twice = {
	.name = "twice",
	.call = write_twice,
};

START_TEST(a_caller_sees_each_part_and_can_leave)
{
	const struct mount mount = { .prefix = "", .application = &twice };
	const struct gate_options options = { .mounts = &mount,
		.mount_count = 1 };
	struct gantry_buffer bytes = { 0 };
	struct watching watching = { .answer = &bytes };
	const struct call call = {
		.method = "GET",
		.target = "/",
		.written = note_written,
		.is_gone = is_left,
		.owner = &watching,
	};
	struct gate gate;

	ck_assert_int_eq(gate_open(&gate, &options, false, &error), 0);
	ck_assert_int_eq(call_serve(&gate, &call, &bytes, &error), 0);
	ck_assert_uint_ge(watching.count, 2);
	ck_assert(!was_gone);
	ck_assert_uint_eq(watching.lengths[watching.count - 1], bytes.length);
	ck_assert_uint_lt(watching.lengths[0], bytes.length);
	gantry_buffer_reset(&bytes);
	watching = (struct watching){ .answer = &bytes, .result = -1 };
	ck_assert_int_eq(call_serve(&gate, &call, &bytes, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_HANGUP);
	ck_assert(was_gone);
	ck_assert_ptr_null(memmem(bytes.data, bytes.length, "two", 3));
	gantry_buffer_clear(&bytes);
	gate_close(&gate);
}
END_TEST

START_TEST(an_answer_that_breaks_off_is_an_error)
{
	const struct call call = { .method = "GET", .target = "/break" };

	ck_assert_int_eq(serve(&call), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_HANGUP);
	ck_assert_str_eq(answer.body, "part");
	answer_clear(&answer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_call_has_the_variables_of_a_request,
		a_path_is_decoded_and_a_query_is_not,
		headers_become_variables,
		an_empty_body_is_none,
		a_malformed_call_is_an_error,
		a_method_that_is_none_is_answered_400,
		a_call_that_is_too_large_is_answered,
		a_caller_sees_each_part_and_can_leave,
		an_answer_that_breaks_off_is_an_error,
		NULL,
	};

	return unit_run("gate/call", tests);
}
