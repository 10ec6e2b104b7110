/*
 * The text of an event, and what cannot be one.
 */
#include <string.h>

#include <gantry/events.h>

#include "unit.h"
#include "web/test_request.h"

static void
assert_text(const struct gantry_event *event, const char *expected)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;

	ck_assert_int_eq(gantry_event_format(&buffer, event, &error), 0);
	ck_assert_int_eq(gantry_buffer_putc(&buffer, '\0'), 0);
	ck_assert_str_eq(buffer.data, expected);
	gantry_buffer_clear(&buffer);
}

START_TEST(an_event_has_the_fields_that_are_given)
{
	assert_text(&(struct gantry_event){ .data = "text" }, "data: text\n\n");
	assert_text(&(struct gantry_event){ .id = "7",
			.type = "tick",
			.data = "text",
			.retry = 1500,
			.comment = "why" },
	    ": why\nretry: 1500\nid: 7\nevent: tick\ndata: text\n\n");
	assert_text(&(struct gantry_event){ .id = "" }, "id: \n\n");
	assert_text(&(struct gantry_event){ .data = "" }, "data: \n\n");
	assert_text(&(struct gantry_event){ .comment = "" }, ": \n\n");
	assert_text(&(struct gantry_event){ .retry = INT64_MAX },
	    "retry: 9223372036854775807\n\n");
	assert_text(&(struct gantry_event){ .data = "text", .length = 2 },
	    "data: te\n\n");
}
END_TEST

/* A client joins the lines with LF. */
START_TEST(each_line_of_the_data_is_a_field)
{
	static const struct {
		const char *data, *expected;
	} cases[] = {
		{ "a\nb", "data: a\ndata: b\n\n" },
		{ "a\rb", "data: a\ndata: b\n\n" },
		{ "a\r\nb", "data: a\ndata: b\n\n" },
		{ "a\n\rb", "data: a\ndata: \ndata: b\n\n" },
		{ "a\n", "data: a\ndata: \n\n" },
		{ "a\r\n", "data: a\ndata: \n\n" },
		{ "\n", "data: \ndata: \n\n" },
		{ "\r", "data: \ndata: \n\n" },
		{ " a\n: b", "data:  a\ndata: : b\n\n" },
		{ "id: 1\n\nevent: x",
		    "data: id: 1\ndata: \ndata: event: x\n\n" },
		{ "\xe2\x80\xa8", "data: \xe2\x80\xa8\n\n" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_text(&(struct gantry_event){ .data = cases[i].data },
		    cases[i].expected);
	assert_text(&(struct gantry_event){ .comment = "a\r\nid: b" },
	    ": a\n: id: b\n\n");
	/* A length may end between CR and LF. */
	assert_text(&(struct gantry_event){ .data = "a\r\n", .length = 2 },
	    "data: a\ndata: \n\n");
}
END_TEST

START_TEST(what_cannot_be_an_event_is_refused)
{
	static const struct {
		struct gantry_event event;
		const char *why;
	} cases[] = {
		{ { .data = NULL }, "the content of the event is empty" },
		{ { .type = "x" }, "the content of the event is empty" },
		{ { .id = "a\nb" }, "the id of the event contains a line" },
		{ { .id = "a\r" }, "the id of the event contains a line" },
		{ { .type = "\n", .data = "" }, "the type of the event" },
		{ { .id = "\xff" }, "the id of the event is not valid UTF-8" },
		{ { .type = "\xc3", .data = "" }, "the type of the event is" },
		{ { .data = "\xed\xa0\x80" }, "the data of the event is not" },
		{ { .comment = "\x80" }, "the comment of the event is not" },
		{ { .data = "a\0b", .length = 3 }, "contains a NUL" },
		{ { .data = "a", .retry = -1 }, "the retry of the event is" },
	};
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;
	size_t i;

	gantry_buffer_puts(&buffer, "before");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_int_eq(
		    gantry_event_format(&buffer, &cases[i].event, &error), -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_msg(strstr(error.text, cases[i].why) != NULL,
		    "'%s' has no '%s'", error.text, cases[i].why);
		ck_assert_uint_eq(buffer.length, 6);
	}
	gantry_buffer_clear(&buffer);
	ck_assert_int_eq(
	    gantry_event_format(NULL, &cases[0].event, &error), -1);
	ck_assert_int_eq(gantry_event_format(&buffer, NULL, NULL), -1);
}
END_TEST

static void
assert_last_id(const char *header, const char *expected)
{
	struct test_request asked;

	test_request_begin(&asked,
	    header != NULL ? "HTTP_LAST_EVENT_ID" : "HTTP_OTHER",
	    header != NULL ? header : "", NULL);
	ck_assert_pstr_eq(
	    gantry_request_last_event_id(&asked.request), expected);
	test_request_end(&asked);
}

START_TEST(the_last_id_is_valid_or_none)
{
	assert_last_id("7", "7");
	assert_last_id("\xe2\x82\xac", "\xe2\x82\xac");
	assert_last_id("", NULL);
	assert_last_id("\xff", NULL);
	assert_last_id(NULL, NULL);
	ck_assert_ptr_null(gantry_request_last_event_id(NULL));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_event_has_the_fields_that_are_given,
		each_line_of_the_data_is_a_field,
		what_cannot_be_an_event_is_refused,
		the_last_id_is_valid_or_none,
		NULL,
	};

	return unit_run("web/event", tests);
}
