/*
 * Simulated requests, and errors of invalid ones.
 */
#include <string.h>

#include "testing/mirror.h"
#include "unit.h"

static struct gantry_client *client;

/* A GET of /mirror with SIMULATION. */
static struct gantry_result *
look(const struct gantry_simulation *simulation)
{
	client = mirror_open(NULL);
	return gantry_simulate_get(client, "/mirror", simulation);
}

static void
end(struct gantry_result *result)
{
	gantry_result_free(result);
	gantry_client_close(client);
}

START_TEST(a_request_without_options_looks_like_a_browsers)
{
	struct gantry_result *result = look(NULL);

	gantry_assert_status(result, 200);
	gantry_assert_json_text(result, "/REQUEST_METHOD", "GET");
	gantry_assert_json_text(result, "/SCRIPT_NAME", "");
	gantry_assert_json_text(result, "/PATH_INFO", "/mirror");
	gantry_assert_json_text(result, "/QUERY_STRING", "");
	gantry_assert_json_text(result, "/REMOTE_ADDR", "127.0.0.1");
	gantry_assert_json_text(result, "/REQUEST_SCHEME", "http");
	gantry_assert_json_text(result, "/SERVER_PORT", "80");
	gantry_assert_json_text(result, "/body", "");
	ck_assert_ptr_null(gantry_result_at(result, "/CONTENT_LENGTH"));
	ck_assert_ptr_null(gantry_result_at(result, "/CONTENT_TYPE"));
	ck_assert_ptr_null(gantry_result_at(result, "/HTTP_COOKIE"));
	end(result);
}
END_TEST

START_TEST(headers_and_cookies_arrive)
{
	const char *const headers[] = {
		"X-One: 1",
		"host:  Example.test:8080",
		"Content-Type: text/csv",
		NULL,
	};
	const struct gantry_url_field cookies[] = {
		{ "a", "b=c" },
		{ "d", "\"e\"" },
		{ NULL, NULL },
	};
	struct gantry_result *result = look(&(struct gantry_simulation){
	    .headers = headers,
	    .cookies = cookies,
	});

	gantry_assert_json_text(result, "/HTTP_X_ONE", "1");
	gantry_assert_json_text(result, "/HTTP_HOST", "example.test:8080");
	gantry_assert_json_text(result, "/CONTENT_TYPE", "text/csv");
	gantry_assert_json_text(result, "/HTTP_COOKIE", "a=b=c; d=\"e\"");
	end(result);
}
END_TEST

START_TEST(parameters_are_appended_to_those_of_the_target)
{
	const struct gantry_url_field params[] = {
		{ "a b", "1&2" },
		{ "left out", NULL },
		{ "c", "" },
		{ NULL, NULL },
	};
	const struct gantry_url_field none[] = { { "x", NULL },
		{ NULL, NULL } };
	struct gantry_simulation simulation = { .params = params };
	struct gantry_result *result = look(&simulation);

	gantry_assert_json_text(result, "/QUERY_STRING", "a%20b=1%262&c=");
	gantry_result_free(result);
	result = gantry_simulate_get(client, "/mirror?q=%C3%A9", &simulation);
	gantry_assert_json_text(
	    result, "/QUERY_STRING", "q=%C3%A9&a%20b=1%262&c=");
	gantry_result_free(result);
	simulation.params = none;
	result = gantry_simulate_get(client, "/mirror", &simulation);
	gantry_assert_json_text(result, "/QUERY_STRING", "");
	gantry_assert_json_text(result, "/REQUEST_URI", "/mirror");
	end(result);
}
END_TEST

START_TEST(a_body_arrives_with_its_length_and_json_with_its_type)
{
	struct gantry_result *result =
	    look(&(struct gantry_simulation){ .json = "{\"a\":1}" });

	gantry_assert_json_text(result, "/CONTENT_TYPE", "application/json");
	gantry_assert_json_text(result, "/CONTENT_LENGTH", "7");
	gantry_assert_json_text(result, "/body", "{\"a\":1}");
	end(result);
	result = look(&(struct gantry_simulation){ .body = "a=b" });
	gantry_assert_json_text(result, "/CONTENT_LENGTH", "3");
	gantry_assert_json_text(result, "/body", "a=b");
	ck_assert_ptr_null(gantry_result_at(result, "/CONTENT_TYPE"));
	end(result);
	result = look(&(struct gantry_simulation){
	    .body = "a\0b!",
	    .body_length = 3,
	});
	gantry_assert_json(result, "/body", "\"a\\u0000b\"");
	end(result);
	result = look(&(struct gantry_simulation){ .body = "" });
	gantry_assert_json_text(result, "/body", "");
	end(result);
}
END_TEST

START_TEST(json_replaces_body_and_length)
{
	struct gantry_result *result = look(&(struct gantry_simulation){
	    .json = "[1,2]",
	    .body = "other",
	    .body_length = 2,
	});

	gantry_assert_json_text(result, "/body", "[1,2]");
	end(result);
}
END_TEST

START_TEST(a_simulation_can_set_client_and_mount)
{
	const struct gantry_variable variables[] = {
		{ "REMOTE_USER", "ada" },
		{ "SERVER_PORT", "8443" },
		{ NULL, NULL },
	};
	struct gantry_result *result = look(&(struct gantry_simulation){
	    .remote_addr = "2001:db8::1",
	    .script_name = "/shop",
	    .is_https = true,
	});

	gantry_assert_json_text(result, "/REMOTE_ADDR", "2001:db8::1");
	gantry_assert_json_text(result, "/SCRIPT_NAME", "/shop");
	gantry_assert_json_text(result, "/PATH_INFO", "/mirror");
	gantry_assert_json_text(result, "/REQUEST_URI", "/shop/mirror");
	gantry_assert_json_text(result, "/REQUEST_SCHEME", "https");
	gantry_assert_json_text(result, "/HTTPS", "on");
	gantry_assert_json_text(result, "/SERVER_PORT", "443");
	ck_assert_ptr_null(gantry_result_at(result, "/REMOTE_USER"));
	end(result);
	result = look(&(struct gantry_simulation){ .variables = variables });
	gantry_assert_json_text(result, "/REMOTE_USER", "ada");
	gantry_assert_json_text(result, "/SERVER_PORT", "8443");
	end(result);
}
END_TEST

START_TEST(each_method_has_a_function)
{
	static struct gantry_result *(*const simulate[])(struct gantry_client *,
	    const char *, const struct gantry_simulation *) = {
		gantry_simulate_get,
		gantry_simulate_post,
		gantry_simulate_put,
		gantry_simulate_patch,
		gantry_simulate_delete,
		gantry_simulate_options,
	};
	static const char *const names[] = { "GET", "POST", "PUT", "PATCH",
		"DELETE", "OPTIONS" };
	struct gantry_result *result;
	size_t i;

	client = mirror_open(NULL);
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		result = simulate[i](client, "/mirror", NULL);
		gantry_assert_json_text(result, "/REQUEST_METHOD", names[i]);
		gantry_result_free(result);
	}
	result = gantry_simulate(client, "REPORT", "/mirror", NULL);
	gantry_assert_json_text(result, "/REQUEST_METHOD", "REPORT");
	gantry_result_free(result);
	result = gantry_simulate_head(client, "/setting", NULL);
	gantry_assert_status(result, 200);
	gantry_assert_text(result, "");
	gantry_assert_header(result, "Content-Length", "3");
	end(result);
}
END_TEST

START_TEST(settings_are_given_as_on_the_command_line)
{
	const char *const given[] = { "word=a=b", NULL };
	struct gantry_result *result;

	client = mirror_open(NULL);
	result = gantry_simulate_get(client, "/setting", NULL);
	gantry_assert_text(result, "hey");
	end(result);
	client = mirror_open(given);
	result = gantry_simulate_get(client, "/setting", NULL);
	gantry_assert_text(result, "a=b");
	end(result);
}
END_TEST

static void
assert_no_client(const char *setting, const char *why)
{
	const char *const given[] = { setting, NULL };
	struct gantry_error error = { 0 };

	ck_assert_ptr_null(
	    gantry_client_open(&mirror_application, given, &error));
	ck_assert_msg(strstr(error.text, why) != NULL, "'%s' is not in: %s",
	    why, error.text);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
}

START_TEST(an_application_that_fails_to_open_gives_the_reason)
{
	assert_no_client("word", "'word' is not a setting; use 'key=value'");
	assert_no_client("wort=x", "word");
	assert_no_client("word=bad", "it is a bad word");
	gantry_client_close(NULL);
}
END_TEST

START_TEST(an_unavailable_application_answers_with_503)
{
	const char *const given[] = { "word=late", NULL };
	struct gantry_result *result;

	unit_capture();
	client = mirror_open(given);
	unit_captured();
	result = gantry_simulate_get(client, "/setting", NULL);
	gantry_assert_text(result, "late");
	end(result);
}
END_TEST

static void
assert_error(
    const char *method, const char *target, const char *header, const char *why)
{
	const char *const headers[] = { header, NULL };
	const struct gantry_simulation simulation = { .headers = headers };
	struct gantry_result *result =
	    gantry_simulate(client, method, target, &simulation);

	ck_assert_pstr_eq(gantry_result_error(result), why);
	ck_assert_int_eq(gantry_result_status(result), 0);
	ck_assert_str_eq(gantry_result_status_line(result), "");
	ck_assert_str_eq(gantry_result_text(result), "");
	ck_assert_str_eq(gantry_result_log(result), "");
	ck_assert_uint_eq(gantry_result_length(result), 0);
	ck_assert_ptr_null(gantry_result_json(result));
	gantry_result_free(result);
}

START_TEST(an_invalid_simulation_is_an_error)
{
	client = mirror_open(NULL);
	assert_error("GET", "mirror", NULL,
	    "'mirror' is not a path; begin it with a slash");
	assert_error(
	    "GET", "", NULL, "'' is not a path; begin it with a slash");
	assert_error("GET", "/a%2", NULL,
	    "'/a%2' has a percent sign that is not an escape");
	assert_error(
	    "GET", "/", "X-One", "'X-One' is not a header; give 'Name: value'");
	gantry_client_close(client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_request_without_options_looks_like_a_browsers,
		headers_and_cookies_arrive,
		parameters_are_appended_to_those_of_the_target,
		a_body_arrives_with_its_length_and_json_with_its_type,
		json_replaces_body_and_length,
		a_simulation_can_set_client_and_mount,
		each_method_has_a_function,
		settings_are_given_as_on_the_command_line,
		an_application_that_fails_to_open_gives_the_reason,
		an_unavailable_application_answers_with_503,
		an_invalid_simulation_is_an_error,
		NULL,
	};

	return unit_run("testing/client", tests);
}
