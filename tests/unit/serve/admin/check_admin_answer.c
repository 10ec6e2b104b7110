/*
 * The responses of the admin servers, and who may get them.
 */
#include <stdio.h>
#include <string.h>

#include "serve/admin/admin_answer.h"
#include "serve/board.h"
#include "unit.h"

static const struct admin_endpoint control = { .is_control = true };
static const struct admin_endpoint http = { .is_control = false };
static const struct admin_endpoint public_http = { .is_public = true };

static struct gantry_buffer out;
static const char *problem = "";
static enum status_phase phase;
static char did[64]; /* what the master was told to do */
static enum admin_result outcome;
static enum gantry_error_code code;

static void
describe(void *owner, struct status_master *master)
{
	ck_assert_str_eq(owner, "the owner");
	*master = board_master();
	master->phase = phase;
	snprintf(master->problem, sizeof(master->problem), "%s", problem);
}

static enum admin_result
note(const char *what, unsigned number, struct gantry_error *said)
{
	snprintf(did, sizeof(did), "%s %u", what, number);
	if (outcome == ADMIN_FAILED)
		gantry_error_set(said, code, "the reason");
	return outcome;
}

static enum admin_result
reload(void *owner, struct gantry_error *said)
{
	ck_assert_str_eq(owner, "the owner");
	return note("reload", 0, said);
}

static enum admin_result
scale(
    void *owner, const char *pool, unsigned workers, struct gantry_error *said)
{
	char what[80] = "scale";

	ck_assert_str_eq(owner, "the owner");
	if (pool != NULL)
		snprintf(what, sizeof(what), "scale %s", pool);
	return note(what, workers, said);
}

static enum admin_result
reopen(void *owner, struct gantry_error *said)
{
	ck_assert_str_eq(owner, "the owner");
	return note("reopen", 0, said);
}

/* This master cannot be stopped. */
static const struct admin_actions actions = {
	.owner = (void *)"the owner",
	.describe = describe,
	.reload = reload,
	.scale = scale,
	.reopen = reopen,
};

/* Send HEAD, such as "GET /status HTTP/1.0\r\n".  Returns the result. */
static int
ask(const struct admin_endpoint *kind, const char *head)
{
	struct scoreboard *board = board_new();
	struct admin_endpoint endpoint = *kind;
	struct admin_request request;
	enum admin_action action;
	char text[256];
	int result;

	snprintf(text, sizeof(text), "%s\r\n", head);
	ck_assert_int_eq(admin_request_parse(&request, text, strlen(text)), 1);
	gantry_buffer_reset(&out);
	did[0] = '\0';
	endpoint.actions = &actions;
	endpoint.board = board;
	result = admin_answer(&out, &request, &endpoint, &action);
	if (result == 1)
		ck_assert_int_eq(action, ADMIN_RELOAD);
	gantry_buffer_putc(&out, '\0');
	scoreboard_free(board);
	return result;
}

static void
has(const char *part)
{
	ck_assert_msg(strstr(out.data, part) != NULL, "%s is not in\n%.1500s",
	    part, out.data);
}

START_TEST(the_status_is_a_table_or_json)
{
	ck_assert_int_eq(ask(&http, "GET /status HTTP/1.0\r\n"), 0);
	has("HTTP/1.0 200 OK\r\n");
	has("Content-Type: text/plain; charset=utf-8\r\n");
	has("\r\n\r\ngantry " PACKAGE_VERSION);
	ask(&http, "GET /status?format=json HTTP/1.0\r\n");
	has("Content-Type: application/json\r\n");
	has("\r\n\r\n{\"version\"");
	ask(&http, "GET /status HTTP/1.0\r\nAccept: application/json\r\n");
	has("\r\n\r\n{\"version\"");
	ask(&http,
	    "GET /status?format=text HTTP/1.0\r\n"
	    "Accept: application/json\r\n");
	has("\r\n\r\ngantry ");
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(accept_selects_the_format_of_metrics)
{
	ask(&http, "GET /metrics HTTP/1.0\r\n");
	has("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n");
	has("# TYPE gantry_requests_total counter\n");
	ask(&http,
	    "GET /metrics HTTP/1.0\r\n"
	    "Accept: application/openmetrics-text\r\n");
	has("Content-Type: application/openmetrics-text; version=1.0.0; "
	    "charset=utf-8\r\n");
	has("# EOF\n");
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(readiness_is_an_http_status)
{
	phase = STATUS_READY;
	ask(&http, "GET /readyz HTTP/1.0\r\n");
	has("HTTP/1.0 200 OK\r\n");
	has("\r\n\r\nready\n");
	phase = STATUS_STARTING;
	ask(&http, "GET /readyz HTTP/1.0\r\n");
	has("HTTP/1.0 503 Service Unavailable\r\n");
	has("\r\n\r\nstarting\n");
	ask(&http, "GET /healthz HTTP/1.0\r\n");
	has("HTTP/1.0 200 OK\r\n");
	has("\r\n\r\nok\n");
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(a_problem_is_a_reason_not_to_be_ready)
{
	phase = STATUS_READY;
	problem = "unix:/\x1b was shut down";
	ask(&http, "GET /readyz HTTP/1.0\r\n");
	has("HTTP/1.0 503 Service Unavailable\r\n");
	has("\r\n\r\nunix:/\\x1b was shut down\n");
	/* The master itself lives. */
	ask(&http, "GET /healthz HTTP/1.0\r\n");
	has("HTTP/1.0 200 OK\r\n");
	problem = "";
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(head_is_get_without_a_body)
{
	ask(&http, "HEAD /healthz HTTP/1.0\r\n");
	has("Content-Length: 3\r\n");
	ck_assert_str_eq(strstr(out.data, "\r\n\r\n"), "\r\n\r\n");
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(the_control_socket_accepts_commands)
{
	outcome = ADMIN_DONE;
	ck_assert_int_eq(ask(&control, "POST /reopen HTTP/1.0\r\n"), 0);
	ck_assert_str_eq(did, "reopen 0");
	has("HTTP/1.0 200 OK\r\n");
	has("\r\n\r\ndone\n");
	ask(&control, "POST /scale?workers=12 HTTP/1.0\r\n");
	ck_assert_str_eq(did, "scale 12");
	ask(&control, "POST /scale?workers=3&pool=a.b HTTP/1.0\r\n");
	ck_assert_str_eq(did, "scale a.b 3");
	outcome = ADMIN_LATER;
	ck_assert_int_eq(ask(&control, "POST /reload HTTP/1.0\r\n"), 1);
	ck_assert_str_eq(did, "reload 0");
	ck_assert_str_eq(out.data, "");
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(a_failed_command_has_a_status_and_a_reason)
{
	static const struct {
		enum gantry_error_code code;
		const char *status;
	} cases[] = {
		{ GANTRY_ERROR_INPUT, "HTTP/1.0 400 " },
		{ GANTRY_ERROR_BUSY, "HTTP/1.0 409 " },
		{ GANTRY_ERROR_UNAVAILABLE, "HTTP/1.0 503 " },
		{ GANTRY_ERROR_SYSTEM, "HTTP/1.0 500 " },
	};
	size_t i;

	outcome = ADMIN_FAILED;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		code = cases[i].code;
		ask(&control, "POST /reload HTTP/1.0\r\n");
		has(cases[i].status);
		has("\r\n\r\nthe reason\n");
	}
	ask(&control, "POST /stop HTTP/1.0\r\n");
	has("HTTP/1.0 503 ");
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(workers_are_a_number)
{
	static const char *const queries[] = { "", "?workers=", "?workers=0",
		"?workers=1025", "?workers=4x", "?workers=-4", "?workers=%34",
		"?workers=99999999999", "?worker=4" };
	char head[100];
	size_t i;

	for (i = 0; i < sizeof(queries) / sizeof(queries[0]); i++) {
		snprintf(head, sizeof(head), "POST /scale%s HTTP/1.0\r\n",
		    queries[i]);
		ask(&control, head);
		ck_assert_msg(did[0] == '\0', "%s did %s", queries[i], did);
		has("HTTP/1.0 400 ");
	}
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(commands_need_post_and_the_control_socket)
{
	ask(&http, "POST /reload HTTP/1.0\r\n");
	has("HTTP/1.0 403 ");
	ask(&public_http, "POST /stop HTTP/1.0\r\n");
	has("HTTP/1.0 403 ");
	ask(&http, "GET /reload HTTP/1.0\r\n");
	has("HTTP/1.0 403 ");
	ask(&control, "GET /reload HTTP/1.0\r\n");
	has("HTTP/1.0 405 ");
	ask(&control, "POST /status HTTP/1.0\r\n");
	has("HTTP/1.0 405 ");
	ask(&control, "DELETE /status HTTP/1.0\r\n");
	has("HTTP/1.0 405 ");
	ask(&http, "GET /nothing HTTP/1.0\r\n");
	has("HTTP/1.0 404 ");
	ck_assert_str_eq(did, "");
	gantry_buffer_clear(&out);
}
END_TEST

START_TEST(a_foreign_host_name_is_rejected_unless_public)
{
	static const char *const own[] = { "localhost", "LOCALHOST:9",
		"127.0.0.1:9000", "[::1]:9000" };
	char head[100];
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		snprintf(head, sizeof(head),
		    "GET /healthz HTTP/1.1\r\nHost: %s\r\n", own[i]);
		ask(&http, head);
		has("HTTP/1.0 200 ");
	}
	ask(&http, "GET /healthz HTTP/1.1\r\nHost: evil.test\r\n");
	has("HTTP/1.0 421 ");
	ask(&http, "GET /healthz HTTP/1.1\r\nHost: 127.0.0.1.evil.test\r\n");
	has("HTTP/1.0 421 ");
	ask(&public_http, "GET /healthz HTTP/1.1\r\nHost: a.test\r\n");
	has("HTTP/1.0 200 ");
	ask(&control, "GET /healthz HTTP/1.1\r\nHost: a.test\r\n");
	has("HTTP/1.0 200 ");
	gantry_buffer_clear(&out);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_status_is_a_table_or_json,
		accept_selects_the_format_of_metrics,
		readiness_is_an_http_status,
		a_problem_is_a_reason_not_to_be_ready,
		head_is_get_without_a_body,
		the_control_socket_accepts_commands,
		a_failed_command_has_a_status_and_a_reason,
		workers_are_a_number,
		commands_need_post_and_the_control_socket,
		a_foreign_host_name_is_rejected_unless_public,
		NULL,
	};

	return unit_run("serve/admin_answer", tests);
}
