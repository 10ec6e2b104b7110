/*
 * Walking through messages, whole and damaged.
 */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "data/firestore/encode.h"
#include "data/firestore/export/protobuf.h"

static struct gantry_buffer buffer;
static struct gantry_error error;

static void
tear_down(void)
{
	gantry_buffer_clear(&buffer);
}

/* Walk through all of DATA: 0 at a good end, -1 when it is damaged. */
static int
walk(const void *data, size_t size)
{
	char *exact = encode_exact((struct bytes){ data, size });
	struct protobuf message = protobuf_open((struct bytes){ exact, size });
	struct protobuf_field field;
	int status;

	while ((status = protobuf_next(&message, &field, &error)) == 1)
		ck_assert_uint_gt(field.number, 0);
	free(exact);
	return status;
}

START_TEST(every_type_of_field_is_read_in_order)
{
	struct gantry_buffer group = { 0 };
	struct protobuf message, inner;
	struct protobuf_field field;

	encode_number(&buffer, 1, UINT64_MAX);
	encode_double(&buffer, 2, 1.0);
	encode_string(&buffer, 536870911, "bytes");
	encode_string(&group, 7, "in the group");
	encode_group(&buffer, 4, &group);
	encode_tag(&buffer, 5, PROTOBUF_FIXED32);
	gantry_buffer_add(&buffer, "\x01\x02\x03\x84", 4);
	message = protobuf_open(encoded(&buffer));
	ck_assert_int_eq(protobuf_next(&message, &field, &error), 1);
	ck_assert_uint_eq(field.number, 1);
	ck_assert_uint_eq(field.value, UINT64_MAX);
	ck_assert_int_eq(protobuf_next(&message, &field, &error), 1);
	ck_assert_uint_eq(field.value, 0x3ff0000000000000);
	ck_assert_int_eq(protobuf_next(&message, &field, &error), 1);
	ck_assert_uint_eq(field.number, 536870911);
	ck_assert(bytes_is_equal(field.bytes, "bytes"));
	ck_assert_int_eq(protobuf_next(&message, &field, &error), 1);
	ck_assert_int_eq(field.type, PROTOBUF_GROUP);
	inner = protobuf_enter(&message, &field);
	ck_assert_int_eq(protobuf_next(&inner, &field, &error), 1);
	ck_assert(bytes_is_equal(field.bytes, "in the group"));
	ck_assert_int_eq(protobuf_next(&inner, &field, &error), 0);
	ck_assert_int_eq(protobuf_next(&message, &field, &error), 1);
	ck_assert_uint_eq(field.value, 0x84030201);
	ck_assert_int_eq(protobuf_next(&message, &field, &error), 0);
}
END_TEST

START_TEST(an_empty_message_ends_at_once)
{
	struct protobuf message = protobuf_open((struct bytes){ NULL, 0 });
	struct protobuf_field field;

	ck_assert_int_eq(protobuf_next(&message, &field, &error), 0);
}
END_TEST

static const struct {
	struct bytes message;
	const char *expected;
} damaged[] = {
	{ { "\x08", 1 }, "a varint" },
	{ { "\x08\x80", 2 }, "a varint" },
	{ { "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 11 },
	    "byte 1 of the record: expected a varint" },
	{ { "\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01", 12 },
	    "a varint" },
	{ { "\x09\1\2\3\4\5\6\7", 8 }, "a number of fixed size" },
	{ { "\x0d\1\2\3", 4 }, "a number of fixed size" },
	{ { "\x0a\x02"
	    "a",
	      3 },
	    "byte 1 of the record: expected a length" },
	{ { "\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"
	    "a",
	      12 },
	    "a length" },
	{ { "\x00\x00", 2 }, "byte 0 of the record: expected the tag" },
	{ { "\x0e", 1 }, "the tag" },
	{ { "\x0f", 1 }, "the tag" },
	{ { "\x80\x80\x80\x80\x10\x00", 6 }, "the tag" },
	{ { "\x0c", 1 }, "no end of a group" },
	{ { "\x08\x01\x0c", 3 }, "byte 2 of the record: expected no end" },
	{ { "\x0b", 1 }, "the end of a group" },
	{ { "\x0b\x08\x01", 3 }, "the end of a group" },
	{ { "\x0b\x14", 2 }, "the innermost group" },
	{ { "\x0b\x13\x0c\x14", 4 }, "the innermost group" },
};

START_TEST(a_damaged_message_is_an_error_that_says_what_was_expected)
{
	ck_assert_int_eq(
	    walk(damaged[_i].message.data, damaged[_i].message.length), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, damaged[_i].expected));
}
END_TEST

static void
nest(int depth)
{
	int i;

	for (i = 0; i < depth; i++)
		encode_tag(&buffer, 1, PROTOBUF_GROUP);
	for (i = 0; i < depth; i++)
		encode_tag(&buffer, 1, PROTOBUF_GROUP_END);
}

START_TEST(groups_nest_up_to_a_limit)
{
	nest(PROTOBUF_GROUP_DEPTH_MAX);
	ck_assert_int_eq(walk(buffer.data, buffer.length), 0);
	nest(PROTOBUF_GROUP_DEPTH_MAX + 1);
	ck_assert_int_eq(walk(buffer.data, buffer.length), -1);
	gantry_buffer_reset(&buffer);
	nest(1000000);
	ck_assert_int_eq(walk(buffer.data, buffer.length), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "nested"));
}
END_TEST

START_TEST(a_wrong_wire_type_is_named)
{
	struct protobuf message;
	struct protobuf_field field;

	encode_number(&buffer, 3, 1);
	encode_number(&buffer, 5, 1);
	message = protobuf_open(encoded(&buffer));
	protobuf_next(&message, &field, &error);
	protobuf_next(&message, &field, &error);
	ck_assert_int_eq(protobuf_expect(&message, &field, PROTOBUF_VARINT,
			     "a count", &error),
	    0);
	ck_assert_int_eq(
	    protobuf_expect(&message, &field, PROTOBUF_BYTES, "a name", &error),
	    -1);
	ck_assert_str_eq(error.text,
	    "byte 2 of the record: expected a name with wire type 2, found "
	    "wire type 0");
}
END_TEST

START_TEST(any_short_message_ends_well_or_badly_but_ends)
{
	unsigned char data[3];
	unsigned i;

	for (i = 0; i < 0x1000000; i += 211) {
		data[0] = i & 0xff;
		data[1] = i >> 8 & 0xff;
		data[2] = i >> 16 & 0xff;
		ck_assert_int_le(walk(data, 1 + i % sizeof(data)), 0);
	}
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/protobuf");
	TCase *tcase = tcase_create("protobuf");
	SRunner *runner;
	int failed;

	tcase_set_timeout(tcase, 60);
	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_add_test(tcase, every_type_of_field_is_read_in_order);
	tcase_add_test(tcase, an_empty_message_ends_at_once);
	tcase_add_loop_test(tcase,
	    a_damaged_message_is_an_error_that_says_what_was_expected, 0,
	    sizeof(damaged) / sizeof(damaged[0]));
	tcase_add_test(tcase, groups_nest_up_to_a_limit);
	tcase_add_test(tcase, a_wrong_wire_type_is_named);
	tcase_add_test(tcase, any_short_message_ends_well_or_badly_but_ends);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
