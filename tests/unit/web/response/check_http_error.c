/*
 * Failures: what they remove, keep and log.
 */
#include <string.h>

#include "unit.h"
#include "web/exchange.h"

static struct exchange it;
static struct gantry_error error;
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
fail_late(struct gantry_request *request, struct gantry_response *response)
{
	static const char *const names[] = { "ETag", "Last-Modified", "Expires",
		"Content-Type", "Content-Language", "Content-Disposition",
		"Accept-Ranges", "Location", "Cache-Control", "Vary", "Link",
		"X-Own", "Content-Security-Policy", "Set-Cookie" };
	size_t i;

	(void)request;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		gantry_response_header(response, names[i], "x");
	gantry_response_stream(response, read_nothing, note_close, NULL, -1);
	ck_assert_ptr_null(gantry_response_error(response));
	ck_assert_int_eq(
	    gantry_response_fail(response, GANTRY_409, "%s is %d", "it", 7),
	    -1);
	ck_assert_str_eq(gantry_response_get_status(response), GANTRY_409);
	ck_assert_str_eq(gantry_response_error(response)->status, GANTRY_409);
	ck_assert_str_eq(gantry_response_error(response)->detail, "it is 7");
	return -1;
}

START_TEST(a_failure_removes_headers_of_the_content)
{
	static const char *const gone[] = { "ETag", "Last-Modified", "Expires",
		"Content-Language", "Content-Disposition", "Accept-Ranges",
		"Location", "Cache-Control" };
	static const char *const kept[] = { "Vary", "Link", "X-Own",
		"Content-Security-Policy", "Set-Cookie" };
	size_t i;

	closed = 0;
	respond_to_get(&it, fail_late);
	ck_assert_int_eq(it.answer.status, 409);
	ck_assert_str_eq(it.answer.body, "it is 7");
	ck_assert_int_eq(closed, 1);
	for (i = 0; i < sizeof(gone) / sizeof(gone[0]); i++)
		assert_header(&it, gone[i], NULL);
	for (i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		assert_header(&it, kept[i], "x");
	ck_assert_str_eq(it.log, "");
	exchange_clear(&it);
}
END_TEST

static int
fail_unkept(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_cache_control(response, "private, No-Store");
	return gantry_response_fail(response, GANTRY_404, "none");
}

START_TEST(no_store_holds_for_an_error)
{
	respond_to_get(&it, fail_unkept);
	assert_header(&it, "Cache-Control", "private, No-Store");
	exchange_clear(&it);
}
END_TEST

static int
raise_with_headers(
    struct gantry_request *request, struct gantry_response *response)
{
	char detail[] = "detail", value[] = "Basic";
	const struct gantry_header headers[] = {
		{ "WWW-Authenticate", value },
		{ "WWW-Authenticate", "Bearer" },
		{ "Cache-Control", "max-age=1" },
		{ "Set-Cookie", "b=2" },
		{ NULL, NULL },
	};
	const struct gantry_http_error *raised;

	(void)request;
	gantry_response_header(response, "WWW-Authenticate", "Digest");
	gantry_response_append(response, "Set-Cookie", "a=1");
	gantry_response_raise(response,
	    &(struct gantry_http_error){ .status = GANTRY_401,
		.title = "Who?",
		.detail = detail,
		.code = "auth",
		.link = "/help",
		.headers = headers });
	detail[0] = value[0] = 'x'; /* they are copies */
	raised = gantry_response_error(response);
	ck_assert_str_eq(raised->title, "Who?");
	ck_assert_str_eq(raised->code, "auth");
	ck_assert_str_eq(raised->link, "/help");
	ck_assert_ptr_null(raised->headers);
	return -1;
}

START_TEST(an_error_can_set_headers)
{
	respond_to_get(&it, raise_with_headers);
	ck_assert_int_eq(it.answer.status, 401);
	ck_assert_str_eq(it.answer.body, "detail");
	assert_header(&it, "WWW-Authenticate", "Basic, Bearer");
	assert_header(&it, "Cache-Control", "max-age=1");
	ck_assert_ptr_nonnull(strstr(it.answer.head, "Set-Cookie: a=1"));
	ck_assert_ptr_nonnull(strstr(it.answer.head, "Set-Cookie: b=2"));
	exchange_clear(&it);
}
END_TEST

static int
raise_badly(struct gantry_request *request, struct gantry_response *response)
{
	static const struct gantry_header headers[] = {
		{ "X-A", "1\n2" },
		{ NULL, NULL },
	};

	(void)request;
	return gantry_response_raise(response,
	    &(struct gantry_http_error){
		.status = GANTRY_401, .headers = headers });
}

START_TEST(an_invalid_header_of_an_error_is_a_500)
{
	respond_to_get(&it, raise_badly);
	assert_internal_error(&it, "the value of X-A");
	exchange_clear(&it);
}
END_TEST

static int
raise_nothing(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_raise(
	    response, &(struct gantry_http_error){ .detail = "x" });
}

START_TEST(a_failure_without_a_status_is_a_500)
{
	respond_to_get(&it, raise_nothing);
	ck_assert_int_eq(it.answer.status, 500);
	exchange_clear(&it);
}
END_TEST

static int
fail_twice(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_fail(response, GANTRY_404, "first");
	gantry_response_header(response, "X-After", "set");
	return gantry_response_raise(
	    response, &(struct gantry_http_error){ .status = GANTRY_410 });
}

START_TEST(a_later_failure_replaces_an_earlier_one)
{
	respond_to_get(&it, fail_twice);
	ck_assert_int_eq(it.answer.status, 410);
	ck_assert_str_eq(it.answer.body, "");
	assert_header(&it, "X-After", "set");
	exchange_clear(&it);
}
END_TEST

static int
fail_with(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_fail_with(response, &error);
}

START_TEST(an_error_has_the_status_of_its_code)
{
	static const struct {
		enum gantry_error_code code;
		int status;
		bool is_told, is_logged;
	} cases[] = {
		{ GANTRY_ERROR_INPUT, 400, true, false },
		{ GANTRY_ERROR_LIMIT, 413, true, false },
		{ GANTRY_ERROR_BUSY, 503, false, true },
		{ GANTRY_ERROR_UNAVAILABLE, 503, false, true },
		{ GANTRY_ERROR_SYSTEM, 500, false, true },
		{ GANTRY_ERROR_MEMORY, 500, false, true },
		{ GANTRY_ERROR_HANGUP, 500, false, true },
		{ GANTRY_ERROR_NONE, 500, false, true },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		gantry_error_set(&error, cases[i].code, "100%% /secret/path");
		respond_to_get(&it, fail_with);
		ck_assert_int_eq(it.responded, -1);
		ck_assert_int_eq(it.answer.status, cases[i].status);
		ck_assert_str_eq(it.answer.body,
		    cases[i].is_told ? "100% /secret/path" : "");
		ck_assert(cases[i].is_logged ==
		    (strstr(it.log, "error: ") != NULL &&
			strstr(it.log, ": 100% /secret/path\n") != NULL));
	}
	exchange_clear(&it);
}
END_TEST

static int
break_header(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_header(response, "X-A", "a\nb");
}

static int
break_link(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_link(response, "/", "a,b");
}

START_TEST(with_debug_a_client_sees_which_rule_is_broken)
{
	static const char rule[] =
	    "invalid response header: the value of X-A is missing or contains "
	    "a control character";

	it.is_debugged = true;
	respond(&it, break_header);
	ck_assert_int_eq(it.answer.status, 500);
	ck_assert_str_eq(it.answer.body, rule);
	respond(&it, break_link);
	ck_assert_ptr_nonnull(
	    strstr(it.answer.body, "'a,b' is not a link relation"));
	gantry_error_set(&error, GANTRY_ERROR_BUSY, "the database is busy");
	respond(&it, fail_with);
	ck_assert_int_eq(it.answer.status, 503);
	ck_assert_str_eq(it.answer.body, "the database is busy");
	it.is_debugged = false;
	respond(&it, break_header);
	assert_internal_error(&it, rule);
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_failure_removes_headers_of_the_content,
		no_store_holds_for_an_error,
		an_error_can_set_headers,
		an_invalid_header_of_an_error_is_a_500,
		a_failure_without_a_status_is_a_500,
		a_later_failure_replaces_an_earlier_one,
		an_error_has_the_status_of_its_code,
		with_debug_a_client_sees_which_rule_is_broken,
		NULL,
	};

	return unit_run("web/http_error", tests);
}
