/*
 * Unit tests for bridge/base/secrets/password.c.  secrets.tap compares with
 * other implementations.
 */
#include <string.h>

#include "base/secrets/password.h"
#include "gantry/secrets.h"
#include "unit.h"

START_TEST(a_hash_verifies_its_password)
{
	struct gantry_buffer hash = { 0 };
	struct gantry_error error;

	ck_assert_msg(gantry_password_hash(&hash, "s3cret", &error) == 0, "%s",
	    error.text);
	gantry_buffer_putc(&hash, '\0');
	ck_assert_uint_eq(strlen(hash.data), 80);
	ck_assert(gantry_password_verify("s3cret", hash.data, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_NONE);
	ck_assert(!gantry_password_verify("S3cret", hash.data, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_NONE);
	ck_assert(!gantry_password_needs_rehash(hash.data));
	gantry_buffer_clear(&hash);
}
END_TEST

START_TEST(a_password_has_limits)
{
	struct gantry_buffer hash = { 0 };
	struct gantry_error error;
	char password[GANTRY_PASSWORD_MAX + 2];

	memset(password, 'x', sizeof(password) - 1);
	password[sizeof(password) - 1] = '\0';
	ck_assert_int_eq(gantry_password_hash(&hash, password, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_LIMIT);
	ck_assert(!gantry_password_verify(password, "$5$salt$hash", &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_NONE);
	ck_assert_int_eq(gantry_password_hash(&hash, "", &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_uint_eq(hash.length, 0);
	password[GANTRY_PASSWORD_MAX] = '\0';
	ck_assert_int_eq(gantry_password_hash(&hash, password, &error), 0);
	gantry_buffer_clear(&hash);
}
END_TEST

START_TEST(nobody_has_no_password)
{
	struct gantry_error error = { GANTRY_ERROR_INPUT, "" };

	ck_assert(!gantry_password_verify("s3cret", NULL, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_NONE);
	ck_assert(!gantry_password_verify("", NULL, NULL));
}
END_TEST

START_TEST(a_hash_that_is_cut_matches_nothing)
{
	struct gantry_error error;

	ck_assert(!gantry_password_verify("s3cret", "$5$salt$", &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_NONE);
	ck_assert(!gantry_password_verify("s3cret", "$5$sa:lt$", &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert(!gantry_password_verify("s3cret", "s3cret", &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert(!gantry_password_verify("s3cret", "*0", &error));
	ck_assert(!gantry_password_verify("s3cret", "", &error));
}
END_TEST

START_TEST(weaker_and_other_hashes_need_a_new_one)
{
	ck_assert(gantry_password_needs_rehash("$2y$12$saltandhash"));
	ck_assert(gantry_password_needs_rehash("$y$j9T$salt$hash"));
	ck_assert(gantry_password_needs_rehash("$7$C6..../....salt$hash"));
	ck_assert(gantry_password_needs_rehash("$7$B6....A....salt$hash"));
	ck_assert(gantry_password_needs_rehash("unknown"));
	ck_assert(!gantry_password_needs_rehash("$7$F6..../....salt$hash"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_hash_verifies_its_password,
		a_password_has_limits,
		nobody_has_no_password,
		a_hash_that_is_cut_matches_nothing,
		weaker_and_other_hashes_need_a_new_one,
		NULL,
	};

	return unit_run("base/secrets/password", tests);
}
