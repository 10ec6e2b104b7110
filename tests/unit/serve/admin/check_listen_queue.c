/*
 * The names and the queues of listening sockets.
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "serve/admin/listen_queue.h"
#include "serve/socket/listener.h"
#include "unit.h"

static struct listeners listeners;
static char name[160];
static int64_t waiting, most;

static int
open_listener(const char *address)
{
	static const struct listener_options options = { 0 };
	struct gantry_error error;

	listeners.count = 0;
	ck_assert_msg(
	    listeners_bind(&listeners, address, &options, &error) == 0, "%s",
	    error.text);
	return listeners.descriptors[0];
}

/* Open a connection to DESCRIPTOR that no one accepts. */
static int
connect_to(int descriptor)
{
	struct sockaddr_storage address;
	socklen_t length = sizeof(address);
	int client;

	ck_assert_int_eq(
	    getsockname(descriptor, (struct sockaddr *)&address, &length), 0);
	client = socket(address.ss_family, SOCK_STREAM, 0);
	ck_assert_int_eq(
	    connect(client, (struct sockaddr *)&address, length), 0);
	return client;
}

START_TEST(the_queue_of_a_tcp_socket_is_known)
{
	int listener = open_listener("127.0.0.1:0"), clients[2];

	listen_queue_read(listener, &waiting, &most);
	ck_assert_int_eq(waiting, 0);
	ck_assert_int_gt(most, 0);
	clients[0] = connect_to(listener);
	clients[1] = connect_to(listener);
	listen_queue_read(listener, &waiting, &most);
	ck_assert_int_eq(waiting, 2);
	close(accept(listener, NULL, NULL));
	listen_queue_read(listener, &waiting, &most);
	ck_assert_int_eq(waiting, 1);
	close(clients[0]);
	close(clients[1]);
	listeners_close(&listeners);
}
END_TEST

/* A kernel without CONFIG_UNIX_DIAG reports an unknown queue. */
START_TEST(the_queue_of_a_unix_socket_is_known_or_unknown)
{
	char address[512];
	int listener, client;

	snprintf(address, sizeof(address), "unix:%s", unit_path("s"));
	listener = open_listener(address);
	client = connect_to(listener);
	listen_queue_read(listener, &waiting, &most);
	if (most == -1) {
		ck_assert_int_eq(waiting, -1);
	} else {
		ck_assert_int_eq(waiting, 1);
		ck_assert_int_gt(most, 0);
	}
	close(client);
	listeners_close(&listeners);
}
END_TEST

START_TEST(other_descriptors_have_no_queue)
{
	int ends[2];

	ck_assert_int_eq(pipe(ends), 0);
	waiting = most = 5;
	listen_queue_read(ends[0], &waiting, &most);
	ck_assert_int_eq(waiting, -1);
	ck_assert_int_eq(most, -1);
	listener_name(ends[0], name, sizeof(name));
	ck_assert_str_eq(name, "(unknown)");
	close(ends[0]);
	close(ends[1]);
}
END_TEST

START_TEST(names_have_the_form_of_bind)
{
	struct sockaddr_in address;
	socklen_t length = sizeof(address);
	char expected[512];
	int listener = open_listener("127.0.0.1:0");

	getsockname(listener, (struct sockaddr *)&address, &length);
	snprintf(expected, sizeof(expected), "127.0.0.1:%d",
	    ntohs(address.sin_port));
	listener_name(listener, name, sizeof(name));
	ck_assert_str_eq(name, expected);
	listeners_close(&listeners);
	snprintf(expected, sizeof(expected), "unix:%s", unit_path("s"));
	listener = open_listener(expected);
	listener_name(listener, name, sizeof(name));
	ck_assert_str_eq(name, expected);
	listeners_close(&listeners);
}
END_TEST

START_TEST(abstract_and_nameless_sockets_have_names_too)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int ends[2], listener = socket(AF_UNIX, SOCK_STREAM, 0);
	char tail[32];

	snprintf(tail, sizeof(tail), "gantry-%ld", (long)getpid());
	memcpy(address.sun_path + 1, tail, strlen(tail));
	ck_assert_int_eq(
	    bind(listener, (struct sockaddr *)&address,
		(socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1 +
		    strlen(tail))),
	    0);
	listener_name(listener, name, sizeof(name));
	ck_assert_int_eq(strncmp(name, "unix:@", 6), 0);
	ck_assert_str_eq(name + 6, tail);
	close(listener);
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	listener_name(ends[0], name, sizeof(name));
	ck_assert_str_eq(name, "unix:(no name)");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_queue_of_a_tcp_socket_is_known,
		the_queue_of_a_unix_socket_is_known_or_unknown,
		other_descriptors_have_no_queue,
		names_have_the_form_of_bind,
		abstract_and_nameless_sockets_have_names_too,
		NULL,
	};

	return unit_run("serve/listen_queue", tests);
}
