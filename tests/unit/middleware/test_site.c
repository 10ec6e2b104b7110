/*
 * A site with one middleware.
 */
#include <stdlib.h>
#include <string.h>

#include "middleware/test_site.h"

static const struct gantry_middleware *used[3]; /* ended by NULL */
const struct gantry_middleware *test_site_outer;
struct gantry_error test_site_error;
struct gantry_client *test_site_client;
int test_site_count;

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	char text[2048] = "";
	const char *size = gantry_request_header(request, "X-Size");
	const char *given = gantry_request_header(request, "X-Gives");
	size_t count = size != NULL ? (size_t)atoi(size) : 100;

	test_site_count++;
	while (strlen(text) < count)
		strcat(text, TEST_SITE_WORDS);
	text[count] = '\0';
	gantry_response_cache_control(
	    response, gantry_request_header(request, "X-Private"));
	if (gantry_request_header(request, "X-Tagged") != NULL)
		gantry_response_etag(response, "mine");
	if (gantry_request_header(request, "X-Bare") != NULL) {
		gantry_response_etag(response, "mine");
		return gantry_response_text(response, "");
	}
	if (gantry_request_header(request, "X-Dated") != NULL) {
		gantry_response_last_modified(response, 784111777);
		return gantry_response_text(
		    response, gantry_response_is_fresh(response) ? "" : text);
	}
	if (given != NULL)
		gantry_response_header(response, given, "a=b");
	if (gantry_request_user(request) != NULL)
		gantry_response_header(
		    response, "X-User", gantry_request_user(request));
	if (gantry_request_header(request, "X-Refused") != NULL)
		return gantry_response_fail(
		    response, GANTRY_401, "Nobody may see this.");
	if (gantry_request_header(request, "X-Fresh") != NULL &&
	    gantry_response_is_fresh(response)) {
		gantry_response_status(response, GANTRY_304);
		return 0;
	}
	if (gantry_request_header(request, "X-Varies") != NULL)
		gantry_response_vary(response, "X-Varies");
	if (gantry_request_header(request, "X-Binary") != NULL)
		gantry_response_type(response, "image/png");
	return gantry_response_text(response, text);
}

static const struct gantry_route routes[] = {
	{ .uri_template = "/", .on_get = GANTRY_RESPONDER(answer) },
	{
	    .uri_template = "/other",
	    .on_get = GANTRY_RESPONDER(answer),
	    .on_post = GANTRY_RESPONDER(answer),
	},
	{ 0 },
};
static const struct gantry_site site = {
	.routes = routes,
	.middleware = used,
};

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *why)
{
	*state = gantry_web_open(&site, settings, NULL, why);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_setting settings[] = {
	{ .key = "origins", .help = "origins" },
	{ .key = "hosts", .help = "hosts" },
	{ .key = "users", .help = "users" },
	{ .key = "token", .help = "token", .secret = true },
	{ .key = NULL },
};
const struct gantry_application test_site_application = {
	.name = "test",
	.settings = settings,
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

void
test_site_use(const struct gantry_middleware *middleware, const char *setting)
{
	const char *const given[] = { setting, NULL };

	used[test_site_outer != NULL] = middleware;
	used[0] = test_site_outer != NULL ? test_site_outer : middleware;
	test_site_client =
	    gantry_client_open(&test_site_application, given, &test_site_error);
	ck_assert_msg(test_site_client != NULL, "%s", test_site_error.text);
}

/* METHOD of / with two headers; either may be NULL. */
struct gantry_result *
test_site_ask(const char *method, const char *header, const char *second)
{
	const char *const headers[] = { header, second, NULL };
	const struct gantry_simulation simulation = { .headers = headers };

	return gantry_simulate(test_site_client, method, "/", &simulation);
}

void
test_site_assert_header(const char *header, const char *name, const char *value)
{
	struct gantry_result *result = test_site_ask("GET", header, NULL);

	gantry_assert_header(result, name, value);
	gantry_result_free(result);
}

int
test_site_status(const char *header)
{
	struct gantry_result *result = test_site_ask("GET", header, NULL);
	int status = gantry_result_status(result);

	gantry_result_free(result);
	return status;
}
