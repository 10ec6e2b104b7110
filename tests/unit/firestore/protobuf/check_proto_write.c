#include <string.h>

#include "firestore/protobuf/codec.h"
#include "firestore/protobuf/tables/tables.h"
#include "unit.h"

static void
assert_writes(const struct proto_message *message, const char *json,
    const void *expected, size_t length)
{
	struct gantry_buffer out = { 0 };
	struct gantry_error error = { .code = GANTRY_ERROR_NONE };

	ck_assert_msg(proto_write(message, (struct bytes){ json, strlen(json) },
			  &out, &error) == 0,
	    "%s: %s", json, error.text);
	ck_assert_uint_eq(out.length, length);
	if (length > 0)
		ck_assert_mem_eq(out.data, expected, length);
	gantry_buffer_clear(&out);
}

#define ASSERT_WRITES(message, json, literal) \
	assert_writes(message, json, literal, sizeof(literal) - 1)

static void
assert_refused(
    const struct proto_message *message, const char *json, const char *why)
{
	struct gantry_buffer out = { 0 };
	struct gantry_error error = { .code = GANTRY_ERROR_NONE };

	ck_assert_int_eq(
	    proto_write(
		message, (struct bytes){ json, strlen(json) }, &out, &error),
	    -1);
	ck_assert_msg(strstr(error.text, why) != NULL, "%s: '%s' is not in: %s",
	    json, why, error.text);
	gantry_buffer_clear(&out);
}

START_TEST(each_kind_of_value_is_written)
{
	ASSERT_WRITES(&firestore_value, "{\"booleanValue\":false}", "\x08\x00");
	ASSERT_WRITES(&firestore_value, "{\"integerValue\":\"-1\"}",
	    "\x10\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
	ASSERT_WRITES(
	    &firestore_value, "{\"integerValue\":300}", "\x10\xac\x02");
	ASSERT_WRITES(&firestore_value, "{\"doubleValue\":1.5}",
	    "\x19\0\0\0\0\0\0\xf8\x3f");
	ASSERT_WRITES(&firestore_value, "{\"doubleValue\":\"-Infinity\"}",
	    "\x19\0\0\0\0\0\0\xf0\xff");
	ASSERT_WRITES(&firestore_value, "{\"nullValue\":null}", "\x58\0");
	ASSERT_WRITES(
	    &firestore_value, "{\"nullValue\":\"NULL_VALUE\"}", "\x58\0");
	ASSERT_WRITES(&firestore_value,
	    "{\"stringValue\":\"a\\u0000\\ud83d\\ude00\"}",
	    "\x8a\x01\x06"
	    "a\0\xf0\x9f\x98\x80");
	ASSERT_WRITES(
	    &firestore_value, "{\"bytesValue\":\"/w==\"}", "\x92\x01\x01\xff");
	ASSERT_WRITES(&firestore_value, "{\"bytesValue\":\"\\/w==\"}",
	    "\x92\x01\x01\xff");
	ASSERT_WRITES(&firestore_value,
	    "{\"timestampValue\":\"1970-01-01T00:00:01.5Z\"}",
	    "\x52\x08\x08\x01\x10\x80\xca\xb5\xee\x01");
}
END_TEST

START_TEST(lists_maps_and_wrappers_are_written)
{
	ASSERT_WRITES(&firestore_target_change, "{\"targetIds\":[1,300]}",
	    "\x12\x03\x01\xac\x02");
	ASSERT_WRITES(&firestore_target_change, "{\"targetIds\":[]}", "");
	ASSERT_WRITES(&firestore_map_value,
	    "{\"fields\":{\"a\\n\":{\"booleanValue\":true}}}",
	    "\x0a\x08\x0a\x02"
	    "a\n\x12\x02\x08\x01");
	ASSERT_WRITES(
	    &firestore_structured_query, "{\"limit\":5}", "\x2a\x02\x08\x05");
	ASSERT_WRITES(&firestore_structured_query, "{\"limit\":0}", "\x2a\x00");
	ASSERT_WRITES(&firestore_execution_stats,
	    "{\"executionDuration\":\"-0.5s\"}",
	    "\x1a\x0b\x10\x80\xb6\xca\x91\xfe\xff\xff\xff\xff\x01");
	ASSERT_WRITES(&google_struct, "{\"a\":[null,true,1.5]}",
	    "\x0a\x1a\x0a\x01"
	    "a\x12\x15\x32\x13\x0a\x02\x08\0\x0a\x02\x20\x01\x0a\x09\x11"
	    "\0\0\0\0\0\0\xf8\x3f");
}
END_TEST

START_TEST(defaults_and_null_are_absent)
{
	ASSERT_WRITES(&firestore_list_documents_request,
	    "{\"pageSize\":0,\"parent\":\"\",\"mask\":null}", "");
}
END_TEST

START_TEST(unknown_members_are_left_out)
{
	ASSERT_WRITES(&firestore_run_aggregation_query_response,
	    "{\"done\":true,\"transaction\":\"/w==\",\"x\":[{}]}",
	    "\x12\x01\xff");
}
END_TEST

START_TEST(what_has_a_length_may_be_long)
{
	struct gantry_buffer json = { 0 }, out = { 0 };
	struct gantry_error error;
	json_t *back;

	gantry_buffer_printf(&json,
	    "{\"arrayValue\":{\"values\":[{\"mapValue\":{\"fields\":{\"a\":"
	    "{\"stringValue\":\"%0300d\"}}}},{\"stringValue\":\"%020000d\"}]}}",
	    1, 2);
	ck_assert_int_eq(
	    proto_write(&firestore_value,
		(struct bytes){ json.data, json.length }, &out, &error),
	    0);
	back = proto_read(
	    &firestore_value, (struct bytes){ out.data, out.length }, &error);
	ck_assert_uint_eq(json_array_size(json_object_get(
			      json_object_get(back, "arrayValue"), "values")),
	    2);
	json_decref(back);
	gantry_buffer_clear(&json);
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(what_is_not_the_message_is_refused)
{
	assert_refused(&firestore_value, "[]", "not an object");
	assert_refused(&firestore_value, "", "not a value");
	assert_refused(&firestore_value, "{\"booleanValue\":1}",
	    "booleanValue is not true or false");
	assert_refused(&firestore_value, "{\"integerValue\":\"1x\"}",
	    "whole number of 64 bits");
	assert_refused(&firestore_value,
	    "{\"integerValue\":\"9223372036854775808\"}", "64 bits");
	assert_refused(&firestore_target_change, "{\"targetIds\":[4294967296]}",
	    "32 bits");
	assert_refused(&firestore_value, "{\"doubleValue\":\"x\"}", "a number");
	assert_refused(&firestore_value, "{\"stringValue\":1}", "a string");
	assert_refused(&firestore_value, "{\"stringValue\":\"\xff\"}", "UTF-8");
	assert_refused(&firestore_value, "{\"bytesValue\":\"a\"}", "base64");
	assert_refused(
	    &firestore_value, "{\"timestampValue\":\"yesterday\"}", "RFC 3339");
	assert_refused(&firestore_structured_query_field_filter,
	    "{\"op\":\"LIKE\"}", "a value of its enum");
	assert_refused(
	    &firestore_target_change, "{\"targetIds\":1}", "an array");
	assert_refused(&firestore_map_value, "{\"fields\":[]}", "an object");
}
END_TEST

START_TEST(json_that_ends_early_is_refused)
{
	static const char json[] =
	    "{\"mapValue\":{\"fields\":{\"a\":{\"arrayValue\":{\"values\":["
	    "{\"integerValue\":\"1\"},{\"nullValue\":null}]}}}}}";
	struct gantry_buffer out = { 0 };
	size_t length;

	for (length = 0; length < sizeof(json) - 1; length++) {
		gantry_buffer_reset(&out);
		ck_assert_msg(
		    proto_write(&firestore_value,
			(struct bytes){ json, length }, &out, NULL) == -1,
		    "%zu bytes", length);
	}
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(values_are_nested_a_hundred_deep)
{
	struct gantry_buffer json = { 0 }, out = { 0 };
	int depth, i;

	for (depth = 50; depth <= 51; depth++) {
		gantry_buffer_reset(&json);
		for (i = 0; i < depth; i++)
			gantry_buffer_puts(
			    &json, "{\"arrayValue\":{\"values\":[");
		gantry_buffer_puts(&json, depth == 50 ? "" : "{}");
		for (i = 0; i < depth; i++)
			gantry_buffer_puts(&json, "]}}");
		ck_assert_int_eq(
		    proto_write(&firestore_value,
			(struct bytes){ json.data, json.length }, &out, NULL),
		    depth == 50 ? 0 : -1);
	}
	gantry_buffer_clear(&json);
	gantry_buffer_clear(&out);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_kind_of_value_is_written,
		lists_maps_and_wrappers_are_written,
		defaults_and_null_are_absent,
		unknown_members_are_left_out,
		what_has_a_length_may_be_long,
		what_is_not_the_message_is_refused,
		json_that_ends_early_is_refused,
		values_are_nested_a_hundred_deep,
		NULL,
	};

	return unit_run("write", tests);
}
