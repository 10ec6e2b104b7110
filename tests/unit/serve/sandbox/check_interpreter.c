/*
 * What the kernel runs for a program.
 */
#include <string.h>
#include <unistd.h>

#include "serve/sandbox/interpreter.h"
#include "unit.h"

static char interpreter[PATH_MAX];

START_TEST(a_program_has_the_dynamic_loader)
{
	ck_assert(interpreter_find("/proc/self/exe", interpreter));
	ck_assert_int_eq(*interpreter, '/');
	ck_assert_int_eq(access(interpreter, X_OK), 0);
	/* The loader itself has none. */
	ck_assert(!interpreter_find(interpreter, interpreter));
}
END_TEST

START_TEST(a_script_has_its_interpreter)
{
	static const struct {
		const char *text, *expected;
	} rows[] = {
		{ "#!/bin/sh\nexit\n", "/bin/sh" },
		{ "#! \t/usr/bin/env python3\n", "/usr/bin/env" },
		{ "#!/bin/sh", "/bin/sh" },
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		unit_write_text(unit_path("script"), rows[i].text);
		ck_assert(interpreter_find(unit_path("script"), interpreter));
		ck_assert_str_eq(interpreter, rows[i].expected);
	}
}
END_TEST

START_TEST(other_files_have_none)
{
	static const char *const texts[] = { "", "#", "#!", "#! \n", "text",
		"\177ELF" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		unit_write_text(unit_path("file"), texts[i]);
		ck_assert(!interpreter_find(unit_path("file"), interpreter));
	}
	ck_assert(!interpreter_find(unit_path("none"), interpreter));
	ck_assert(!interpreter_find(unit_path(NULL), interpreter));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_program_has_the_dynamic_loader,
		a_script_has_its_interpreter,
		other_files_have_none,
		NULL,
	};

	return unit_run("serve/interpreter", tests);
}
