/*
 * Applications opened and closed, and requests that reach none.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "gate/settings.h"
#include "gate/transport/call.h"
#include "unit.h"

/* What happened: "+a" a was opened, "-a" closed. */
static char events[64];

static void
note(const char *what, const char *name)
{
	strncat(events, what, sizeof(events) - strlen(events) - 1);
	strncat(events, name, sizeof(events) - strlen(events) - 1);
}

static int
open_any(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	const char *how = gantry_settings_get(settings, "how");

	if (strcmp(how, "fail") == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "the reason");
	*state = (void *)settings->application->name;
	note("+", settings->application->name);
	if (strcmp(how, "warn") == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "not there yet");
	return 0;
}

static void
close_any(void *state)
{
	note("-", state);
}

static int
answer_state(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const struct gantry_wsgi *wsgi = gantry_environ_wsgi(environ);
	const char *handoff =
	    gantry_environ_get(environ, "gantry.file_handoff");
	const char *text = gantry_environ_format(environ, "%s %d%d%d%s",
	    (const char *)gantry_environ_state(environ), wsgi->multithread,
	    wsgi->multiprocess, wsgi->run_once, handoff ? handoff : "");

	return gantry_write(
	    start_response(environ, "200 OK", headers), text, strlen(text));
}

static const struct gantry_setting table[] = {
	{ .key = "how", .fallback = "well", .help = "how open ends" },
	{ NULL },
};

#define APPLICATION(NAME)                                          \
	{                                                          \
		.name = NAME, .settings = table, .open = open_any, \
		.call = answer_state, .close = close_any,          \
	}

static const struct gantry_application applications[] = {
	APPLICATION("a"),
	APPLICATION("b"),
	APPLICATION("c"),
};

static struct gantry_settings settings[3];
static struct mount mounts[3];
static struct gate_options options;
static struct gate gate;
static struct gantry_error error;
static struct answer answer;

/* Three applications at /a, /b and /c, of which B opens as HOW says. */
static void
set_up(const char *how)
{
	static const char *const prefixes[] = { "/a", "/b", "/c" };
	size_t i;

	for (i = 0; i < 3; i++) {
		ck_assert_int_eq(
		    settings_init(&settings[i], &applications[i]), 0);
		mounts[i] = (struct mount){
			.prefix = prefixes[i],
			.application = &applications[i],
			.settings = &settings[i],
		};
	}
	ck_assert_int_eq(settings_put(&settings[1], "how", how, &error), 0);
	options = (struct gate_options){ .mounts = mounts, .mount_count = 3 };
	events[0] = '\0';
}

static void
tear_down(void)
{
	size_t i;

	for (i = 0; i < 3; i++)
		settings_clear(&settings[i]);
	answer_clear(&answer);
}

static void
get(const char *target)
{
	const struct call call = { .method = "GET", .target = target };

	answer_clear(&answer);
	ck_assert_int_eq(call_serve(&gate, &call, &answer.bytes, &error), 0);
	answer_read(&answer);
}

START_TEST(applications_open_in_order_and_close_in_reverse)
{
	set_up("well");
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	ck_assert_str_eq(events, "+a+b+c");
	gate_close(&gate);
	ck_assert_str_eq(events, "+a+b+c-c-b-a");
	gate_close(&gate);
	ck_assert_str_eq(events, "+a+b+c-c-b-a");
	tear_down();
}
END_TEST

START_TEST(each_mount_has_its_own_state)
{
	set_up("well");
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	get("/a");
	ck_assert_str_eq(answer.body, "a 000");
	get("/c/d");
	ck_assert_str_eq(answer.body, "c 000");
	gate_close(&gate);
	tear_down();
}
END_TEST

START_TEST(an_application_that_fails_to_open_closes_the_opened)
{
	set_up("fail");
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), -1);
	ck_assert_str_eq(events, "+a-a");
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_str_eq(error.text, "application 'b': the reason");
	gate_close(&gate);
	ck_assert_str_eq(events, "+a-a");
	tear_down();
}
END_TEST

START_TEST(an_application_without_data_is_a_warning_and_serves)
{
	set_up("warn");
	unit_capture();
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	ck_assert_ptr_nonnull(strstr(
	    unit_captured(), "warning: application 'b': not there yet\n"));
	get("/b");
	ck_assert_str_eq(answer.body, "b 000");
	gate_close(&gate);
	ck_assert_str_eq(events, "+a+b+c-c-b-a");

	unit_capture();
	ck_assert_int_eq(gate_open(&gate, &options, false, &error), 0);
	ck_assert_str_eq(unit_captured(), "");
	gate_close(&gate);
	tear_down();
}
END_TEST

START_TEST(open_and_close_are_optional)
{
	static const struct gantry_application bare = {
		.name = "bare",
		.call = answer_state,
	};
	const struct mount mount = { .prefix = "", .application = &bare };

	options = (struct gate_options){ .mounts = &mount, .mount_count = 1 };
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	ck_assert_ptr_null(gate.states[0]);
	gate_close(&gate);
}
END_TEST

START_TEST(wsgi_flags_follow_the_options)
{
	set_up("well");
	options.multithread = true;
	options.run_once = true;
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	get("/a");
	ck_assert_str_eq(answer.body, "a 101");
	gate_close(&gate);
	options.multithread = options.run_once = false;
	options.multiprocess = true;
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	get("/a");
	ck_assert_str_eq(answer.body, "a 010");
	gate_close(&gate);
	tear_down();
}
END_TEST

START_TEST(the_gate_says_how_files_are_handed_off)
{
	set_up("well");
	options.file_handoff = " x-sendfile";
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	get("/a");
	ck_assert_str_eq(answer.body, "a 000 x-sendfile");
	gate_close(&gate);
	tear_down();
}
END_TEST

START_TEST(a_path_without_a_mount_is_a_404_and_not_logged)
{
	set_up("well");
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	unit_capture();
	get("/d");
	ck_assert_str_eq(unit_captured(), "");
	ck_assert_int_eq(answer.status, 404);
	ck_assert_str_eq(
	    answer_header(&answer, "Content-Type"), "application/problem+json");
	ck_assert_str_eq(answer.body,
	    "{\"status\":404,\"title\":\"Not Found\",\"detail\":"
	    "\"no application is mounted at '/d'\"}\n");
	gate_close(&gate);
	tear_down();
}
END_TEST

static ssize_t
read_nothing(void *owner, void *data, size_t size)
{
	(void)owner;
	(void)data;
	(void)size;
	return 0;
}

static int
write_answer(void *owner, const void *data, size_t size)
{
	return gantry_buffer_add(owner, data, size);
}

static const struct transport transport = {
	.read = read_nothing,
	.write = write_answer,
};

START_TEST(a_rejection_is_answered_by_its_code)
{
	static const struct {
		enum gantry_error_code code;
		int status;
		const char *detail;
	} cases[] = {
		{ GANTRY_ERROR_INPUT, 400, "too bad" },
		{ GANTRY_ERROR_LIMIT, 431, "too bad" },
		{ GANTRY_ERROR_MEMORY, 500, "The server's log says why." },
	};
	struct gantry_error rejection;
	struct request request;
	size_t i;

	set_up("well");
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		answer_clear(&answer);
		request_init(&request, &transport, &answer.bytes);
		ck_assert_int_eq(
		    environ_add(&request.environ, "HTTP_X_REQUEST_ID",
			strlen("HTTP_X_REQUEST_ID"), "it", &error),
		    0);
		gantry_error_set(&rejection, cases[i].code, "too bad: a hint");
		unit_capture();
		ck_assert_int_eq(gate_serve(&gate, &request, &rejection), 0);
		ck_assert_ptr_nonnull(strstr(unit_captured(),
		    "warning: [it] request rejected: too bad: a hint\n"));
		answer_read(&answer);
		ck_assert_int_eq(answer.status, cases[i].status);
		ck_assert_ptr_nonnull(strstr(answer.body, cases[i].detail));
		ck_assert_ptr_nonnull(
		    strstr(answer.body, "\"request_id\":\"it\""));
		ck_assert_str_eq(answer_header(&answer, "X-Request-Id"), "it");
		request_clear(&request);
	}
	gate_close(&gate);
	tear_down();
}
END_TEST

/* What a watch was told, in a word each. */
static char told[256];

static void
tell(const char *what)
{
	strncat(told, what, sizeof(told) - strlen(told) - 1);
	strncat(told, " ", sizeof(told) - strlen(told) - 1);
}

static void
tell_begin(void *owner, struct request *request)
{
	ck_assert_ptr_eq(owner, told);
	tell(environ_text(&request->environ, "REQUEST_METHOD"));
}

static void
tell_step(void *owner, const char *what)
{
	ck_assert_ptr_eq(owner, told);
	tell(what != NULL ? what : "done");
}

static bool
say_slow(void *owner)
{
	ck_assert_ptr_eq(owner, told);
	return true;
}

static void
tell_send(void *owner, bool begins)
{
	ck_assert_ptr_eq(owner, told);
	tell(begins ? "[" : "]");
}

static void
tell_end(void *owner, struct request *request, int result)
{
	char text[64];

	ck_assert_ptr_eq(owner, told);
	snprintf(text, sizeof(text), "%d:%d:%d", request->body.status, result,
	    request->was_rejected);
	tell(text);
	/* The headers are still there to be logged. */
	ck_assert_ptr_nonnull(memmem(request->body.head.data,
	    request->body.head.length, "Content-Type: ", 14));
}

static int
answer_in_steps(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	gantry_environ_step(environ, "one");
	if (gantry_environ_is_slow(environ))
		gantry_environ_explain(environ, "why");
	gantry_environ_step(environ, NULL);
	return answer_state(environ, start_response);
}

static const struct gantry_application stepping = {
	.name = "stepping",
	.call = answer_in_steps,
};

START_TEST(a_watch_is_told_what_becomes_of_a_request)
{
	const struct mount mount = { .prefix = "/x", .application = &stepping };
	struct observer observer = {
		.owner = told,
		.begin = tell_begin,
		.step = tell_step,
		.is_slow = say_slow,
		.explain = tell_step,
		.send = tell_send,
		.end = tell_end,
	};

	set_up("well");
	options.mounts = &mount;
	options.mount_count = 1;
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	gate.observer = observer;
	get("/x");
	ck_assert_str_eq(told, "GET one why done [ ] [ ] 200:0:0 ");
	told[0] = '\0';
	get("/y");
	ck_assert_str_eq(told, "GET [ ] [ ] 404:0:1 ");
	/* Each of its functions may be missing, and so may all. */
	told[0] = '\0';
	gate.observer = (struct observer){ 0 };
	get("/x");
	ck_assert_str_eq(told, "");
	gate_close(&gate);
	tear_down();
}
END_TEST

START_TEST(each_answer_has_the_id_if_that_is_asked_for)
{
	set_up("well");
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	get("/a");
	ck_assert_ptr_null(answer_header(&answer, "X-Request-Id"));
	gate_close(&gate);
	options.request_id_header = true;
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	get("/a");
	ck_assert_uint_eq(strlen(answer_header(&answer, "X-Request-Id")), 32);
	get("/nowhere");
	ck_assert_int_eq(answer.status, 404);
	ck_assert_uint_eq(strlen(answer_header(&answer, "X-Request-Id")), 32);
	gate_close(&gate);
	tear_down();
}
END_TEST

static const char *
fact_any(void *state)
{
	return state;
}

static void
note_fact(void *owner, const char *application, const char *fact)
{
	ck_assert_str_eq(owner, "the owner");
	note("=", application);
	note(":", fact);
}

START_TEST(facts_are_told_at_first_and_after_each_request)
{
	const struct gantry_application talker = { .name = "t",
		.settings = table,
		.open = open_any,
		.call = answer_state,
		.fact = fact_any };

	set_up("well");
	settings[1].application = &talker;
	mounts[1].application = &talker;
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	gate_tell_facts(&gate);
	get("/b");
	ck_assert_str_eq(events, "+a+t+c");
	gate.observer.owner = (void *)"the owner";
	gate.observer.fact = note_fact;
	gate_tell_facts(&gate);
	ck_assert_str_eq(events, "+a+t+c=t:t");
	get("/a");
	get("/nowhere");
	ck_assert_str_eq(events, "+a+t+c=t:t");
	get("/b");
	ck_assert_str_eq(events, "+a+t+c=t:t=t:t");
	gate_close(&gate);
	tear_down();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		applications_open_in_order_and_close_in_reverse,
		each_mount_has_its_own_state,
		an_application_that_fails_to_open_closes_the_opened,
		an_application_without_data_is_a_warning_and_serves,
		open_and_close_are_optional,
		wsgi_flags_follow_the_options,
		the_gate_says_how_files_are_handed_off,
		a_path_without_a_mount_is_a_404_and_not_logged,
		a_rejection_is_answered_by_its_code,
		a_watch_is_told_what_becomes_of_a_request,
		each_answer_has_the_id_if_that_is_asked_for,
		facts_are_told_at_first_and_after_each_request,
		NULL,
	};

	return unit_run("gate/gate", tests);
}
