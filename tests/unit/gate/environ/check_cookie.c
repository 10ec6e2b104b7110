/*
 * Cookies, however they were joined.
 */
#include <string.h>

#include "gate/environ/cookie.h"
#include "unit.h"

static const struct {
	const char *sent, *expected; /* NULL: as it was sent */
} cases[] = {
	{ "", NULL },
	{ "a=1", NULL },
	{ "a=1; b=2", NULL },
	{ "a=1;b=2", "a=1; b=2" },
	{ "a=1;  b=2;\tc=3", "a=1; b=2; c=3" },
	{ "a=1, b=2", "a=1; b=2" },
	{ "a=1,\t b=2, __Host-c=3", "a=1; b=2; __Host-c=3" },
	{ "a=1; b=2, c=3", "a=1; b=2; c=3" },
	/* Commas that belong to a value. */
	{ "a=1,2", NULL },
	{ "a=1,b=2", NULL },
	{ "a=Mon, 01 Jan", NULL },
	{ "a=Mon, 01 Jan=x", NULL },
	{ "a=1, =2", NULL },
	{ "a=1, ", NULL },
	{ "a=1,", NULL },
	{ "a=1;", NULL },
	{ "a=1; ", NULL },
};

START_TEST(pairs_are_joined_by_semicolons)
{
	char joined[64];
	size_t i, length;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *expected = cases[i].expected != NULL
		    ? cases[i].expected
		    : cases[i].sent;

		ck_assert_msg(cookie_is_joined(cases[i].sent) ==
			(cases[i].expected == NULL),
		    "'%s'", cases[i].sent);
		length = cookie_join(NULL, cases[i].sent);
		ck_assert_uint_eq(cookie_join(joined, cases[i].sent), length);
		ck_assert_str_eq(joined, expected);
		ck_assert_uint_eq(length, strlen(expected));
		ck_assert(cookie_is_joined(joined));
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		pairs_are_joined_by_semicolons,
		NULL,
	};

	return unit_run("gate/cookie", tests);
}
