/*
 * Requests to the control socket.  A child of the test is the server, and not
 * always gantry.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cmd/client/control_request.h"
#include "unit.h"

static struct gantry_buffer body;
static struct gantry_error error;

/* A server that answers each request with LENGTH bytes, COUNT times. */
static pid_t
serve(const char *response, size_t length, size_t count)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0), client;
	char request[1024];
	pid_t child;

	snprintf(
	    address.sun_path, sizeof(address.sun_path), "%s", unit_path("ctl"));
	unlink(address.sun_path);
	ck_assert_int_eq(
	    bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	ck_assert_int_eq(listen(listener, 1), 0);
	child = fork();
	if (child == 0) {
		client = accept(listener, NULL, NULL);
		if (recv(client, request, sizeof(request), 0) <= 0)
			_exit(1);
		while (count-- > 0 &&
		    send(client, response, length, MSG_NOSIGNAL) != -1)
			continue;
		_exit(0);
	}
	close(listener);
	return child;
}

/* Send a request to a server that answers it with RESPONSE. */
static int
ask(const char *response, size_t length, size_t count)
{
	const struct control_request request = { "GET", "/status", NULL, 10 };
	pid_t child = serve(response, length, count);
	int status;

	error = (struct gantry_error){ 0 };
	status =
	    control_request_send(&request, unit_path("ctl"), &body, &error);
	ck_assert_int_eq(waitpid(child, NULL, 0), child);
	ck_assert_int_eq(status == -1, error.text[0] != '\0');
	return status;
}

static void
contains(const char *expected)
{
	ck_assert_msg(strstr(error.text, expected) != NULL, "'%s' lacks '%s'",
	    error.text, expected);
}

START_TEST(the_body_and_the_status_are_returned)
{
	static const char response[] =
	    "HTTP/1.0 409 Conflict\r\nA: b\r\n\r\nbusy\n";

	ck_assert_int_eq(ask(response, strlen(response), 1), 409);
	ck_assert_uint_eq(body.length, 5);
	ck_assert_int_eq(memcmp(body.data, "busy\n", 5), 0);
	ck_assert_int_eq(ask("", 0, 0), -1);
	contains("ended without an answer");
}
END_TEST

/* The socket may be that of a program with fewer rights than its client's. */
START_TEST(a_body_cannot_control_the_terminal)
{
	static const char response[] =
	    "HTTP/1.0 200 OK\r\n\r\n"
	    "\033]0;x\a\0\rA\tB\n\xc2\x9b\x7f\xc3\xa4";
	static const char safe[] = "?]0;x???A\tB\n???\xc3\xa4";

	ck_assert_int_eq(ask(response, sizeof(response) - 1, 1), 200);
	ck_assert_uint_eq(body.length, strlen(safe));
	ck_assert_int_eq(memcmp(body.data, safe, strlen(safe)), 0);
}
END_TEST

START_TEST(an_answer_that_is_not_of_gantry_is_an_error)
{
	static const char *const responses[] = {
		"\r\n\r\n",
		"HTTP/1.\r\n\r\n",
		"HTTP/1.\r\n\r\n99999999999",
		"HTTP/1.0 \r\n\r\n200 OK",
		"HTTP/1.0 20\r\n\r\n",
		"HTTP/1.0 2000 OK\r\n\r\n",
		"HTTP/1.0 099 OK\r\n\r\n",
		"HTTP/1.0 -20 OK\r\n\r\n",
		"HTTP/1.0 99999999999999999999 OK\r\n\r\n",
		"HTTP/2.0 200 OK\r\n\r\n",
		"HTTP/1.0 200 OK\r\n",
		"SSH-2.0-x\r\n\r\n",
	};
	size_t i;

	for (i = 0; i < sizeof(responses) / sizeof(responses[0]); i++) {
		ck_assert_msg(ask(responses[i], strlen(responses[i]), 1) == -1,
		    "'%s' is taken", responses[i]);
		contains("is not gantry's");
	}
}
END_TEST

START_TEST(an_endless_answer_is_an_error)
{
	static char much[65536];

	ck_assert_int_eq(ask(much, sizeof(much), SIZE_MAX), -1);
	contains("Message too long");
	ck_assert_uint_eq(body.length, 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_body_and_the_status_are_returned,
		a_body_cannot_control_the_terminal,
		an_answer_that_is_not_of_gantry_is_an_error,
		an_endless_answer_is_an_error,
		NULL,
	};

	return unit_run("cmd/control_request", tests);
}
