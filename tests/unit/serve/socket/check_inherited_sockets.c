/*
 * Handing sockets to another program.  This process plays both programs.
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "serve/socket/inherited_sockets.h"
#include "unit.h"

static int first, second;

static void
hand_over(void)
{
	struct gantry_buffer lines = { 0 };

	first = open("/dev/null", O_RDWR | O_CLOEXEC);
	second = open("/dev/null", O_RDWR | O_CLOEXEC);
	inherited_sockets_add(&lines, first, "unix:/a=b");
	inherited_sockets_add(&lines, second, "127.0.0.1:9000");
	ck_assert_int_eq(inherited_sockets_export(&lines), 0);
	gantry_buffer_clear(&lines);
}

static bool
is_open(int descriptor)
{
	return fcntl(descriptor, F_GETFD) != -1;
}

START_TEST(descriptors_survive_exec_until_they_are_taken)
{
	hand_over();
	ck_assert_int_eq(fcntl(first, F_GETFD), 0);
	ck_assert_int_eq(inherited_sockets_take("unix:/a=b"), first);
	ck_assert_int_eq(fcntl(first, F_GETFD), FD_CLOEXEC);
}
END_TEST

START_TEST(a_socket_is_taken_once_and_by_its_whole_address)
{
	hand_over();
	ck_assert_int_eq(inherited_sockets_take("unix:/a"), -1);
	ck_assert_int_eq(inherited_sockets_take("127.0.0.1:900"), -1);
	ck_assert_int_eq(inherited_sockets_take("127.0.0.1:9000"), second);
	ck_assert_int_eq(inherited_sockets_take("127.0.0.1:9000"), -1);
	ck_assert_int_eq(inherited_sockets_take("unix:/a=b"), first);
}
END_TEST

START_TEST(sockets_that_no_one_takes_are_closed)
{
	hand_over();
	ck_assert_int_eq(inherited_sockets_take("unix:/a=b"), first);
	inherited_sockets_close_rest();
	ck_assert(is_open(first));
	ck_assert(!is_open(second));
	ck_assert_ptr_null(getenv("GANTRY_SOCKETS"));
}
END_TEST

START_TEST(a_damaged_variable_hands_nothing_over)
{
	static const char *const texts[] = { "", "7", "7=unix:/a",
		"7\n=unix:/a\n", "=" };
	size_t i;

	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		setenv("GANTRY_SOCKETS", texts[i], 1);
		ck_assert_int_eq(inherited_sockets_take("unix:/a"), -1);
	}
	unsetenv("GANTRY_SOCKETS");
	ck_assert_int_eq(inherited_sockets_take("unix:/a"), -1);
	inherited_sockets_close_rest();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		descriptors_survive_exec_until_they_are_taken,
		a_socket_is_taken_once_and_by_its_whole_address,
		sockets_that_no_one_takes_are_closed,
		a_damaged_variable_hands_nothing_over,
		NULL,
	};

	return unit_run("serve/inherited_sockets", tests);
}
