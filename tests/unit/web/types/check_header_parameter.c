/*
 * A header's parameters, quoted and not.
 */
#include <string.h>

#include "gate/environ/environ.h"
#include "unit.h"
#include "web/types/header_parameter.h"

static struct gantry_environ environ_;

/* "name=value|name=value|" and the last result. */
static const char *
read_all(const char *text, int *found)
{
	static char all[256];
	struct header_parameter parameter;
	const char *at = text, *value;

	environ_init(&environ_);
	all[0] = '\0';
	while ((*found = header_parameter_next(&at, &parameter)) == 1) {
		value = header_parameter_copy(&environ_, &parameter);
		ck_assert_ptr_nonnull(value);
		strncat(all, parameter.name, parameter.name_length);
		strcat(strcat(strcat(all, "="), value), "|");
	}
	environ_clear(&environ_);
	return all;
}

START_TEST(parameters_are_read_one_after_the_other)
{
	static const struct {
		const char *text, *all;
	} cases[] = {
		{ "", "" },
		{ " \t", "" },
		{ ";", "" },
		{ " ; ; ", "" },
		{ ";a=1", "a=1|" },
		{ "; a=1;b=2 ; c=3;", "a=1|b=2|c=3|" },
		{ ";;a=1;;b=2", "a=1|b=2|" },
		{ ";\ta\t=\t1", "a=1|" },
		{ ";a=\"1\";b=\"\"", "a=1|b=|" },
		{ ";a=\"x;y=z , \"", "a=x;y=z , |" },
		{ ";a=\"\\\"x\\\" \\\\ \\y\"", "a=\"x\" \\ \\y|" },
		{ ";a=\"C:\\dir\\file\"", "a=C:\\dir\\file|" },
		{ ";a=\"\\\\\\\"\"", "a=\\\"|" },
		{ ";a=x\\y", "a=x\\y|" },
		{ ";a=x\\\\y", "a=x\\\\y|" },
		{ ";a=----=_Part/1:(2)", "a=----=_Part/1:(2)|" },
		{ ";a==", "a==|" },
		{ ";a=caf\xc3\xa9", "a=caf\xc3\xa9|" },
		{ ";a*=utf-8''x", "a*=utf-8''x|" },
	};
	size_t i;
	int found;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_str_eq(read_all(cases[i].text, &found), cases[i].all);
		ck_assert_int_eq(found, 0);
	}
}
END_TEST

START_TEST(a_malformed_parameter_is_an_error)
{
	static const struct {
		const char *text, *before;
	} cases[] = {
		{ "a=1", "" },
		{ ";a", "" },
		{ ";a;b=1", "" },
		{ ";a=", "" },
		{ ";a=;b=1", "" },
		{ ";=1", "" },
		{ ";\"a\"=1", "" },
		{ ";a b=1", "" },
		{ ";a=\"", "" },
		{ ";a=\"x", "" },
		{ ";a=\"x\\\"", "" },
		{ ";a=\"x\\\\\\\"", "" },
		{ ";a=\"x\"y", "a=x|" },
		{ ";a=\"x\" y", "a=x|" },
		{ ";a=x y", "a=x|" },
		{ ";a=x\"y\"", "a=x|" },
		{ ";a=\"C:\\\"; b=1", "" },
	};
	size_t i;
	int found;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_str_eq(
		    read_all(cases[i].text, &found), cases[i].before);
		ck_assert_int_eq(found, -1);
	}
}
END_TEST

START_TEST(a_name_matches_in_any_case)
{
	struct header_parameter parameter;
	const char *at = ";FileName=x";

	ck_assert_int_eq(header_parameter_next(&at, &parameter), 1);
	ck_assert(header_parameter_is(&parameter, "filename"));
	ck_assert(!header_parameter_is(&parameter, "name"));
	ck_assert(!header_parameter_is(&parameter, "file"));
	ck_assert(!header_parameter_is(&parameter, "filename*"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		parameters_are_read_one_after_the_other,
		a_malformed_parameter_is_an_error,
		a_name_matches_in_any_case,
		NULL,
	};

	return unit_run("web/header_parameter", tests);
}
