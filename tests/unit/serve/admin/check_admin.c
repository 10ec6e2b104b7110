/*
 * The admin servers.  This process is both the master and its clients, and it
 * sets the clock.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/admin/admin.h"
#include "serve/admin/admin_client.h"
#include "unit.h"

static struct admin *admin;
static struct scoreboard *board;
static struct gantry_error error;
static int64_t now = 1000000;

/* The linker replaces clock_milliseconds by it. */
int64_t __wrap_clock_milliseconds(void);

int64_t
__wrap_clock_milliseconds(void)
{
	return now;
}

static void
describe(void *owner, struct status_master *master)
{
	(void)owner;
	master->phase = STATUS_READY;
}

static enum admin_result
later(void *owner, struct gantry_error *said)
{
	(void)owner;
	(void)said;
	return ADMIN_LATER;
}

static const struct admin_actions actions = {
	.describe = describe,
	.reload = later,
	.stop = later,
};

static void
set_up(void)
{
	const struct admin_options options = { .control = unit_path("ctl"),
		.http = "127.0.0.1:0" };

	admin = admin_open(&options, &error);
	ck_assert_msg(admin != NULL, "%s", error.text);
	board = scoreboard_new(1);
	admin_attach(admin, &actions, board);
}

static void
tear_down(void)
{
	admin_close(admin);
	scoreboard_free(board);
}

/* Poll and handle once.  Returns the number of ready descriptors. */
static int
turn(void)
{
	struct pollfd waited[ADMIN_POLL_MAX];
	size_t count = admin_poll(admin, waited, ADMIN_POLL_MAX);
	int ready = poll(waited, count, 20);

	admin_handle(admin, waited, count);
	return ready;
}

static void
turn_until_idle(void)
{
	while (turn() > 0)
		continue;
}

static int
connect_control(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int descriptor = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	snprintf(
	    address.sun_path, sizeof(address.sun_path), "%s", unit_path("ctl"));
	ck_assert_int_eq(
	    connect(descriptor, (struct sockaddr *)&address, sizeof(address)),
	    0);
	return descriptor;
}

static int
connect_http(void)
{
	struct sockaddr_in address;
	socklen_t length = sizeof(address);
	int descriptor = socket(AF_INET, SOCK_STREAM, 0);
	int http = admin_http(admin)->descriptors[0];

	ck_assert_int_eq(
	    getsockname(http, (struct sockaddr *)&address, &length), 0);
	ck_assert_int_eq(
	    connect(descriptor, (struct sockaddr *)&address, length), 0);
	fcntl(descriptor, F_SETFL, O_NONBLOCK);
	return descriptor;
}

static void
say(int client, const char *text)
{
	ck_assert_int_eq(
	    send(client, text, strlen(text), 0), (ssize_t)strlen(text));
}

/* Read what CLIENT got; *CLOSED is set at the end of the connection. */
static const char *
hear(int client, bool *closed)
{
	static char text[65536];
	size_t length = 0;
	ssize_t count;

	while ((count = recv(
		    client, text + length, sizeof(text) - 1 - length, 0)) > 0)
		length += (size_t)count;
	text[length] = '\0';
	*closed = count == 0;
	return text;
}

/* Assert that CLIENT got an answer from HEAD to TAIL. */
static void
hears(int client, const char *head, const char *tail)
{
	bool closed;
	const char *text = hear(client, &closed);

	ck_assert_msg(strncmp(text, head, strlen(head)) == 0 &&
		strlen(text) > strlen(tail) &&
		strcmp(text + strlen(text) - strlen(tail), tail) == 0,
	    "'%s' is not '%s'...'%s'", text, head, tail);
	ck_assert(closed);
	close(client);
}

static void
hears_nothing(int client)
{
	bool closed;

	ck_assert_str_eq(hear(client, &closed), "");
	ck_assert(!closed);
}

static void
is_dropped(int client)
{
	bool closed;

	ck_assert_str_eq(hear(client, &closed), "");
	ck_assert(closed);
	close(client);
}

START_TEST(the_control_socket_is_private_and_removed_at_the_end)
{
	struct stat status;

	set_up();
	ck_assert_int_eq(lstat(unit_path("ctl"), &status), 0);
	ck_assert(S_ISSOCK(status.st_mode));
	ck_assert_int_eq(status.st_mode & 0777, 0600);
	tear_down();
	ck_assert(!unit_exists(unit_path("ctl")));
}
END_TEST

START_TEST(both_servers_answer)
{
	int client;

	set_up();
	client = connect_control();
	say(client, "GET /healthz HTTP/1.0\r\n\r\n");
	turn_until_idle();
	hears(client, "HTTP/1.0 200 OK\r\n", "\r\n\r\nok\n");
	client = connect_http();
	say(client, "GET /readyz HTTP/1.0\r\n\r\n");
	turn_until_idle();
	hears(client, "HTTP/1.0 200 OK\r\n", "\r\n\r\nready\n");
	client = connect_http();
	say(client, "POST /stop HTTP/1.0\r\n\r\n");
	turn_until_idle();
	hears(client, "HTTP/1.0 403 ", "gantry ctl\n");
	tear_down();
}
END_TEST

START_TEST(a_request_may_arrive_in_parts)
{
	int client;

	set_up();
	client = connect_control();
	turn_until_idle();
	say(client, "GET /health");
	turn_until_idle();
	say(client, "z HTTP/1.0\r\n");
	turn_until_idle();
	hears_nothing(client);
	say(client, "\r\n");
	turn_until_idle();
	hears(client, "HTTP/1.0 200 OK\r\n", "ok\n");
	tear_down();
}
END_TEST

START_TEST(invalid_and_long_requests_are_rejected)
{
	char text[ADMIN_REQUEST_MAX + 1];
	int client;

	set_up();
	client = connect_control();
	say(client, "what\r\n\r\n");
	turn_until_idle();
	hears(client, "HTTP/1.0 400 ", "not an HTTP request\n");
	client = connect_http();
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	memcpy(text, "GET /", 5);
	say(client, text);
	turn_until_idle();
	hears(client, "HTTP/1.0 431 ", "too long\n");
	tear_down();
}
END_TEST

START_TEST(a_silent_client_is_dropped_at_its_deadline)
{
	int client;

	set_up();
	ck_assert_int_eq(admin_timeout(admin), -1);
	client = connect_http();
	say(client, "GET /");
	turn_until_idle();
	ck_assert_int_gt(admin_timeout(admin), 0);
	ck_assert_int_le(
	    admin_timeout(admin), ADMIN_CLIENT_TIMEOUT_MILLISECONDS + 1);
	now += ADMIN_CLIENT_TIMEOUT_MILLISECONDS;
	turn_until_idle();
	hears_nothing(client);
	now += admin_timeout(admin);
	turn();
	is_dropped(client);
	ck_assert_int_eq(admin_timeout(admin), -1);
	tear_down();
}
END_TEST

START_TEST(a_new_client_replaces_the_oldest_idle_one)
{
	int clients[ADMIN_CLIENTS_MAX], next, i;

	set_up();
	for (i = 0; i < ADMIN_CLIENTS_MAX; i++) {
		clients[i] = connect_http();
		turn_until_idle();
	}
	for (i = 0; i < 2; i++) {
		next = connect_http();
		say(next, "GET /healthz HTTP/1.0\r\n\r\n");
		turn_until_idle();
		hears(next, "HTTP/1.0 200 ", "ok\n");
	}
	is_dropped(clients[0]);
	for (i = 1; i < ADMIN_CLIENTS_MAX; i++)
		hears_nothing(clients[i]);
	tear_down();
}
END_TEST

START_TEST(waiting_clients_are_not_replaced)
{
	int clients[ADMIN_CLIENTS_MAX], next, other, i;

	set_up();
	unit_capture();
	for (i = 0; i < ADMIN_CLIENTS_MAX; i++) {
		clients[i] = connect_control();
		say(clients[i], "POST /reload HTTP/1.0\r\n\r\n");
		turn_until_idle();
	}
	unit_captured();
	next = connect_control();
	say(next, "GET /healthz HTTP/1.0\r\n\r\n");
	turn_until_idle();
	hears_nothing(next);
	other = connect_http();
	say(other, "GET /healthz HTTP/1.0\r\n\r\n");
	turn_until_idle();
	hears(other, "HTTP/1.0 200 ", "ok\n");
	admin_done(admin, ADMIN_RELOAD, true, "reloaded");
	turn_until_idle();
	hears(next, "HTTP/1.0 200 ", "ok\n");
	hears(clients[3], "HTTP/1.0 200 ", "reloaded\n");
	tear_down();
}
END_TEST

START_TEST(waiting_clients_are_answered_when_the_action_ends)
{
	int reload, stop, gone;

	set_up();
	reload = connect_control();
	stop = connect_control();
	gone = connect_control();
	unit_capture();
	say(reload, "POST /reload HTTP/1.0\r\n\r\n");
	say(stop, "POST /stop HTTP/1.0\r\n\r\n");
	say(gone, "POST /reload HTTP/1.0\r\n\r\n");
	turn_until_idle();
	ck_assert_ptr_nonnull(strstr(unit_captured(), "requested /stop\n"));
	/* There is no deadline. */
	ck_assert_int_eq(admin_timeout(admin), -1);
	now += 100 * ADMIN_CLIENT_TIMEOUT_MILLISECONDS;
	close(gone);
	turn_until_idle();
	hears_nothing(reload);
	admin_done(admin, ADMIN_RELOAD, false, "no worker could start");
	hears(reload, "HTTP/1.0 500 ", "\r\n\r\nno worker could start\n");
	hears_nothing(stop);
	admin_done(admin, ADMIN_STOP, true, "stopped");
	hears(stop, "HTTP/1.0 200 OK\r\n", "\r\n\r\nstopped\n");
	admin_done(admin, ADMIN_STOP, true, "stopped");
	tear_down();
}
END_TEST

START_TEST(a_stop_is_answered_after_the_socket_is_removed)
{
	int client;

	set_up();
	client = connect_control();
	unit_capture();
	say(client, "POST /stop HTTP/1.0\r\n\r\n");
	turn_until_idle();
	unit_captured();
	admin_stop_listening(admin);
	ck_assert(!unit_exists(unit_path("ctl")));
	ck_assert_uint_eq(admin_control(admin)->count, 0);
	hears_nothing(client);
	admin_done(admin, ADMIN_STOP, true, "stopped");
	hears(client, "HTTP/1.0 200 OK\r\n", "\r\n\r\nstopped\n");
	tear_down();
}
END_TEST

/* Add so many requests that their status does not fit into a socket. */
static void
fill_board(unsigned threads)
{
	char target[SCORE_TARGET_SIZE];
	unsigned i;

	memset(target, '"', sizeof(target) - 1);
	target[sizeof(target) - 1] = '\0';
	ck_assert_int_eq(score_slot_open(&board->slots[0], threads, 1), 0);
	for (i = 0; i < threads; i++)
		score_begin(
		    &board->slots[0].page->threads[i], "GET", target, "id");
}

START_TEST(a_large_answer_is_written_in_parts)
{
	size_t length = 0;
	ssize_t count;
	char part[50000];
	int client;

	set_up();
	fill_board(1000);
	client = connect_control();
	say(client, "GET /status?format=json HTTP/1.0\r\n\r\n");
	while (turn() > 0 && length == 0)
		length = (size_t)(recv(client, part, 1, MSG_PEEK) == 1);
	ck_assert_int_gt(admin_timeout(admin), 0);
	length = 0;
	do {
		count = recv(client, part, sizeof(part), 0);
		if (count > 0)
			length += (size_t)count;
		else
			turn();
	} while (count != 0);
	ck_assert_uint_gt(length, 600000);
	close(client);
	tear_down();
}
END_TEST

START_TEST(a_client_that_does_not_read_is_dropped)
{
	int client;

	set_up();
	fill_board(1000);
	client = connect_control();
	say(client, "GET /status?format=json HTTP/1.0\r\n\r\n");
	turn_until_idle();
	ck_assert_int_gt(admin_timeout(admin), 0);
	now += ADMIN_CLIENT_TIMEOUT_MILLISECONDS + 1;
	turn();
	ck_assert_int_eq(admin_timeout(admin), -1);
	close(client);
	tear_down();
}
END_TEST

/* Exit with 0 if another user is rejected. */
static void
ask_as_another(void)
{
	char text[256] = "";
	int client;

	if (setuid(65534) == -1)
		_exit(2);
	client = connect_control();
	fcntl(client, F_SETFL, 0);
	/* It may fail, as the answer may come first. */
	(void)!send(client, "GET /healthz HTTP/1.0\r\n\r\n",
	    strlen("GET /healthz HTTP/1.0\r\n\r\n"), MSG_NOSIGNAL);
	if (recv(client, text, sizeof(text) - 1, 0) <= 0)
		_exit(3);
	_exit(strncmp(text, "HTTP/1.0 403 ", 13) == 0 ? 0 : 4);
}

/* Only root can become another user. */
START_TEST(another_user_is_rejected_despite_the_mode)
{
	int status = 0;
	pid_t child;

	if (geteuid() != 0)
		return;
	set_up();
	ck_assert_int_eq(chmod(unit_path("ctl"), 0666), 0);
	ck_assert_int_eq(chmod(unit_path(NULL), 0755), 0);
	child = fork();
	if (child == 0)
		ask_as_another();
	while (waitpid(child, &status, WNOHANG) == 0)
		turn();
	ck_assert(WIFEXITED(status));
	ck_assert_int_eq(WEXITSTATUS(status), 0);
	tear_down();
}
END_TEST

START_TEST(http_is_for_loopback_addresses_unless_public)
{
	struct admin_options options = { .http = "0.0.0.0:0" };

	ck_assert_ptr_null(admin_open(&options, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, "--admin-public"));
	options.http_public = true;
	admin = admin_open(&options, &error);
	ck_assert_ptr_nonnull(admin);
	admin_close(admin);
	options.http = "unix:/x";
	ck_assert_ptr_null(admin_open(&options, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	options.http = "nowhere";
	ck_assert_ptr_null(admin_open(&options, &error));
	ck_assert_ptr_nonnull(strstr(error.text, "--admin: "));
}
END_TEST

START_TEST(the_socket_of_another_gantry_is_left_alone)
{
	struct admin_options options = { .control = unit_path("ctl") };
	struct admin *second;

	set_up();
	ck_assert_ptr_null(admin_open(&options, &error));
	ck_assert_int_eq(error.code, GANTRY_ERROR_BUSY);
	ck_assert(unit_exists(unit_path("ctl")));
	options.control_is_optional = true;
	unit_capture();
	second = admin_open(&options, &error);
	ck_assert_ptr_nonnull(
	    strstr(unit_captured(), "warning: no control socket: "));
	ck_assert_ptr_nonnull(second);
	ck_assert_uint_eq(admin_control(second)->count, 0);
	ck_assert_uint_eq(admin_http(second)->count, 0);
	admin_close(second);
	ck_assert(unit_exists(unit_path("ctl")));
	tear_down();
}
END_TEST

START_TEST(an_upgrade_hands_the_sockets_over)
{
	struct admin_options options = { .control = unit_path("ctl"),
		.http = "127.0.0.1:0" };
	const struct listeners *control, *http;
	struct admin *before;
	char sockets[512];
	int client;

	set_up();
	before = admin;
	control = admin_control(before);
	http = admin_http(before);
	/* The environment that inherited_sockets.c exports. */
	snprintf(sockets, sizeof(sockets), "%d=%s\n%d=%s\n",
	    dup(control->descriptors[0]), control->addresses[0],
	    dup(http->descriptors[0]), http->addresses[0]);
	setenv("GANTRY_SOCKETS", sockets, 1);
	admin = admin_open(&options, &error);
	ck_assert_msg(admin != NULL, "%s", error.text);
	admin_attach(admin, &actions, board);
	admin_hand_over(before);
	admin_close(before);
	client = connect_control();
	say(client, "GET /healthz HTTP/1.0\r\n\r\n");
	turn_until_idle();
	hears(client, "HTTP/1.0 200 OK\r\n", "ok\n");
	client = connect_http();
	say(client, "GET /healthz HTTP/1.0\r\n\r\n");
	turn_until_idle();
	hears(client, "HTTP/1.0 200 OK\r\n", "ok\n");
	tear_down();
	ck_assert(!unit_exists(unit_path("ctl")));
}
END_TEST

START_TEST(a_worker_closes_them_and_keeps_the_file)
{
	int status, client;

	set_up();
	client = connect_control();
	turn_until_idle();
	if (fork() == 0) {
		admin_forget(admin);
		_exit(0);
	}
	wait(&status);
	say(client, "GET /healthz HTTP/1.0\r\n\r\n");
	turn_until_idle();
	hears(client, "HTTP/1.0 200 OK\r\n", "ok\n");
	ck_assert(unit_exists(unit_path("ctl")));
	tear_down();
}
END_TEST

START_TEST(without_descriptors_the_listener_is_not_polled)
{
	struct rlimit limit;
	struct pollfd waited[ADMIN_POLL_MAX];
	int client;

	set_up();
	client = connect_control();
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = (rlim_t)client + 1;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	turn();
	ck_assert_uint_eq(admin_poll(admin, waited, ADMIN_POLL_MAX), 1);
	ck_assert_int_gt(admin_timeout(admin), 0);
	limit.rlim_cur = limit.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	now += admin_timeout(admin);
	say(client, "GET /healthz HTTP/1.0\r\n\r\n");
	turn_until_idle();
	hears(client, "HTTP/1.0 200 ", "ok\n");
	tear_down();
}
END_TEST

START_TEST(null_is_an_admin_without_servers)
{
	struct pollfd waited[1];

	admin_attach(NULL, &actions, NULL);
	ck_assert_uint_eq(admin_poll(NULL, waited, 1), 0);
	ck_assert_int_eq(admin_timeout(NULL), -1);
	admin_handle(NULL, waited, 0);
	admin_done(NULL, ADMIN_STOP, true, "");
	ck_assert_uint_eq(admin_control(NULL)->count, 0);
	ck_assert_uint_eq(admin_http(NULL)->count, 0);
	admin_forget(NULL);
	admin_stop_listening(NULL);
	admin_hand_over(NULL);
	admin_close(NULL);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_control_socket_is_private_and_removed_at_the_end,
		both_servers_answer,
		a_request_may_arrive_in_parts,
		invalid_and_long_requests_are_rejected,
		a_silent_client_is_dropped_at_its_deadline,
		a_new_client_replaces_the_oldest_idle_one,
		waiting_clients_are_not_replaced,
		waiting_clients_are_answered_when_the_action_ends,
		a_stop_is_answered_after_the_socket_is_removed,
		a_large_answer_is_written_in_parts,
		a_client_that_does_not_read_is_dropped,
		another_user_is_rejected_despite_the_mode,
		http_is_for_loopback_addresses_unless_public,
		the_socket_of_another_gantry_is_left_alone,
		an_upgrade_hands_the_sockets_over,
		a_worker_closes_them_and_keeps_the_file,
		without_descriptors_the_listener_is_not_polled,
		null_is_an_admin_without_servers,
		NULL,
	};

	return unit_run("serve/admin", tests);
}
