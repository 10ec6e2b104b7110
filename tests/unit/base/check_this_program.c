/*
 * What a program is called.
 */
#include <stdlib.h>
#include <string.h>

#include "base/this_program.h"
#include "unit.h"

START_TEST(only_what_can_be_a_name_of_a_file_is_a_name)
{
	char longest[PROGRAM_NAME_MAX + 2];

	ck_assert(program_name_is_valid("todo"));
	ck_assert(program_name_is_valid("7to-do_1.2"));
	ck_assert(!program_name_is_valid(""));
	ck_assert(!program_name_is_valid(".todo"));
	ck_assert(!program_name_is_valid("-todo"));
	ck_assert(!program_name_is_valid("a/b"));
	ck_assert(!program_name_is_valid("a b"));
	ck_assert(!program_name_is_valid("a\n"));
	ck_assert(!program_name_is_valid("\xc3\xa9"));
	memset(longest, 'a', sizeof(longest));
	longest[PROGRAM_NAME_MAX] = '\0';
	ck_assert(program_name_is_valid(longest));
	longest[PROGRAM_NAME_MAX] = 'a';
	longest[PROGRAM_NAME_MAX + 1] = '\0';
	ck_assert(!program_name_is_valid(longest));
}
END_TEST

START_TEST(a_program_is_gantry_until_it_is_named)
{
	char text[64];

	ck_assert_str_eq(program_name(), "gantry");
	ck_assert_str_eq(program_config_file(), SYSCONFDIR "/gantry.conf");
	program_put_version(text, sizeof(text));
	ck_assert_str_eq(text, "gantry " PACKAGE_VERSION);
	program_set("todo", "1.2", NULL);
	ck_assert_str_eq(program_config_file(), SYSCONFDIR "/todo.conf");
	program_put_version(text, sizeof(text));
	ck_assert_str_eq(text, "todo 1.2 (gantry " PACKAGE_VERSION ")");
	program_set("todo", NULL, "/own.conf");
	ck_assert_str_eq(program_config_file(), "/own.conf");
	program_put_version(text, sizeof(text));
	ck_assert_str_eq(text, "todo (gantry " PACKAGE_VERSION ")");
	program_put_version(text, 5);
	ck_assert_str_eq(text, "todo");
}
END_TEST

/* What TEXT becomes in a buffer of SIZE bytes. */
static const char *
expanded(const char *text, size_t size)
{
	static char shown[64];

	program_expand(shown, size, text, strlen(text));
	return shown;
}

START_TEST(places_in_texts_are_filled)
{
	program_set("todo", NULL, "/own.conf");
	ck_assert_str_eq(expanded("no place", 64), "no place");
	ck_assert_str_eq(
	    expanded("{program} reads {config}", 64), "todo reads /own.conf");
	ck_assert_str_eq(expanded("{program}{program", 64), "todo{program");
	ck_assert_str_eq(expanded("{progra", 64), "{progra");
	ck_assert_str_eq(expanded("", 64), "");
	ck_assert_str_eq(expanded("a {program}", 5), "a to");
	ck_assert_str_eq(expanded("{program}", 1), "");
}
END_TEST

START_TEST(a_copy_is_never_cut)
{
	char *copy;

	program_set("todo", NULL, "/own.conf");
	copy = program_expand_dup("{program}{config}{{program}", 27);
	ck_assert_str_eq(copy, "todo/own.conf{todo");
	free(copy);
	copy = program_expand_dup("{program}s", 9);
	ck_assert_str_eq(copy, "todo");
	free(copy);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		only_what_can_be_a_name_of_a_file_is_a_name,
		a_program_is_gantry_until_it_is_named,
		places_in_texts_are_filled,
		a_copy_is_never_cut,
		NULL,
	};

	return unit_run("base/this_program", tests);
}
