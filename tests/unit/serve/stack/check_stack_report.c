/*
 * The child that looks up a stack, and what is logged of it.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/stack/stack_lines.h"
#include "serve/stack/stack_report.h"
#include "unit.h"

static struct stack_reports reports;

/* A stack of one frame that is in no file. */
static const struct thread_stack stack = {
	.tid = 12,
	.frame_count = 1,
	.frames = { 16 },
};

/* Read the report NUMBER until its end. */
static void
read_all(int number)
{
	struct pollfd waited = { .events = POLLIN };

	for (;;) {
		waited.fd = stack_reports_descriptor(&reports, number);
		if (waited.fd == -1)
			return;
		ck_assert_int_eq(poll(&waited, 1, -1), 1);
		stack_reports_read(&reports, number);
	}
}

START_TEST(a_report_is_logged)
{
	const int open = unit_count_descriptors();
	const char *text;
	int number, status;
	pid_t child;

	stack_reports_init(&reports, NULL, NULL);
	number = stack_reports_start(&reports, &stack, 11, NULL);
	ck_assert_int_eq(number, 0);
	ck_assert_uint_eq(stack_reports_count(&reports), 1);
	unit_capture();
	read_all(number);
	text = unit_captured();
	ck_assert_uint_eq(stack_reports_count(&reports), 0);
	if (stack_lines_load()) {
		ck_assert_ptr_nonnull(strstr(
		    text, "worker 11: the stack of thread 12 with files and "));
		ck_assert_ptr_nonnull(
		    strstr(text, "worker 11: #0 ?? [0x10]\n"));
	} else
		ck_assert_str_eq(text, "");
	child = wait(&status);
	ck_assert(stack_reports_reap(&reports, child));
	ck_assert(!stack_reports_reap(&reports, child));
	ck_assert_int_eq(unit_count_descriptors(), open);
}
END_TEST

START_TEST(too_many_at_a_time_are_refused)
{
	int i;

	stack_reports_init(&reports, NULL, NULL);
	for (i = 0; i < STACK_REPORTS; i++)
		ck_assert_int_eq(
		    stack_reports_start(&reports, &stack, 11, NULL), i);
	ck_assert_int_eq(stack_reports_start(&reports, &stack, 11, NULL), -1);
	unit_capture();
	for (i = 0; i < STACK_REPORTS; i++)
		read_all(i);
	unit_captured();
	/* Their processes count until they were reaped. */
	ck_assert_int_eq(stack_reports_start(&reports, &stack, 11, NULL), -1);
	for (i = 0; i < STACK_REPORTS; i++)
		ck_assert(stack_reports_reap(&reports, wait(NULL)));
	ck_assert_int_eq(stack_reports_start(&reports, &stack, 11, NULL), 0);
	stack_reports_clear(&reports);
	ck_assert(stack_reports_reap(&reports, wait(NULL)));
}
END_TEST

/* A child that says something and then nothing. */
static pid_t
start_stuck(int *output)
{
	int ends[2];
	pid_t child;

	ck_assert_int_eq(pipe(ends), 0);
	ck_assert_int_eq(write(ends[1], "#0 a\x1b\n#1 b", 10), 10);
	child = fork();
	ck_assert_int_ne(child, -1);
	while (child == 0)
		pause();
	close(ends[1]);
	*output = ends[0];
	return child;
}

static char heard_line[64];

static void
hear(void *owner, const struct stack_report *report, const char *line)
{
	ck_assert_ptr_eq(owner, heard_line);
	ck_assert_int_eq(report->tid, 12);
	snprintf(heard_line, sizeof(heard_line), "%s", line);
}

START_TEST(a_late_child_is_killed_and_its_report_called_incomplete)
{
	struct stack_report *report = &reports.reports[2];
	const char *text;
	int status;

	stack_reports_init(&reports, hear, heard_line);
	report->worker = 11;
	report->tid = 12;
	report->deadline = INT64_MAX;
	report->child = start_stuck(&report->output);
	stack_reports_check(&reports);
	ck_assert_int_eq(waitpid(report->child, &status, WNOHANG), 0);
	report->deadline = 1;
	stack_reports_check(&reports);
	ck_assert_int_eq(waitpid(report->child, &status, 0), report->child);
	ck_assert(stack_reports_reap(&reports, report->child));
	unit_capture();
	read_all(2);
	text = unit_captured();
	ck_assert_str_eq(heard_line, "#0 a\x1b");
	ck_assert_ptr_nonnull(strstr(text, "worker 11: #0 a\\x1b\n"));
	ck_assert_ptr_nonnull(strstr(text,
	    "worker 11: the stack of thread 12 was not looked up completely"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_report_is_logged,
		too_many_at_a_time_are_refused,
		a_late_child_is_killed_and_its_report_called_incomplete,
		NULL,
	};

	return unit_run("serve/stack_report", tests);
}
