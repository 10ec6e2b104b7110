/*
 * What a PID file may hold, and whom it can name.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/this_program.h"
#include "cmd/client/pid_signal.h"
#include "unit.h"

static struct gantry_error error;

static pid_t
read_text(const char *text)
{
	unit_write_text(unit_path("pid"), text);
	return pid_signal_read(unit_path("pid"), &error);
}

START_TEST(a_pid_file_has_one_number)
{
	static const char *const wrong[] = { "", "\n", "x", "0", "-1", "12x",
		"99999999999999999999", "1 2" };
	size_t i;

	ck_assert_int_eq(read_text("123\n"), 123);
	ck_assert_int_eq(read_text("123"), 123);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_msg(read_text(wrong[i]) == -1, "%s", wrong[i]);
	ck_assert_int_eq(pid_signal_read(unit_path("none"), &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "No such file"));
}
END_TEST

START_TEST(only_a_process_of_this_name_gets_the_signal)
{
	const struct pid_signal end = { SIGTERM, false };
	char text[32];
	pid_t child;
	int status;

	/* libcheck's handler would end the whole group. */
	signal(SIGTERM, SIG_DFL);
	child = fork();
	ck_assert_int_ne(child, -1);
	if (child == 0) {
		pause();
		_exit(0);
	}
	snprintf(text, sizeof(text), "%ld\n", (long)child);
	unit_write_text(unit_path("pid"), text);
	program_set("other", NULL, NULL);
	ck_assert_int_eq(pid_signal_send(unit_path("pid"), &end, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "is another program"));
	program_set("check_cmd_pid_signal", NULL, NULL);
	ck_assert_int_eq(
	    pid_signal_send(unit_path("pid"), &end, &error), child);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);
	ck_assert_int_eq(pid_signal_send(unit_path("pid"), &end, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "has ended"));
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_pid_file_has_one_number,
		only_a_process_of_this_name_gets_the_signal,
		NULL,
	};

	return unit_run("cmd/pid_signal", tests);
}
