/*
 * An application for the tests of gantry shell: its paths say what it sends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "applications.h"

static int
answer(struct gantry_environ *environ, gantry_start_response *start_response,
    const char *type, const char *text)
{
	const struct gantry_header headers[] = {
		{ "Content-Type", type },
		{ NULL, NULL },
	};

	return gantry_write(
	    start_response(environ, "200 OK", headers), text, strlen(text));
}

/* Sets three cookies, one for another path and one that is to go. */
static int
login(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ "Set-Cookie", "session=s1; Path=/; HttpOnly; Secure" },
		{ "Set-Cookie", "narrow=n1; Path=/echo" },
		{ "Set-Cookie", "old=o1; Max-Age=0" },
		{ NULL, NULL },
	};

	return gantry_write(
	    start_response(environ, "200 OK", headers), "in", 2);
}

/* What of the request came here, a line each. */
static int
echo(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const char *const names[] = { "REQUEST_METHOD", "QUERY_STRING",
		"CONTENT_TYPE", "HTTP_COOKIE", "HTTP_X_NOTE", "HTTP_HOST" };
	struct gantry_input *input = gantry_environ_wsgi(environ)->input;
	const char *value;
	char text[4096];
	size_t length = 0, i;
	ssize_t count;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		value = gantry_environ_get(environ, names[i]);
		if (value != NULL && *value != '\0')
			length += (size_t)snprintf(text + length,
			    sizeof(text) - length, "%s=%s\n", names[i], value);
	}
	count = gantry_read(input, text + length, sizeof(text) - 1 - length);
	if (count > 0)
		length += (size_t)count;
	text[length] = '\0';
	return answer(environ, start_response, "text/plain", text);
}

/* The members change their order each time, and one its value. */
static int
count(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static int number;
	char text[128];

	number++;
	snprintf(text, sizeof(text),
	    number % 2 == 1 ? "{\"same\":[1.0,{}],\"number\":%d}"
			    : "{\"number\":%d, \"same\":[1.0, {}]}",
	    number);
	return answer(environ, start_response, "application/json", text);
}

static int
typed(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	const char *greeting = gantry_environ_state(environ);

	if (strcmp(path, "/login") == 0)
		return login(environ, start_response);
	if (strncmp(path, "/echo", 5) == 0)
		return echo(environ, start_response);
	if (strcmp(path, "/count") == 0)
		return count(environ, start_response);
	if (strcmp(path, "/evil") == 0)
		return answer(environ, start_response, "text/plain",
		    "a\033]0;owned\007b\xc2\x9b"
		    "31m\xe2\x80\xae\r\nend");
	if (strcmp(path, "/evil-json") == 0)
		return answer(environ, start_response, "application/json",
		    "{\"\xc2\x9b\":\"\x7f\"}");
	if (strcmp(path, "/binary") == 0)
		return answer(environ, start_response, "image/png",
		    "\x89PNG\xff\xfe 0123456789abcdef");
	if (strcmp(path, "/spin") == 0) {
		fputs("it spins\n", stderr);
		for (;;)
			continue;
	}
	if (strcmp(path, "/crash") == 0)
		abort();
	return answer(environ, start_response, "text/plain", greeting);
}

static int
open_typed(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	const char *greeting = gantry_settings_get(settings, "greeting");

	if (strcmp(greeting, "none") == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "a greeting is needed");
	*state = strdup(greeting);
	return *state == NULL ? gantry_error_memory(error) : 0;
}

static const struct gantry_setting settings[] = {
	{ .key = "greeting", .fallback = "hey", .help = "what it says" },
	{ .key = "secret", .help = "a word", .secret = true },
	{ NULL },
};

const struct gantry_application typed_application = {
	.name = "typed",
	.help = "answers as its paths say",
	.settings = settings,
	.open = open_typed,
	.call = typed,
	.close = free,
};
