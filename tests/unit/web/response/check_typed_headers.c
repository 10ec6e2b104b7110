/*
 * Headers whose values have a syntax of their own.
 */
#include "unit.h"
#include "web/exchange.h"

static struct exchange it;
static const char *text;

static int
set_etag(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_etag(response, text);
}

START_TEST(a_tag_gets_its_quotes)
{
	static const struct {
		const char *tag, *header;
	} cases[] = {
		{ "abc", "\"abc\"" },
		{ "\"abc\"", "\"abc\"" },
		{ "W/\"abc\"", "W/\"abc\"" },
		{ "", "\"\"" },
		{ "\"\"", "\"\"" },
		{ "W/abc", "\"W/abc\"" },
		{ "caf\xc3\xa9", "\"caf\xc3\xa9\"" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text = cases[i].tag;
		respond_to_get(&it, set_etag);
		ck_assert_int_eq(it.answer.status, 200);
		assert_header(&it, "ETag", cases[i].header);
	}
	exchange_clear(&it);
}
END_TEST

START_TEST(an_invalid_etag_is_a_500)
{
	static const char *const cases[] = { "a b", "a\"b", "\"", "\"abc",
		"abc\"", "W/\"a\"b\"", "a\tb", "a\x7f" };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text = cases[i];
		respond_to_get(&it, set_etag);
		assert_internal_error(&it, "is not an ETag");
	}
	exchange_clear(&it);
}
END_TEST

static int
set_all(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	ck_assert_int_eq(gantry_response_type(response, "image/png"), 0);
	ck_assert_int_eq(gantry_response_last_modified(response, 784111777), 0);
	ck_assert_int_eq(gantry_response_expires(response, 0), 0);
	ck_assert_int_eq(gantry_response_retry_after(response, 30), 0);
	return gantry_response_cache_control(response, "max-age=60");
}

START_TEST(dates_and_seconds_are_written)
{
	respond_to_get(&it, set_all);
	assert_header(&it, "Content-Type", "image/png");
	assert_header(&it, "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT");
	assert_header(&it, "Expires", "Thu, 01 Jan 1970 00:00:00 GMT");
	assert_header(&it, "Retry-After", "30");
	assert_header(&it, "Cache-Control", "max-age=60");
	exchange_clear(&it);
}
END_TEST

static int
retry_in_the_past(
    struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_retry_after(response, -7);
}

START_TEST(a_delay_is_not_negative)
{
	respond_to_get(&it, retry_in_the_past);
	assert_header(&it, "Retry-After", "0");
	exchange_clear(&it);
}
END_TEST

static const char *const *varies;

static int
vary(struct gantry_request *request, struct gantry_response *response)
{
	const char *const *name;

	(void)request;
	for (name = varies; *name != NULL; name++)
		ck_assert_int_eq(gantry_response_vary(response, *name), 0);
	return 0;
}

START_TEST(vary_names_each_header_once)
{
	static const char *const accept[] = { "Accept", "accept",
		"Accept-Encoding", "ACCEPT", NULL };
	static const char *const all[] = { "Accept", "*", "Cookie", NULL };

	varies = accept;
	respond_to_get(&it, vary);
	assert_header(&it, "Vary", "Accept, Accept-Encoding");
	varies = all;
	respond_to_get(&it, vary);
	assert_header(&it, "Vary", "*");
	exchange_clear(&it);
}
END_TEST

static int
vary_as_written(
    struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_header(response, "Vary", "Accept-Language,Cookie ,X-A");
	gantry_response_vary(response, "cookie");
	gantry_response_vary(response, "x-a");
	gantry_response_vary(response, "Accept");
	return 0;
}

START_TEST(a_list_may_have_irregular_white_space)
{
	respond_to_get(&it, vary_as_written);
	assert_header(&it, "Vary", "Accept-Language,Cookie ,X-A, Accept");
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_tag_gets_its_quotes,
		an_invalid_etag_is_a_500,
		dates_and_seconds_are_written,
		a_delay_is_not_negative,
		vary_names_each_header_once,
		a_list_may_have_irregular_white_space,
		NULL,
	};

	return unit_run("web/typed_headers", tests);
}
