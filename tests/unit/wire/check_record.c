/*
 * Record headers: bytes to structs and back.
 */
#include <string.h>

#include "unit.h"
#include "wire/record.h"
#include "wire/vectors.h"

START_TEST(known_bytes_are_decoded)
{
	static const uint8_t bytes[] = { 1, 4, 0x12, 0x34, 0xab, 0xcd, 7, 9 };
	struct record_header header;

	ck_assert_uint_eq(
	    record_header_decode(&header, bytes, sizeof(bytes)), 8);
	ck_assert_uint_eq(header.version, 1);
	ck_assert_uint_eq(header.type, RECORD_PARAMS);
	ck_assert_uint_eq(header.request_id, 0x1234);
	ck_assert_uint_eq(header.content_length, 0xabcd);
	ck_assert_uint_eq(header.padding_length, 7);
}
END_TEST

START_TEST(known_structs_are_encoded)
{
	static const uint8_t expected[] = { 1, 6, 0xfe, 0xdc, 0xff, 0xff, 255,
		0 };
	static const struct record_header header = {
		.version = 1,
		.type = RECORD_STDOUT,
		.request_id = 0xfedc,
		.content_length = RECORD_CONTENT_MAX,
		.padding_length = 255,
	};
	uint8_t bytes[RECORD_HEADER_SIZE + 1];

	memset(bytes, 0x55, sizeof(bytes));
	record_header_encode(&header, bytes);
	ck_assert_mem_eq(bytes, expected, sizeof(expected));
	ck_assert_uint_eq(bytes[RECORD_HEADER_SIZE], 0x55);
}
END_TEST

START_TEST(what_is_encoded_is_decoded_to_the_same)
{
	static const uint16_t numbers[] = { 0, 1, 127, 128, 255, 256, 32767,
		32768, 65535 };
	const size_t count = sizeof(numbers) / sizeof(numbers[0]);
	struct record_header header, again;
	uint8_t bytes[RECORD_HEADER_SIZE];
	size_t i, j;

	for (i = 0; i < count; i++) {
		for (j = 0; j < count; j++) {
			header = (struct record_header){
				.version = (uint8_t)i,
				.type = (uint8_t)(200 + j),
				.request_id = numbers[i],
				.content_length = numbers[j],
				.padding_length = (uint8_t)(i * j),
			};
			record_header_encode(&header, bytes);
			ck_assert_uint_eq(
			    record_header_decode(&again, bytes, sizeof(bytes)),
			    RECORD_HEADER_SIZE);
			ck_assert_uint_eq(again.version, header.version);
			ck_assert_uint_eq(again.type, header.type);
			ck_assert_uint_eq(again.request_id, header.request_id);
			ck_assert_uint_eq(
			    again.content_length, header.content_length);
			ck_assert_uint_eq(
			    again.padding_length, header.padding_length);
		}
	}
}
END_TEST

START_TEST(fewer_than_8_bytes_are_no_header)
{
	static const uint8_t bytes[7] = { 1, 4, 0, 1, 0, 0, 0 };
	struct record_header header = { .version = 77 };
	size_t size;

	for (size = 0; size <= sizeof(bytes); size++)
		ck_assert_uint_eq(
		    record_header_decode(&header, bytes, size), 0);
	ck_assert_uint_eq(header.version, 77);
}
END_TEST

START_TEST(what_follows_a_header_is_left)
{
	static const uint8_t bytes[] = { 1, 5, 0, 1, 0, 4, 0, 0, 'b', 'o' };
	struct record_header header;

	ck_assert_uint_eq(
	    record_header_decode(&header, bytes, sizeof(bytes)), 8);
	ck_assert_uint_eq(header.type, RECORD_STDIN);
	ck_assert_uint_eq(header.content_length, 4);
}
END_TEST

START_TEST(an_end_request_says_complete_and_0)
{
	static const uint8_t expected[] = { 1, 3, 0x01, 0x02, 0, 8, 0, 0, 0, 0,
		0, 0, 0, 0, 0, 0 };
	uint8_t bytes[RECORD_END_REQUEST_SIZE];

	memset(bytes, 0x55, sizeof(bytes));
	record_end_request_encode(0x0102, 0, RECORD_REQUEST_COMPLETE, bytes);
	ck_assert_mem_eq(bytes, expected, sizeof(expected));
}
END_TEST

START_TEST(headers_are_as_other_implementations_write_them)
{
	struct record_header header;
	unsigned char bytes[RECORD_HEADER_SIZE];
	size_t i;

	for (i = 0; i < sizeof(header_vectors) / sizeof(header_vectors[0]);
	     i++) {
		const struct header_vector *vector = &header_vectors[i];

		ck_assert_uint_eq(
		    record_header_decode(&header, vector->bytes, 8), 8);
		ck_assert_uint_eq(header.type, vector->type);
		ck_assert_uint_eq(header.request_id, vector->request_id);
		ck_assert_uint_eq(
		    header.content_length, vector->content_length);
		ck_assert_uint_eq(
		    header.padding_length, vector->padding_length);
		record_header_encode(&header, bytes);
		ck_assert_mem_eq(bytes, vector->bytes, 8);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		headers_are_as_other_implementations_write_them,
		known_bytes_are_decoded,
		known_structs_are_encoded,
		what_is_encoded_is_decoded_to_the_same,
		fewer_than_8_bytes_are_no_header,
		what_follows_a_header_is_left,
		an_end_request_says_complete_and_0,
		NULL,
	};

	return unit_run("wire/record", tests);
}
