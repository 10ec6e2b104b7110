/*
 * GET_VALUES: what is known is answered once, whatever is asked.
 */
#include <stdio.h>
#include <string.h>

#include "gantry/buffer.h"
#include "unit.h"
#include "wire/params.h"
#include "wire/record.h"
#include "wire/values.h"

static const struct values values = { 100, 2000000000, 1 };

static void
ask(struct gantry_buffer *query, const char *name)
{
	gantry_buffer_putc(query, (char)strlen(name));
	gantry_buffer_putc(query, 0);
	gantry_buffer_puts(query, name);
}

/* The answer's pairs as "NAME=VALUE NAME=VALUE ". */
static const char *
answer(const void *query, size_t size)
{
	static char text[512];
	uint8_t bytes[VALUES_RESULT_MAX + 1];
	struct record_header header;
	size_t length, at, used;
	struct param param;

	memset(bytes, 0x55, sizeof(bytes));
	length = values_answer(&values, query, size, bytes);
	ck_assert_uint_le(length, VALUES_RESULT_MAX);
	ck_assert_uint_eq(bytes[length], 0x55);
	record_header_decode(&header, bytes, length);
	ck_assert_uint_eq(header.version, 1);
	ck_assert_uint_eq(header.type, RECORD_GET_VALUES_RESULT);
	ck_assert_uint_eq(header.request_id, 0);
	ck_assert_uint_eq(header.content_length, length - RECORD_HEADER_SIZE);
	text[0] = '\0';
	for (at = RECORD_HEADER_SIZE; at < length; at += used) {
		used = param_decode(&param, bytes + at, length - at);
		ck_assert_uint_gt(used, 0);
		snprintf(text + strlen(text), sizeof(text) - strlen(text),
		    "%.*s=%.*s ", (int)param.name_length, param.name,
		    (int)param.value_length, param.value);
	}
	return text;
}

START_TEST(what_is_asked_for_is_answered)
{
	struct gantry_buffer query = { 0 };

	ask(&query, "FCGI_MPXS_CONNS");
	ck_assert_str_eq(
	    answer(query.data, query.length), "FCGI_MPXS_CONNS=1 ");
	ask(&query, "FCGI_MAX_CONNS");
	ask(&query, "FCGI_MAX_REQS");
	ck_assert_str_eq(answer(query.data, query.length),
	    "FCGI_MAX_CONNS=100 FCGI_MAX_REQS=2000000000 FCGI_MPXS_CONNS=1 ");
	gantry_buffer_clear(&query);
}
END_TEST

START_TEST(a_name_asked_for_a_thousand_times_is_answered_once)
{
	struct gantry_buffer query = { 0 };
	size_t i;

	for (i = 0; i < 1000; i++)
		ask(&query, "FCGI_MAX_CONNS");
	ck_assert_str_eq(
	    answer(query.data, query.length), "FCGI_MAX_CONNS=100 ");
	gantry_buffer_clear(&query);
}
END_TEST

START_TEST(what_is_unknown_or_malformed_is_left_out)
{
	struct gantry_buffer query = { 0 };

	ck_assert_str_eq(answer(NULL, 0), "");
	ask(&query, "FCGI_MAX_CONN");
	ask(&query, "fcgi_max_conns");
	ask(&query, "");
	ck_assert_str_eq(answer(query.data, query.length), "");
	ask(&query, "FCGI_MAX_REQS");
	gantry_buffer_add(&query, "\xff\xff\xff\xff\xff", 5);
	ask(&query, "FCGI_MAX_CONNS");
	ck_assert_str_eq(
	    answer(query.data, query.length), "FCGI_MAX_REQS=2000000000 ");
	gantry_buffer_clear(&query);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_is_asked_for_is_answered,
		a_name_asked_for_a_thousand_times_is_answered_once,
		what_is_unknown_or_malformed_is_left_out,
		NULL,
	};

	return unit_run("wire/values", tests);
}
