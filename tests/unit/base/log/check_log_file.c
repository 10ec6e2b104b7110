/*
 * A log file on a disk that becomes full; a limit of the file's size stands for
 * the disk.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/log/log_file.h"
#include "unit.h"

static int file;

static void
limit_size(rlim_t size)
{
	struct rlimit limit;

	ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = size;
	ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void
begin(rlim_t size)
{
	signal(SIGXFSZ, SIG_IGN);
	file = open(unit_path("x.log"),
	    O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0600);
	ck_assert_int_ne(file, -1);
	log_file_forget(LOG_RELAY_ACCESS);
	limit_size(size);
}

static size_t
put(const char *lines)
{
	return log_file_write(file, LOG_RELAY_ACCESS, lines, strlen(lines));
}

static const char *
content(void)
{
	static char bytes[1000];
	FILE *opened = fopen(unit_path("x.log"), "r");

	ck_assert_ptr_nonnull(opened);
	bytes[fread(bytes, 1, sizeof(bytes) - 1, opened)] = '\0';
	fclose(opened);
	return bytes;
}

static void
end(void)
{
	limit_size(RLIM_INFINITY);
	close(file);
}

START_TEST(a_torn_line_is_ended_before_the_next)
{
	begin(10);
	ck_assert_uint_eq(put("one\ntwo\nthree\n"), 8);
	ck_assert_int_eq(errno, EFBIG);
	ck_assert_uint_eq(put("four\n"), 0);
	ck_assert_str_eq(content(), "one\ntwo\nth");
	limit_size(RLIM_INFINITY);
	ck_assert_uint_eq(put("five\nsix\n"), 9);
	ck_assert_uint_eq(put("seven\n"), 6);
	ck_assert_str_eq(content(), "one\ntwo\nth\nfive\nsix\nseven\n");
	end();
}
END_TEST

START_TEST(the_process_that_tore_a_line_ends_it_soon)
{
	begin(2);
	ck_assert_uint_eq(put("one\n"), 0);
	log_file_mend(file, LOG_RELAY_ACCESS);
	ck_assert_str_eq(content(), "on");
	limit_size(RLIM_INFINITY);
	log_file_mend(file, LOG_RELAY_ACCESS);
	log_file_mend(file, LOG_RELAY_ACCESS);
	ck_assert_str_eq(content(), "on\n");
	ck_assert_uint_eq(put("two\n"), 4);
	ck_assert_str_eq(content(), "on\ntwo\n");
	end();
}
END_TEST

/* Another log stands for another process: it shares only the open file. */
START_TEST(a_line_of_another_process_begins_on_a_new_one)
{
	begin(6);
	ck_assert_uint_eq(put("one\n"), 4);
	ck_assert_uint_eq(put("two\n"), 0);
	limit_size(RLIM_INFINITY);
	ck_assert_uint_eq(
	    log_file_write(file, LOG_RELAY_SLOW, "three\n", 6), 6);
	log_file_mend(file, LOG_RELAY_ACCESS);
	ck_assert_uint_eq(put("four\n"), 5);
	ck_assert_str_eq(content(), "one\ntw\nthree\nfour\n");
	end();
}
END_TEST

/* As standard error may be: there the position must not move. */
START_TEST(a_file_without_o_append_is_not_marked)
{
	begin(6);
	ck_assert_int_eq(fcntl(file, F_SETFL, 0), 0);
	ck_assert_uint_eq(put("one\n"), 4);
	ck_assert_uint_eq(put("two\n"), 0);
	limit_size(RLIM_INFINITY);
	ck_assert_uint_eq(put("three\n"), 6);
	ck_assert_str_eq(content(), "one\ntw\nthree\n");
	end();
}
END_TEST

START_TEST(another_file_has_no_torn_line)
{
	begin(2);
	ck_assert_uint_eq(put("one\n"), 0);
	end();
	begin(RLIM_INFINITY);
	ck_assert_uint_eq(put("two\n"), 4);
	ck_assert_str_eq(content(), "two\n");
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_torn_line_is_ended_before_the_next,
		the_process_that_tore_a_line_ends_it_soon,
		a_line_of_another_process_begins_on_a_new_one,
		a_file_without_o_append_is_not_marked,
		another_file_has_no_torn_line,
		NULL,
	};

	return unit_run("base/log_file", tests);
}
