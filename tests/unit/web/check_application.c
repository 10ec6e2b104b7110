/*
 * A thread answers all its requests with the same structs: no request may
 * influence a later one.
 */
#include <stdio.h>
#include <string.h>

#include <check.h>
#include <gantry/testing.h>
#include <gantry/web.h>

#include "unit.h"

static int opened, closed; /* streams */

static ssize_t
read_stream(void *argument, void *data, size_t size)
{
	int *left = argument;

	if (*left == 0)
		return -1;
	memset(data, 'x', size < 9 ? size : 9);
	return --*left > 0 ? (ssize_t)(size < 9 ? size : 9) : 0;
}

static void
close_stream(void *argument)
{
	(void)argument;
	closed++;
}

/* LEFT pieces; it fails when none is left. */
static int
stream(struct gantry_request *request, struct gantry_response *response,
    int pieces, int64_t length)
{
	int *left = gantry_environ_alloc(
	    gantry_request_environ(request), sizeof(*left));

	ck_assert_ptr_nonnull(left);
	*left = pieces;
	opened++;
	return gantry_response_stream(
	    response, read_stream, close_stream, left, length);
}

static int
on_stream(struct gantry_request *request, struct gantry_response *response)
{
	gantry_response_type(response, "image/png");
	gantry_response_etag(response, "streamed");
	return stream(request, response, 2, 9);
}

static int
on_endless(struct gantry_request *request, struct gantry_response *response)
{
	return stream(request, response, 3, -1);
}

static int
on_broken(struct gantry_request *request, struct gantry_response *response)
{
	return stream(request, response, 0, 100);
}

/* A stream that is never sent. */
static int
on_replaced(struct gantry_request *request, struct gantry_response *response)
{
	stream(request, response, 2, 9);
	stream(request, response, 2, 9);
	gantry_response_file(response, "/nowhere");
	gantry_response_status(response, GANTRY_202);
	return gantry_response_text(response, "replaced");
}

static int
on_nothing(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	(void)response;
	return 0;
}

static int
on_json(struct gantry_request *request, struct gantry_response *response)
{
	struct gantry_json_writer *json = gantry_response_json(response);
	static char something[] = "something";
	const char *kept = gantry_request_get(request, "kept");

	gantry_json_begin_object(json, NULL);
	gantry_json_put_text(json, "kept", kept != NULL ? kept : "none");
	gantry_json_end(json);
	gantry_request_set(request, "kept", something);
	return 0;
}

static int
on_half(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_json_begin_object(gantry_response_json(response), NULL);
	return 0;
}

static int
on_body(struct gantry_request *request, struct gantry_response *response)
{
	static const struct gantry_param a = {
		.name = "a",
		.place = GANTRY_IN_FORM,
		.is_required = true,
	};
	const char *text = NULL;

	if (gantry_param_text(request, &a, &text) == -1)
		return -1;
	return gantry_response_text(response, text);
}

static int
on_field(struct gantry_request *request, struct gantry_response *response)
{
	const char *name = gantry_request_field(request, "name");
	const char *other = gantry_request_field(request, "other");

	gantry_response_cookie(
	    response, &(struct gantry_cookie){ .name = "c", .value = name });
	gantry_response_last_modified(response, 1000000000);
	return gantry_response_text(response, other != NULL ? other : name);
}

static int
on_redirect(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_redirect(response, 303, "/elsewhere");
}

static int
on_failure(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_header headers[] = {
		{ "Retry-After", "5" },
		{ "Content-Range", "bytes */7" },
		{ NULL, NULL },
	};

	stream(request, response, 2, 9);
	return gantry_response_raise(response,
	    &(struct gantry_http_error){ .status = GANTRY_416,
		.title = "title",
		.detail = "detail",
		.code = "code",
		.link = "link",
		.headers = headers });
}

static int
on_silence(struct gantry_request *request, struct gantry_response *response)
{
	gantry_response_header(response, "X-Left", "over");
	stream(request, response, 2, 9);
	return -1;
}

static int
on_conflict(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_fail(response, GANTRY_409, "conflict");
}

static int
handle(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_status(response, GANTRY_200);
	return gantry_response_text(response, "handled");
}

static int
on_wrong(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	gantry_response_status(response, "no status");
	return gantry_response_text(response, "wrong");
}

static const struct gantry_error_handler handlers[] = {
	{ 409, GANTRY_RESPONDER(handle) },
	{ 0 },
};
static const struct gantry_route routes[] = {
	{ .uri_template = "/stream", .on_get = GANTRY_RESPONDER(on_stream) },
	{ .uri_template = "/endless", .on_get = GANTRY_RESPONDER(on_endless) },
	{ .uri_template = "/broken", .on_get = GANTRY_RESPONDER(on_broken) },
	{ .uri_template = "/replaced",
	    .on_get = GANTRY_RESPONDER(on_replaced) },
	{ .uri_template = "/nothing", .on_get = GANTRY_RESPONDER(on_nothing) },
	{ .uri_template = "/json", .on_get = GANTRY_RESPONDER(on_json) },
	{ .uri_template = "/half", .on_get = GANTRY_RESPONDER(on_half) },
	{ .uri_template = "/body", .on_post = GANTRY_RESPONDER(on_body) },
	{ .uri_template = "/a/{name}", .on_get = GANTRY_RESPONDER(on_field) },
	{
	    .uri_template = "/b/{other}/{name:int}",
	    .on_get = GANTRY_RESPONDER(on_field),
	},
	{ .uri_template = "/redirect",
	    .on_get = GANTRY_RESPONDER(on_redirect) },
	{ .uri_template = "/failure", .on_get = GANTRY_RESPONDER(on_failure) },
	{ .uri_template = "/silence", .on_get = GANTRY_RESPONDER(on_silence) },
	{ .uri_template = "/conflict",
	    .on_get = GANTRY_RESPONDER(on_conflict) },
	{ .uri_template = "/wrong", .on_get = GANTRY_RESPONDER(on_wrong) },
	{ 0 },
};
static int
fail_early(struct gantry_request *request, struct gantry_response *response,
    void *state)
{
	(void)state;
	if (gantry_request_header(request, "X-Early") == NULL)
		return 0;
	return gantry_response_fail(response, GANTRY_403, "early");
}

/* Write what the request contains. */
static int
tell(struct gantry_request *request, struct gantry_response *response,
    void *state, bool succeeded)
{
	const char *template = gantry_request_template(request);
	const char *field = gantry_request_field(request, "name");
	bool has_route = gantry_request_route(request) != NULL;

	(void)state;
	(void)succeeded;
	gantry_response_header(response, "X-Template", template);
	gantry_response_header(response, "X-Field", field);
	gantry_response_header(response, "X-Route", has_route ? "1" : NULL);
	return 0;
}

static const struct gantry_middleware telling = {
	.name = "telling",
	.process_request = fail_early,
	.process_response = tell,
};
static const struct gantry_compress_options compress_options = {
	.size_min = 1,
};
static const struct gantry_middleware compress =
    GANTRY_COMPRESS(&compress_options);
static const struct gantry_middleware etag = GANTRY_ETAG;
static const struct gantry_middleware *const middleware[] = {
	&telling,
	&compress,
	&etag,
	NULL,
};
static const struct gantry_site site = {
	.routes = routes,
	.middleware = middleware,
	.error_handlers = handlers,
};

static int
open_site(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	*state = gantry_web_open(&site, settings, NULL, error);
	return *state != NULL ? 0 : -1;
}

static const struct gantry_application application = {
	.name = "site",
	.open = open_site,
	.call = gantry_web_call,
	.close = gantry_web_close,
};

static struct gantry_client *
open_client(void)
{
	struct gantry_error error;
	struct gantry_client *client =
	    gantry_client_open(&application, NULL, &error);

	ck_assert_msg(client != NULL, "%s", error.text);
	return client;
}

static const struct {
	const char *method, *target, *header, *body;
} requests[] = {
	{ "GET", "/stream", NULL, NULL },
	{ "HEAD", "/stream", NULL, NULL },
	{ "GET", "/stream", "If-None-Match: *", NULL },
	{ "GET", "/stream", "If-Match: \"other\"", NULL },
	{ "GET", "/endless", NULL, NULL },
	{ "GET", "/broken", NULL, NULL },
	{ "HEAD", "/broken", NULL, NULL },
	{ "GET", "/replaced", NULL, NULL },
	{ "GET", "/nothing", NULL, NULL },
	{ "GET", "/json", NULL, NULL },
	{ "GET", "/json", "Accept-Encoding: gzip", NULL },
	{ "GET", "/half", NULL, NULL },
	{ "POST", "/body", "Content-Type: application/x-www-form-urlencoded",
	    "a=1" },
	{ "POST", "/body", "Content-Type: application/x-www-form-urlencoded",
	    "b=1" },
	{ "POST", "/body", "Content-Type: text/plain", "a=2" },
	{ "POST", "/body", NULL, NULL },
	{ "GET", "/a/one", NULL, NULL },
	{ "GET", "/b/two/3", NULL, NULL },
	{ "GET", "/b/two/three", NULL, NULL },
	{ "GET", "/a/one", "X-Early: 1", NULL },
	{ "GET", "/a/one", "If-Modified-Since: Sun, 09 Sep 2001 01:46:40 GMT",
	    NULL },
	{ "GET", "/redirect", NULL, NULL },
	{ "GET", "/failure", NULL, NULL },
	{ "GET", "/failure", "Accept: text/html", NULL },
	{ "GET", "/silence", NULL, NULL },
	{ "GET", "/conflict", NULL, NULL },
	{ "GET", "/wrong", NULL, NULL },
	{ "GET", "/nowhere", NULL, NULL },
	{ "DELETE", "/stream", NULL, NULL },
	{ "OPTIONS", "/stream", NULL, NULL },
};
#define COUNT (sizeof(requests) / sizeof(*requests))

/* The whole response to the request INDEX. */
static void
ask(struct gantry_client *client, size_t index, struct gantry_buffer *answer)
{
	const char *const headers[] = { "X-Request-Id: fixed",
		requests[index].header, NULL };
	const struct gantry_simulation simulation = {
		.headers = headers,
		.body = requests[index].body,
	};
	struct gantry_result *result = gantry_simulate(client,
	    requests[index].method, requests[index].target, &simulation);
	const char *error = gantry_result_error(result);
	struct gantry_header header;
	size_t position = 0;

	gantry_buffer_reset(answer);
	gantry_buffer_printf(answer, "%s\n%s\n",
	    gantry_result_status_line(result), error != NULL ? error : "");
	while (gantry_result_next_header(result, &position, &header))
		gantry_buffer_printf(
		    answer, "%s: %s\n", header.name, header.value);
	gantry_buffer_add(
	    answer, gantry_result_text(result), gantry_result_length(result));
	gantry_buffer_putc(answer, '\0');
	gantry_result_free(result);
}

START_TEST(requests_do_not_influence_each_other)
{
	struct gantry_buffer first[COUNT] = { { 0 } }, again = { 0 };
	struct gantry_client *client;
	size_t i, j;

	unit_capture();
	for (i = 0; i < COUNT; i++) {
		client = open_client();
		ask(client, i, &first[i]);
		gantry_client_close(client);
	}
	unit_captured();
	client = open_client();
	for (i = 0; i < COUNT; i++) {
		unit_capture();
		for (j = 0; j < COUNT; j++) {
			ask(client, i, &again);
			ask(client, j, &again);
			ck_assert_msg(again.length == first[j].length &&
				memcmp(again.data, first[j].data,
				    again.length) == 0,
			    "after %s %s: %s %s is\n%s\ninstead of\n%s",
			    requests[i].method, requests[i].target,
			    requests[j].method, requests[j].target, again.data,
			    first[j].data);
		}
		unit_captured();
	}
	gantry_client_close(client);
	for (i = 0; i < COUNT; i++)
		gantry_buffer_clear(&first[i]);
	gantry_buffer_clear(&again);
	ck_assert_int_gt(opened, 0);
	ck_assert_int_eq(opened, closed);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		requests_do_not_influence_each_other,
		NULL,
	};

	return unit_run("web/application", tests);
}
