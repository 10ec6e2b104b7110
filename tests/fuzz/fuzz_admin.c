/*
 * A libFuzzer target for both ends of the control socket and the admin address.
 * An input is a letter for what it is, a letter for the size of the parts that
 * arrive, and the bytes:
 *
 *	c, h, p	a request to the control socket, to an admin address, and to
 *		one that any client may reach
 *	r	a response, which gantry status and ctl print
 *	t	a status, a NUL and metrics, which gantry top draws
 *	d	the response of a web server, which gantry doctor reads
 */
#include <ctype.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gantry/contract.h>

#include "cmd/client/control_request.h"
#include "cmd/client/top_screen.h"
#include "cmd/doctor/http.h"
#include "serve/admin/admin_client.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int __wrap_connect(int descriptor, const void *address, unsigned length);

/* Of the input. */
static const char *text;
static size_t text_length;

/* What the master was told last. */
static enum admin_action done;
static unsigned count, workers;

static void
require(bool holds, const char *property)
{
	if (holds)
		return;
	fprintf(stderr, "violated property: %s\n", property);
	abort();
}

static void
require_printable(const char *bytes, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		require(bytes[i] == '\n' || bytes[i] == '\t' ||
			!iscntrl((unsigned char)bytes[i]),
		    "nothing controls the terminal");
}

static void
describe(void *owner, struct status_master *master)
{
	(void)owner;
	master->phase = STATUS_READY;
}

static enum admin_result
take(enum admin_action action)
{
	done = action;
	count++;
	return ADMIN_DONE;
}

static enum admin_result
reload(void *owner, struct gantry_error *error)
{
	(void)owner;
	(void)error;
	return take(ADMIN_RELOAD);
}

static enum admin_result
stop(void *owner, struct gantry_error *error)
{
	(void)owner;
	(void)error;
	return take(ADMIN_STOP);
}

static enum admin_result
scale(
    void *owner, const char *pool, unsigned wanted, struct gantry_error *error)
{
	(void)owner;
	(void)error;
	workers = wanted;
	return take(ADMIN_SCALE);
}

static enum admin_result
reopen(void *owner, struct gantry_error *error)
{
	(void)owner;
	gantry_error_set(error, GANTRY_ERROR_BUSY, "busy");
	take(ADMIN_REOPEN);
	return ADMIN_FAILED;
}

static const struct admin_actions actions = {
	.describe = describe,
	.reload = reload,
	.stop = stop,
	.scale = scale,
	.reopen = reopen,
};

/* Is "workers=N" with N as the request has it, and not a part of it? */
static bool
asked_for(unsigned number)
{
	static const char name[] = "workers=";
	char copy[ADMIN_REQUEST_MAX + 1], *at = copy, *end;

	snprintf(copy, sizeof(copy), "%.*s", (int)text_length, text);
	copy[strcspn(copy, "\n")] = '\0';
	while ((at = strcasestr(at, name)) != NULL) {
		at += strlen(name);
		if (strtoul(at, &end, 10) == number &&
		    (*end == '&' || isspace((unsigned char)*end)))
			return true;
	}
	return false;
}

static void
check_commands(const struct admin_endpoint *endpoint)
{
	static const char *const paths[] = { "/reload", "/stop", "/scale",
		"/reopen" };
	const char *path = paths[done];

	if (count == 0)
		return;
	require(count == 1, "a request is one command");
	require(endpoint->is_control, "only the control socket has commands");
	require(text_length > 5 + strlen(path) &&
		strncmp(text, "POST ", 5) == 0 &&
		strncmp(text + 5, path, strlen(path)) == 0 &&
		strchr("? ", text[5 + strlen(path)]) != NULL,
	    "a command is a POST to its path");
	require(done != ADMIN_SCALE ||
		(workers >= 1 && workers <= 1024 && asked_for(workers)),
	    "the number of workers is the one asked for");
}

/* RESPONSE ends with a NUL that LENGTH does not count. */
static void
check_response(const char *response, size_t length)
{
	const char *body = strstr(response, "\r\n\r\n");
	const char *size = strcasestr(response, "\r\nContent-Length: ");

	require(strlen(response) == length, "a response has no NUL");
	require(body != NULL && size != NULL && size < body, "a head");
	require(strncmp(response, "HTTP/1.0 ", 9) == 0 &&
		isdigit((unsigned char)response[9]),
	    "a status line");
	body += 4;
	require_printable(body, length - (size_t)(body - response));
	require(*body == '\0' ||
		strtoul(size + 18, NULL, 10) ==
		    length - (size_t)(body - response),
	    "the length of the body");
}

static size_t
read_all(int descriptor, char *bytes, size_t size)
{
	size_t length = 0;
	ssize_t got;

	while ((got = recv(descriptor, bytes + length, size - 1 - length,
		    MSG_DONTWAIT)) > 0)
		length += (size_t)got;
	bytes[length] = '\0';
	return length;
}

/* Send the text in parts.  Returns the length of the RESPONSE. */
static size_t
request(const struct admin_endpoint *endpoint, size_t part, char *response,
    size_t size)
{
	struct admin_client client = { .state = ADMIN_CLIENT_FREE };
	size_t at = 0, length;
	int pair[2];

	count = 0;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0,
		pair) == -1)
		abort();
	admin_client_open(&client, pair[1], 1, endpoint);
	while (at < text_length && client.state == ADMIN_CLIENT_READING) {
		length = text_length - at < part ? text_length - at : part;
		if (send(pair[0], text + at, length, MSG_NOSIGNAL) == -1)
			break;
		at += length;
		admin_client_read(&client, endpoint);
	}
	length = read_all(pair[0], response, size);
	require(client.state != ADMIN_CLIENT_WAITING, "nothing is waited for");
	if (client.state != ADMIN_CLIENT_FREE)
		admin_client_drop(&client);
	close(pair[0]);
	if (length > 0)
		check_response(response, length);
	check_commands(endpoint);
	return length;
}

static void
check_request(char kind, size_t part)
{
	static struct scoreboard *board;
	static char whole[65536], parts[65536];
	struct admin_endpoint endpoint = {
		.is_control = kind == 'c',
		.is_public = kind == 'p',
		.actions = &actions,
	};
	unsigned first;

	if (board == NULL)
		board = scoreboard_new(1);
	endpoint.board = board;
	if (text_length > ADMIN_REQUEST_MAX)
		text_length = ADMIN_REQUEST_MAX;
	request(&endpoint, SIZE_MAX, whole, sizeof(whole));
	first = count;
	request(&endpoint, part, parts, sizeof(parts));
	require(first == count &&
		strcspn(whole, "\r") == strcspn(parts, "\r") &&
		strncmp(whole, parts, strcspn(whole, "\r")) == 0,
	    "parts make no difference");
}

/* Connect to a server that has sent the text and ended. */
static int server = -1;

int
__wrap_connect(int descriptor, const void *address, unsigned length)
{
	int pair[2];

	(void)address;
	(void)length;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == -1 ||
	    send(pair[0], text, text_length, MSG_DONTWAIT) !=
		(ssize_t)text_length ||
	    dup2(pair[1], descriptor) == -1)
		abort();
	shutdown(pair[0], SHUT_WR);
	close(pair[1]);
	server = pair[0];
	return 0;
}

static void
close_server(void)
{
	close(server);
	server = -1;
}

static void
check_control_response(void)
{
	const struct control_request request = { "GET", "/status", NULL, 10 };
	struct gantry_buffer body = { 0 };
	struct gantry_error error = { 0 };
	int status = control_request_send(&request, "/ctl", &body, &error);

	close_server();
	require(status == -1 || (status >= 100 && status <= 999), "a status");
	require((status == -1) == (error.text[0] != '\0'), "a reason");
	require_printable(body.data, body.length);
	gantry_buffer_clear(&body);
}

/* TOP draws what control_request_send returned. */
static void
check_top(void)
{
	struct gantry_buffer status = { 0 }, screen = { 0 }, lines = { 0 };
	struct top_sample last = { .when = 1 };
	const char *metrics;

	gantry_buffer_add(&status, text, text_length);
	gantry_buffer_add(&status, "\0", 2);
	metrics = status.data + strlen(status.data) + 1;
	top_screen_compose(&screen, &last, status.data, metrics);
	top_screen_draw(&lines, &screen, 1 + text_length % 9, text_length % 7);
	require(!gantry_buffer_failed(&lines), "a screen is drawn");
	gantry_buffer_clear(&status);
	gantry_buffer_clear(&screen);
	gantry_buffer_clear(&lines);
}

/* Not called: no argument is NULL. */
void
gantry_errors_printf(struct gantry_errors *errors, const char *format, ...)
{
	(void)errors;
	(void)format;
	abort();
}

static void
check_web_response(void)
{
	static const struct http_url url = {
		.host = "127.0.0.1", .port = "80", .authority = "127.0.0.1"
	};
	struct gantry_buffer request = { 0 };
	struct http_response response = { 0 };
	struct gantry_error error = { 0 };

	gantry_buffer_puts(&request, "GET / HTTP/1.1\r\n\r\n");
	if (http_send(&url, NULL, &request, &response, &error) == 0) {
		require(response.head.length > 0 && response.body.length > 0 &&
			response.body.data[response.body.length - 1] == '\0',
		    "a head and a body");
		require(response.body.length <= text_length + 1,
		    "a body has only what was received");
	} else {
		require(error.text[0] != '\0', "a reason");
	}
	close_server();
	http_response_clear(&response);
	gantry_buffer_clear(&request);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size < 2)
		return 0;
	text = (const char *)data + 2;
	text_length = size - 2;
	if (strchr("chp", data[0]) != NULL)
		check_request((char)data[0], 1 + data[1] % 61);
	else if (data[0] == 'r')
		check_control_response();
	else if (data[0] == 't')
		check_top();
	else if (data[0] == 'd')
		check_web_response();
	return 0;
}
