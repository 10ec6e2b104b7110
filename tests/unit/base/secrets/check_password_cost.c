/*
 * Unit tests for bridge/base/secrets/password_cost.c.
 */
#include <string.h>

#include "base/secrets/password.h"
#include "unit.h"

static void
refuse(const char *hash, enum gantry_error_code code)
{
	struct password_cost cost;
	struct gantry_error error;

	ck_assert_msg(password_cost_read(hash, &cost, &error) == -1,
	    "%s was accepted", hash);
	ck_assert_msg(error.code == code, "%s: %s", hash, error.text);
}

START_TEST(the_parameters_are_read)
{
	struct password_cost cost;

	ck_assert_int_eq(
	    password_cost_read("$7$C6....3....salt$hash", &cost, NULL), 0);
	ck_assert(cost.is_scrypt);
	ck_assert_uint_eq(cost.memory, 16 << 20);
	ck_assert_uint_eq(cost.work, (1 << 14) * 8 * 5);
	/* Debian's default in /etc/shadow: N=2^12, r=32. */
	ck_assert_int_eq(
	    password_cost_read("$y$j9T$salt$hash", &cost, NULL), 0);
	ck_assert_uint_eq(cost.memory, 16 << 20);
	ck_assert(!cost.is_scrypt);
	ck_assert_int_eq(
	    password_cost_read("$2y$05$saltandhash", &cost, NULL), 0);
	ck_assert_int_eq(password_cost_read("$6$salt$hash", &cost, NULL), 0);
	ck_assert_int_eq(
	    password_cost_read("$5$rounds=9999$salt$hash", &cost, NULL), 0);
	ck_assert_uint_eq(cost.work, 9999);
}
END_TEST

START_TEST(what_exhausts_memory_or_time_is_refused)
{
	/* scrypt: N=2^17 r=8 is the largest; 2^18, r=9, all digits, p=1023. */
	struct password_cost cost;

	ck_assert_int_eq(
	    password_cost_read("$7$F6..../....salt$hash", &cost, NULL), 0);
	ck_assert_uint_eq(cost.memory, 128 << 20);
	refuse("$7$G6..../....salt$hash", GANTRY_ERROR_LIMIT);
	refuse("$7$F7..../....salt$hash", GANTRY_ERROR_LIMIT);
	refuse("$7$zzzzzzzzzzzsalt$hash", GANTRY_ERROR_LIMIT);
	refuse("$7$C6....zD...salt$hash", GANTRY_ERROR_LIMIT);
	refuse("$7$Szzzz./....salt$hash", GANTRY_ERROR_LIMIT);
	refuse("$y$jFT$salt$hash", GANTRY_ERROR_LIMIT);
	refuse("$y$jjj$salt$hash", GANTRY_ERROR_LIMIT);
	refuse("$2b$15$saltandhash", GANTRY_ERROR_LIMIT);
	refuse("$2b$31$saltandhash", GANTRY_ERROR_LIMIT);
	refuse("$6$rounds=1000001$salt$hash", GANTRY_ERROR_LIMIT);
	refuse("$5$rounds=99999999999999999999999$s$h", GANTRY_ERROR_LIMIT);
}
END_TEST

START_TEST(other_kinds_and_malformed_hashes_are_refused)
{
	static const char *const hashes[] = { "", "plain", "$1$salt$hash",
		"$apr1$salt$hash", "$3$$hash", "{SHA}hash", "*", "!", "x",
		"abcdefghijklm", "$7$", "$7$C6....3...", "$7$C6....!....s$h",
		"$7$.6..../....salt", "$7$C...../....salt",
		"$7$C6.........salt", "$y$", "$y$j9T", "$y$j9Tx$salt",
		"$y$k9T$salt", "$y$jzT$salt", "$2b$5$salt", "$2b$-5$salt",
		"$2b$ 5$salt", "$2b$051$salt", "$2x$05$salt", "$6$rounds=$salt",
		"$6$rounds=-1$salt", "$6$rounds= 9$salt", "$6$rounds=9salt",
		"$8$salt", NULL };
	size_t i;

	for (i = 0; hashes[i] != NULL; i++)
		refuse(hashes[i], GANTRY_ERROR_INPUT);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_parameters_are_read,
		what_exhausts_memory_or_time_is_refused,
		other_kinds_and_malformed_hashes_are_refused,
		NULL,
	};

	return unit_run("base/secrets/password_cost", tests);
}
