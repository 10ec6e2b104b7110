/*
 * Calls that crash, and the stacks of calls.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "serve/development/crash_guard.h"
#include "serve/observe/backtrace.h"
#include "serve/observe/symbols.h"
#include "unit.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SURVIVES 0
#else
#define SURVIVES 1
#endif

static struct request request;
static struct stack stack;
static char functions[4096];
static unsigned lines;

__attribute__((noinline)) static int
crash(struct request *given)
{
	raise(given->is_authorizer ? SIGABRT : SIGSEGV);
	return 7;
}

static int
come_back(struct request *given)
{
	return given == &request ? 5 : 6;
}

static void
note(void *owner, const struct stack_line *line)
{
	(void)owner;
	strncat(functions, line->function,
	    sizeof(functions) - strlen(functions) - 1);
	strncat(functions, " ", sizeof(functions) - strlen(functions) - 1);
	if (line->file != NULL && strstr(line->file, "check_crash_guard.c"))
		lines++;
}

static void
prepare(void)
{
	static atomic_int crashed;

	symbols_open();
	backtrace_prepare(&crashed, NULL, NULL);
	backtrace_prepare_thread();
	crash_guard_prepare();
}

START_TEST(a_call_that_does_not_crash_returns)
{
	int number = 1;

	prepare();
	ck_assert_int_eq(
	    crash_guard_call(&request, come_back, &stack, &number), 5);
	ck_assert_int_eq(number, 0);
}
END_TEST

START_TEST(a_thread_comes_back_from_a_crash_with_the_stack)
{
	int number = 0, i;

	if (!SURVIVES)
		return;
	prepare();
	for (i = 0; i < 3; i++) {
		request.is_authorizer = i == 1;
		ck_assert_int_eq(
		    crash_guard_call(&request, crash, &stack, &number), -1);
		ck_assert_int_eq(number, i == 1 ? SIGABRT : SIGSEGV);
		ck_assert_int_gt(stack.count, 1);
		functions[0] = '\0';
		stack_each(&stack, false, note, NULL);
		ck_assert_ptr_nonnull(strstr(functions, "crash "));
		ck_assert_ptr_null(strstr(functions, "crash_guard_call"));
	}
}
END_TEST

START_TEST(the_stack_has_the_lines_of_the_sources)
{
	if (system("addr2line --version >/dev/null 2>&1") != 0)
		return;
	symbols_open();
	stack_take(&stack, NULL);
	stack_each(&stack, true, note, NULL);
	ck_assert_msg(lines > 0, "%s", functions);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_call_that_does_not_crash_returns,
		a_thread_comes_back_from_a_crash_with_the_stack,
		the_stack_has_the_lines_of_the_sources,
		NULL,
	};

	return unit_run("crash_guard", tests);
}
