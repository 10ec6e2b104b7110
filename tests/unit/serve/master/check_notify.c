/*
 * The messages to the service manager; the test reads them on its own socket.
 */
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "serve/master/notify.h"
#include "unit.h"

static int manager;

/* Listen on NAME; a leading '@' means an abstract socket. */
static void
be_manager(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = strlen(name);

	memcpy(address.sun_path, name, length);
	if (name[0] == '@')
		address.sun_path[0] = '\0';
	manager = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	ck_assert_int_eq(
	    bind(manager, (const struct sockaddr *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + length)),
	    0);
	setenv("NOTIFY_SOCKET", name, 1);
}

/* The next message, or "". */
static const char *
message(void)
{
	static char text[1024];
	ssize_t length = recv(manager, text, sizeof(text) - 1, 0);

	text[length > 0 ? length : 0] = '\0';
	return text;
}

START_TEST(messages_have_the_format_of_sd_notify)
{
	char expected[128];
	long long microseconds;
	struct timespec now;

	be_manager(unit_path("notify"));
	notify_ready("all is well");
	snprintf(expected, sizeof(expected),
	    "READY=1\nMAINPID=%ld\nSTATUS=all is well", (long)getpid());
	ck_assert_str_eq(message(), expected);
	notify_ready(NULL);
	*strrchr(expected, '\n') = '\0';
	ck_assert_str_eq(message(), expected);
	notify_status("%d of %s", 3, "four\nMAINPID=1");
	ck_assert_str_eq(message(), "STATUS=3 of four");
	notify_stopping();
	ck_assert_str_eq(message(), "STOPPING=1");
	notify_reloading();
	ck_assert_int_eq(sscanf(message(), "RELOADING=1\nMONOTONIC_USEC=%lld",
			     &microseconds),
	    1);
	clock_gettime(CLOCK_MONOTONIC, &now);
	ck_assert_int_le(microseconds / 1000000, now.tv_sec);
	ck_assert_int_ge(microseconds / 1000000, now.tv_sec - 10);
}
END_TEST

START_TEST(a_name_with_an_at_is_an_abstract_socket)
{
	char name[64];

	snprintf(name, sizeof(name), "@gantry-check-%ld", (long)getpid());
	be_manager(name);
	notify_stopping();
	ck_assert_str_eq(message(), "STOPPING=1");
}
END_TEST

START_TEST(without_notify_socket_nothing_happens)
{
	static const char *const nowhere[] = { "", "@", "relative", "vsock:2" };
	size_t i;

	unit_capture();
	unsetenv("NOTIFY_SOCKET");
	notify_stopping();
	for (i = 0; i < sizeof(nowhere) / sizeof(nowhere[0]); i++) {
		setenv("NOTIFY_SOCKET", nowhere[i], 1);
		notify_stopping();
	}
	ck_assert_str_eq(unit_captured(), "");
}
END_TEST

START_TEST(a_missing_manager_is_logged_once)
{
	const char *log;

	setenv("NOTIFY_SOCKET", unit_path("nobody"), 1);
	unit_capture();
	notify_stopping();
	notify_stopping();
	log = unit_captured();
	ck_assert_ptr_nonnull(strstr(log, "NOTIFY_SOCKET"));
	ck_assert_ptr_eq(strchr(log, '\n'), log + strlen(log) - 1);
}
END_TEST

START_TEST(a_manager_that_does_not_read_holds_up_nothing)
{
	int i;

	be_manager(unit_path("notify"));
	unit_capture();
	/* More than any queue holds. */
	for (i = 0; i < 2000; i++)
		notify_status("ready: %d", i);
	ck_assert_ptr_nonnull(strstr(unit_captured(), "NOTIFY_SOCKET"));
	ck_assert_str_eq(message(), "STATUS=ready: 0");
}
END_TEST

START_TEST(keep_alives_come_in_half_the_watchdog_time)
{
	char process[32];
	int again;

	be_manager(unit_path("notify"));
	ck_assert_int_eq(notify_watchdog(), -1);
	setenv("WATCHDOG_USEC", "0", 1);
	ck_assert_int_eq(notify_watchdog(), -1);
	setenv("WATCHDOG_USEC", "60000000", 1);
	setenv("WATCHDOG_PID", "1", 1);
	ck_assert_int_eq(notify_watchdog(), -1);
	ck_assert_str_eq(message(), "");
	snprintf(process, sizeof(process), "%ld", (long)getpid());
	setenv("WATCHDOG_PID", process, 1);
	ck_assert_int_eq(notify_watchdog(), 30000);
	ck_assert_str_eq(message(), "WATCHDOG=1");
	again = notify_watchdog();
	ck_assert_int_le(again, 30000);
	ck_assert_int_gt(again, 20000);
	ck_assert_str_eq(message(), "");
}
END_TEST

START_TEST(keep_alives_are_repeated)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	int64_t begun = clock_milliseconds();
	int heard = 0;

	be_manager(unit_path("notify"));
	setenv("WATCHDOG_USEC", "20000", 1);
	while (heard < 5) {
		notify_watchdog();
		heard += strcmp(message(), "WATCHDOG=1") == 0;
		nanosleep(&pause, NULL);
	}
	ck_assert_int_ge(clock_milliseconds() - begun, 40);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		messages_have_the_format_of_sd_notify,
		a_name_with_an_at_is_an_abstract_socket,
		without_notify_socket_nothing_happens,
		a_missing_manager_is_logged_once,
		a_manager_that_does_not_read_holds_up_nothing,
		keep_alives_come_in_half_the_watchdog_time,
		keep_alives_are_repeated,
		NULL,
	};

	return unit_run("serve/notify", tests);
}
