/*
 * Parameters are found in their place; a rejection names the parameter and what
 * is allowed.
 */
#include <string.h>

#include "unit.h"
#include "web/request/form.h"
#include "web/test_request.h"

#define BAD(text) "400 Bad Request: the " text

static struct test_request asked;
static struct gantry_request *const request = &asked.request;
static const char *form;

/* The body. */
int
form_text(struct gantry_request *of, const char **text)
{
	if (form == NULL)
		return gantry_response_fail(
		    of->response, GANTRY_415, "no form");
	*text = form;
	return 0;
}

int
form_peek(struct gantry_request *of, const char **text)
{
	(void)of;
	*text = form != NULL ? form : "";
	return 0;
}

static void
ask(const char *query)
{
	test_request_begin(
	    &asked, query != NULL ? "QUERY_STRING" : NULL, query, NULL);
}

/* The value as text, or the failure. */
static const char *
text_of(const struct gantry_param *param)
{
	const char *value = "alone";

	if (gantry_param_text(request, param, &value) == -1) {
		ck_assert_str_eq(value, "alone");
		return test_request_failure(&asked);
	}
	ck_assert_str_eq(test_request_failure(&asked), "");
	return value;
}

START_TEST(a_text_is_given_once_in_utf_8)
{
	static const struct gantry_param param = { .name = "a" };
	static const struct {
		const char *query, *value;
	} cases[] = {
		{ "a=1", "1" },
		{ "b&a=x+%79&c", "x y" },
		{ "a=caf%C3%A9", "caf\xc3\xa9" },
		{ "a=%0A", "\n" },
		{ NULL, "alone" },
		{ "", "alone" },
		{ "b=1", "alone" },
		{ "a", "alone" },
		{ "a=", "alone" },
		{ "a=1&a=2",
		    BAD("query parameter 'a' is given twice; give it once") },
		{ "a=&a=",
		    BAD("query parameter 'a' is given twice; give it once") },
		{ "a=%ff", BAD("query parameter 'a' must be UTF-8") },
		{ "a=\xe9", BAD("query parameter 'a' must be UTF-8") },
		{ "a=%ED%A0%80", BAD("query parameter 'a' must be UTF-8") },
		{ "a=%zz",
		    BAD("query parameter 'a' is badly percent-encoded: write "
			"'%' as %25, and do not send %00") },
		{ "a=%00",
		    BAD("query parameter 'a' is badly percent-encoded: write "
			"'%' as %25, and do not send %00") },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ask(cases[i].query);
		ck_assert_str_eq(text_of(&param), cases[i].value);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(a_parameter_is_read_from_its_place)
{
	static const struct {
		struct gantry_param param;
		const char *value, *absent;
	} cases[] = {
		{ { .name = "p", .place = GANTRY_IN_QUERY }, "q",
		    BAD("query parameter 'n' is missing") },
		{ { .name = "p", .place = GANTRY_IN_PATH }, "path",
		    BAD("field 'n' of the path is missing") },
		{ { .name = "p", .place = GANTRY_IN_HEADER }, "header",
		    BAD("header 'n' is missing") },
		{ { .name = "p", .place = GANTRY_IN_COOKIE }, "cookie",
		    BAD("cookie 'n' is missing") },
		{ { .name = "p", .place = GANTRY_IN_FORM }, "f m",
		    BAD("form field 'n' is missing") },
	};
	struct gantry_param absent;
	size_t i;

	form = "o=1&p=f+m";
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_request_begin(&asked, "QUERY_STRING", "p=q", "HTTP_P",
		    "header", "HTTP_COOKIE", "p=cookie", NULL);
		test_request_field(&asked, "p", "path/x", 4);
		absent = cases[i].param;
		absent.name = "n";
		absent.is_required = true;
		ck_assert(gantry_param_is_given(request, &cases[i].param));
		ck_assert(!gantry_param_is_given(request, &absent));
		ck_assert_str_eq(text_of(&cases[i].param), cases[i].value);
		ck_assert_str_eq(text_of(&absent), cases[i].absent);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(an_invalid_form_fails_the_request)
{
	static const struct gantry_param param = { .name = "a",
		.place = GANTRY_IN_FORM };
	const char *const *items;

	form = NULL;
	ask(NULL);
	ck_assert_str_eq(
	    text_of(&param), "415 Unsupported Media Type: no form");
	ck_assert_int_eq(gantry_param_list(request, &param, &items, NULL), -1);
	test_request_end(&asked);
}
END_TEST

START_TEST(asking_whether_a_parameter_is_given_does_not_fail)
{
	static const struct gantry_param param = { .name = "a",
		.place = GANTRY_IN_FORM };

	form = NULL;
	ask(NULL);
	ck_assert(!gantry_param_is_given(request, &param));
	ck_assert_str_eq(test_request_failure(&asked), "");
	test_request_end(&asked);
}
END_TEST

START_TEST(only_queries_and_forms_have_empty_values)
{
	static const struct gantry_param params[] = {
		{ .name = "p", .place = GANTRY_IN_COOKIE },
		{ .name = "p", .place = GANTRY_IN_FORM },
		{ .name = "p", .place = GANTRY_IN_QUERY },
	};

	form = "p=";
	test_request_begin(
	    &asked, "QUERY_STRING", "p", "HTTP_COOKIE", "p=", NULL);
	ck_assert_str_eq(text_of(&params[0]), "");
	ck_assert_str_eq(text_of(&params[1]), "alone");
	ck_assert_str_eq(text_of(&params[2]), "alone");
	/* Given, whether valid or not. */
	ck_assert(gantry_param_is_given(request, &params[1]));
	ck_assert(gantry_param_is_given(request, &params[2]));
	test_request_end(&asked);
}
END_TEST

START_TEST(an_empty_value_can_be_allowed)
{
	static const struct gantry_param text = {
		.name = "a", .takes_empty = true, .fallback = "b"
	};
	static const struct gantry_param number = { .name = "a",
		.takes_empty = true };
	int64_t value = 7;

	ask("a=");
	ck_assert_str_eq(text_of(&text), "");
	ck_assert_int_eq(gantry_param_integer(request, &number, &value), -1);
	ck_assert_str_eq(test_request_failure(&asked),
	    BAD("query parameter 'a' must be a whole number"));
	ck_assert_int_eq(value, 7);
	test_request_end(&asked);
	ask("b=");
	ck_assert_str_eq(text_of(&text), "b");
	test_request_end(&asked);
}
END_TEST

START_TEST(an_invalid_parameter_counts_as_given)
{
	static const struct gantry_param param = { .name = "a" };

	ask("a=%zz");
	ck_assert(gantry_param_is_given(request, &param));
	ck_assert_str_eq(test_request_failure(&asked), "");
	test_request_end(&asked);
}
END_TEST

START_TEST(a_text_is_checked_for_length_and_choices)
{
	static const char *const choices[] = { "asc", "desc", NULL };
	static const struct gantry_param chosen = { .name = "a",
		.choices = choices };
	static const struct gantry_param short_ = { .name = "a",
		.length_max = 4 };

	ask("a=desc");
	ck_assert_str_eq(text_of(&chosen), "desc");
	ck_assert_str_eq(text_of(&short_), "desc");
	test_request_end(&asked);
	ask("a=descx");
	ck_assert_str_eq(text_of(&chosen),
	    BAD("query parameter 'a' must be one of 'asc', 'desc'"));
	ck_assert_str_eq(text_of(&short_),
	    BAD("query parameter 'a' must be at most 4 characters long"));
	test_request_end(&asked);
}
END_TEST

/* As OpenAPI's maxLength does. */
START_TEST(lengths_are_characters_and_sizes_are_bytes)
{
	static const struct {
		struct gantry_param param;
		const char *query, *value;
	} cases[] = {
		{ { .name = "a", .length_max = 4 }, "a=%C3%A9%C3%A9xx",
		    "\xc3\xa9\xc3\xa9xx" },
		{ { .name = "a", .length_max = 2 }, "a=%F0%9F%98%80%E2%82%AC",
		    "\xf0\x9f\x98\x80\xe2\x82\xac" },
		/* A combining mark is a character of its own. */
		{ { .name = "a", .length_max = 1 }, "a=e%CC%81",
		    BAD("query parameter 'a' must be at most 1 characters "
			"long") },
		{ { .name = "a", .size_max = 4 }, "a=%C3%A9%C3%A9",
		    "\xc3\xa9\xc3\xa9" },
		{ { .name = "a", .size_max = 4, .length_max = 9 },
		    "a=%C3%A9%C3%A9x",
		    BAD("query parameter 'a' must be at most 4 bytes long") },
		{ { .name = "a", .length_min = 2 }, "a=%C3%A9",
		    BAD("query parameter 'a' must be at least 2 characters "
			"long") },
		{ { .name = "a", .length_min = 2 }, "a=%C3%A9x", "\xc3\xa9x" },
		{ { .name = "a", .length_min = 2 }, "a=", "alone" },
		{ { .name = "a", .length_min = 2, .takes_empty = true }, "a=",
		    BAD("query parameter 'a' must be at least 2 characters "
			"long") },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ask(cases[i].query);
		ck_assert_str_eq(text_of(&cases[i].param), cases[i].value);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(many_choices_do_not_overflow)
{
	static const char *choices[200];
	static const struct gantry_param param = { .name = "a",
		.choices = choices };
	size_t i;

	for (i = 0; i + 1 < sizeof(choices) / sizeof(choices[0]); i++)
		choices[i] = "abcdefghijklmn";
	ask("a=x");
	ck_assert_ptr_nonnull(strstr(text_of(&param),
	    "must be one of 'abcdefghijklmn', 'abcdefghijklmn'"));
	test_request_end(&asked);
}
END_TEST

START_TEST(integers_have_bounds)
{
	static const struct {
		struct gantry_param param;
		const char *query;
		int64_t value; /* 77: unchanged */
		const char *failure;
	} cases[] = {
		{ { .name = "a", .minimum = 1, .maximum = 10 }, "a=1", 1, "" },
		{ { .name = "a", .minimum = 1, .maximum = 10 }, "a=10", 10,
		    "" },
		{ { .name = "a", .minimum = -5, .maximum = 0 }, "a=-5", -5,
		    "" },
		{ { .name = "a" }, "a=-9223372036854775808", INT64_MIN, "" },
		{ { .name = "a" }, "a=%2B5", 5, "" },
		{ { .name = "a" }, "a=", 77, "" },
		{ { .name = "a" }, "b=1", 77, "" },
		{ { .name = "a", .fallback = "12" }, "b=1", 12, "" },
		{ { .name = "a", .fallback = "12" }, "a=", 12, "" },
		{ { .name = "a", .fallback = "12" }, "a=13", 13, "" },
		{ { .name = "a" }, "a=x", 77,
		    BAD("query parameter 'a' must be a whole number") },
		{ { .name = "a" }, "a=+5", 77,
		    BAD("query parameter 'a' must be a whole number") },
		{ { .name = "a", .minimum = 1, .maximum = 10 }, "a=0", 77,
		    BAD("query parameter 'a' must be a whole number from 1 to "
			"10") },
		{ { .name = "a", .minimum = 1, .maximum = 10 }, "a=11", 77,
		    BAD("query parameter 'a' must be a whole number from 1 to "
			"10") },
		{ { .name = "a", .minimum = -5, .maximum = 0 }, "a=1", 77,
		    BAD("query parameter 'a' must be a whole number from -5 to "
			"0") },
		{ { .name = "a", .minimum = 1, .maximum = INT64_MAX }, "a=0",
		    77,
		    BAD("query parameter 'a' must be a whole number of at "
			"least 1") },
		{ { .name = "a", .minimum = INT64_MIN, .maximum = 3 }, "a=4",
		    77,
		    BAD("query parameter 'a' must be a whole number of at most "
			"3") },
		{ { .name = "a", .is_required = true }, "", 77,
		    BAD("query parameter 'a' is missing") },
		{ { .name = "a", .is_required = true }, "a=", 77,
		    BAD("query parameter 'a' is missing") },
		{ { .name = "a", .is_required = true, .fallback = "5" }, "", 5,
		    "" },
	};
	int64_t value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ask(cases[i].query);
		value = 77;
		ck_assert_int_eq(
		    gantry_param_integer(request, &cases[i].param, &value),
		    *cases[i].failure != '\0' ? -1 : 0);
		ck_assert_int_eq(value, cases[i].value);
		ck_assert_str_eq(
		    test_request_failure(&asked), cases[i].failure);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(numbers_have_bounds)
{
	static const struct {
		struct gantry_param param;
		const char *query;
		double value;
		const char *failure;
	} cases[] = {
		{ { .name = "a" }, "a=-1.5e3", -1500, "" },
		{ { .name = "a", .least = -1, .most = 1 }, "a=1", 1, "" },
		{ { .name = "a", .least = -1 }, "a=-.5", -0.5, "" },
		{ { .name = "a" }, "a=1e999", 77,
		    BAD("query parameter 'a' must be a decimal number") },
		{ { .name = "a" }, "a=-inf", 77,
		    BAD("query parameter 'a' must be a decimal number") },
		{ { .name = "a" }, "a=nan", 77,
		    BAD("query parameter 'a' must be a decimal number") },
		{ { .name = "a", .least = -1, .most = 1.5 }, "a=1.50001", 77,
		    BAD("query parameter 'a' must be a decimal number from -1 "
			"to 1.5") },
		{ { .name = "a", .most = 1.5 }, "a=-0.1", 77,
		    BAD("query parameter 'a' must be a decimal number from 0 "
			"to 1.5") },
		{ { .name = "a", .least = -1 }, "a=0.1", 77,
		    BAD("query parameter 'a' must be a decimal number from -1 "
			"to 0") },
	};
	double value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ask(cases[i].query);
		value = 77;
		ck_assert_int_eq(
		    gantry_param_number(request, &cases[i].param, &value),
		    *cases[i].failure != '\0' ? -1 : 0);
		ck_assert_double_eq(value, cases[i].value);
		ck_assert_str_eq(
		    test_request_failure(&asked), cases[i].failure);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(booleans_and_uuids_are_described)
{
	static const struct gantry_param flag = { .name = "a" };
	static const struct gantry_param uuid = { .name = "u" };
	bool value = false;
	const char *text = NULL;

	ask("a=on&u=00112233445566778899AABBCCDDEEFF");
	ck_assert_int_eq(gantry_param_boolean(request, &flag, &value), 0);
	ck_assert(value);
	ck_assert_int_eq(gantry_param_uuid(request, &uuid, &text), 0);
	ck_assert_str_eq(text, "00112233-4455-6677-8899-aabbccddeeff");
	test_request_end(&asked);
	ask("a=ON&u=0011");
	ck_assert_int_eq(gantry_param_boolean(request, &flag, &value), -1);
	ck_assert(value);
	ck_assert_ptr_nonnull(strstr(test_request_failure(&asked),
	    "the query parameter 'a' must be 'true' or 'false'"));
	text = "alone";
	ck_assert_int_eq(gantry_param_uuid(request, &uuid, &text), -1);
	ck_assert_str_eq(text, "alone");
	ck_assert_ptr_nonnull(strstr(test_request_failure(&asked),
	    "the query parameter 'u' must be a UUID such as "));
	test_request_end(&asked);
}
END_TEST

START_TEST(times_are_read_in_the_format_of_their_place)
{
	static const struct {
		struct gantry_param param;
		int64_t value;
		const char *failure;
	} cases[] = {
		{ { .name = "time" }, 1709210096, "" },
		{ { .name = "offset" }, 1709206496, "" },
		{ { .name = "day", .format = "%d.%m.%Y" }, 1709164800, "" },
		{ { .name = "Date", .place = GANTRY_IN_HEADER }, 784111777,
		    "" },
		{ { .name = "X-Day",
		      .place = GANTRY_IN_HEADER,
		      .format = "%Y-%m-%d" },
		    1709164800, "" },
		{ { .name = "none", .fallback = "1970-01-01" }, 0, "" },
		{ { .name = "none" }, 77, "" },
		{ { .name = "plus" }, 77,
		    BAD("query parameter 'plus' must be an RFC 3339 time "
			"such as 2024-02-29T12:00:00Z, with '+' written as "
			"%2B") },
		{ { .name = "time", .format = "%d.%m.%Y" }, 77,
		    BAD("query parameter 'time' must be a time in the format "
			"'%d.%m.%Y' "
			"of strptime(3)") },
		{ { .name = "X-Day", .place = GANTRY_IN_HEADER }, 77,
		    BAD("header 'X-Day' must be a date such as Sun, 06 Nov "
			"1994 08:49:37 GMT") },
	};
	int64_t value;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_request_begin(&asked, "QUERY_STRING",
		    "time=2024-02-29T12:34:56Z&day=29.02.2024"
		    "&offset=2024-02-29T12:34:56%2B01:00"
		    "&plus=2024-02-29T12:34:56+01:00",
		    "HTTP_DATE", "Sunday, 06-Nov-94 08:49:37 GMT", "HTTP_X_DAY",
		    "2024-02-29", NULL);
		value = 77;
		ck_assert_int_eq(
		    gantry_param_time(request, &cases[i].param, &value),
		    *cases[i].failure != '\0' ? -1 : 0);
		ck_assert_int_eq(value, cases[i].value);
		ck_assert_str_eq(
		    test_request_failure(&asked), cases[i].failure);
		test_request_end(&asked);
	}
}
END_TEST

/* The items, separated by bars, or the failure. */
static const char *
list_of(const struct gantry_param *param)
{
	static const char *const alone[] = { "alone", NULL };
	const char *const *items = alone, *text = "";
	size_t count = 1, i;

	if (gantry_param_list(request, param, &items, &count) == -1) {
		ck_assert_ptr_eq(items, alone);
		return test_request_failure(&asked);
	}
	for (i = 0; i < count; i++)
		text = gantry_environ_format(
		    &asked.environ, "%s%s%s", text, i > 0 ? "|" : "", items[i]);
	ck_assert_ptr_null(items[count]);
	return text;
}

START_TEST(a_list_is_repeated_or_delimited)
{
	static const char *const choices[] = { "x", "y", NULL };
	static const struct {
		struct gantry_param param;
		const char *query, *items;
	} cases[] = {
		{ { .name = "a" }, "a=1", "1" },
		{ { .name = "a" }, "a=1&b=2&a=3", "1|3" },
		{ { .name = "a" }, "a=1,2&a=3", "1,2|3" },
		{ { .name = "a" }, "a=1&a=&a", "1" },
		{ { .name = "a", .delimiter = ',' }, "a=1,2&a=3", "1|2|3" },
		{ { .name = "a", .delimiter = ',' }, "a=1%2C2", "1,2" },
		/* A delimiter of an item is encoded. */
		{ { .name = "a", .delimiter = ',' }, "a=a%2Cb,c", "a,b|c" },
		{ { .name = "a", .delimiter = ',' }, "a=a%2cb&a=c%2C,d",
		    "a,b|c,|d" },
		{ { .name = "a", .delimiter = ';' }, "a=1%3B2;3", "1;2|3" },
		{ { .name = "a", .delimiter = '|' }, "a=1%7C2|3", "1|2|3" },
		{ { .name = "a", .delimiter = '.' }, "a=1%2E2.3", "1|2|3" },
		{ { .name = "a", .delimiter = ',' }, "a=%2C", "," },
		{ { .name = "a" }, "a=1%2C2&a=3", "1,2|3" },
		{ { .name = "a", .delimiter = ',', .takes_empty = true },
		    "a=,1,,&a=", "|1|||" },
		{ { .name = "a", .delimiter = ',', .place = GANTRY_IN_FORM },
		    "", "x,y|z w" },
		{ { .name = "a", .delimiter = ',', .fallback = "x%2Cy,z" }, "",
		    "x%2Cy|z" },
		{ { .name = "a", .delimiter = ',', .choices = choices },
		    "a=x,%79", "x|y" },
		{ { .name = "a", .delimiter = ',', .choices = choices },
		    "a=x%2Cy",
		    BAD("query parameter 'a' must be one of 'x', 'y'") },
		{ { .name = "a", .delimiter = ',' }, "a=1,%zz",
		    BAD("query parameter 'a' is badly percent-encoded: write "
			"'%' as %25, and do not send %00") },
		{ { .name = "a", .delimiter = ',' }, "a=1,%ff",
		    BAD("query parameter 'a' must be UTF-8") },
		{ { .name = "a", .delimiter = ',' }, "a=1,%00",
		    BAD("query parameter 'a' is badly percent-encoded: write "
			"'%' as %25, and do not send %00") },
		{ { .name = "a", .delimiter = ',' }, "a=,1,,2,", "1|2" },
		{ { .name = "a", .delimiter = ',' }, "a=1,+2", "1| 2" },
		{ { .name = "a", .delimiter = '|' }, "a=1|2", "1|2" },
		{ { .name = "a", .delimiter = ' ' }, "a=1+2%203", "1|2|3" },
		{ { .name = "a" }, "a=1&a=2&a=3&a=4&a=5&a=6&a=7&a=8&a=9&a=10",
		    "1|2|3|4|5|6|7|8|9|10" },
		{ { .name = "a" }, "", "alone" },
		{ { .name = "a" }, "a=&a", "alone" },
		{ { .name = "a", .delimiter = ',' }, "a=,,", "alone" },
		{ { .name = "a", .delimiter = ',', .fallback = "x,y" }, "",
		    "x|y" },
		{ { .name = "a", .fallback = "x,y" }, "a=", "x,y" },
		{ { .name = "a", .fallback = "" }, "", "" },
		{ { .name = "a", .is_required = true },
		    "a=", BAD("query parameter 'a' is missing") },
		{ { .name = "a", .choices = choices }, "a=x&a=y", "x|y" },
		{ { .name = "a", .choices = choices }, "a=x&a=z",
		    BAD("query parameter 'a' must be one of 'x', 'y'") },
		{ { .name = "a" }, "a=1&a=%zz",
		    BAD("query parameter 'a' is badly percent-encoded: write "
			"'%' as %25, and do not send %00") },
		{ { .name = "a" }, "a=1&a=%ff",
		    BAD("query parameter 'a' must be UTF-8") },
	};
	size_t i;

	form = "a=x%2Cy,z+w&b=1";
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ask(cases[i].query);
		ck_assert_str_eq(list_of(&cases[i].param), cases[i].items);
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(a_header_may_be_a_list)
{
	static const struct gantry_param param = {
		.name = "X-List", .place = GANTRY_IN_HEADER, .delimiter = ','
	};

	test_request_begin(
	    &asked, "HTTP_X_LIST", " a,\tb c , ,", "HTTP_X_LIST", "d", NULL);
	ck_assert_str_eq(list_of(&param), "a|b c|d");
	test_request_end(&asked);
	/* Commas of a quoted string do not separate. */
	test_request_begin(&asked, "HTTP_X_LIST",
	    "\"a, b\", W/\"c,\\\",d\" ,e, \"open, f", NULL);
	ck_assert_str_eq(
	    list_of(&param), "\"a, b\"|W/\"c,\\\",d\"|e|\"open, f");
	test_request_end(&asked);
}
END_TEST

START_TEST(a_list_needs_no_count)
{
	static const struct gantry_param param = { .name = "a" };
	const char *const *items;

	ask("a=1");
	ck_assert_int_eq(gantry_param_list(request, &param, &items, NULL), 0);
	ck_assert_str_eq(items[0], "1");
	ck_assert_ptr_null(items[1]);
	test_request_end(&asked);
}
END_TEST

START_TEST(an_invalid_fallback_is_a_500)
{
	static const char *const choices[] = { "x", NULL };
	static const struct gantry_param params[] = {
		{ .name = "a", .fallback = "many" },
		{ .name = "a", .fallback = "many", .choices = choices },
	};
	const char *const *items;
	int64_t value;

	ask("a=");
	unit_capture();
	ck_assert_int_eq(gantry_param_integer(request, &params[0], &value), -1);
	ck_assert_ptr_nonnull(strstr(unit_captured(),
	    "the fallback 'many' of the parameter 'a' is not a whole number"));
	ck_assert_str_eq(
	    test_request_failure(&asked), "500 Internal Server Error");
	unit_capture();
	ck_assert_int_eq(
	    gantry_param_list(request, &params[1], &items, NULL), -1);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "is not one of 'x'"));
	ck_assert_str_eq(
	    test_request_failure(&asked), "500 Internal Server Error");
	test_request_end(&asked);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_text_is_given_once_in_utf_8,
		a_parameter_is_read_from_its_place,
		an_invalid_form_fails_the_request,
		asking_whether_a_parameter_is_given_does_not_fail,
		only_queries_and_forms_have_empty_values,
		an_empty_value_can_be_allowed,
		an_invalid_parameter_counts_as_given,
		a_text_is_checked_for_length_and_choices,
		lengths_are_characters_and_sizes_are_bytes,
		many_choices_do_not_overflow,
		integers_have_bounds,
		numbers_have_bounds,
		booleans_and_uuids_are_described,
		times_are_read_in_the_format_of_their_place,
		a_list_is_repeated_or_delimited,
		a_header_may_be_a_list,
		a_list_needs_no_count,
		an_invalid_fallback_is_a_500,
		NULL,
	};

	return unit_run("web/param", tests);
}
