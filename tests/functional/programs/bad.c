/*
 * An application that breaks the contract; its query says how.
 */
#include <stdlib.h>
#include <string.h>

#include "applications.h"

#define TEXT                                 \
	{                                    \
		"Content-Type", "text/plain" \
	}

/* Invalid arguments of start_response. */
static const struct start {
	const char *name;
	const char *status;
	struct gantry_header headers[4];
} starts[] = {
	{ "early", "100 Continue", { TEXT } },
	{ "hints", "103 Early Hints", { TEXT } },
	{ "beyond", "999 Beyond", { TEXT } },
	{ "bare", "404", { TEXT } },
	{ "reasonless", "404 ", { TEXT } },
	{ "blank", "200 OK ", { TEXT } },
	{ "status-split", "200 OK\r\nSet-Cookie: a=b", { TEXT } },
	{ "statusless", NULL, { TEXT } },
	{ "hop", "200 OK", { TEXT, { "Transfer-Encoding", "chunked" } } },
	{ "upgrade", "200 OK", { TEXT, { "upgrade", "websocket" } } },
	{ "split", "200 OK", { TEXT, { "X-Split", "a\r\nSet-Cookie: b" } } },
	{ "folded", "200 OK", { TEXT, { "X-Folded", "a\r\n b" } } },
	{ "tab", "200 OK", { TEXT, { "X-Tab", "a\tb" } } },
	{ "valueless", "200 OK", { TEXT, { "X-Valueless", NULL } } },
	{ "name-blank", "200 OK", { TEXT, { "X Blank", "x" } } },
	{ "name-colon", "200 OK", { TEXT, { "X:Colon", "x" } } },
	{ "name-split", "200 OK", { TEXT, { "X\r\nSet-Cookie", "x" } } },
	{ "name-dash", "200 OK", { TEXT, { "X-", "x" } } },
	{ "status-header", "200 OK", { TEXT, { "Status", "201 Created" } } },
	{ "typeless", "200 OK", { { "X-Other", "x" } } },
	{ "typed-304", "304 Not Modified", { TEXT } },
	{ "typed-204", "204 No Content", { TEXT } },
	{ "measured-204", "204 No Content", { { "Content-Length", "0" } } },
	{ "two-types", "200 OK", { TEXT, TEXT } },
	{ "two-lengths", "200 OK",
	    { TEXT, { "Content-Length", "7" }, { "Content-Length", "7" } } },
	{ "no-number", "200 OK", { TEXT, { "Content-Length", "7 " } } },
	{ "created", "201 Created",
	    { { "Location", "/new" }, TEXT } }, /* good */
	{ "location", "200 OK", { TEXT, { "Location", "/elsewhere" } } },
	{ "two-locations", "302 Found",
	    { TEXT, { "Location", "/a" }, { "Location", "/b" } } },
	{ "short", "200 OK", { TEXT, { "Content-Length", "8" } } },
};

static const struct gantry_header text[] = { TEXT, { NULL, NULL } };

static const struct gantry_header seven[] = {
	TEXT,
	{ "Content-Length", "7" },
	{ NULL, NULL },
};

static const struct gantry_error late = {
	GANTRY_ERROR_BUSY,
	"the real reason",
};

/* Errors after start_response. */

static int
twice(struct gantry_environ *environ, gantry_start_response *start_response)
{
	start_response(environ, "200 OK", text);
	return gantry_write(
	    start_response(environ, "200 OK", text), "not bad", 7);
}

static int
silent(struct gantry_environ *environ, gantry_start_response *start_response)
{
	(void)environ;
	(void)start_response;
	return 0;
}

static int
fail(struct gantry_environ *environ, gantry_start_response *start_response)
{
	start_response(environ, "200 OK", text);
	return -1;
}

static int
crash(struct gantry_environ *environ, gantry_start_response *start_response)
{
	(void)environ;
	(void)start_response;
	abort();
}

static int
dive(const volatile char *above, long depth)
{
	volatile char block[4096];

	block[0] = *above;
	return depth > 0 ? dive(block, depth - 1) + block[0] : block[0];
}

/* Uses more stack than a thread has. */
static int
overflow(struct gantry_environ *environ, gantry_start_response *start_response)
{
	(void)start_response;
	return dive(gantry_environ_get(environ, "QUERY_STRING"), 1000000);
}

static int
restart_for_nothing(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	start_response(environ, "200 OK", text);
	gantry_restart_response(environ, NULL, "201 Created", text);
	return 0;
}

/* "huge-N" answers "not bad" with a header of N bytes. */
static int
huge(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const char *query = gantry_environ_get(environ, "QUERY_STRING");
	size_t size = strtoul(query + strlen("huge-"), NULL, 10);
	char *value = gantry_environ_alloc(environ, size + 1);
	const struct gantry_header headers[] = { TEXT, { "X-Huge", value },
		{ NULL, NULL } };

	if (value == NULL)
		return -1;
	memset(value, 'x', size);
	value[size] = '\0';
	return gantry_write(
	    start_response(environ, "200 OK", headers), "not bad", 7);
}

/* Writes more than the seven bytes of Content-Length. */
static int
overlong(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", seven);

	gantry_write(body, "not bad, and more", 17);
	return 0;
}

/* Errors after the first byte of the body. */

static struct gantry_body *
begin(struct gantry_environ *environ, gantry_start_response *start_response,
    const struct gantry_header *headers)
{
	struct gantry_body *body = start_response(environ, "200 OK", headers);

	gantry_write(body, "not", 3);
	gantry_flush(body);
	return body;
}

static int
late_failure(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	begin(environ, start_response, text);
	return -1;
}

static int
late_short(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	begin(environ, start_response, seven);
	return 0;
}

static int
late_restart(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	begin(environ, start_response, text);
	gantry_restart_response(environ, &late, "500 Too Late", text);
	return 0;
}

static int
late_start(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	begin(environ, start_response, text);
	start_response(environ, "500 Too Late", text);
	return 0;
}

/* Valid, but unusual. */

static int
bodied_204(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	return gantry_write(
	    start_response(environ, "204 No Content", text + 1), "bad", 3);
}

static int
restart(struct gantry_environ *environ, gantry_start_response *start_response)
{
	gantry_write(start_response(environ, "200 OK", seven), "bad", 3);
	return gantry_write(
	    gantry_restart_response(environ, &late, "503 Own Reason", text),
	    "not bad", 7);
}

static int
bit_by_bit(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_body *body = start_response(environ, "200 OK", text);
	int i;

	for (i = 0; i < 5000; i++)
		if (gantry_write(body, "x", 1) == -1)
			return -1;
	return 0;
}

static int
complain(struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_errors *errors = gantry_environ_wsgi(environ)->errors;
	int i;

	for (i = 0; i < 100; i++)
		gantry_errors_printf(
		    errors, "complaint %d of a hundred\nforged", i);
	return gantry_write(
	    start_response(environ, "200 OK", text), "not bad", 7);
}

static const struct way {
	const char *name;
	gantry_app *call;
} ways[] = {
	{ "twice", twice },
	{ "silent", silent },
	{ "fail", fail },
	{ "crash", crash },
	{ "overflow", overflow },
	{ "restart-for-nothing", restart_for_nothing },
	{ "overlong", overlong },
	{ "late-failure", late_failure },
	{ "late-short", late_short },
	{ "late-restart", late_restart },
	{ "late-start", late_start },
	{ "bodied-204", bodied_204 },
	{ "restart", restart },
	{ "bit-by-bit", bit_by_bit },
	{ "complain", complain },
};

int
bad(struct gantry_environ *environ, gantry_start_response *start_response)
{
	const char *query = gantry_environ_get(environ, "QUERY_STRING");
	const char *status = "200 OK";
	const struct gantry_header *headers = text;
	size_t i;

	if (strncmp(query, "huge-", 5) == 0)
		return huge(environ, start_response);
	for (i = 0; i < sizeof(ways) / sizeof(ways[0]); i++)
		if (strcmp(query, ways[i].name) == 0)
			return ways[i].call(environ, start_response);
	for (i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
		if (strcmp(query, starts[i].name) == 0) {
			status = starts[i].status;
			headers = starts[i].headers;
		}
	}
	/* A careless application ignores the result of start_response. */
	gantry_write(start_response(environ, status, headers), "not bad", 7);
	return 0;
}
