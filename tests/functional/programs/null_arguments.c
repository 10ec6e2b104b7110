/*
 * Calls each public function with NULL, in a request that is being answered.
 * Each line of the log that begins with '@' tells a case, what the function
 * returned, or how the request ended.  A case that ends the process is told as
 * well, and the next process goes on behind it.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "null_arguments.h"

struct frame frame;

/* The case that is tried; shared with the process that tries it. */
static size_t *current;

static const struct gantry_setting settings[] = {
	{ .key = "greeting", .fallback = "hey", .help = "what to say" },
	{ .key = "number",
	    .fallback = "1",
	    .help = "a number",
	    .type = GANTRY_SETTING_INTEGER },
	{ .key = "time",
	    .fallback = "1s",
	    .help = "a time",
	    .type = GANTRY_SETTING_DURATION },
	{ .key = "size",
	    .fallback = "1K",
	    .help = "a size",
	    .type = GANTRY_SETTING_SIZE },
	{ .key = "flag",
	    .fallback = "yes",
	    .help = "a flag",
	    .type = GANTRY_SETTING_BOOLEAN },
	{ NULL },
};

int
frame_arguments(const struct gantry_settings *given,
    struct gantry_buffer *arguments, struct gantry_error *error)
{
	(void)given;
	(void)error;
	return gantry_buffer_add(arguments, "/bin/true", sizeof("/bin/true"));
}

static const struct gantry_job jobs[] = {
	{ .name = "work", .arguments = frame_arguments },
	{ NULL },
};

static void
try_case(void)
{
	null_cases[*current].call(null_cases[*current].nulls);
}

int
frame_respond(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, "hey");
}

int
frame_hook(struct gantry_request *request, struct gantry_response *response,
    const void *argument)
{
	(void)request;
	(void)response;
	(void)argument;
	return 0;
}

bool
frame_knows(const char *arguments)
{
	return arguments != NULL;
}

bool
frame_takes(const char *text, size_t length, const char *arguments)
{
	return text != NULL && length > 0 && arguments != NULL;
}

const char *
frame_fact(void *state)
{
	(void)state;
	return "a fact";
}

static int
respond(struct gantry_request *request, struct gantry_response *response)
{
	frame.request = request;
	frame.response = response;
	frame.environ = gantry_request_environ(request);
	gantry_response_text(response, "hey");
	if (null_cases[*current].kind != FRAME_APPLICATION)
		try_case();
	return 0;
}

static const struct gantry_route routes[] = {
	{
	    .uri_template = "/items/{item}",
	    .name = "item",
	    .on_post = GANTRY_RESPONDER(respond),
	},
	{ 0 },
};
static const struct gantry_site site = { .routes = routes };

static int
open_frame(const struct gantry_settings *given, void **state,
    struct gantry_error *error)
{
	frame.settings = given;
	*state = frame.web = gantry_web_open(&site, given, "state", error);
	return *state != NULL ? 0 : -1;
}

struct gantry_body *
frame_body(void)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};

	return frame.start_response(frame.environ, "200 OK", headers);
}

static int
call_frame(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	frame.environ = environ;
	frame.start_response = start_response;
	if (null_cases[*current].kind != FRAME_APPLICATION)
		return gantry_web_call(environ, start_response);
	frame.request = NULL;
	frame.response = NULL;
	try_case();
	return 0;
}

const struct gantry_application frame_application = {
	.name = "frame",
	.help = "calls functions with NULL",
	.settings = settings,
	.jobs = jobs,
	.open = open_frame,
	.call = call_frame,
	.close = gantry_web_close,
};

const struct gantry_application *frame_applications[2];

/* --- Another application, whose results are asked for --- */

int
frame_opened(const struct gantry_settings *given, void **state,
    struct gantry_error *error)
{
	(void)given;
	(void)error;
	*state = NULL;
	return 0;
}

void
frame_closed(void *state)
{
	(void)state;
}

/* A function of a deferred request; it is not called. */
int
frame_call(struct gantry_environ *environ, void *argument)
{
	(void)environ;
	(void)argument;
	return -1;
}

struct gantry_deferred *
frame_deferred(void)
{
	const struct gantry_deferral deferral = { 0 };

	return gantry_defer(frame.environ, &deferral, NULL);
}

struct gantry_channel *
frame_channel(void)
{
	static struct gantry_channel *channel;

	if (channel == NULL)
		channel = gantry_channel_open(NULL, NULL, NULL);
	return channel;
}

struct gantry_metric *
frame_metric(void)
{
	static const struct gantry_metric_options options = {
		.name = "things",
		.help = "Things.",
	};

	return gantry_metric_open(frame.settings, &options, NULL);
}

int
frame_listen(struct gantry_response *response, struct gantry_channel *channel)
{
	int result = gantry_response_listen(response, channel);

	gantry_channel_close(channel);
	return result;
}

struct gantry_stream *
frame_stream(void)
{
	gantry_response_stream(frame.response, frame_read, NULL, NULL, 1);
	return gantry_response_get_stream(frame.response);
}

int
frame_next(void *argument, struct gantry_event *event)
{
	(void)argument;
	(void)event;
	return 0;
}

ssize_t
frame_read(void *argument, void *data, size_t size)
{
	(void)argument;
	memset(data, 'x', size);
	return (ssize_t)size;
}

int
frame_greet(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "application/json" },
		{ "Set-Cookie", "c=1; Path=/" },
		{ NULL, NULL },
	};

	return gantry_write(
	    start_response(environ, "200 OK", headers), "{\"a\":\"b\"}", 9);
}

static const struct gantry_application greeter = {
	.name = "greeter",
	.call = frame_greet,
};

struct gantry_json_writer *
frame_writer(void)
{
	static struct gantry_buffer buffer;
	static struct gantry_json_writer writer;

	gantry_json_writer_init(&writer, &buffer);
	gantry_json_begin_object(&writer, NULL);
	return &writer;
}

const struct gantry_schema *
frame_schema(void)
{
	static struct gantry_schema *schema;

	if (schema == NULL)
		schema = gantry_schema_new("true", NULL);
	return schema;
}

const struct gantry_json_value *
frame_json(const char *text)
{
	return gantry_json_parse(frame.environ, text, strlen(text), NULL);
}

void *
frame_open(int (*open)(const void *options, const struct gantry_settings *given,
	       void **state, struct gantry_error *error),
    const void *options)
{
	struct gantry_error error = { 0 };
	void *state = NULL;

	if (open(options, frame.settings, &state, &error) == -1)
		fprintf(stderr, "@cannot open: %s\n", error.text);
	return state;
}

int
frame_vprintf(struct gantry_buffer *buffer, const char *format, ...)
{
	va_list arguments;
	int result;

	va_start(arguments, format);
	result = gantry_buffer_vprintf(buffer, format, arguments);
	va_end(arguments);
	return result;
}

static void
ask(struct gantry_client *client)
{
	static const char *const targets[] = { "/a/one", "/b", "/c/1", "/d/e",
		"/nowhere" };
	size_t i;

	for (i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
		gantry_result_free(
		    gantry_simulate_get(client, targets[i], NULL));
		gantry_result_free(
		    gantry_simulate(client, "REPORT", targets[i], NULL));
	}
}

const void *
frame_client_open(const struct gantry_application *application,
    const char *const *given, struct gantry_error *error)
{
	struct gantry_client *client =
	    gantry_client_open(application, given, error);

	if (client != NULL)
		ask(client);
	gantry_client_close(client);
	return client;
}

static struct gantry_web *asked;

static int
open_asked(const struct gantry_settings *given, void **state,
    struct gantry_error *error)
{
	(void)given;
	(void)error;
	*state = asked;
	return 0;
}

static const struct gantry_application of_site = {
	.name = "site",
	.open = open_asked,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

const void *
frame_web_open(const struct gantry_site *opened,
    const struct gantry_settings *given, void *state,
    struct gantry_error *error)
{
	asked = gantry_web_open(opened, given, state, error);
	if (asked != NULL)
		frame_client_open(&of_site, NULL, NULL);
	return asked;
}

void
tell_integer(long long result)
{
	fprintf(stderr, "@returned %lld\n", result);
}

void
tell_pointer(const void *result)
{
	fprintf(stderr, "@returned %s\n", result != NULL ? "a value" : "NULL");
}

void
tell_text(const char *result)
{
	if (result != NULL)
		fprintf(stderr, "@returned '%s'\n", result);
	else
		tell_pointer(result);
}

void
tell_nothing(void)
{
	fprintf(stderr, "@returned nothing\n");
}

/* --- Requests --- */

static void
simulate(struct gantry_client *client)
{
	static const char *const form[] = {
		"Content-Type: multipart/form-data; boundary=xx",
		NULL,
	};
	const struct gantry_simulation with_json = {
		.json = "{\"a\":1}",
	}, with_form = {
		.headers = form,
		.body = "--xx\r\n"
			"Content-Disposition: form-data; name=\"a\"\r\n"
			"\r\n"
			"1\r\n"
			"--xx--\r\n",
	};
	struct gantry_result *result = gantry_simulate_post(client,
	    "/items/7?n=7&b=true&t=2024-02-29T12:00:00Z&l=a,b"
	    "&u=123e4567-e89b-12d3-a456-426614174000",
	    null_cases[*current].kind == FRAME_MULTIPART ? &with_form
							 : &with_json);

	fprintf(stderr, "@status %d\n", gantry_result_status(result));
	gantry_result_free(result);
}

/* Try the cases from the current one on. */
static void
try_cases(void)
{
	struct gantry_error error = { 0 };
	struct gantry_client *client =
	    gantry_client_open(&frame_application, NULL, &error);

	frame.client = gantry_client_open(&greeter, NULL, &error);
	if (client == NULL || frame.client == NULL)
		fprintf(stderr, "@cannot open: %s\n", error.text);
	frame.result = gantry_simulate_get(frame.client, "/", NULL);
	for (; null_cases[*current].function != NULL; (*current)++) {
		fprintf(stderr, "@case %s: %s\n", null_cases[*current].function,
		    null_cases[*current].what);
		simulate(client);
	}
}

int
main(void)
{
	int status = 0;

	current = mmap(NULL, sizeof(*current), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (current == MAP_FAILED)
		return 2;
	for (; null_cases[*current].function != NULL; (*current)++) {
		pid_t process = fork();

		if (process == 0) {
			try_cases();
			_exit(0); /* what leaks is not looked for */
		}
		if (process == -1 || waitpid(process, &status, 0) == -1)
			return 2;
		if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
			break;
		fprintf(stderr, "@ended the process: %s\n",
		    WIFSIGNALED(status) ? strsignal(WTERMSIG(status))
					: "it exited");
	}
	return 0;
}

int
frame_basic(
    struct gantry_request *request, const char *user, const char *password)
{
	(void)request;
	(void)user;
	(void)password;
	return 1;
}

enum gantry_bearer_result
frame_bearer(
    struct gantry_request *request, const char *token, const char *scope)
{
	(void)request;
	(void)token;
	(void)scope;
	return GANTRY_BEARER_VALID;
}
