/*
 * The content hash: known values, and what it must tell apart.
 */
#include "data/cache/hash.h"
#include "unit.h"

START_TEST(known_bytes_have_known_hashes)
{
	/* FNV-1a of "" and "a", each followed by the end mark. */
	ck_assert_uint_eq(hash_add(HASH_START, "", 0), 0xaf62bd4c860004dfu);
	ck_assert_uint_eq(hash_add(HASH_START, "a", 1), 0x89ce207b546a4e4u);
}
END_TEST

START_TEST(the_finish_is_that_of_murmurhash3)
{
	ck_assert_uint_eq(hash_finish(0), 0);
	ck_assert_uint_eq(hash_finish(1), 0xb456bcfc34c2cb2cu);
}
END_TEST

START_TEST(parts_are_distinguished)
{
	const uint64_t ab_c = hash_add(hash_add(HASH_START, "ab", 2), "c", 1);

	ck_assert_uint_ne(
	    ab_c, hash_add(hash_add(HASH_START, "a", 1), "bc", 2));
	ck_assert_uint_ne(ab_c, hash_add(HASH_START, "abc", 3));
	ck_assert_uint_ne(
	    ab_c, hash_add(hash_add(HASH_START, "c", 1), "ab", 2));
	ck_assert_uint_ne(ab_c, hash_add(ab_c, "", 0));
}
END_TEST

START_TEST(zeros_and_high_bytes_count)
{
	ck_assert_uint_ne(
	    hash_add(HASH_START, "\0", 1), hash_add(HASH_START, "\0\0", 2));
	ck_assert_uint_ne(
	    hash_add(HASH_START, "\xff", 1), hash_add(HASH_START, "\x7f", 1));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		known_bytes_have_known_hashes,
		the_finish_is_that_of_murmurhash3,
		parts_are_distinguished,
		zeros_and_high_bytes_count,
		NULL,
	};

	return unit_run("cache/hash", tests);
}
