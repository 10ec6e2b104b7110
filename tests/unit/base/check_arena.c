/*
 * The arena: pieces are aligned and do not overlap.
 */
#include <check.h>
#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

START_TEST(pieces_are_aligned_and_do_not_overlap)
{
	struct arena arena;
	char *pieces[100];
	int i;

	arena_init(&arena);
	for (i = 0; i < 100; i++) {
		pieces[i] = arena_alloc(&arena, (size_t)i + 1);
		ck_assert_ptr_nonnull(pieces[i]);
		ck_assert_uint_eq(
		    (uintptr_t)pieces[i] % alignof(max_align_t), 0);
		memset(pieces[i], i, (size_t)i + 1);
	}
	for (i = 0; i < 100; i++) {
		ck_assert_int_eq(pieces[i][0], i);
		ck_assert_int_eq(pieces[i][i], i);
	}
	arena_clear(&arena);
}
END_TEST

START_TEST(a_piece_may_be_larger_than_a_chunk)
{
	struct arena arena;
	char *large, *small;

	arena_init(&arena);
	small = arena_strndup(&arena, "small", 5);
	large = arena_alloc(&arena, 1000000);
	ck_assert_ptr_nonnull(large);
	memset(large, 'x', 1000000);
	ck_assert_str_eq(small, "small");
	arena_clear(&arena);
}
END_TEST

START_TEST(an_impossible_size_fails)
{
	struct arena arena;

	arena_init(&arena);
	ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX));
	ck_assert_ptr_null(arena_alloc(&arena, SIZE_MAX - 20));
	arena_clear(&arena);
}
END_TEST

START_TEST(a_copy_is_nul_terminated)
{
	struct arena arena;

	arena_init(&arena);
	ck_assert_str_eq(arena_strndup(&arena, "abcdef", 3), "abc");
	ck_assert_str_eq(arena_strndup(&arena, "", 0), "");
	arena_clear(&arena);
}
END_TEST

START_TEST(clear_is_idempotent_and_reset_allows_more)
{
	struct arena arena;

	arena_init(&arena);
	arena_reset(&arena);
	ck_assert_ptr_nonnull(arena_alloc(&arena, 100000));
	ck_assert_ptr_nonnull(arena_alloc(&arena, 10));
	arena_reset(&arena);
	ck_assert_ptr_nonnull(arena_alloc(&arena, 10));
	arena_clear(&arena);
	arena_clear(&arena);
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("arena");
	TCase *tests = tcase_create("arena");
	SRunner *runner;
	int failed;

	tcase_add_test(tests, pieces_are_aligned_and_do_not_overlap);
	tcase_add_test(tests, a_piece_may_be_larger_than_a_chunk);
	tcase_add_test(tests, an_impossible_size_fails);
	tcase_add_test(tests, a_copy_is_nul_terminated);
	tcase_add_test(tests, clear_is_idempotent_and_reset_allows_more);
	suite_add_tcase(suite, tests);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
