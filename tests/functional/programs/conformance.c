/*
 * Answers like the responder of the tests of lighttpd (tests/mod-fastcgi.t in
 * its sources), so that those tests can run against gantry: "test123", unless
 * the query asks for something else.  It is also an authorizer.
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "applications.h"

static const struct gantry_header text[] = {
	{ "Content-Type", "text/plain" },
	{ NULL, NULL },
};

/* A variable of the request or, as a web server may set it, of the process. */
static const char *
find_variable(const struct gantry_environ *environ, const char *name)
{
	const char *value = gantry_environ_get(environ, name);

	if (value == NULL)
		value = getenv(name);
	return value != NULL ? value : "";
}

/* FastCGI specification, section 6.3: 200 lets the request pass. */
static int
authorize(struct gantry_environ *environ, gantry_start_response *start_response,
    const char *query)
{
	static const struct gantry_header with_variable[] = {
		{ "Content-Type", "text/plain" },
		{ "Variable-X-LIGHTTPD-FCGI-AUTH", "LighttpdTestContent" },
		{ NULL, NULL },
	};
	const char *status = "200 OK";
	const struct gantry_header *headers = text;

	if (strcmp(query, "auth-var") == 0)
		headers = with_variable;
	else if (strncmp(query, "auth-", 5) == 0 &&
	    strcmp(query, "auth-ok") != 0)
		status = "403 Forbidden";
	return start_response(environ, status, headers) == NULL ? -1 : 0;
}

/* Send the headers on their own; lines always end with CR and LF here. */
static int
answer_slowly(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", text);

	if (gantry_write(body, "test", 4) == -1 || gantry_flush(body) == -1)
		return -1;
	return gantry_write(body, "123", 3);
}

int
conformance(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	const char *query = gantry_environ_get(environ, "QUERY_STRING");
	const char *role = gantry_environ_get(environ, "FCGI_ROLE");
	const char *answer = "test123";

	if (role != NULL && strcmp(role, "AUTHORIZER") == 0)
		return authorize(environ, start_response, query);
	if (strncmp(query, "slow-", 5) == 0)
		return answer_slowly(environ, start_response);
	if (strncmp(query, "env=", 4) == 0)
		answer = find_variable(environ, query + 4);
	if (strcmp(query, "auth-var") == 0)
		answer = find_variable(environ, "X_LIGHTTPD_FCGI_AUTH");
	if (strcmp(query, "die-at-end") == 0)
		kill(getpid(), SIGTERM); /* after this answer */
	return gantry_write(
	    start_response(environ, "200 OK", text), answer, strlen(answer));
}
