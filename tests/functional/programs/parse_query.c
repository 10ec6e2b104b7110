/*
 * Runs the request parsers for tests that compare them with other
 * implementations. A line of input is KIND and percent-encoded values,
 * separated by tabs.  Each answer is a line of JSON with percent-encoded
 * strings.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text/percent.h"
#include "gantry/web.h"
#include "gate/environ/forwarded.h"
#include "gate/wsgi_errors.h"
#include "web/request/request.h"
#include "web/response/response.h"
#include "web/types/date.h"
#include "web/types/etag.h"

#define VALUES_MAX 8
#define NOW	   INT64_C(1700000000)

static struct gantry_environ environ_;
static struct gantry_errors errors;
static struct gantry_response response;
static struct gantry_request request;
static char *values[VALUES_MAX + 1];

static void
die(const char *what)
{
	fprintf(stderr, "parse-query: %s\n", what);
	exit(1);
}

static void
set(const char *name, const char *value)
{
	if (environ_set(&environ_, name, value, NULL) == -1)
		die("out of memory");
}

static void
print_text(const char *text)
{
	struct gantry_buffer buffer = { 0 };

	if (text == NULL) {
		printf("null");
		return;
	}
	gantry_percent_encode(&buffer, text);
	printf("\"%.*s\"", (int)buffer.length,
	    buffer.length > 0 ? buffer.data : "");
	gantry_buffer_clear(&buffer);
}

/* NAME QUERY: the values, or the error. */
static void
answer_query(void)
{
	const struct gantry_param param = { .name = values[0] };
	const char *const *items;
	size_t count = 0, i;

	set("QUERY_STRING", values[1]);
	if (gantry_param_list(&request, &param, &items, &count) == -1) {
		print_text(gantry_response_error(&response)->detail);
		return;
	}
	printf("[");
	for (i = 0; i < count; i++) {
		printf("%s", i > 0 ? "," : "");
		print_text(items[i]);
	}
	printf("]");
}

/* NAME COOKIE: the value. */
static void
answer_cookie(void)
{
	set("HTTP_COOKIE", values[1]);
	print_text(gantry_request_cookie(&request, values[0]));
}

/* PROXIES FORWARDED: the client, the scheme, the host; or null. */
static void
answer_forwarded(void)
{
	struct trusted trusted = { .header = FORWARDED_RFC7239 };

	if (address_list_add(&trusted.proxies, values[0], NULL) == -1)
		die("no proxies");
	set("REMOTE_ADDR", "10.0.0.1");
	set("HTTP_HOST", "front");
	set("HTTP_FORWARDED", values[1]);
	if (forwarded_apply(&environ_, &trusted, NULL) == -1) {
		printf("null");
	} else {
		printf("[");
		print_text(environ_text(&environ_, "REMOTE_ADDR"));
		printf(",");
		print_text(environ_.wsgi.url_scheme);
		printf(",");
		print_text(environ_text(&environ_, "HTTP_HOST"));
		printf("]");
	}
	address_list_clear(&trusted.proxies);
}

/* ACCEPT TYPE ...: the preferred type. */
static void
answer_accept(void)
{
	set("HTTP_ACCEPT", values[0]);
	print_text(
	    gantry_request_prefers(&request, (const char *const *)&values[1]));
}

/* ACCEPT-ENCODING ENCODING ...: the preferred encoding. */
static void
answer_encoding(void)
{
	set("HTTP_ACCEPT_ENCODING", values[0]);
	print_text(gantry_request_prefers_encoding(
	    &request, (const char *const *)&values[1]));
}

/* As a condition is evaluated. */
static bool
is_listed(const char *list, const char *tag, bool strongly)
{
	return etag_is_any(list, strongly) || etag_is_in(list, tag, strongly);
}

/* LIST TAG: does the list have the tag, by weak and by strong comparison? */
static void
answer_etag(void)
{
	printf("[%s,%s]",
	    is_listed(values[0], values[1], false) ? "true" : "false",
	    is_listed(values[0], values[1], true) ? "true" : "false");
}

/* DATE: seconds since 1970. */
static void
answer_date(void)
{
	int64_t time;

	if (date_parse_http(values[0], NOW, &time) == -1)
		printf("null");
	else
		printf("%" PRId64, time);
}

/* SIZE RANGE: first and last, or "none" or "unsatisfiable". */
static void
answer_range(void)
{
	struct gantry_range range = { 0, 0 };

	set("REQUEST_METHOD", "GET");
	set("HTTP_RANGE", values[1]);
	switch (gantry_request_range(
	    &request, strtoll(values[0], NULL, 10), NULL, -1, &range)) {
	case GANTRY_RANGE_NONE:
		printf("\"none\"");
		break;
	case GANTRY_RANGE_PART:
		printf("[%" PRId64 ",%" PRId64 "]", range.first, range.last);
		break;
	case GANTRY_RANGE_UNSATISFIABLE:
		printf("\"unsatisfiable\"");
		break;
	}
}

static const struct {
	const char *kind;
	size_t least; /* values */
	void (*answer)(void);
} kinds[] = {
	{ "query", 2, answer_query },
	{ "cookie", 2, answer_cookie },
	{ "forwarded", 2, answer_forwarded },
	{ "accept", 1, answer_accept },
	{ "encoding", 1, answer_encoding },
	{ "etag", 2, answer_etag },
	{ "date", 1, answer_date },
	{ "range", 2, answer_range },
};

static void
begin(void)
{
	environ_init(&environ_);
	errors_init(&errors, &environ_);
	environ_.wsgi.errors = &errors;
	environ_.wsgi.url_scheme = "http";
	response = (struct gantry_response){
		.request = &request,
		.status = GANTRY_200,
	};
	request_begin(&request, NULL, &environ_, &response);
}

/* Split LINE at its tabs.  Returns the kind. */
static const char *
split(char *line, size_t *count)
{
	char *kind = strsep(&line, "\t");

	for (*count = 0; line != NULL && *count < VALUES_MAX; ++*count) {
		char *value = strsep(&line, "\t");

		if (percent_decode(value, value, strlen(value), false) == -1)
			die("invalid percent-encoding");
		values[*count] = value;
	}
	values[*count] = NULL;
	return kind;
}

static void
answer(char *line)
{
	size_t count, i;
	const char *kind = split(line, &count);

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(kind, kinds[i].kind) != 0)
			continue;
		if (count < kinds[i].least)
			die("values are missing");
		begin();
		kinds[i].answer();
		printf("\n");
		errors_clear(&errors);
		environ_clear(&environ_);
		return;
	}
	die("unknown kind");
}

int
main(void)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	while ((length = getline(&line, &size, stdin)) > 0) {
		if (line[length - 1] == '\n')
			line[length - 1] = '\0';
		answer(line);
	}
	free(line);
	return 0;
}
