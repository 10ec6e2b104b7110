/*
 * Which methods of HTTP are known.
 */
#include <check.h>

#include "unit.h"
#include "web/operations.h"

START_TEST(methods_are_known_if_registered_or_declared)
{
	static const char *const known[] = { "ACL", "CONNECT", "DELETE", "GET",
		"HEAD", "OPTIONS", "PATCH", "POST", "PROPFIND", "PUT", "REPORT",
		"TRACE", "VERSION-CONTROL", "BREW" };
	static const char *const unknown[] = { "", "get", "Get", "GETS", "GE",
		"PRI", "*", "WHEN" };
	struct operation any = { .method = NULL };
	struct operation brew = { .method = "BREW", .next = &any };
	struct entry pot = { .operations = &brew };
	struct entry cup = { .operations = &any, .next = &pot };
	size_t i;

	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		ck_assert_msg(method_is_known(&cup, known[i]), "%s", known[i]);
	for (i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++)
		ck_assert_msg(
		    !method_is_known(&cup, unknown[i]), "%s", unknown[i]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		methods_are_known_if_registered_or_declared,
		NULL,
	};

	return unit_run("web/method", tests);
}
