/*
 * Which descriptors pass for connections of a listening socket.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "serve/socket/accepted.h"
#include "unit.h"

static struct gantry_error error;
static struct listeners listeners, others;

/* Connect to LISTENER; ENDS becomes the client and what accept(2) returns. */
static void
connect_to(int listener, int ends[2])
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);

	ck_assert_int_eq(
	    getsockname(listener, (struct sockaddr *)&address, &length), 0);
	ends[0] = socket(address.ss_family, SOCK_STREAM, 0);
	ck_assert_int_eq(
	    connect(ends[0], (struct sockaddr *)&address, length), 0);
	ends[1] = accept(listener, NULL, NULL);
	ck_assert_int_ne(ends[1], -1);
}

static void
listen_on(struct listeners *on, const char *address)
{
	const struct listener_options options = { .public = true };

	ck_assert_msg(listeners_bind(on, address, &options, &error) == 0, "%s",
	    error.text);
}

static void
listen_on_unix(struct listeners *on, const char *name)
{
	char address[300];

	snprintf(address, sizeof(address), "unix:%s", unit_path(name));
	listen_on(on, address);
}

static void
check_ends(int listener, bool is_ours)
{
	int ends[2];

	connect_to(listener, ends);
	ck_assert(accepted_is_from(&listeners, ends[1]) == is_ours);
	ck_assert(!accepted_is_from(&listeners, ends[0]));
	close(ends[0]);
	/* Its peer is gone. */
	ck_assert(accepted_is_from(&listeners, ends[1]) == is_ours);
	close(ends[1]);
}

START_TEST(connections_of_a_listener_are_known)
{
	size_t i;

	listen_on_unix(&listeners, "a");
	listen_on_unix(&listeners, "b");
	listen_on(&listeners, "127.0.0.1:0");
	listen_on(&listeners, "0.0.0.0:0");
	for (i = 0; i < listeners.count; i++)
		check_ends(listeners.descriptors[i], true);
	listeners_close(&listeners);
}
END_TEST

START_TEST(connections_of_another_listener_are_not)
{
	size_t i;

	listen_on_unix(&listeners, "a");
	listen_on(&listeners, "127.0.0.1:0");
	listen_on_unix(&others, "other");
	listen_on_unix(&others, "aa");
	listen_on(&others, "127.0.0.1:0");
	listen_on(&others, "127.0.0.2:0");
	for (i = 0; i < others.count; i++)
		check_ends(others.descriptors[i], false);
	listeners_close(&listeners);
	listeners_close(&others);
}
END_TEST

START_TEST(the_protocol_is_that_of_the_listener)
{
	int ends[2];
	size_t i;

	listen_on(&listeners, "127.0.0.1:0");
	connect_to(listeners.descriptors[0], ends);
	ck_assert(!accepted_is_http(&listeners, ends[1]));
	listen_on(&listeners, "http://127.0.0.1:0");
	listen_on(&listeners, "http://0.0.0.0:0");
	for (i = 0; i < listeners.count; i++) {
		connect_to(listeners.descriptors[i], ends);
		ck_assert(accepted_is_http(&listeners, ends[1]) == (i > 0));
	}
	ck_assert(!accepted_is_http(&listeners, STDERR_FILENO));
	listeners_close(&listeners);
}
END_TEST

START_TEST(nothing_but_a_connection_is_taken)
{
	int pair[2], ends[2];

	listen_on_unix(&listeners, "a");
	ck_assert(!accepted_is_from(&listeners, listeners.descriptors[0]));
	ck_assert(!accepted_is_from(&listeners, STDERR_FILENO));
	ck_assert(!accepted_is_from(&listeners, -1));
	ck_assert_int_eq(pipe(pair), 0);
	ck_assert(!accepted_is_from(&listeners, pair[0]));
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	ck_assert(!accepted_is_from(&listeners, ends[0]));
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), 0);
	ck_assert(!accepted_is_from(&listeners, ends[0]));
	listeners_close(&listeners);
}
END_TEST

START_TEST(a_socket_of_its_own_that_was_bound_is_not_taken)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int own = socket(AF_UNIX, SOCK_STREAM, 0);

	listen_on_unix(&listeners, "a");
	snprintf(address.sun_path, sizeof(address.sun_path), "%s",
	    unit_path("forged"));
	ck_assert_int_eq(
	    bind(own, (struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert(!accepted_is_from(&listeners, own));
	close(own);
	listeners_close(&listeners);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		connections_of_a_listener_are_known,
		connections_of_another_listener_are_not,
		the_protocol_is_that_of_the_listener,
		nothing_but_a_connection_is_taken,
		a_socket_of_its_own_that_was_bound_is_not_taken,
		NULL,
	};

	return unit_run("serve/accepted", tests);
}
