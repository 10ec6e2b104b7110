/*
 * Unit tests for bridge/base/secrets/random.c.
 */
#include <string.h>

#include "gantry/secrets.h"
#include "unit.h"

START_TEST(a_token_has_256_bits_by_default)
{
	struct gantry_buffer one = { 0 }, other = { 0 };

	ck_assert_int_eq(gantry_random_token(&one, 0, NULL), 0);
	ck_assert_int_eq(gantry_random_token(&other, 0, NULL), 0);
	ck_assert_uint_eq(one.length, 43);
	ck_assert_uint_eq(other.length, 43);
	ck_assert(memcmp(one.data, other.data, 43) != 0);
	gantry_buffer_reset(&one);
	ck_assert_int_eq(gantry_random_token(&one, 16, NULL), 0);
	ck_assert_uint_eq(one.length, 22);
	gantry_buffer_clear(&one);
	gantry_buffer_clear(&other);
}
END_TEST

START_TEST(a_token_that_can_be_guessed_is_refused)
{
	struct gantry_buffer buffer = { 0 };
	struct gantry_error error;

	ck_assert_int_eq(gantry_random_token(&buffer, 15, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_int_eq(gantry_random_token(&buffer, 1025, &error), -1);
	ck_assert_uint_eq(buffer.length, 0);
	ck_assert_int_eq(gantry_random_token(&buffer, 1024, &error), 0);
	ck_assert_uint_eq(buffer.length, 1366);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(each_byte_is_filled)
{
	unsigned char bytes[300], seen[300] = { 0 };
	int round;
	size_t i;

	/* 40 rounds leave one byte in 2^320 / 300 of them unchanged. */
	for (round = 0; round < 40; round++) {
		ck_assert_int_eq(
		    gantry_random_bytes(bytes, sizeof(bytes), NULL), 0);
		for (i = 0; i < sizeof(bytes); i++)
			seen[i] |= bytes[i];
	}
	for (i = 0; i < sizeof(seen); i++)
		ck_assert_uint_ne(seen[i], 0);
}
END_TEST

START_TEST(secrets_are_compared_as_a_whole)
{
	ck_assert(gantry_secret_is_equal("s3cret", "s3cret"));
	ck_assert(gantry_secret_is_equal("", ""));
	ck_assert(!gantry_secret_is_equal("s3cret", "s3creT"));
	ck_assert(!gantry_secret_is_equal("s3cret", "s3cre"));
	ck_assert(!gantry_secret_is_equal("s3cret", "s3crets3cret"));
	ck_assert(!gantry_secret_is_equal("s3cret", ""));
	ck_assert(!gantry_secret_is_equal("", "x"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_token_has_256_bits_by_default,
		a_token_that_can_be_guessed_is_refused,
		each_byte_is_filled,
		secrets_are_compared_as_a_whole,
		NULL,
	};

	return unit_run("base/secrets/random", tests);
}
