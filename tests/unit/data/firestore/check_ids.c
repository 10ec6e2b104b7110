/*
 * The constraints of Firestore on ids.
 */
#include <check.h>
#include <string.h>

#include "data/firestore/ids.h"

static const char *
fault_of(const char *id)
{
	return id_find_fault((struct bytes){ id, strlen(id) });
}

START_TEST(valid_ids_have_no_fault)
{
	static const char *const ids[] = { "a", "...", ".a", "__a", "a__",
		"___", "_", " ", "\x7f", "\xc3\xa9", "\xf0\x9f\x98\x80",
		"__id0__", "__id-7__", "__id9223372036854775807__", "a b\\c*" };
	char longest[1501];
	size_t i;

	for (i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
		ck_assert_msg(fault_of(ids[i]) == NULL, "%s", ids[i]);
	ck_assert_ptr_null(id_find_fault((struct bytes){ "\0", 1 }));
	ck_assert_ptr_null(id_find_fault((struct bytes){ ".\0.", 3 }));
	memset(longest, 'x', 1500);
	longest[1500] = '\0';
	ck_assert_ptr_null(fault_of(longest));
}
END_TEST

START_TEST(faults_are_named)
{
	static const struct {
		const char *id, *says;
	} cases[] = {
		{ "", "empty" },
		{ ".", "other than . and .." },
		{ "..", "other than . and .." },
		{ "a/b", "without '/'" },
		{ "____", "reserved" },
		{ "__x__", "reserved" },
		{ "__id__", "reserved" },
		{ "__id-__", "reserved" },
		{ "__id1x__", "reserved" },
		{ "__id_1__", "reserved" },
		{ "\xff", "UTF-8" },
		{ "\xed\xa0\x80", "UTF-8" },
	};
	char longer[1502];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(fault_of(cases[i].id) != NULL, "%s", cases[i].id);
		ck_assert_ptr_nonnull(
		    strstr(fault_of(cases[i].id), cases[i].says));
	}
	memset(longer, 'x', 1501);
	longer[1501] = '\0';
	ck_assert_ptr_nonnull(strstr(fault_of(longer), "1500"));
}
END_TEST

int
main(void)
{
	Suite *suite = suite_create("firestore/ids");
	TCase *tcase = tcase_create("ids");
	SRunner *runner;
	int failed;

	tcase_add_test(tcase, valid_ids_have_no_fault);
	tcase_add_test(tcase, faults_are_named);
	suite_add_tcase(suite, tcase);
	runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? 0 : 1;
}
