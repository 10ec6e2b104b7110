/*
 * A module that a developer works on: it answers with TEXT, and fails in
 * several ways.
 */
#include <gantry/module.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#ifndef TEXT
#define TEXT "one"
#endif

static const struct gantry_header headers[] = {
	{ "Content-Type", "text/html; charset=utf-8" },
	{ "ETag", "\"1\"" },
	{ "Set-Cookie", "session=set-by-it" },
	{ NULL, NULL },
};

__attribute__((noinline)) static int
crash(const char *path)
{
	volatile int *nothing = NULL;

	if (strcmp(path, "/abort") == 0)
		abort();
	return *nothing; /* it crashes here */
}

static int
call(struct gantry_environ *environ, gantry_start_response *start)
{
	struct gantry_errors *errors = gantry_environ_wsgi(environ)->errors;
	const char *path = gantry_environ_get(environ, "PATH_INFO");
	struct gantry_body *body;

	if (path == NULL)
		path = "";
	if (strcmp(path, "/crash") == 0 || strcmp(path, "/abort") == 0)
		return crash(path);
	if (strcmp(path, "/fail") == 0) {
		gantry_errors_printf(errors, "<b>no</b> hunter-two"); /* here */
		return -1;
	}
	if (strcmp(path, "/slow") == 0)
		usleep(300000);
	body = start(environ, "200 OK", headers);
	return gantry_write(body, "<p>" TEXT "</p>", strlen("<p>" TEXT "</p>"));
}

static const struct gantry_setting settings[] = {
	{ .key = "key", .help = "a secret", .secret = true },
	{ NULL },
};

static const struct gantry_application application = {
	.name = "work",
	.call = call,
	.settings = settings,
};

GANTRY_MODULE(&application);
