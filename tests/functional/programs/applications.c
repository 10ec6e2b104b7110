/*
 * The gantry of the functional tests.  Its applications misbehave or show what
 * the bridge does.  It is built like a program outside this tree: a table of
 * applications and gantry_program_main.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "applications.h"
#include "openapi/described_site.h"

static const struct gantry_header text_headers[] = {
	{ "Content-Type", "text/plain" },
	{ NULL, NULL },
};

static int
answer(struct gantry_environ *environ, gantry_start_response *start_response,
    const char *text)
{
	return gantry_write(start_response(environ, "200 OK", text_headers),
	    text, strlen(text));
}

/* The number in the query, or FALLBACK. */
static long
number(const struct gantry_environ *environ, long fallback)
{
	const char *query = gantry_environ_get(environ, "QUERY_STRING");

	return *query != '\0' ? strtol(query, NULL, 10) : fallback;
}

static void
sleep_for(long milliseconds)
{
	struct timespec pause = {
		.tv_sec = milliseconds / 1000,
		.tv_nsec = milliseconds % 1000 * 1000000,
	};

	/* The signal that logs the stack interrupts it. */
	while (nanosleep(&pause, &pause) == -1)
		continue;
}

/* Sleeps for ?MILLISECONDS. */
static int
slow(struct gantry_environ *environ, gantry_start_response *start_response)
{
	gantry_environ_step(environ, "sleep");
	sleep_for(number(environ, 1000));
	return answer(environ, start_response, "slow");
}

/* Sends a part of an answer, then sleeps for ?MILLISECONDS. */
static int
stall(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body =
	    start_response(environ, "200 OK", text_headers);

	if (gantry_write(body, "part", 4) == -1 || gantry_flush(body) == -1)
		return -1;
	sleep_for(number(environ, 1000));
	return gantry_write(body, "end", 3);
}

/*
 * Sends ?N parts, one each 100 milliseconds.  At /step it tells steps instead,
 * after the first.
 */
static int
stream(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	struct gantry_body *body =
	    start_response(environ, "200 OK", text_headers);
	long left = number(environ, 10);

	for (; left > 0; left--) {
		gantry_environ_step(environ, "stream");
		if ((strcmp(path, "/step") != 0 || left == 1) &&
		    (gantry_write(body, ".", 1) == -1 ||
			gantry_flush(body) == -1))
			return -1;
		sleep_for(100);
	}
	return 0;
}

/* Answers with the process id. */
static int
pid(struct gantry_environ *environ, gantry_start_response *start_response)
{
	return answer(environ, start_response,
	    gantry_environ_format(environ, "%ld", (long)getpid()));
}

/* Answers with the variable ?NAME of the process. */
static int
variable(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const char *value = getenv(gantry_environ_get(environ, "QUERY_STRING"));

	return answer(environ, start_response, value != NULL ? value : "");
}

/* Answers with the body of the request. */
static int
echo(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	struct gantry_body *body =
	    start_response(environ, "200 OK", text_headers);
	char data[4096];
	ssize_t size;

	while ((size = gantry_read(input, data, sizeof(data))) > 0)
		if (gantry_write(body, data, (size_t)size) == -1)
			return -1;
	return size == 0 ? 0 : -1;
}

/* The same with gantry_input_file, from the third byte on, and where. */
static int
filed(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	int64_t offset = -1, length = -1;
	char data[4096];
	ssize_t size = gantry_read(input, data, 2);
	const int file = gantry_input_file(input, &offset, &length);

	if (size != 2 || file == -1)
		return answer(environ, start_response, "none");
	size = pread(file, data, sizeof(data) - 1, offset);
	if (size != length)
		return answer(environ, start_response, "short");
	data[size] = '\0';
	/* It is still there. */
	if (gantry_read(input, data + size, 1) != 1 || data[size] != data[0])
		return answer(environ, start_response, "moved");
	data[size] = '\0';
	return answer(environ, start_response, data);
}

/* Answers without reading the body. */
static int
ignore(struct gantry_environ *environ, gantry_start_response *start_response)
{
	return answer(environ, start_response, "ignored");
}

/* Writes ?BYTES, and fails then if the query contains "fail". */
static int
big(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const char *query = gantry_environ_get(environ, "QUERY_STRING");
	struct gantry_body *body =
	    start_response(environ, "200 OK", text_headers);
	char block[1000];
	long left = number(environ, 1000000);

	memset(block, 'x', sizeof(block));
	for (; left > 0; left -= (long)sizeof(block))
		if (gantry_write(body, block,
			left < (long)sizeof(block) ? (size_t)left
						   : sizeof(block)) == -1)
			return -1;
	return strstr(query, "fail") != NULL ? -1 : 0;
}

/* Traces ?N spans and ends fewer or more of them than it began. */
static int
runaway(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	long left;

	if (strcmp(path, "/surplus") == 0)
		for (left = number(environ, 3); left > 0; left--)
			gantry_trace_end(environ);
	for (left = number(environ, 3); left > 0; left--) {
		gantry_trace_begin(environ, "span", "number %ld", left);
		gantry_trace_note(environ, "a note");
		if (strcmp(path, "/many") == 0)
			gantry_trace_end(environ);
	}
	return answer(environ, start_response, "traced");
}

/* Cannot be opened. */
static int
open_broken(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	(void)settings;
	(void)state;
	return gantry_error_set(
	    error, GANTRY_ERROR_SYSTEM, "it is broken by design");
}

/* Never finishes opening. */
static int
open_asleep(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	(void)settings;
	(void)state;
	(void)error;
	return pause();
}

#define APPLICATION(call_name, help_text)                                  \
	static const struct gantry_application call_name##_application = { \
		.name = #call_name,                                        \
		.help = help_text,                                         \
		.call = call_name,                                         \
	}

APPLICATION(slow, "sleeps ?MILLISECONDS");
APPLICATION(stall, "sends a part, then sleeps ?MILLISECONDS");
APPLICATION(stream, "sends ?N parts");
APPLICATION(pid, "answers with its process id");
APPLICATION(variable, "answers with the variable ?NAME");
APPLICATION(echo, "answers with the body");
APPLICATION(filed, "answers with the body, from its file");
APPLICATION(ignore, "does not read the body");
APPLICATION(big, "writes ?BYTES");
APPLICATION(bad, "breaks the contract");
APPLICATION(runaway, "traces ?SPANS");

static const char *const colours[] = { "red", "green", NULL };

static const struct gantry_setting painter_settings[] = {
	{ .key = "colour",
	    .fallback = "red",
	    .choices = colours,
	    .help = "red or green" },
	{ .key = "password", .help = "a word", .secret = true },
	{ NULL },
};

static const struct gantry_application painter_application = {
	.name = "painter",
	.help = "has settings, one of them a secret",
	.settings = painter_settings,
	.call = pid,
};

static const struct gantry_application conformance_application = {
	.name = "conformance",
	.help = "answers as lighttpd's tests expect",
	.call = conformance,
	.authorizes = true,
};

static const struct gantry_setting trespass_settings[] = {
	{ .key = "file", .help = "a file that may be read" },
	{ .key = NULL },
};

static const char *const trespass_reads[] = { "file", NULL };

static const struct gantry_application trespass_application = {
	.name = "trespass",
	.help = "tries what a sandbox forbids",
	.settings = trespass_settings,
	.call = trespass,
	.reads = trespass_reads,
};

static const struct gantry_application broken_application = {
	.name = "broken",
	.help = "cannot be opened",
	.open = open_broken,
	.call = pid,
};

static const struct gantry_application asleep_application = {
	.name = "asleep",
	.help = "never opens",
	.open = open_asleep,
	.call = pid,
};

int
main(int argc, char *argv[])
{
	static const struct gantry_application *const applications[] = {
		&pid_application,
		&slow_application,
		&echo_application,
		&filed_application,
		&variable_application,
		&ignore_application,
		&big_application,
		&bad_application,
		&conformance_application,
		&trespass_application,
		&broken_application,
		&asleep_application,
		&stall_application,
		&stream_application,
		&painter_application,
		&runaway_application,
		&described_application,
		&files_application,
		&overwriter_application,
		&intruder_application,
		&threaded_application,
		&able_application,
		&hostile_application,
		&deferred_application,
		&events_application,
		&typed_application,
		&door_application,
		NULL,
	};

	static const struct gantry_program program = {
		.name = "gantry",
		.applications = applications,
	};

	return gantry_program_main(argc, argv, &program);
}
