/*
 * The application that the tests of the client call.
 */
#include <string.h>

#include <gantry/web.h>

#include "testing/mirror.h"
#include "unit.h"

static int
show(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_environ *environ = gantry_request_environ(request);
	struct gantry_json_writer *json = gantry_response_json(response);
	struct gantry_variable variable;
	size_t position = 0, length;
	const char *body;

	if (gantry_request_body(request, 0, &body, &length) == -1)
		return -1;
	gantry_json_begin_object(json, NULL);
	while (gantry_environ_next(environ, &position, &variable))
		gantry_json_put_text(json, variable.name, variable.value);
	gantry_json_put_string(json, "body", body, length);
	gantry_json_end(json);
	return 0;
}

static int
give_back(struct gantry_request *request, struct gantry_response *response)
{
	size_t length;
	const char *body;

	if (gantry_request_body(request, 0, &body, &length) == -1)
		return -1;
	return gantry_response_data(
	    response, gantry_request_content_type(request), body, length);
}

static int
show_setting(struct gantry_request *request, struct gantry_response *response)
{
	return gantry_response_text(response, gantry_request_state(request));
}

static int
set_cookies(struct gantry_request *request, struct gantry_response *response)
{
	static const struct gantry_cookie cookies[] = {
		{ .name = "sid", .value = "old", .path = "/old" },
		{ .name = "sid", .value = "new", .max_age = 60 },
		{ .name = "sidecar", .value = "no", .is_insecure = true },
	};
	size_t i;

	(void)request;
	for (i = 0; i < sizeof(cookies) / sizeof(cookies[0]); i++)
		if (gantry_response_cookie(response, &cookies[i]) == -1)
			return -1;
	return 0;
}

static int
say(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_errors *errors =
	    gantry_environ_wsgi(gantry_request_environ(request))->errors;

	gantry_errors_printf(errors, "one");
	gantry_errors_printf(errors, "two");
	return gantry_response_text(response, "said");
}

static ssize_t
read_part(void *argument, void *data, size_t size)
{
	int *count = argument;

	if ((*count)++ > 0)
		return -1;
	ck_assert_uint_ge(size, 4);
	memcpy(data, "part", 4);
	return 4;
}

static int
break_off(struct gantry_request *request, struct gantry_response *response)
{
	static int count;

	(void)request;
	count = 0;
	gantry_response_type(response, "text/plain");
	return gantry_response_stream(response, read_part, NULL, &count, -1);
}

static const struct gantry_route routes[] = {
	{ .uri_template = "/mirror", .on_request = GANTRY_RESPONDER(show) },
	{ .uri_template = "/same", .on_request = GANTRY_RESPONDER(give_back) },
	{ .uri_template = "/setting",
	    .on_get = GANTRY_RESPONDER(show_setting) },
	{ .uri_template = "/cookies", .on_get = GANTRY_RESPONDER(set_cookies) },
	{ .uri_template = "/log", .on_get = GANTRY_RESPONDER(say) },
	{ .uri_template = "/broken", .on_get = GANTRY_RESPONDER(break_off) },
	{ 0 },
};
static const struct gantry_site site = { .routes = routes };

static int
open_mirror(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	static char word[64];

	strncpy(word, gantry_settings_get(settings, "word"), sizeof(word) - 1);
	if (strcmp(word, "bad") == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_INPUT, "it is a bad word");
	*state = gantry_web_open(&site, settings, word, error);
	if (*state != NULL && strcmp(word, "late") == 0)
		return gantry_error_set(
		    error, GANTRY_ERROR_UNAVAILABLE, "not yet");
	return *state == NULL ? -1 : 0;
}

static const struct gantry_setting settings[] = {
	{ .key = "word", .fallback = "hey", .help = "a word" },
	{ .key = NULL },
};
const struct gantry_application mirror_application = {
	.name = "mirror",
	.settings = settings,
	.open = open_mirror,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

struct gantry_client *
mirror_open(const char *const *given)
{
	struct gantry_error error = { 0 };
	struct gantry_client *client =
	    gantry_client_open(&mirror_application, given, &error);

	ck_assert_msg(client != NULL, "%s", error.text);
	return client;
}

struct gantry_result *
mirror_json(struct gantry_client *client, const char *json)
{
	const struct gantry_simulation simulation = { .json = json };

	return gantry_simulate_post(client, "/same", &simulation);
}
