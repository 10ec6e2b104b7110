/*
 * Allowing peers by user on unix sockets and by address on TCP.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/socket/peers.h"
#include "unit.h"

static struct peers peers;
static struct gantry_error error;

/* The accepted end of a TCP connection from FROM to itself. */
static int
connection_from(int family, const char *from)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	struct sockaddr *address =
	    family == AF_INET ? (void *)&v4 : (void *)&v6;
	socklen_t size = family == AF_INET ? sizeof(v4) : sizeof(v6);
	int listening = socket(family, SOCK_STREAM, 0);
	int client = socket(family, SOCK_STREAM, 0), accepted;

	inet_pton(family, from,
	    family == AF_INET ? (void *)&v4.sin_addr : (void *)&v6.sin6_addr);
	ck_assert_int_eq(bind(listening, address, size), 0);
	ck_assert_int_eq(listen(listening, 1), 0);
	v4.sin_port = 0;
	v6.sin6_port = 0;
	ck_assert_int_eq(bind(client, address, size), 0);
	ck_assert_int_eq(getsockname(listening, address, &size), 0);
	ck_assert_int_eq(connect(client, address, size), 0);
	accepted = accept(listening, NULL, NULL);
	ck_assert_int_ne(accepted, -1);
	close(listening);
	/* CLIENT stays open until this process ends. */
	return accepted;
}

static int
unix_connection(void)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	return ends[0];
}

static void
add_users(const char *list)
{
	ck_assert_msg(
	    peers_add_users(&peers, list, &error) == 0, "%s", error.text);
}

static void
add_addresses(const char *list)
{
	ck_assert_int_eq(address_list_add(&peers.addresses, list, &error), 0);
}

START_TEST(without_lists_all_may_connect)
{
	ck_assert(peers_admit(&peers, unix_connection()));
	ck_assert(peers_admit(&peers, connection_from(AF_INET, "127.0.0.1")));
}
END_TEST

START_TEST(unix_sockets_check_the_user)
{
	char own[32];

	snprintf(own, sizeof(own), "4711, %lu", (unsigned long)geteuid());
	add_users("4710 4711");
	ck_assert_uint_eq(peers.user_count, 2);
	ck_assert(!peers_admit(&peers, unix_connection()));
	add_users(own);
	ck_assert_uint_eq(peers.user_count, 4);
	ck_assert(peers_admit(&peers, unix_connection()));
	/* They do not affect TCP. */
	peers_clear_users(&peers);
	add_users("4711");
	ck_assert(peers_admit(&peers, connection_from(AF_INET, "127.0.0.1")));
	peers_clear(&peers);
	peers_clear(&peers);
	ck_assert(peers_admit(&peers, unix_connection()));
}
END_TEST

START_TEST(unknown_users_and_empty_lists_are_errors)
{
	static const char *const wrong[] = { "", " , ", "no-such-user",
		"root,no-such-user" };
	size_t i;

	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		ck_assert_int_eq(peers_add_users(&peers, wrong[i], &error), -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	}
}
END_TEST

START_TEST(tcp_checks_the_address)
{
	add_addresses("127.0.0.2, ::1");
	ck_assert(!peers_admit(&peers, connection_from(AF_INET, "127.0.0.1")));
	ck_assert(peers_admit(&peers, connection_from(AF_INET, "127.0.0.2")));
	ck_assert(peers_admit(&peers, connection_from(AF_INET6, "::1")));
	add_addresses("127.0.0.0/8");
	ck_assert(peers_admit(&peers, connection_from(AF_INET, "127.0.0.1")));
}
END_TEST

/* FastCGI 1.0, section 3.2: a list of addresses excludes unix sockets. */
START_TEST(the_word_unix_allows_unix_sockets)
{
	add_addresses("127.0.0.1");
	ck_assert(!peers_admit(&peers, unix_connection()));
	add_addresses("unix");
	ck_assert(peers_admit(&peers, unix_connection()));
	add_users("4711");
	ck_assert(!peers_admit(&peers, unix_connection()));
	address_list_clear(&peers.addresses);
	peers_clear(&peers);
	add_addresses("unix");
	ck_assert(!peers_admit(&peers, connection_from(AF_INET, "127.0.0.1")));
}
END_TEST

START_TEST(addresses_come_from_the_process_manager)
{
	setenv("FCGI_WEB_SERVER_ADDRS", "127.0.0.3,127.0.0.4", 1);
	ck_assert_int_eq(peers_add_default(&peers, &error), 0);
	ck_assert(peers_admit(&peers, connection_from(AF_INET, "127.0.0.4")));
	ck_assert(!peers_admit(&peers, connection_from(AF_INET, "127.0.0.5")));
	peers_clear(&peers);
	/* A configured list overrides the variable. */
	add_addresses("unix");
	ck_assert_int_eq(peers_add_default(&peers, &error), 0);
	ck_assert_uint_eq(peers.addresses.count, 0);
	peers_clear(&peers);
	setenv("FCGI_WEB_SERVER_ADDRS", "", 1);
	ck_assert_int_eq(peers_add_default(&peers, &error), 0);
	ck_assert(peers_admit(&peers, connection_from(AF_INET, "127.0.0.5")));
	setenv("FCGI_WEB_SERVER_ADDRS", "localhost", 1);
	ck_assert_int_eq(peers_add_default(&peers, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, "FCGI_WEB_SERVER_ADDRS"));
}
END_TEST

START_TEST(many_rejections_are_one_line)
{
	const char *log;
	int i, descriptor = connection_from(AF_INET, "127.0.0.1");

	add_addresses("127.0.0.2");
	unit_capture();
	for (i = 0; i < 100; i++)
		peers_admit(&peers, descriptor);
	log = unit_captured();
	ck_assert_ptr_nonnull(strstr(log, "rejected 1 connection, "));
	ck_assert_ptr_nonnull(strstr(log, "127.0.0.1"));
	ck_assert_ptr_eq(strchr(log, '\n'), log + strlen(log) - 1);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		without_lists_all_may_connect,
		unix_sockets_check_the_user,
		unknown_users_and_empty_lists_are_errors,
		tcp_checks_the_address,
		the_word_unix_allows_unix_sockets,
		addresses_come_from_the_process_manager,
		many_rejections_are_one_line,
		NULL,
	};

	return unit_run("serve/peers", tests);
}
