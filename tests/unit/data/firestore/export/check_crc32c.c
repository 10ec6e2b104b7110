/*
 * CRC-32C against the values of RFC 3720 appendix B.4.
 */
#include <check.h>
#include <string.h>

#include "data/firestore/export/crc32c.h"

static struct crc32c crc;

static void
set_up(void)
{
	crc32c_init(&crc);
}

START_TEST(sums_are_those_of_the_rfc)
{
	unsigned char data[32];
	size_t i;

	memset(data, 0, sizeof(data));
	ck_assert_uint_eq(
	    crc32c_update(&crc, 0, data, sizeof(data)), 0x8a9136aa);
	memset(data, 0xff, sizeof(data));
	ck_assert_uint_eq(
	    crc32c_update(&crc, 0, data, sizeof(data)), 0x62a8ab43);
	for (i = 0; i < sizeof(data); i++)
		data[i] = (unsigned char)i;
	ck_assert_uint_eq(
	    crc32c_update(&crc, 0, data, sizeof(data)), 0x46dd794e);
	ck_assert_uint_eq(crc32c_update(&crc, 0, "123456789", 9), 0xe3069283);
	ck_assert_uint_eq(crc32c_update(&crc, 0, "", 0), 0);
}
END_TEST

START_TEST(a_sum_in_parts_is_the_sum_of_the_whole)
{
	static const char text[] = "the shelf behind a bar, not a crane";
	uint32_t whole = crc32c_update(&crc, 0, text, sizeof(text));
	uint32_t sum;
	size_t i;

	for (i = 0; i <= sizeof(text); i++) {
		sum = crc32c_update(&crc, 0, text, i);
		sum = crc32c_update(&crc, sum, text + i, sizeof(text) - i);
		ck_assert_uint_eq(sum, whole);
	}
}
END_TEST

START_TEST(a_mask_turns_the_sum_and_adds)
{
	ck_assert_uint_eq(crc32c_mask(0), 0xa282ead8);
	/* The version record that every overall metadata file begins with. */
	ck_assert_uint_eq(crc32c_mask(crc32c_update(&crc, 0,
			      "\001"
			      "3",
			      2)),
	    0x4e446db8);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/crc32c");
	TCase *tcase = tcase_create("crc32c");
	SRunner *runner;
	int failed;

	tcase_add_checked_fixture(tcase, set_up, NULL);
	tcase_add_test(tcase, sums_are_those_of_the_rfc);
	tcase_add_test(tcase, a_sum_in_parts_is_the_sum_of_the_whole);
	tcase_add_test(tcase, a_mask_turns_the_sum_and_adds);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed != 0;
}
