/*
 * The body: read in pieces, or whole and kept, within its limit.
 */
#include <string.h>

#include "unit.h"
#include "web/test_body.h"

#define LENGTH_OF(array) (sizeof(array) / sizeof((array)[0]))

static struct test_body posted;
static const char *data;
static size_t length;

START_TEST(content_length_is_a_number_or_unknown)
{
	static const struct {
		const char *header;
		int64_t length;
	} cases[] = {
		{ NULL, -1 },
		{ "0", 0 },
		{ "17", 17 },
		{ "9223372036854775807", INT64_MAX },
		{ "9223372036854775808", -1 },
		{ "", -1 },
		{ "-1", -1 },
		{ "+1", -1 },
		{ " 1", -1 },
		{ "1x", -1 },
	};
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		test_body_text(&posted, NULL, "");
		environ_remove(&posted.gate.environ, "CONTENT_LENGTH");
		if (cases[i].header != NULL)
			environ_set(&posted.gate.environ, "CONTENT_LENGTH",
			    cases[i].header, NULL);
		ck_assert_msg(gantry_request_content_length(&posted.request) ==
			cases[i].length,
		    "case %zu", i);
		test_body_end(&posted);
	}
}
END_TEST

START_TEST(the_content_type_is_in_lower_case_without_parameters)
{
	static const struct {
		const char *header, *type;
	} cases[] = {
		{ NULL, NULL },
		{ "text/plain", "text/plain" },
		{ "Text/HTML; charset=UTF-8", "text/html" },
		{ "text/html;charset=x", "text/html" },
		{ " text/html \t; x=y", "text/html" },
		{ "application/VND.x+JSON", "application/vnd.x+json" },
		{ ";", "" },
	};
	size_t i;

	for (i = 0; i < LENGTH_OF(cases); i++) {
		test_body_text(&posted, cases[i].header, "");
		ck_assert_pstr_eq(gantry_request_content_type(&posted.request),
		    cases[i].type);
		test_body_end(&posted);
	}
}
END_TEST

START_TEST(a_body_is_read_piece_by_piece)
{
	char piece[8];

	test_body_text(&posted, NULL, "0123456789");
	posted.chunk = 4;
	ck_assert_int_eq(gantry_request_read(&posted.request, piece, 3), 3);
	ck_assert_mem_eq(piece, "012", 3);
	ck_assert_int_eq(gantry_request_read(&posted.request, piece, 8), 4);
	ck_assert_mem_eq(piece, "3456", 4);
	ck_assert_int_eq(gantry_request_read(&posted.request, piece, 8), 3);
	ck_assert_int_eq(gantry_request_read(&posted.request, piece, 8), 0);
	ck_assert_str_eq(test_body_failure(&posted), "");
	test_body_end(&posted);
}
END_TEST

START_TEST(a_body_that_ends_early_is_a_400)
{
	char piece[8];
	int is_measured;

	test_body_text(&posted, NULL, "0123");
	posted.gate.input.left = 5;
	ck_assert_int_eq(gantry_request_read(&posted.request, piece, 8), 4);
	ck_assert_int_eq(gantry_request_read(&posted.request, piece, 8), -1);
	ck_assert_str_eq(test_body_failure(&posted),
	    "400 Bad Request: the body ended early");
	test_body_end(&posted);
	for (is_measured = 0; is_measured < 2; is_measured++) {
		test_body_text(&posted, NULL, "0123");
		posted.breaks = true;
		posted.gate.input.left++;
		environ_set(&posted.gate.environ, "CONTENT_LENGTH", "5", NULL);
		if (!is_measured)
			test_body_of_unknown_length(&posted);
		ck_assert_int_eq(
		    gantry_request_body(&posted.request, 0, &data, &length),
		    -1);
		ck_assert_str_eq(test_body_failure(&posted),
		    "400 Bad Request: the body ended early");
		test_body_end(&posted);
	}
}
END_TEST

/* Bytes that differ from their neighbours. */
static const char *
long_body(size_t size)
{
	static char body[100001];
	size_t i;

	ck_assert_uint_le(size, sizeof(body));
	for (i = 0; i < size; i++)
		body[i] = (char)(i % 251);
	return body;
}

START_TEST(a_whole_body_is_kept)
{
	static const size_t sizes[] = { 0, 1, 4095, 4096, 4097, 100000 };
	static const size_t chunks[] = { 0, 1, 1000 };
	const char *again;
	size_t i, j;
	int is_measured;

	for (i = 0; i < LENGTH_OF(sizes) * LENGTH_OF(chunks); i++) {
		j = sizes[i / LENGTH_OF(chunks)];
		for (is_measured = 0; is_measured < 2; is_measured++) {
			test_body_begin(&posted, NULL, long_body(j), j);
			posted.chunk = chunks[i % LENGTH_OF(chunks)];
			if (!is_measured)
				test_body_of_unknown_length(&posted);
			ck_assert_int_eq(gantry_request_body(&posted.request, 0,
					     &data, &length),
			    0);
			ck_assert_uint_eq(length, j);
			ck_assert_mem_eq(data, long_body(j), j);
			ck_assert_int_eq(data[length], '\0');
			ck_assert_int_eq(gantry_request_body(&posted.request, 0,
					     &again, &length),
			    0);
			ck_assert_ptr_eq(again, data);
			ck_assert_uint_eq(length, j);
			test_body_end(&posted);
		}
	}
}
END_TEST

/* Read a body of SIZE bytes within LIMIT. */
static int
ask(size_t size, size_t limit, bool is_measured)
{
	static char body[1024 * 1024 + 1];

	test_body_begin(&posted, NULL, body, size);
	if (!is_measured)
		test_body_of_unknown_length(&posted);
	return gantry_request_body(&posted.request, limit, &data, &length);
}

#define BEYOND "413 Content Too Large: the body exceeds "

START_TEST(a_body_beyond_the_limit_is_a_413)
{
	static const struct {
		size_t size, limit;
		int result;
	} cases[] = {
		{ 10, 10, 0 },
		{ 11, 10, -1 },
		{ 4097, 4096, -1 },
		{ 0, 1, 0 },
		{ 1024 * 1024, 0, 0 },
		{ 1024 * 1024 + 1, 0, -1 },
		{ 1024 * 1024 + 1, SIZE_MAX, 0 },
	};
	size_t i;

	for (i = 0; i < 2 * LENGTH_OF(cases); i++) {
		ck_assert_msg(ask(cases[i / 2].size, cases[i / 2].limit,
				  i % 2 == 0) == cases[i / 2].result,
		    "case %zu", i);
		if (cases[i / 2].result == -1)
			ck_assert(strncmp(test_body_failure(&posted), BEYOND,
				      strlen(BEYOND)) == 0);
		else
			ck_assert_uint_eq(length, cases[i / 2].size);
		test_body_end(&posted);
	}
}
END_TEST

START_TEST(the_rest_of_a_body_that_was_too_long_is_not_a_body)
{
	/* Nothing of it was read. */
	ck_assert_int_eq(ask(10000, 100, true), -1);
	ck_assert_int_eq(
	    gantry_request_body(&posted.request, 10000, &data, &length), 0);
	ck_assert_uint_eq(length, 10000);
	/* It is kept, and still too long for a smaller limit. */
	ck_assert_int_eq(
	    gantry_request_body(&posted.request, 9999, &data, &length), -1);
	test_body_end(&posted);
	/* Some of it was read. */
	ck_assert_int_eq(ask(10000, 100, false), -1);
	ck_assert_int_eq(
	    gantry_request_body(&posted.request, 20000, &data, &length), -1);
	ck_assert_ptr_nonnull(strstr(test_body_failure(&posted), "413"));
	test_body_end(&posted);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		content_length_is_a_number_or_unknown,
		the_content_type_is_in_lower_case_without_parameters,
		a_body_is_read_piece_by_piece,
		a_body_that_ends_early_is_a_400,
		a_whole_body_is_kept,
		a_body_beyond_the_limit_is_a_413,
		the_rest_of_a_body_that_was_too_long_is_not_a_body,
		NULL,
	};

	return unit_run("web/body", tests);
}
