/*
 * A look at the head of FastCGI requests, whole, cut and malformed.
 */
#include <string.h>

#include "gate/environ/environ.h"
#include "gate/transport/libfcgi_head.h"
#include "unit.h"
#include "wire/record.h"

static struct gantry_buffer bytes;
static struct head head;
static struct gantry_error error;

static void
begin(void)
{
	gantry_buffer_reset(&bytes);
	error = (struct gantry_error){ 0 };
}

static void
end(void)
{
	gantry_buffer_clear(&bytes);
	head_clear(&head);
	head_clear(&head);
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

static enum head_verdict
check(size_t size)
{
	return head_check(&head, bytes.data, size, &error);
}

START_TEST(a_whole_head_is_whole)
{
	begin();
	put_begin(258);
	put(RECORD_PARAMS, 258, PARAMS, PARAMS_SIZE, 3);
	put(RECORD_PARAMS, 258, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), HEAD_WHOLE);
	ck_assert_uint_eq(head.request_id, 258);
	put(RECORD_STDIN, 258, "body", 4, 0);
	ck_assert_int_eq(check(bytes.length), HEAD_WHOLE);
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
	for (size = 0; size < bytes.length; size++)
		ck_assert_msg(
		    check(size) == HEAD_PARTIAL, "at %zu bytes", size);
	ck_assert_int_eq(check(bytes.length), HEAD_WHOLE);
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
		put(RECORD_PARAMS, 1, &PARAMS[at], PARAMS_SIZE - at, 0);
		put(RECORD_PARAMS, 1, NULL, 0, 0);
		ck_assert_msg(check(bytes.length) == HEAD_WHOLE,
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
	ck_assert_int_eq(check(bytes.length), HEAD_WHOLE);
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
		    check(bytes.length) == HEAD_REJECTED, "case %zu", i);
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
	ck_assert_int_eq(check(bytes.length), HEAD_WHOLE);
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
		error.code = GANTRY_ERROR_NONE;
		ck_assert_msg(head_check(&head, cases[i].record, 8, &error) ==
			HEAD_FOREIGN,
		    "%s", cases[i].what);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	}
	end();
}
END_TEST

START_TEST(nothing_but_parameters_follows_the_beginning)
{
	static const int types[] = { RECORD_BEGIN_REQUEST, RECORD_ABORT_REQUEST,
		RECORD_STDIN, RECORD_STDOUT, 8, 200 };
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		begin();
		put_begin(1);
		put(RECORD_PARAMS, 1, PARAMS, PARAMS_SIZE, 0);
		put(types[i], 1, NULL, 0, 0);
		ck_assert_msg(check(bytes.length) == HEAD_FOREIGN,
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
	ck_assert_int_eq(check(bytes.length), HEAD_FOREIGN);
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
	ck_assert_int_eq(check(bytes.length), HEAD_PARTIAL);
	put(RECORD_PARAMS, 1, PARAMS, PARAMS_SIZE, 0);
	put(RECORD_PARAMS, 1, NULL, 0, 0);
	ck_assert_int_eq(check(bytes.length), HEAD_WHOLE);
	ck_assert_uint_eq(head.request_id, 1);
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
	ck_assert_int_eq(check(bytes.length), HEAD_WHOLE);
	begin();
	put_begin(7);
	put_large(most + 1);
	ck_assert_int_eq(check(bytes.length), HEAD_REJECTED);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert_uint_eq(head.request_id, 7);
	end();
}
END_TEST

START_TEST(padding_that_exceeds_the_limit_is_rejected)
{
	begin();
	put_begin(7);
	while (bytes.length < HEAD_SIZE_MAX)
		put(RECORD_PARAMS, 7, "\1\0A", 3, 255);
	ck_assert_int_eq(check(HEAD_SIZE_MAX - 1), HEAD_PARTIAL);
	ck_assert_int_eq(check(HEAD_SIZE_MAX), HEAD_REJECTED);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_whole_head_is_whole,
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
		NULL,
	};

	return unit_run("gate/libfcgi_head", tests);
}
