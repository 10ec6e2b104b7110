/*
 * What libfcgi may read: heads and bodies, whole, cut and malformed.
 */
#include <string.h>

#include "gate/environ/environ.h"
#include "gate/transport/libfcgi/filter.h"
#include "unit.h"
#include "wire/record.h"

static struct gantry_buffer bytes;
static struct filter filter;
static struct gantry_error error;

static void
begin(void)
{
	filter_clear(&filter);
	filter_init(&filter, false);
	gantry_buffer_reset(&bytes);
	error = (struct gantry_error){ 0 };
}

static void
end(void)
{
	gantry_buffer_clear(&bytes);
	filter_clear(&filter);
	filter_clear(&filter);
}

static void
put(int type, uint16_t id, const void *content, size_t length, uint8_t padding)
{
	const struct record_header header = {
		.version = 1,
		.type = (uint8_t)type,
		.request_id = id,
		.content_length = (uint16_t)length,
		.padding_length = padding,
	};
	char room[RECORD_HEADER_SIZE];

	record_header_encode(&header, room);
	gantry_buffer_add(&bytes, room, sizeof(room));
	gantry_buffer_add(&bytes, content, length);
	memset(gantry_buffer_reserve(&bytes, 255), 0, padding);
	bytes.length += padding;
}

static void
put_begin(uint16_t id)
{
	put(RECORD_BEGIN_REQUEST, id, "\0\1\1\0\0\0\0\0", 8, 0);
}

#define PARAMS	    "\3\1ABC1\4\0NAME\0\2xy"
#define PARAMS_SIZE (sizeof(PARAMS) - 1)

/* The verdict on the first SIZE bytes of a connection. */
static enum filter_verdict
check(size_t size)
{
	bool authorizes = filter.authorizes;
	size_t used;

	filter_clear(&filter);
	filter_init(&filter, authorizes);
	return filter_feed(&filter, bytes.data, size, &used, &error);
}

/* The verdict on what follows the head, in parts of PART bytes. */
static enum filter_verdict
check_body(size_t part)
{
	enum filter_verdict verdict;
	size_t at, used;

	ck_assert_int_eq(
	    filter_feed(&filter, bytes.data, bytes.length, &at, &error),
	    FILTER_HEAD);
	gantry_buffer_reset(&filter.out);
	for (verdict = FILTER_PARTIAL;
	     verdict == FILTER_PARTIAL && at < bytes.length; at += used) {
		if (part > bytes.length - at)
			part = bytes.length - at;
		verdict =
		    filter_feed(&filter, bytes.data + at, part, &used, &error);
	}
	return verdict;
}

START_TEST(a_whole_head_is_whole)
{
	begin();
	put_begin(258);
	put(RECORD_PARAMS, 258, PARAMS, PARAMS_SIZE, 3);
	put(RECORD_PARAMS, 258, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	ck_assert_uint_eq(filter.request_id, 258);
	put(RECORD_STDIN, 258, "body", 4, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	end();
}
END_TEST

START_TEST(each_truncation_is_partial)
{
	size_t size;

	begin();
	put_begin(1);
	put(RECORD_PARAMS, 1, PARAMS, PARAMS_SIZE, 7);
	put(RECORD_PARAMS, 1, NULL, 0, 5);
	/* The head ends before the last record's padding. */
	for (size = 0; size < bytes.length - 5; size++)
		ck_assert_msg(
		    check(size) == FILTER_PARTIAL, "at %zu bytes", size);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	end();
}
END_TEST

START_TEST(parameters_may_be_split_over_records_at_each_byte)
{
	size_t at;

	for (at = 1; at < PARAMS_SIZE; at++) {
		begin();
		put_begin(1);
		put(RECORD_PARAMS, 1, PARAMS, at, 0);
		put(RECORD_PARAMS, 1, PARAMS + at, PARAMS_SIZE - at, 0);
		put(RECORD_PARAMS, 1, NULL, 0, 0);
		ck_assert_msg(check(bytes.length) == FILTER_HEAD,
		    "split after %zu bytes: %s", at, error.text);
	}
	end();
}
END_TEST

START_TEST(a_head_without_parameters_is_whole)
{
	begin();
	put_begin(1);
	put(RECORD_PARAMS, 1, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	end();
}
END_TEST

START_TEST(what_libfcgi_would_get_wrong_is_rejected)
{
	static const struct {
		const char *params;
		size_t size;
	} cases[] = {
		{ "\3\1A=C1", 6 },
		{ "\1\1=1", 4 },
		{ "\3\1A\0C1", 6 },
		{ "\3\3ABC1\0002", 8 },
		{ "\1\1\0001", 4 },
		{ "\3\1ABC1\1\1=1", 10 },
		{ "\3\1ABC", 5 },
		{ "\3", 1 },
		{ "\200\0\0", 3 },
		{ "\377\377\377\377\377\377\377\377", 8 },
		{ "\3\1ABC1\3", 7 },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		put_begin(1);
		put(RECORD_PARAMS, 1, cases[i].params, cases[i].size, 0);
		put(RECORD_PARAMS, 1, NULL, 0, 0);
		ck_assert_msg(
		    check(bytes.length) == FILTER_REJECTED, "case %zu", i);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	}
	end();
}
END_TEST

START_TEST(a_value_may_hold_an_equals_sign)
{
	begin();
	put_begin(1);
	put(RECORD_PARAMS, 1, "\1\3Aa=b", 6, 0);
	put(RECORD_PARAMS, 1, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	end();
}
END_TEST

START_TEST(what_is_not_a_request_is_foreign)
{
	static const struct {
		const char *record;
		const char *what;
	} cases[] = {
		{ "\1\11\0\0\0\0\0\0", "GET_VALUES" },
		{ "\1\13\0\0\0\0\0\0", "an unknown management record" },
		{ "\1\1\0\0\0\10\0\0", "BEGIN_REQUEST with id 0" },
		{ "\0\1\0\1\0\10\0\0", "version 0" },
		{ "\2\1\0\1\0\10\0\0", "version 2" },
		{ "GET / HT", "HTTP" },
		{ "\26\3\1\2\0\1\0\1", "TLS" },
		{ "\1\1\0\1\0\0\0\0", "BEGIN_REQUEST without content" },
		{ "\1\1\0\1\0\11\0\0", "BEGIN_REQUEST that is too long" },
		{ "\1\4\0\1\0\0\0\0", "PARAMS first" },
		{ "\1\5\0\1\0\0\0\0", "STDIN first" },
		{ "\1\2\0\1\0\0\0\0", "ABORT_REQUEST first" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		gantry_buffer_add(&bytes, cases[i].record, 8);
		ck_assert_msg(check(8) == FILTER_FOREIGN, "%s", cases[i].what);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	}
	end();
}
END_TEST

START_TEST(nothing_but_parameters_follows_the_beginning)
{
	static const int types[] = { RECORD_BEGIN_REQUEST, RECORD_STDIN,
		RECORD_STDOUT, 8, 200 };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		begin();
		put_begin(1);
		put(RECORD_PARAMS, 1, PARAMS, PARAMS_SIZE, 0);
		put(types[i], 1, NULL, 0, 0);
		ck_assert_msg(check(bytes.length) == FILTER_FOREIGN,
		    "a record of type %d", types[i]);
	}
	end();
}
END_TEST

START_TEST(a_management_record_in_between_is_foreign)
{
	begin();
	put_begin(1);
	put(9, 0, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_FOREIGN);
	end();
}
END_TEST

START_TEST(records_of_other_requests_are_passed_over)
{
	begin();
	put_begin(1);
	put_begin(2);
	put(RECORD_PARAMS, 2, "\1\1=1", 4, 0);
	put(RECORD_PARAMS, 2, NULL, 0, 0);
	put(RECORD_STDIN, 2, "x", 1, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_PARTIAL);
	put(RECORD_PARAMS, 1, PARAMS, PARAMS_SIZE, 0);
	put(RECORD_PARAMS, 1, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	ck_assert_uint_eq(filter.request_id, 1);
	end();
}
END_TEST

/* SIZE bytes of parameters in records: one name and a long value. */
static void
put_large(size_t size)
{
	static char room[RECORD_CONTENT_MAX];
	size_t value = size - 6, part;

	memset(room, 'v', sizeof(room));
	room[0] = 1;
	room[1] = (char)(0x80 | value >> 24);
	room[2] = (char)(value >> 16);
	room[3] = (char)(value >> 8);
	room[4] = (char)value;
	room[5] = 'N';
	for (; size > 0; size -= part) {
		part = size > 32768 ? 32768 : size;
		put(RECORD_PARAMS, 7, room, part, 0);
		memset(room, 'v', 6);
	}
	put(RECORD_PARAMS, 7, NULL, 0, 0);
}

START_TEST(parameters_that_exceed_the_limit_are_rejected)
{
	const size_t most = ENVIRON_BYTES_MAX + 8 * ENVIRON_COUNT_MAX;

	begin();
	put_begin(7);
	put_large(most);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	begin();
	put_begin(7);
	put_large(most + 1);
	ck_assert_int_eq(check(bytes.length), FILTER_REJECTED);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_uint_eq(filter.request_id, 7);
	end();
}
END_TEST

START_TEST(padding_that_exceeds_the_limit_is_rejected)
{
	begin();
	put_begin(7);
	while (bytes.length <= FILTER_HEAD_MAX)
		put(RECORD_PARAMS, 7, "\1\0A", 3, 255);
	ck_assert_int_eq(check(FILTER_HEAD_MAX), FILTER_PARTIAL);
	ck_assert_int_eq(check(FILTER_HEAD_MAX + 1), FILTER_REJECTED);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	end();
}
END_TEST

#define HEAD                                \
	"\1\1\0\1\0\10\0\0\0\1\1\0\0\0\0\0" \
	"\1\4\0\1\0\20\0\0" PARAMS "\1\4\0\1\0\0\0\0"

START_TEST(the_head_is_passed_on_without_padding_and_other_records)
{
	begin();
	put_begin(1);
	put(RECORD_PARAMS, 1, PARAMS, 5, 9);
	put(RECORD_STDIN, 2, NULL, 0, 1);
	put(RECORD_PARAMS, 1, PARAMS + 5, PARAMS_SIZE - 5, 255);
	put(RECORD_PARAMS, 1, NULL, 0, 3);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	ck_assert_uint_eq(filter.out.length, sizeof(HEAD) - 1);
	ck_assert_mem_eq(filter.out.data, HEAD, sizeof(HEAD) - 1);
	end();
}
END_TEST

static void
put_head(void)
{
	put_begin(1);
	put(RECORD_PARAMS, 1, PARAMS, PARAMS_SIZE, 0);
	put(RECORD_PARAMS, 1, NULL, 0, 0);
}

START_TEST(a_body_is_passed_on_in_parts_and_ends)
{
	size_t part, length;

	for (part = 1; part < 40; part++) {
		begin();
		put_head();
		put(RECORD_STDIN, 1, "body", 4, 5);
		put(RECORD_STDIN, 1, NULL, 0, 7);
		put_begin(1);
		ck_assert_int_eq(check_body(part), FILTER_END);
		length = filter.out.length;
		ck_assert_mem_eq(
		    filter.out.data + length - 8, "\1\5\0\1\0\0\0\0", 8);
		ck_assert_int_eq(filter.phase, FILTER_PHASE_ENDED);
	}
	end();
}
END_TEST

START_TEST(no_more_than_the_request_is_wanted)
{
	enum filter_verdict verdict = FILTER_PARTIAL;
	size_t at = 0, used, length;

	begin();
	put_head();
	put(RECORD_STDIN, 1, "body", 4, 5);
	put(RECORD_STDIN, 1, NULL, 0, 7);
	length = bytes.length;
	put_begin(1);
	while (verdict == FILTER_PARTIAL || verdict == FILTER_HEAD) {
		verdict = filter_feed(&filter, bytes.data + at,
		    filter_wanted(&filter), &used, &error);
		at += used;
		ck_assert_uint_le(at, length);
	}
	ck_assert_int_eq(verdict, FILTER_END);
	ck_assert_uint_eq(at, length);
	filter_next_request(&filter);
	ck_assert(filter_is_idle(&filter));
	end();
}
END_TEST

START_TEST(what_ends_libfcgi_in_a_body_is_refused)
{
	static const struct {
		int type;
		uint16_t id;
		size_t length;
		const char *what;
	} cases[] = {
		{ RECORD_GET_VALUES, 0, 0, "GET_VALUES" },
		{ RECORD_GET_VALUES, 0, 9, "GET_VALUES with content" },
		{ RECORD_UNKNOWN_TYPE, 0, 8, "UNKNOWN_TYPE" },
		{ RECORD_STDIN, 0, 0, "STDIN with id 0" },
		{ RECORD_BEGIN_REQUEST, 1, 8, "BEGIN_REQUEST again" },
		{ RECORD_PARAMS, 1, 0, "the parameters' end again" },
		{ RECORD_PARAMS, 1, 3, "PARAMS again" },
		{ RECORD_DATA, 1, 0, "DATA" },
		{ RECORD_STDOUT, 1, 4, "STDOUT" },
		{ RECORD_END_REQUEST, 1, 8, "END_REQUEST" },
		{ 200, 1, 0, "an unknown type" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		begin();
		put_head();
		put(RECORD_STDIN, 1, "bo", 2, 0);
		put(cases[i].type, cases[i].id, "\0\1\1\0\0\0\0\0\0",
		    cases[i].length, 0);
		ck_assert_msg(check_body(SIZE_MAX) == FILTER_FOREIGN, "%s",
		    cases[i].what);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	}
	end();
}
END_TEST

/* Not a byte of it reaches libfcgi. */
START_TEST(an_abort_ends_a_request_at_any_place)
{
	begin();
	put_begin(1);
	put(RECORD_ABORT_REQUEST, 1, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_ABORTED);
	begin();
	put_begin(1);
	put(RECORD_PARAMS, 1, PARAMS, PARAMS_SIZE, 0);
	put(RECORD_ABORT_REQUEST, 1, "abc", 3, 5);
	ck_assert_int_eq(check(bytes.length), FILTER_ABORTED);
	ck_assert_uint_eq(filter.out.length, 0);
	begin();
	put_head();
	put(RECORD_STDIN, 1, "bo", 2, 0);
	put(RECORD_ABORT_REQUEST, 1, NULL, 0, 3);
	ck_assert_int_eq(check_body(1), FILTER_ABORTED);
	ck_assert_uint_eq(filter.out.length, 8 + 1 + 8 + 1);
	end();
}
END_TEST

/* The verdict on the bytes that follow on the connection. */
static enum filter_verdict
check_next(void)
{
	size_t used;

	return filter_feed(&filter, bytes.data, bytes.length, &used, &error);
}

START_TEST(the_next_request_follows_an_abort)
{
	begin();
	put_head();
	put(RECORD_ABORT_REQUEST, 1, NULL, 0, 0);
	ck_assert_int_eq(check_body(SIZE_MAX), FILTER_ABORTED);
	filter_next_request(&filter);
	ck_assert(filter_is_idle(&filter));
	gantry_buffer_reset(&bytes);
	put(RECORD_STDIN, 1, NULL, 0, 0);
	put_head();
	ck_assert_int_eq(check_next(), FILTER_HEAD);
	end();
}
END_TEST

/* The answer may be on its way when the web server gives up. */
START_TEST(an_abort_after_the_answer_is_passed_over)
{
	begin();
	put_head();
	put(RECORD_STDIN, 1, NULL, 0, 0);
	ck_assert_int_eq(check_body(SIZE_MAX), FILTER_END);
	filter_next_request(&filter);
	gantry_buffer_reset(&bytes);
	put(RECORD_ABORT_REQUEST, 1, NULL, 0, 2);
	put_head();
	ck_assert_int_eq(check_next(), FILTER_HEAD);
	filter_next_request(&filter);
	gantry_buffer_reset(&bytes);
	put(RECORD_ABORT_REQUEST, 2, NULL, 0, 0);
	ck_assert_int_eq(check_next(), FILTER_FOREIGN);
	end();
}
END_TEST

START_TEST(another_version_in_a_body_is_refused)
{
	begin();
	put_head();
	gantry_buffer_add(&bytes, "\2\5\0\1\0\0\0\0", 8);
	ck_assert_int_eq(check_body(3), FILTER_FOREIGN);
	end();
}
END_TEST

START_TEST(records_of_other_requests_in_a_body_are_dropped)
{
	begin();
	put_head();
	put(RECORD_STDIN, 2, NULL, 0, 0);
	put(RECORD_ABORT_REQUEST, 3, NULL, 0, 2);
	put(200, 4, "x", 1, 0);
	put_begin(5);
	put(RECORD_STDIN, 1, "body", 4, 0);
	put(RECORD_STDIN, 1, NULL, 0, 0);
	ck_assert_int_eq(check_body(SIZE_MAX), FILTER_END);
	ck_assert_uint_eq(filter.out.length, 8 + 4 + 8);
	/* END_REQUEST with FCGI_CANT_MPX_CONN, for the one that was begun. */
	ck_assert_uint_eq(filter.reply.length, RECORD_END_REQUEST_SIZE);
	ck_assert_mem_eq(
	    filter.reply.data, "\1\3\0\5\0\10\0\0\0\0\0\0\1\0\0\0", 16);
	end();
}
END_TEST

START_TEST(many_other_requests_are_refused)
{
	uint16_t id;

	begin();
	put_head();
	for (id = 2; id < 2 + FILTER_OTHERS_MAX; id++)
		put_begin(id);
	ck_assert_int_eq(check_body(SIZE_MAX), FILTER_PARTIAL);
	begin();
	put_head();
	for (id = 2; id < 3 + FILTER_OTHERS_MAX; id++)
		put_begin(id);
	ck_assert_int_eq(check_body(SIZE_MAX), FILTER_FOREIGN);
	end();
}
END_TEST

START_TEST(only_roles_that_are_served_are_accepted)
{
	static const char *const roles[] = { "\0\0\1\0\0\0\0\0",
		"\0\3\1\0\0\0\0\0", "\1\1\1\0\0\0\0\0", "\0\2\1\0\0\0\0\0" };
	size_t i;

	for (i = 0; i < sizeof(roles) / sizeof(roles[0]); i++) {
		begin();
		put(RECORD_BEGIN_REQUEST, 1, roles[i], 8, 0);
		ck_assert_msg(
		    check(bytes.length) == FILTER_ROLE, "case %zu", i);
	}
	filter.authorizes = true;
	ck_assert_int_eq(check(bytes.length), FILTER_PARTIAL);
	ck_assert_int_eq(filter.begin.role, RECORD_AUTHORIZER);
	end();
}
END_TEST

START_TEST(the_end_of_an_authorizers_body_may_follow_it)
{
	size_t used;

	begin();
	filter.authorizes = true;
	put(RECORD_BEGIN_REQUEST, 1, "\0\2\1\0\0\0\0\0", 8, 0);
	put(RECORD_PARAMS, 1, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	filter_next_request(&filter);
	gantry_buffer_reset(&bytes);
	put(RECORD_STDIN, 1, NULL, 0, 0);
	put_begin(1);
	put(RECORD_PARAMS, 1, NULL, 0, 0);
	ck_assert_int_eq(
	    filter_feed(&filter, bytes.data, bytes.length, &used, &error),
	    FILTER_HEAD);
	end();
}
END_TEST

START_TEST(the_rest_of_a_body_that_was_not_awaited_is_skipped)
{
	size_t used;

	begin();
	put_begin(1);
	put(RECORD_PARAMS, 1, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), FILTER_HEAD);
	filter_next_request(&filter);
	gantry_buffer_reset(&bytes);
	put(RECORD_STDIN, 1, "late", 4, 3);
	put(RECORD_STDIN, 1, NULL, 0, 0);
	ck_assert_int_eq(
	    filter_feed(&filter, bytes.data, bytes.length, &used, &error),
	    FILTER_PARTIAL);
	ck_assert(filter_is_idle(&filter));
	gantry_buffer_reset(&bytes);
	put(RECORD_STDIN, 1, NULL, 0, 0);
	ck_assert_int_eq(
	    filter_feed(&filter, bytes.data, bytes.length, &used, &error),
	    FILTER_FOREIGN);
	end();
}
END_TEST

/* The connection came from a worker that did not wait for the end. */
START_TEST(the_rest_of_a_request_of_another_process_is_skipped)
{
	size_t used;

	begin();
	filter_take_over(&filter);
	put(RECORD_STDIN, 7, "late", 4, 3);
	put(RECORD_STDIN, 7, NULL, 0, 0);
	ck_assert_int_eq(
	    filter_feed(&filter, bytes.data, bytes.length, &used, &error),
	    FILTER_PARTIAL);
	ck_assert(filter_is_idle(&filter));
	gantry_buffer_reset(&bytes);
	put_begin(7);
	put(RECORD_PARAMS, 7, NULL, 0, 0);
	ck_assert_int_eq(
	    filter_feed(&filter, bytes.data, bytes.length, &used, &error),
	    FILTER_HEAD);
	end();
	begin();
	put(RECORD_STDIN, 7, NULL, 0, 0);
	ck_assert_int_eq(
	    filter_feed(&filter, bytes.data, bytes.length, &used, &error),
	    FILTER_FOREIGN);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_whole_head_is_whole,
		the_rest_of_a_body_that_was_not_awaited_is_skipped,
		the_rest_of_a_request_of_another_process_is_skipped,
		each_truncation_is_partial,
		parameters_may_be_split_over_records_at_each_byte,
		a_head_without_parameters_is_whole,
		what_libfcgi_would_get_wrong_is_rejected,
		a_value_may_hold_an_equals_sign,
		what_is_not_a_request_is_foreign,
		nothing_but_parameters_follows_the_beginning,
		a_management_record_in_between_is_foreign,
		records_of_other_requests_are_passed_over,
		parameters_that_exceed_the_limit_are_rejected,
		padding_that_exceeds_the_limit_is_rejected,
		the_head_is_passed_on_without_padding_and_other_records,
		a_body_is_passed_on_in_parts_and_ends,
		no_more_than_the_request_is_wanted,
		what_ends_libfcgi_in_a_body_is_refused,
		an_abort_ends_a_request_at_any_place,
		the_next_request_follows_an_abort,
		an_abort_after_the_answer_is_passed_over,
		another_version_in_a_body_is_refused,
		records_of_other_requests_in_a_body_are_dropped,
		many_other_requests_are_refused,
		only_roles_that_are_served_are_accepted,
		the_end_of_an_authorizers_body_may_follow_it,
		NULL,
	};

	return unit_run("gate/libfcgi_filter", tests);
}
