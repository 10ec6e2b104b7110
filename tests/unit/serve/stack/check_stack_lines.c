/*
 * Functions, files and lines of addresses in this program.
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "serve/stack/stack_lines.h"
#include "unit.h"

static struct thread_stack stack;

/* Note the stack of the function that is about to return. */
__attribute__((noinline)) static int
note_caller(void)
{
	void *const frames[] = { __builtin_return_address(0) };
	static struct stack_record record;
	unsigned seen = 0;

	stack_record_write(&record,
	    &(struct stack_sample){ .tid = 1, .frames = frames, .count = 1 });
	ck_assert(stack_record_read(&record, &seen, &stack));
	return 1;
}

__attribute__((noinline)) static int
a_function(void)
{
	return note_caller() + 1;
}
static const int its_line = __LINE__ - 2;

__attribute__((always_inline)) static inline int
an_inlined_function(void)
{
	return note_caller() + 2;
}

__attribute__((noinline)) static int
an_outer_function(void)
{
	return an_inlined_function() * 3;
}
static const int its_call = __LINE__ - 2;

/* The lines of the stack. */
static const char *
look_up(void)
{
	static char text[4096];
	ssize_t count;
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	stack_lines_write(
	    &stack, open("/proc/self/exe", O_RDONLY | O_CLOEXEC), ends[1]);
	close(ends[1]);
	count = read(ends[0], text, sizeof(text) - 1);
	close(ends[0]);
	text[count > 0 ? count : 0] = '\0';
	return text;
}

/* Is there a line with WHAT and the place LINE of this file? */
static bool
has(const char *text, const char *what, int line)
{
	char place[64];
	const char *at = strstr(text, what);

	snprintf(place, sizeof(place), "/check_stack_lines.c:%d ", line);
	at = at != NULL ? strstr(at, place) : NULL;
	return at != NULL;
}

START_TEST(a_frame_has_its_function_and_line)
{
	if (!stack_lines_load())
		return;
	ck_assert_int_eq(a_function(), 2);
	ck_assert_msg(
	    has(look_up(), "#0 a_function at /", its_line), "%s", look_up());
}
END_TEST

START_TEST(an_inlined_function_has_a_line_before_its_caller)
{
	const char *text;

	if (!stack_lines_load())
		return;
	ck_assert_int_eq(an_outer_function(), 9);
	text = look_up();
	ck_assert_msg(strstr(text, "#0 an_inlined_function at /") == text &&
		strstr(text, " (inlined)\n#0 an_outer_function at /") != NULL,
	    "%s", text);
	ck_assert_msg(
	    has(text, "an_outer_function at /", its_call), "%s", text);
}
END_TEST

START_TEST(a_file_with_another_build_id_was_replaced)
{
	if (!stack_lines_load())
		return;
	a_function();
	stack.objects[0].id[3] ^= 1;
	ck_assert_ptr_nonnull(strstr(look_up(), "its build ID differs"));
	ck_assert_ptr_null(strstr(look_up(), "a_function"));
	a_function();
	stack.objects[0].id_size = 0;
	ck_assert_ptr_null(strstr(look_up(), "a_function"));
}
END_TEST

START_TEST(what_is_unknown_is_said_to_be)
{
	static const char *const paths[] = { "/", "relative", "/dev/zero",
		"/none/such" };
	size_t i;

	if (!stack_lines_load())
		return;
	a_function();
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		strcpy(stack.objects[0].path, paths[i]);
		ck_assert_ptr_nonnull(
		    strstr(look_up(), "; the file cannot be read)\n"));
	}
	stack.frames[0] = 16;
	ck_assert_str_eq(look_up(), "#0 ?? [0x10]\n");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_frame_has_its_function_and_line,
		an_inlined_function_has_a_line_before_its_caller,
		a_file_with_another_build_id_was_replaced,
		what_is_unknown_is_said_to_be,
		NULL,
	};

	return unit_run("serve/stack_lines", tests);
}
