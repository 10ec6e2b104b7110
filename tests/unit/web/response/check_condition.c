/*
 * 304 and 412, by the validators of the response.
 */
#include <string.h>

#include "unit.h"
#include "web/exchange.h"

#define DATE   "Sun, 06 Nov 1994 08:49:37 GMT"
#define LATER  "Sun, 06 Nov 1994 08:49:38 GMT"
#define BEFORE "Sun, 06 Nov 1994 08:49:36 GMT"

static struct exchange it;
static const char *tag, *status;
static bool has_date, was_fresh;

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_status(response, status);
	gantry_response_text(response, "what it is");
	gantry_response_header(response, "Content-Language", "en");
	gantry_response_cache_control(response, "max-age=60");
	gantry_response_header(response, "Content-Location", "/a");
	gantry_response_header(response, "Date", LATER);
	gantry_response_header(response, "Expires", LATER);
	gantry_response_vary(response, "Accept");
	if (tag != NULL)
		gantry_response_etag(response, tag);
	if (has_date)
		gantry_response_last_modified(response, 784111777);
	was_fresh = gantry_response_is_fresh(response);
	return 0;
}

static void
ask(const char *method, const char *first, const char *second)
{
	const char *headers[] = { first, second, NULL };

	it = (struct exchange){
		.answer = it.answer, .method = method, .headers = headers
	};
	respond(&it, answer);
}

struct question {
	const char *first, *second;
	int status;
};

static void
ask_all(const struct question *questions, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		ask("GET", questions[i].first, questions[i].second);
		ck_assert_msg(it.answer.status == questions[i].status,
		    "%s, %s: %d", questions[i].first, questions[i].second,
		    it.answer.status);
		ck_assert_int_eq(was_fresh, it.answer.status == 304);
	}
}
#define ASK_ALL(questions) \
	ask_all((questions), sizeof(questions) / sizeof((questions)[0]))

START_TEST(conditions_are_evaluated_in_order)
{
	static const struct question questions[] = {
		{ NULL, NULL, 200 },
		{ "If-None-Match: \"a\"", NULL, 304 },
		{ "If-None-Match: W/\"a\"", NULL, 304 },
		{ "If-None-Match: \"x\", \"a\"", NULL, 304 },
		{ "If-None-Match: *", NULL, 304 },
		{ "If-None-Match: \"b\"", NULL, 200 },
		{ "If-Modified-Since: " DATE, NULL, 304 },
		{ "If-Modified-Since: " LATER, NULL, 304 },
		{ "If-Modified-Since: " BEFORE, NULL, 200 },
		{ "If-Modified-Since: yesterday", NULL, 200 },
		{ "If-Modified-Since: " DATE, "If-None-Match: \"b\"", 200 },
		{ "If-Modified-Since: " BEFORE, "If-None-Match: \"a\"", 304 },
		{ "If-Match: \"a\"", NULL, 200 },
		{ "If-Match: \"x\",\"a\"", NULL, 200 },
		{ "If-Match: *", NULL, 200 },
		{ "If-Match: \"b\"", NULL, 412 },
		{ "If-Match: \"b\", *", NULL, 412 },
		{ "If-Match: *b", NULL, 412 },
		{ "If-Match: W/\"a\"", NULL, 412 },
		{ "If-Match: W/\"a\", \"a\"", NULL, 200 },
		{ "If-Match: \"b\"", "If-None-Match: \"a\"", 412 },
		{ "If-Match: \"a\"", "If-None-Match: \"a\"", 304 },
		{ "If-Match: a", NULL, 412 },
		{ "If-Unmodified-Since: " DATE, NULL, 200 },
		{ "If-Unmodified-Since: " LATER, NULL, 200 },
		{ "If-Unmodified-Since: " BEFORE, NULL, 412 },
		{ "If-Unmodified-Since: then", NULL, 200 },
		{ "If-Unmodified-Since: " BEFORE, "If-Match: \"a\"", 200 },
	};

	tag = "a";
	has_date = true;
	status = GANTRY_200;
	ASK_ALL(questions);
	exchange_clear(&it);
}
END_TEST

START_TEST(a_weak_tag_matches_only_weakly)
{
	static const struct question questions[] = {
		{ "If-None-Match: \"a\"", NULL, 304 },
		{ "If-None-Match: W/\"a\"", NULL, 304 },
		{ "If-Match: \"a\"", NULL, 412 },
		{ "If-Match: W/\"a\"", NULL, 412 },
		{ "If-Match: *", NULL, 200 },
	};

	tag = "W/\"a\"";
	status = GANTRY_200;
	ASK_ALL(questions);
	exchange_clear(&it);
}
END_TEST

/* RFC 9110 sections 13.1.1 to 13.1.4. */
START_TEST(without_a_validator_only_dates_are_ignored)
{
	static const struct question questions[] = {
		{ "If-None-Match: *", NULL, 304 },
		{ "If-None-Match: , *", NULL, 304 },
		{ "If-None-Match: \"a\"", NULL, 200 },
		{ "If-Match: *", NULL, 200 },
		{ "If-Match: \"a\"", NULL, 412 },
		{ "If-Match: *", "If-None-Match: *", 304 },
		{ "If-Modified-Since: " LATER, NULL, 200 },
		{ "If-Unmodified-Since: " BEFORE, NULL, 200 },
	};

	tag = NULL;
	has_date = false;
	status = GANTRY_200;
	ASK_ALL(questions);
	exchange_clear(&it);
}
END_TEST

/* RFC 9110 section 15.4.5. */
START_TEST(a_304_has_the_headers_of_a_200_and_no_body)
{
	tag = "a";
	has_date = true;
	status = GANTRY_200;
	ask("GET", "If-None-Match: \"a\"", NULL);
	assert_header(&it, "Content-Location", "/a");
	assert_header(&it, "Date", LATER);
	assert_header(&it, "Expires", LATER);
	assert_header(&it, "Vary", "Accept");
	ck_assert_int_eq(it.answer.status, 304);
	ck_assert_uint_eq(it.answer.body_length, 0);
	assert_header(&it, "ETag", "\"a\"");
	assert_header(&it, "Last-Modified", DATE);
	assert_header(&it, "Cache-Control", "max-age=60");
	assert_header(&it, "Content-Type", NULL);
	assert_header(&it, "Content-Length", NULL);
	assert_header(&it, "Content-Language", NULL);
	exchange_clear(&it);
}
END_TEST

START_TEST(a_412_does_not_describe_the_content)
{
	tag = "a";
	status = GANTRY_200;
	ask("GET", "If-Match: \"b\"", NULL);
	ck_assert_int_eq(it.answer.status, 412);
	ck_assert_str_eq(it.answer.body,
	    "the resource is not the version that If-Match asks for");
	assert_header(&it, "ETag", NULL);
	assert_header(&it, "Cache-Control", NULL);
	assert_header(&it, "Content-Language", NULL);
	exchange_clear(&it);
}
END_TEST

START_TEST(only_a_successful_get_or_head_is_conditional)
{
	tag = "a";
	status = GANTRY_200;
	ask("HEAD", "If-None-Match: \"a\"", NULL);
	ck_assert_int_eq(it.answer.status, 304);
	ask("POST", "If-None-Match: \"a\"", "If-Match: \"b\"");
	ck_assert_int_eq(it.answer.status, 200);
	ck_assert_str_eq(it.answer.body, "what it is");
	status = GANTRY_404;
	ask("GET", "If-None-Match: \"a\"", NULL);
	ck_assert(!was_fresh);
	ck_assert_int_eq(it.answer.status, 404);
	ck_assert_str_eq(it.answer.body, "what it is");
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		conditions_are_evaluated_in_order,
		a_weak_tag_matches_only_weakly,
		without_a_validator_only_dates_are_ignored,
		a_304_has_the_headers_of_a_200_and_no_body,
		a_412_does_not_describe_the_content,
		only_a_successful_get_or_head_is_conditional,
		NULL,
	};

	return unit_run("web/condition", tests);
}
