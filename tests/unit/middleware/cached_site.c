/*
 * A site that answers as the step of the conversation says.
 */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gantry/testing.h>
#include <gantry/web.h>

#include "base/text/http_date.h"
#include "fake_clock.h"
#include "middleware/cached_site.h"

#define LINES_MAX 16

static const struct cached_step *now;
static int count; /* how often the responder was called */

/* Write VALUE to TO, with dates in the place of "@". */
static void
write_value(char *to, size_t size, const char *value)
{
	char date[HTTP_DATE_SIZE];

	if (*value == '@')
		http_date_format(date, time(NULL) + atol(value + 1));
	snprintf(to, size, "%s", *value == '@' ? date : value);
}

/* Set one header, "Name: value", of LENGTH bytes. */
static void
set_line(struct gantry_response *response, const char *line, size_t length)
{
	const char *colon = strstr(line, ": ");
	char name[64], given[256], value[256];

	snprintf(name, sizeof(name), "%.*s", (int)(colon - line), line);
	snprintf(given, sizeof(given), "%.*s", (int)(line + length - colon - 2),
	    colon + 2);
	write_value(value, sizeof(value), given);
	ck_assert_int_eq(gantry_response_append(response, name, value), 0);
}

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	const char *line = now->response;

	(void)request;
	count++;
	if (now->status != NULL)
		gantry_response_status(response, now->status);
	for (; line != NULL && *line != '\0'; line += strspn(line, "\n")) {
		set_line(response, line, strcspn(line, "\n"));
		line += strcspn(line, "\n");
	}
	if (now->body != NULL && *now->body == '\0')
		return 0;
	return gantry_response_text(
	    response, now->body != NULL ? now->body : "0123456789");
}

static const struct gantry_cache_options options = { .seconds = 1 };
static const struct gantry_middleware cache = GANTRY_CACHE(&options);
static const struct gantry_middleware *const middleware[] = { &cache, NULL };
static const struct gantry_sink sinks[] = {
	{ .prefix = "/", .responder = GANTRY_RESPONDER(answer) },
	{ 0 },
};
static const struct gantry_site site = {
	.sinks = sinks,
	.middleware = middleware,
};

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "cached",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

/* Split the lines of TEXT, which changes. */
static void
split(char *text, const char *lines[LINES_MAX + 1])
{
	char *rest, *line;
	size_t i = 0;

	for (line = strtok_r(text, "\n", &rest); line != NULL;
	     line = strtok_r(NULL, "\n", &rest)) {
		ck_assert_uint_lt(i, LINES_MAX);
		lines[i++] = line;
	}
	lines[i] = NULL;
}

static struct gantry_result *
take_step(struct gantry_client *client, const struct cached_step *step)
{
	const char *lines[LINES_MAX + 1];
	const struct gantry_simulation simulation = { .headers = lines };
	char text[1024];

	snprintf(text, sizeof(text), "%s",
	    step->request != NULL ? step->request : "");
	split(text, lines);
	now = step;
	return gantry_simulate(client,
	    step->method != NULL ? step->method : "GET",
	    step->target != NULL ? step->target : "/a", &simulation);
}

static void
check_header(
    const char *what, const struct gantry_result *result, const char *header)
{
	const char *colon = strchr(header, ':'), *value;
	char name[64];

	snprintf(name, sizeof(name), "%.*s", (int)(colon - header), header);
	value = gantry_result_header(result, name);
	if (colon[1] == '\0')
		ck_assert_msg(value == NULL, "%s: %s: %s", what, name, value);
	else if (colon[2] == '>')
		ck_assert_msg(value != NULL && atol(value) > atol(colon + 3),
		    "%s: %s: %s", what, name, value);
	else
		ck_assert_msg(value != NULL && strcmp(value, colon + 2) == 0,
		    "%s: %s: %s", what, name, value);
}

static void
check_step(const char *what, const struct gantry_result *result,
    const struct cached_step *step, bool was_asked)
{
	if (step->outcome != CACHED_ANY)
		ck_assert_msg(was_asked == (step->outcome == CACHED_MISS),
		    "%s: the application was %sasked", what,
		    was_asked ? "" : "not ");
	ck_assert_msg(gantry_result_error(result) == NULL, "%s: %s", what,
	    gantry_result_error(result));
	if (step->expected_status != 0)
		ck_assert_msg(
		    gantry_result_status(result) == step->expected_status,
		    "%s: %d", what, gantry_result_status(result));
	if (step->header != NULL)
		check_header(what, result, step->header);
	if (step->text != NULL)
		ck_assert_msg(
		    strcmp(gantry_result_text(result), step->text) == 0,
		    "%s: %s", what, gantry_result_text(result));
}

static void
run_case(const struct cached_case *one)
{
	struct gantry_error error;
	struct gantry_client *client =
	    gantry_client_open(&application, NULL, &error);
	struct gantry_result *result;
	const struct cached_step *step;
	char what[256];
	int before;

	ck_assert_msg(client != NULL, "%s", error.text);
	for (step = one->steps;
	     step < one->steps + 4 && step->outcome != CACHED_END; step++) {
		before = count;
		result = take_step(client, step);
		snprintf(what, sizeof(what), "%s (%s), step %d", one->name,
		    one->section, (int)(step - one->steps) + 1);
		check_step(what, result, step, count != before);
		gantry_result_free(result);
		fake_clock_advance(3 + step->pause);
	}
	gantry_client_close(client);
}

void
cached_site_run(const struct cached_case *cases, size_t length)
{
	size_t i;

	for (i = 0; i < length; i++)
		run_case(&cases[i]);
}
