/*
 * Measures what the web layer costs, compared to an application that only uses
 * the contract.  Both run in this process:
 *
 *	web [REQUESTS]
 *
 * The first writes "hey!".  The second has several routes, two middlewares and
 * a hook, reads a field and two typed parameters, and answers with JSON.  The
 * figure is the minimum of ROUNDS, taken in turn, in microseconds of CPU time.
 */
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <gantry/testing.h>
#include <gantry/web.h>

#define REQUESTS 100000
#define ROUNDS	 5

static int
hello(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};

	return gantry_write(
	    start_response(environ, "200 OK", headers), "hey!", 4);
}

static const struct gantry_application bare = {
	.name = "bare",
	.call = hello,
};

static const struct gantry_param limit = {
	.name = "limit",
	.minimum = 1,
	.maximum = 5000,
	.fallback = "10",
};
static const struct gantry_param exact = { .name = "exact" };

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_json_writer *json = gantry_response_json(response);
	bool is_exact = false;
	int64_t count;

	if (gantry_param_integer(request, &limit, &count) == -1 ||
	    gantry_param_boolean(request, &exact, &is_exact) == -1)
		return -1;
	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(
	    json, "word", gantry_request_field(request, "word"));
	gantry_json_put_integer(json, "count", count);
	gantry_json_put_boolean(json, "exact", is_exact);
	gantry_json_end(json);
	return 0;
}

static int
mark(struct gantry_request *request, struct gantry_response *response,
    const void *argument)
{
	(void)request;
	return gantry_response_cache_control(response, argument);
}

static const struct gantry_hook before[] = {
	GANTRY_HOOK(mark, "no-cache"),
	{ 0 },
};

static const struct gantry_route routes[] = {
	{ .uri_template = "/publications", .on_get = GANTRY_RESPONDER(answer) },
	{ .uri_template = "/search", .on_get = GANTRY_RESPONDER(answer) },
	{
	    .uri_template = "/words/{word}",
	    .on_get = GANTRY_RESPONDER(answer),
	    .before = before,
	},
	{ 0 },
};

static const struct gantry_cors_options cors_options = { 0 };
static const struct gantry_middleware cors = GANTRY_CORS(&cors_options);
static const struct gantry_middleware compress = GANTRY_COMPRESS(NULL);
static const struct gantry_middleware *const middleware[] = {
	&cors,
	&compress,
	NULL,
};
static const struct gantry_site site = {
	.routes = routes,
	.middleware = middleware,
};

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application web = {
	.name = "web",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

static double
now(void)
{
	struct timespec time;

	if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time) == -1)
		err(1, "clock_gettime");
	return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

/* Return the microseconds of one request.  EXPECTED is the response body. */
static double
measure(const struct gantry_application *application, const char *expected,
    size_t requests)
{
	struct gantry_error error;
	struct gantry_client *client =
	    gantry_client_open(application, NULL, &error);
	struct gantry_result *result;
	double start;
	size_t i;

	if (client == NULL)
		errx(1, "%s", error.text);
	start = now();
	for (i = 0; i < requests; i++) {
		result = gantry_simulate_get(
		    client, "/words/gantry?limit=50&exact=yes", NULL);
		if (result == NULL ||
		    strcmp(gantry_result_text(result), expected) != 0)
			errx(1, "%s answered wrongly", application->name);
		gantry_result_free(result);
	}
	start = (now() - start) / (double)requests;
	gantry_client_close(client);
	return start;
}

static double
least(double a, double b)
{
	return a < b ? a : b;
}

int
main(int argc, char *argv[])
{
	size_t requests = REQUESTS;
	double figures[2] = { 1e9, 1e9 };
	int round;

	if (argc == 2)
		requests = strtoul(argv[1], NULL, 10);
	if (argc > 2 || requests == 0) {
		fprintf(stderr, "usage: web [REQUESTS]\n");
		return 2;
	}
	for (round = 0; round < ROUNDS; round++) {
		figures[0] =
		    least(figures[0], measure(&bare, "hey!", requests));
		figures[1] = least(figures[1],
		    measure(&web,
			"{\"word\":\"gantry\",\"count\":50,\"exact\":true}",
			requests));
	}
	printf("web: a bare application: %.2f us of CPU a request, in process\n"
	       "web: with the web layer: %.2f us\n"
	       "web: it adds %.2f us\n",
	    figures[0], figures[1], figures[1] - figures[0]);
	return 0;
}
