/*
 * Headers of a response: set, appended to, removed, and checked.
 */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "web/exchange.h"

static struct exchange it;

static int
set_headers(struct gantry_request *request, struct gantry_response *response)
{
	char text[] = "one";

	(void)request;
	ck_assert_ptr_null(gantry_response_get_header(response, "X-A"));
	ck_assert_int_eq(gantry_response_header(response, "X-A", text), 0);
	text[0] = 'x'; /* it is a copy */
	ck_assert_str_eq(gantry_response_get_header(response, "x-a"), "one");
	ck_assert_int_eq(gantry_response_header(response, "x-A", "two"), 0);
	ck_assert_int_eq(gantry_response_header(response, "X-B", ""), 0);
	ck_assert_int_eq(gantry_response_header(response, "X-C", "c"), 0);
	ck_assert_int_eq(gantry_response_header(response, "X-C", NULL), 0);
	ck_assert_int_eq(gantry_response_header(response, "X-D", NULL), 0);
	ck_assert_ptr_null(gantry_response_get_header(response, "X-C"));
	return 0;
}

START_TEST(a_header_is_replaced_and_removed)
{
	respond_to_get(&it, set_headers);
	ck_assert_int_eq(it.answer.status, 200);
	assert_header(&it, "X-A", "two");
	assert_header(&it, "X-B", "");
	assert_header(&it, "X-C", NULL);
	exchange_clear(&it);
}
END_TEST

static int
append_headers(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	ck_assert_int_eq(gantry_response_append(response, "Allow", "GET"), 0);
	ck_assert_int_eq(gantry_response_append(response, "allow", "PUT"), 0);
	ck_assert_int_eq(
	    gantry_response_append(response, "Set-Cookie", "a=1"), 0);
	ck_assert_int_eq(
	    gantry_response_append(response, "set-cookie", "b=2"), 0);
	return 0;
}

START_TEST(a_list_is_joined_and_cookies_are_not)
{
	respond_to_get(&it, append_headers);
	assert_header(&it, "Allow", "GET, PUT");
	ck_assert_ptr_nonnull(strstr(it.answer.head, "Set-Cookie: a=1\r\n"));
	ck_assert_ptr_nonnull(strstr(it.answer.head, "set-cookie: b=2\r\n"));
	exchange_clear(&it);
}
END_TEST

static int
replace_cookies(
    struct gantry_request *request, struct gantry_response *response)
{
	append_headers(request, response);
	gantry_response_append(response, "Set-Cookie", "c=3");
	return gantry_response_header(response, "Set-Cookie", "d=4");
}

START_TEST(setting_set_cookie_replaces_all_cookies)
{
	respond_to_get(&it, replace_cookies);
	assert_header(&it, "Set-Cookie", "d=4");
	exchange_clear(&it);
}
END_TEST

static const char *name, *value;

static int
set_one(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_header(response, name, value);
}

static int
append_one(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_append(response, name, value);
}

START_TEST(an_invalid_header_is_a_500_that_is_logged)
{
	static const struct {
		const char *name, *value, *reason;
	} cases[] = {
		{ "", "x", "is not a header name" },
		{ "X Y", "x", "is not a header name" },
		{ "X:", "x", "is not a header name" },
		{ "X-A\r\nX-B", "x", "is not a header name" },
		{ "X-A", "x\r\nX-B: y", "the value of X-A" },
		{ "X-A", "x\ty", "the value of X-A" },
		{ "X-A", "x\x7f", "the value of X-A" },
		{ "Status", "200 OK", "the status is not a header" },
		{ "Connection", "close", "hop-by-hop" },
		{ "transfer-encoding", "chunked", "hop-by-hop" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		name = cases[i].name;
		value = cases[i].value;
		respond_to_get(&it, set_one);
		assert_internal_error(&it, cases[i].reason);
		respond_to_get(&it, append_one);
		assert_internal_error(&it, cases[i].reason);
	}
	exchange_clear(&it);
}
END_TEST

static int
append_to_one(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	ck_assert_int_eq(gantry_response_append(response, name, "1"), 0);
	return gantry_response_append(response, name, "2");
}

START_TEST(a_header_that_is_not_a_list_cannot_be_appended_to)
{
	static const char *const names[] = { "ETag", "location", "Content-Type",
		"Content-Length", "Access-Control-Allow-Origin" };
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		name = names[i];
		respond_to_get(&it, append_to_one);
		assert_internal_error(
		    &it, "is not a list, so no value can be appended");
	}
	exchange_clear(&it);
}
END_TEST

static int
set_many(struct gantry_request *request, struct gantry_response *response)
{
	char many[16];
	int i;

	(void)request;
	for (i = 0; i < 100; i++) {
		snprintf(many, sizeof(many), "X-%d", i);
		ck_assert_int_eq(
		    gantry_response_header(response, many, many + 2), 0);
	}
	return 0;
}

static const char *tag;
static bool is_appended;

static int
set_tag(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return is_appended ? gantry_response_append(response, "eTag", tag)
			   : gantry_response_header(response, "eTag", tag);
}

static int
raise_with_tag(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_header headers[] = {
		{ "ETag", tag },
		{ NULL, NULL },
	};

	(void)request;
	return gantry_response_raise(response,
	    &(struct gantry_http_error){
		.status = GANTRY_409, .headers = headers });
}

/* RFC 9110 section 8.8.3, whichever function sets it. */
START_TEST(an_etag_is_valid_or_a_500)
{
	static const struct {
		const char *tag, *header; /* NULL: 500 */
	} cases[] = {
		{ "abc", "\"abc\"" },
		{ "\"abc\"", "\"abc\"" },
		{ "W/\"abc\"", "W/\"abc\"" },
		{ "\"\"", "\"\"" },
		{ "a,b", "\"a,b\"" },
		{ "*", "\"*\"" },
		{ "w/\"abc\"", NULL },
		{ "W/ \"abc\"", NULL },
		{ "\"abc", NULL },
		{ "abc\"", NULL },
		{ "\"a\"b\"", NULL },
		{ "\"a\\\"b\"", NULL },
		{ "\"a b\"", NULL },
		{ "\"a\", \"b\"", NULL },
	};
	size_t i;

	for (i = 0; i < 2 * (sizeof(cases) / sizeof(cases[0])); i++) {
		tag = cases[i / 2].tag;
		is_appended = i % 2;
		respond_to_get(&it, set_tag);
		if (cases[i / 2].header != NULL)
			assert_header(&it, "ETag", cases[i / 2].header);
		else
			assert_internal_error(&it, "is not an ETag");
	}
	tag = "abc";
	respond_to_get(&it, raise_with_tag);
	ck_assert_int_eq(it.answer.status, 409);
	assert_header(&it, "ETag", "\"abc\"");
	exchange_clear(&it);
}
END_TEST

START_TEST(headers_grow_without_limit)
{
	respond_to_get(&it, set_many);
	assert_header(&it, "X-0", "0");
	assert_header(&it, "X-16", "16");
	assert_header(&it, "X-99", "99");
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_header_is_replaced_and_removed,
		a_list_is_joined_and_cookies_are_not,
		setting_set_cookie_replaces_all_cookies,
		an_invalid_header_is_a_500_that_is_logged,
		a_header_that_is_not_a_list_cannot_be_appended_to,
		an_etag_is_valid_or_a_500,
		headers_grow_without_limit,
		NULL,
	};

	return unit_run("web/headers", tests);
}
