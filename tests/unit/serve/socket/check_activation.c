/*
 * The sockets that a process was started with.  Each case is a process of its
 * own, since they are found once.
 */
#include <fcntl.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/socket/activation.h"
#include "serve/socket/listener.h"
#include "unit.h"

/* What is put in place of a descriptor. */
enum kind {
	KIND_LISTENING,
	KIND_FILE,
	KIND_DATAGRAM,
	KIND_IDLE, /* a stream socket that does not listen */
	KIND_NETLINK, /* of sock_diag(7) */
	KIND_CLOSED,
};

struct start {
	bool on_0; /* a listening socket as descriptor 0 */
	const char *number; /* LISTEN_FDS; NULL: not set */
	enum kind second; /* descriptor 4 */
	bool is_for_another; /* LISTEN_PID is another process's */
	const char *expected; /* the descriptors, or a part of the error */
};

static struct gantry_error error;

static int
listen_on(const struct sockaddr *address, socklen_t length)
{
	int descriptor = socket(address->sa_family, SOCK_STREAM, 0);

	ck_assert_int_eq(bind(descriptor, address, length), 0);
	ck_assert_int_eq(listen(descriptor, 1), 0);
	return descriptor;
}

static int
open_kind(enum kind kind, int listening)
{
	switch (kind) {
	case KIND_LISTENING:
		return dup(listening);
	case KIND_FILE:
		return open("/dev/null", O_RDWR);
	case KIND_DATAGRAM:
		return socket(AF_UNIX, SOCK_DGRAM, 0);
	case KIND_IDLE:
		return socket(AF_UNIX, SOCK_STREAM, 0);
	case KIND_NETLINK:
		return socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG);
	default:
		return -1;
	}
}

static void
put_in_place(const struct start *start, int listening)
{
	const int null = open("/dev/null", O_RDWR);
	int second;
	char text[32];

	listening = fcntl(listening, F_DUPFD, 100);
	second = open_kind(start->second, listening);
	dup2(start->on_0 ? listening : null, 0);
	dup2(listening, 3);
	close(4);
	if (second > 4)
		dup2(second, 4);
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_PID");
	if (start->number == NULL)
		return;
	setenv("LISTEN_FDS", start->number, 1);
	snprintf(text, sizeof(text), "%ld",
	    (long)getpid() + (start->is_for_another ? 1 : 0));
	setenv("LISTEN_PID", text, 1);
}

static bool
has_flags(int descriptor)
{
	return (fcntl(descriptor, F_GETFL) & O_NONBLOCK) != 0 &&
	    (fcntl(descriptor, F_GETFD) & FD_CLOEXEC) != 0;
}

/* Returns the exit status of a child; 0 means success. */
static int
find(const struct start *start, int listening)
{
	struct listeners listeners = { 0 };
	char taken[32] = "";
	size_t i;

	put_in_place(start, listening);
	if (activation_find(&error) == -1)
		return strstr(error.text, start->expected) != NULL ? 0 : 2;
	for (i = 0; i < activation_count(); i++) {
		snprintf(taken + strlen(taken), sizeof(taken) - strlen(taken),
		    "%d ", activation_get(i));
		if (listeners_add_activated(&listeners, i, &error) == -1 ||
		    listeners.files[i].is_made ||
		    !has_flags(activation_get(i)) ||
		    activation_index(activation_get(i)) != (int)i)
			return 3;
	}
	if (activation_diagnostics() !=
	    (start->second == KIND_NETLINK ? 4 : -1))
		return 6;
	if (getenv("LISTEN_FDS") != NULL || getenv("LISTEN_PID") != NULL)
		return 4;
	return strcmp(taken, start->expected) == 0 ? 0 : 5;
}

static void
run_all(const struct start *starts, size_t count)
{
	const struct sockaddr_in any = { .sin_family = AF_INET };
	int listening = listen_on((const void *)&any, sizeof(any)), status;
	size_t i;
	pid_t child;

	for (i = 0; i < count; i++) {
		child = fork();
		ck_assert_int_ne(child, -1);
		if (child == 0)
			_exit(find(&starts[i], listening));
		ck_assert_int_eq(waitpid(child, &status, 0), child);
		ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
		    "case %zu: status %x", i, (unsigned)status);
	}
	close(listening);
}

START_TEST(sockets_that_were_handed_over_are_found)
{
	static const struct start starts[] = {
		{ false, NULL, KIND_LISTENING, false, "" },
		{ true, NULL, KIND_LISTENING, false, "0 " },
		{ false, "0", KIND_LISTENING, false, "" },
		{ false, "1", KIND_FILE, false, "3 " },
		{ false, "2", KIND_LISTENING, false, "3 4 " },
		{ true, "2", KIND_LISTENING, false, "3 4 " },
		{ false, "2", KIND_NETLINK, false, "3 " },
		{ false, "2", KIND_LISTENING, true, "" },
		{ true, "2", KIND_LISTENING, true, "0 " },
	};

	run_all(starts, sizeof(starts) / sizeof(starts[0]));
}
END_TEST

START_TEST(what_cannot_be_listened_on_is_an_error)
{
	static const struct start starts[] = {
		{ false, "2", KIND_FILE, false, "4, which is not a socket" },
		{ false, "2", KIND_DATAGRAM, false, "not a stream socket" },
		{ false, "2", KIND_IDLE, false, "does not listen" },
		{ false, "2", KIND_CLOSED, false, "4, which is not open" },
		{ false, "-1", KIND_FILE, false, "not a number of sockets" },
		{ false, "", KIND_FILE, false, "not a number of sockets" },
		{ false, "2x", KIND_FILE, false, "not a number of sockets" },
		{ false, "66", KIND_FILE, false, "too many sockets" },
		{ false, "99999999999999999999", KIND_FILE, false,
		    "not a number of sockets" },
	};

	run_all(starts, sizeof(starts) / sizeof(starts[0]));
}
END_TEST

/* In a child; the first is a unix socket, the second a TCP socket. */
static int
match(int file, int tcp, uint16_t port)
{
	char address[512], other[32];
	size_t i;

	file = dup2(dup(file), 103);
	tcp = dup2(dup(tcp), 104);
	dup2(file, 3);
	dup2(tcp, 4);
	snprintf(other, sizeof(other), "%ld", (long)getpid());
	setenv("LISTEN_PID", other, 1);
	setenv("LISTEN_FDS", "2", 1);
	if (activation_find(&error) == -1 || activation_count() != 2)
		return 2;
	snprintf(address, sizeof(address), "unix:%s", unit_path("socket"));
	if (activation_match(address) != 3)
		return 3;
	/* By another path, too. */
	if (symlink(unit_path("socket"), unit_path("link")) == -1)
		return 4;
	snprintf(address, sizeof(address), "unix:%s", unit_path("link"));
	if (activation_match(address) != 3)
		return 5;
	snprintf(address, sizeof(address), "unix:%s", unit_path("another"));
	if (activation_match(address) != -1)
		return 6;
	for (i = 0; i < 2; i++) {
		snprintf(address, sizeof(address), "127.0.0.1:%u",
		    (unsigned)port + (unsigned)i);
		if (activation_match(address) != (i == 0 ? 4 : -1))
			return 7;
		snprintf(address, sizeof(address), "http://127.0.0.1:%u",
		    (unsigned)port + (unsigned)i);
		if (activation_match(address) != (i == 0 ? 4 : -1))
			return 9;
	}
	return activation_match("127.0.0.1:0") == -1 ? 0 : 8;
}

START_TEST(a_socket_is_found_by_the_address_it_is_bound_to)
{
	struct sockaddr_in tcp = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	struct sockaddr_un un = { .sun_family = AF_UNIX };
	socklen_t length = sizeof(tcp);
	int first, second, status;
	pid_t child;

	snprintf(un.sun_path, sizeof(un.sun_path), "%s", unit_path("socket"));
	first = listen_on((const void *)&un, sizeof(un));
	second = listen_on((const void *)&tcp, sizeof(tcp));
	ck_assert_int_eq(getsockname(second, (void *)&tcp, &length), 0);
	child = fork();
	if (child == 0)
		_exit(match(first, second, ntohs(tcp.sin_port)));
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
	    "status %x", (unsigned)status);
	close(first);
	close(second);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		sockets_that_were_handed_over_are_found,
		what_cannot_be_listened_on_is_an_error,
		a_socket_is_found_by_the_address_it_is_bound_to,
		NULL,
	};

	return unit_run("serve/activation", tests);
}
