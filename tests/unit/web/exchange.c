/*
 * One request and its response, without a site.
 */
#include <string.h>

#include "gate/transport/call.h"
#include "unit.h"
#include "web/exchange.h"

/* One for all tests, as a thread has one. */
static struct gantry_response response;

static struct exchange *exchange;
static responder *called;

static int
answer_request(
    struct gantry_environ *environ, gantry_start_response *start_response)
{
	struct gantry_request request = { .environ = environ,
		.response = &response };
	int result;

	if (exchange->is_secure)
		environ->wsgi.url_scheme = "https";
	response_begin(&response, &request);
	exchange->responded = called(&request, &response);
	if (!response.has_failed && !exchange->is_unchecked)
		response_check(&response);
	exchange->has_failed = response.has_failed;
	if (response.has_failed || response_condition(&response) == -1)
		gantry_response_text(&response,
		    response.failure.detail != NULL ? response.failure.detail
						    : "");
	result = response_send(&response, start_response);
	response_end(&response);
	return result;
}

void
respond(struct exchange *of, responder *by)
{
	static const struct gantry_application application = {
		.name = "site",
		.call = answer_request,
	};
	static const struct mount mount = {
		.prefix = "",
		.application = &application,
	};
	const struct gate_options options = { .mounts = &mount,
		.mount_count = 1,
		.debug = of->is_debugged,
		.file_handoff = of->file_handoff };
	const struct call call = {
		.method = of->method != NULL ? of->method : "GET",
		.target = "/",
		.headers = of->headers,
	};
	struct gantry_error error;
	struct gate gate;

	exchange = of;
	called = by;
	answer_clear(&of->answer);
	ck_assert_int_eq(gate_open(&gate, &options, true, &error), 0);
	unit_capture();
	of->result = call_serve(&gate, &call, &of->answer.bytes, &error);
	of->log = unit_captured();
	gate_close(&gate);
	if (of->answer.bytes.length > 0)
		answer_read(&of->answer);
	ck_assert(response.close == NULL);
	response_clear(&response);
}

void
respond_to_get(struct exchange *of, responder *by)
{
	*of = (struct exchange){ .answer = of->answer };
	respond(of, by);
}

void
assert_header(const struct exchange *of, const char *name, const char *value)
{
	const char *is = answer_header(&of->answer, name);

	ck_assert_msg(
	    value == NULL ? is == NULL : is != NULL && strcmp(is, value) == 0,
	    "%s: %s instead of %s in %s\n%s", name, is != NULL ? is : "none",
	    value != NULL ? value : "none", of->answer.head, of->log);
}

void
assert_internal_error(const struct exchange *of, const char *reason)
{
	ck_assert_int_eq(of->responded, -1);
	ck_assert(of->has_failed);
	ck_assert_int_eq(of->answer.status, 500);
	ck_assert_str_eq(of->answer.body, "");
	ck_assert_msg(strstr(of->log, reason) != NULL, "'%s' has no '%s'",
	    of->log, reason);
}

void
exchange_clear(struct exchange *of)
{
	answer_clear(&of->answer);
}
