/*
 * The text of a form, which is parsed as a query.
 */
#include <string.h>

#include "unit.h"
#include "web/request/form.h"
#include "web/test_body.h"

#define FORM "application/x-www-form-urlencoded"

static struct test_body posted;
static const char *text;

START_TEST(the_body_of_a_form_is_its_text)
{
	static const struct {
		const char *type, *body;
	} cases[] = {
		{ FORM, "a=1&b=%20+" },
		{ FORM, "" },
		{ "Application/X-WWW-Form-URLEncoded; charset=UTF-8", "a=1" },
		{ NULL, "" },
	};
	const char *again;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_body_text(&posted, cases[i].type, cases[i].body);
		ck_assert_int_eq(form_text(&posted.request, &text), 0);
		ck_assert_str_eq(text, cases[i].body);
		ck_assert_int_eq(form_text(&posted.request, &again), 0);
		ck_assert_ptr_eq(again, text);
		test_body_end(&posted);
	}
}
END_TEST

START_TEST(another_type_is_a_415)
{
	static const struct {
		const char *type, *failure;
	} cases[] = {
		{ NULL,
		    "415 Unsupported Media Type: the body has no "
		    "Content-Type; it must be " FORM },
		{ "text/plain; charset=utf-8",
		    "415 Unsupported Media Type: the body's Content-Type is "
		    "'text/plain'; it must be " FORM },
		{ "multipart/form-data; boundary=x",
		    "415 Unsupported Media Type: the body's Content-Type is "
		    "'multipart/form-data'; it must be " FORM },
		{ FORM "x",
		    "415 Unsupported Media Type: the body's Content-Type is "
		    "'" FORM "x'; it must be " FORM },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_body_text(&posted, cases[i].type, "a=1");
		ck_assert_int_eq(form_text(&posted.request, &text), -1);
		ck_assert_str_eq(test_body_failure(&posted), cases[i].failure);
		test_body_end(&posted);
	}
}
END_TEST

START_TEST(a_form_of_more_than_a_mebibyte_is_a_413)
{
	static char body[1024 * 1024 + 2];

	memset(body, 'a', sizeof(body) - 1);
	test_body_begin(&posted, FORM, body, sizeof(body) - 2);
	ck_assert_int_eq(form_text(&posted.request, &text), 0);
	test_body_end(&posted);
	test_body_begin(&posted, FORM, body, sizeof(body) - 1);
	ck_assert_int_eq(form_text(&posted.request, &text), -1);
	ck_assert_str_eq(test_body_failure(&posted),
	    "413 Content Too Large: the body exceeds 1048576 bytes");
	test_body_end(&posted);
}
END_TEST

START_TEST(an_incomplete_form_is_a_400)
{
	test_body_begin(&posted, FORM, "a=1\0&b=2", 8);
	ck_assert_int_eq(form_text(&posted.request, &text), -1);
	ck_assert_str_eq(test_body_failure(&posted),
	    "400 Bad Request: the form contains a NUL byte");
	test_body_end(&posted);
	test_body_text(&posted, FORM, "a=1");
	posted.gate.input.left = 4;
	environ_set(&posted.gate.environ, "CONTENT_LENGTH", "4", NULL);
	ck_assert_int_eq(form_text(&posted.request, &text), -1);
	ck_assert_str_eq(test_body_failure(&posted),
	    "400 Bad Request: the body ended early");
	test_body_end(&posted);
}
END_TEST

START_TEST(another_body_counts_as_an_empty_form)
{
	static const struct {
		const char *type, *body, *text;
	} cases[] = {
		{ FORM, "a=1", "a=1" },
		{ NULL, "", "" },
		{ NULL, "a=1", "" },
		{ "text/plain", "a=1", "" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_body_text(&posted, cases[i].type, cases[i].body);
		ck_assert_int_eq(form_peek(&posted.request, &text), 0);
		ck_assert_str_eq(text, cases[i].text);
		ck_assert_str_eq(test_body_failure(&posted), "");
		test_body_end(&posted);
	}
	test_body_begin(&posted, FORM, "a=1\0&b=2", 8);
	ck_assert_int_eq(form_peek(&posted.request, &text), 0);
	ck_assert_str_eq(text, "");
	ck_assert_str_eq(test_body_failure(&posted), "");
	test_body_end(&posted);
	test_body_text(&posted, FORM, "a=1");
	posted.gate.input.left = 4;
	environ_set(&posted.gate.environ, "CONTENT_LENGTH", "4", NULL);
	ck_assert_int_eq(form_peek(&posted.request, &text), -1);
	ck_assert_str_eq(test_body_failure(&posted),
	    "400 Bad Request: the body ended early");
	test_body_end(&posted);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_body_of_a_form_is_its_text,
		another_type_is_a_415,
		a_form_of_more_than_a_mebibyte_is_a_413,
		an_incomplete_form_is_a_400,
		another_body_counts_as_an_empty_form,
		NULL,
	};

	return unit_run("web/form", tests);
}
