/*
 * When lost lines are told, and how many.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/log/log.h"
#include "base/log/log_losses.h"
#include "unit.h"

#define START 1000000

static struct log_losses_report report;

static bool
is_told(enum log_relay_log log, int64_t after)
{
	return log_losses_take_report(log, START + after, &report);
}

START_TEST(a_log_that_fails_is_told_once_a_minute)
{
	ck_assert(!is_told(LOG_RELAY_ACCESS, 0));
	log_losses_add(LOG_RELAY_ACCESS, 2, ENOSPC);
	ck_assert(log_losses_is_failing(LOG_RELAY_ACCESS));
	ck_assert(!log_losses_is_failing(LOG_RELAY_SLOW));
	ck_assert(is_told(LOG_RELAY_ACCESS, 0));
	ck_assert(report.is_failing);
	ck_assert_str_eq(report.name, "access");
	ck_assert_str_eq(report.reason, strerror(ENOSPC));
	log_losses_add(LOG_RELAY_ACCESS, 3, ENOSPC);
	ck_assert(!is_told(LOG_RELAY_ACCESS, 59999));
	ck_assert(is_told(LOG_RELAY_ACCESS, 60000));
	ck_assert(report.is_failing);
}
END_TEST

START_TEST(what_was_lost_is_told_when_the_log_works_again)
{
	log_losses_add(LOG_RELAY_SLOW, 2, EAGAIN);
	log_losses_add(LOG_RELAY_SLOW, 3, EAGAIN);
	log_losses_end(LOG_RELAY_SLOW);
	ck_assert(is_told(LOG_RELAY_SLOW, 0));
	ck_assert(!report.is_failing);
	ck_assert_uint_eq(report.lost, 5);
	ck_assert_str_eq(report.reason, "its reader does not keep up");
	ck_assert(!is_told(LOG_RELAY_SLOW, 20000));
	/* A log that fails again and again does not fill the error log. */
	log_losses_add(LOG_RELAY_SLOW, 1, EAGAIN);
	log_losses_end(LOG_RELAY_SLOW);
	ck_assert(!is_told(LOG_RELAY_SLOW, 9999));
	ck_assert(is_told(LOG_RELAY_SLOW, 10000));
	ck_assert_uint_eq(report.lost, 1);
}
END_TEST

START_TEST(at_the_end_all_is_told)
{
	log_losses_add(LOG_RELAY_SLOW, 1, ENOSPC);
	ck_assert(is_told(LOG_RELAY_SLOW, 0));
	log_losses_add(LOG_RELAY_SLOW, 2, ENOSPC);
	ck_assert(log_losses_take_report(LOG_RELAY_SLOW, INT64_MAX, &report));
	ck_assert(!report.is_failing);
	ck_assert_uint_eq(report.lost, 3);
}
END_TEST

START_TEST(lines_are_counted_once)
{
	log_losses_add(LOG_RELAY_ACCESS, 2, EPIPE);
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_ACCESS), 2);
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_ACCESS), 0);
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_ERROR), 0);
}
END_TEST

/* The file is on a disk that is full for a while. */
START_TEST(an_error_log_tells_of_itself_when_it_works_again)
{
	const int stderr_before = dup(STDERR_FILENO);
	const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);

	ck_assert_int_ne(dup2(full, STDERR_FILENO), -1);
	log_error("one");
	log_error("two");
	log_report_losses(START);
	log_report_losses(START + 1000);
	ck_assert(log_losses_is_failing(LOG_RELAY_ERROR));
	/* The reports that failed do not count. */
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_ERROR), 2);
	dup2(stderr_before, STDERR_FILENO);
	close(stderr_before);
	unit_capture();
	log_report_losses(START + 2000);
	log_report_losses(START + 60000);
	ck_assert_ptr_nonnull(strstr(unit_captured(),
	    "warning: 2 lines of the error log were lost: No space left on "
	    "device\n"));
	ck_assert(!log_losses_is_failing(LOG_RELAY_ERROR));
	close(full);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_log_that_fails_is_told_once_a_minute,
		what_was_lost_is_told_when_the_log_works_again,
		at_the_end_all_is_told,
		lines_are_counted_once,
		an_error_log_tells_of_itself_when_it_works_again,
		NULL,
	};

	return unit_run("base/log_losses", tests);
}
