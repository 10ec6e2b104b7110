#include <stdlib.h>
#include <string.h>

#include <gantry/buffer.h>

#include "firestore/protobuf/codec.h"
#include "firestore/protobuf/tables/tables.h"
#include "unit.h"

/* A literal with its length, NUL bytes included. */
#define BYTES(literal) ((struct bytes){ (literal), sizeof(literal) - 1 })

/* Read TEXT and compare the JSON, whose members are sorted. */
static void
assert_reads(const struct proto_message *message, struct bytes text,
    const char *expected)
{
	struct gantry_error error = { .code = GANTRY_ERROR_NONE };
	json_t *json = proto_read(message, text, &error);
	char *seen =
	    json_dumps(json, JSON_COMPACT | JSON_SORT_KEYS | JSON_ENCODE_ANY);

	ck_assert_msg(json != NULL, "%s", error.text);
	ck_assert_str_eq(seen, expected);
	free(seen);
	json_decref(json);
}

static void
assert_refused(
    const struct proto_message *message, struct bytes text, const char *why)
{
	struct gantry_error error = { .code = GANTRY_ERROR_NONE };

	ck_assert_ptr_null(proto_read(message, text, &error));
	ck_assert_msg(strstr(error.text, why) != NULL, "'%s' is not in: %s",
	    why, error.text);
}

START_TEST(each_kind_of_field_is_read)
{
	assert_reads(
	    &firestore_value, BYTES("\x08\x01"), "{\"booleanValue\":true}");
	assert_reads(&firestore_value,
	    BYTES("\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
	    "{\"integerValue\":\"-1\"}");
	assert_reads(&firestore_value, BYTES("\x19\0\0\0\0\0\0\xf8\x3f"),
	    "{\"doubleValue\":1.5}");
	assert_reads(&firestore_value, BYTES("\x19\0\0\0\0\0\0\xf8\x7f"),
	    "{\"doubleValue\":\"NaN\"}");
	assert_reads(&firestore_value, BYTES("\x19\0\0\0\0\0\0\xf0\xff"),
	    "{\"doubleValue\":\"-Infinity\"}");
	assert_reads(&firestore_value,
	    BYTES("\x8a\x01\x03"
		  "a\0b"),
	    "{\"stringValue\":\"a\\u0000b\"}");
	assert_reads(&firestore_value, BYTES("\x92\x01\x01\xff"),
	    "{\"bytesValue\":\"/w==\"}");
	assert_reads(&firestore_value, BYTES("\x58\0"), "{\"nullValue\":null}");
	assert_reads(&firestore_structured_query,
	    BYTES("\x12\x04\x12\x02"
		  "ab\x2a\x02\x08\x05"),
	    "{\"from\":[{\"collectionId\":\"ab\"}],\"limit\":5}");
	assert_reads(&firestore_structured_query_field_filter,
	    BYTES("\x10\x05"), "{\"op\":\"EQUAL\"}");
	assert_reads(&firestore_structured_query_field_filter,
	    BYTES("\x10\x63"), "{\"op\":99}");
}
END_TEST

START_TEST(defaults_are_left_out_unless_they_are_present)
{
	/* page_size of ListDocumentsRequest, 5 and then 0. */
	assert_reads(
	    &firestore_list_documents_request, BYTES("\x18\x05\x18\0"), "{}");
	assert_reads(
	    &firestore_value, BYTES("\x08\0"), "{\"booleanValue\":false}");
	assert_reads(
	    &firestore_value, BYTES("\x8a\x01\0"), "{\"stringValue\":\"\"}");
	/* A limit of 0 is a message. */
	assert_reads(
	    &firestore_structured_query, BYTES("\x2a\0"), "{\"limit\":0}");
}
END_TEST

START_TEST(the_last_of_a_oneof_counts)
{
	assert_reads(&firestore_value, BYTES("\x08\x01\x10\x07"),
	    "{\"integerValue\":\"7\"}");
	assert_reads(&firestore_value, BYTES("\x52\x02\x08\x01\x08\x01"),
	    "{\"booleanValue\":true}");
}
END_TEST

START_TEST(messages_that_come_again_are_merged)
{
	assert_reads(&firestore_value,
	    BYTES("\x52\x02\x08\x01\x52\x02\x10\x05"),
	    "{\"timestampValue\":\"1970-01-01T00:00:01.000000005Z\"}");
	assert_reads(&firestore_structured_query,
	    BYTES("\x2a\x02\x08\x05\x2a\0"), "{\"limit\":5}");
}
END_TEST

START_TEST(lists_are_packed_or_not)
{
	/* target_ids of TargetChange. */
	assert_reads(&firestore_target_change,
	    BYTES("\x12\x02\x01\x02\x10\x03\x12\0"), "{\"targetIds\":[1,2,3]}");
	assert_reads(&firestore_target_change, BYTES("\x12\0"), "{}");
	assert_refused(&firestore_target_change, BYTES("\x12\x01\x80"),
	    "a varint of at most 64 bits");
}
END_TEST

START_TEST(a_map_has_the_last_entry_of_each_key)
{
	assert_reads(&firestore_map_value,
	    BYTES("\x0a\x07\x0a\x01"
		  "a\x12\x02\x08\x01\x0a\x07\x0a\x01"
		  "a\x12\x02\x10\x02"),
	    "{\"fields\":{\"a\":{\"integerValue\":\"2\"}}}");
	assert_reads(
	    &firestore_map_value, BYTES("\x0a\0"), "{\"fields\":{\"\":{}}}");
	assert_reads(&firestore_map_value,
	    BYTES("\x0a\x08\x0a\x02"
		  "a\0\x12\x02\x08\x01"),
	    "{\"fields\":{\"a\\u0000\":{\"booleanValue\":true}}}");
}
END_TEST

START_TEST(unknown_fields_are_skipped)
{
	assert_reads(&firestore_value,
	    BYTES("\xfa\x3f\x02hi\xf8\x3f\x01\xfd\x3f\1\2\3\4\x08\x01"),
	    "{\"booleanValue\":true}");
}
END_TEST

START_TEST(what_is_not_a_message_is_refused)
{
	assert_refused(&firestore_value, BYTES("\x08"), "a varint");
	assert_refused(&firestore_value,
	    BYTES("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"),
	    "a varint");
	assert_refused(
	    &firestore_value, BYTES("\x8a\x01\x05hi"), "a length within");
	assert_refused(&firestore_value, BYTES("\x19\0\0"), "a number");
	assert_refused(&firestore_value, BYTES("\x00\x01"), "a field");
	assert_refused(&firestore_value, BYTES("\x0f\x01"), "a field");
	assert_refused(&firestore_value, BYTES("\x8a\x01\x01\xff"), "UTF-8");
	assert_refused(
	    &firestore_map_value, BYTES("\x0a\x03\x0a\x01\xff"), "UTF-8");
	/* booleanValue with the type of a string, a key with that of a number
	 */
	assert_refused(&firestore_value, BYTES("\x0a\x01\x01"), "wire type");
	assert_refused(
	    &firestore_map_value, BYTES("\x0a\x02\x08\x01"), "wire type");
	/* an empty group, known and unknown */
	assert_refused(&firestore_value, BYTES("\x0b\x0c"), "is a group");
	assert_refused(
	    &firestore_value, BYTES("\xfb\x3f\xfc\x3f"), "is a group");
}
END_TEST

START_TEST(times_outside_their_range_are_refused)
{
	assert_reads(&firestore_value,
	    BYTES("\x52\x0b\x08\x80\x92\xb8\xc3\x98\xfe\xff\xff\xff\x01"),
	    "{\"timestampValue\":\"0001-01-01T00:00:00Z\"}");
	assert_refused(&firestore_value,
	    BYTES("\x52\x0b\x08\xff\x91\xb8\xc3\x98\xfe\xff\xff\xff\x01"),
	    "is not in the years 1 to 9999");
	assert_refused(&firestore_value,
	    BYTES("\x52\x06\x10\x80\x94\xeb\xdc\x03"),
	    "is not in the years 1 to 9999");
}
END_TEST

/* An arrayValue in an arrayValue, DEPTH times. */
static struct bytes
nest(struct gantry_buffer *buffer, int depth)
{
	struct gantry_buffer inner = { 0 };
	char length[2];

	gantry_buffer_reset(buffer);
	while (depth-- > 0) {
		gantry_buffer_reset(&inner);
		gantry_buffer_add(&inner, buffer->data, buffer->length);
		gantry_buffer_reset(buffer);
		length[0] = (char)((inner.length & 0x7f) | 0x80);
		length[1] = (char)(inner.length >> 7);
		gantry_buffer_putc(buffer, depth % 2 == 0 ? 0x4a : 0x0a);
		gantry_buffer_add(buffer, length, 2);
		gantry_buffer_add(buffer, inner.data, inner.length);
	}
	gantry_buffer_clear(&inner);
	return (struct bytes){ buffer->data, buffer->length };
}

START_TEST(messages_are_nested_a_hundred_deep)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;
	json_t *json;

	json = proto_read(&firestore_value, nest(&buffer, 100), &error);
	ck_assert_msg(json != NULL, "%s", error.text);
	json_decref(json);
	assert_refused(&firestore_value, nest(&buffer, 101), "deep");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(values_are_counted)
{
	const size_t count = PROTO_VALUES_MAX + 1;
	struct gantry_error error;
	char *text = malloc(2 * count);
	size_t i;

	for (i = 0; i < count; i++)
		memcpy(text + 2 * i, "\x0a\0", 2);
	ck_assert_ptr_null(proto_read(
	    &firestore_array_value, (struct bytes){ text, 2 * count }, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	free(text);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_kind_of_field_is_read,
		defaults_are_left_out_unless_they_are_present,
		the_last_of_a_oneof_counts,
		messages_that_come_again_are_merged,
		lists_are_packed_or_not,
		a_map_has_the_last_entry_of_each_key,
		unknown_fields_are_skipped,
		what_is_not_a_message_is_refused,
		times_outside_their_range_are_refused,
		messages_are_nested_a_hundred_deep,
		values_are_counted,
		NULL,
	};

	return unit_run("read", tests);
}
