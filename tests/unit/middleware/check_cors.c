/*
 * The headers of CORS, by the options.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

START_TEST(one_origin_is_named_to_all)
{
	const struct gantry_cors_options options = {
		.allow_origins_setting = "origins",
		.expose_headers = "ETag",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);

	test_site_use(&cors, "origins=https://a.example");
	test_site_assert_header(
	    NULL, "Access-Control-Allow-Origin", "https://a.example");
	test_site_assert_header("Origin: https://b.example",
	    "Access-Control-Allow-Origin", "https://a.example");
	test_site_assert_header(NULL, "Access-Control-Expose-Headers", "ETag");
	gantry_client_close(test_site_client);
	test_site_use(&cors, NULL);
	test_site_assert_header(NULL, "Access-Control-Allow-Origin", "*");
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(of_several_origins_the_requesting_one_is_named)
{
	const struct gantry_cors_options options = {
		.allow_origins = "https://a.example https://b.example",
		.allow_credentials = "https://b.example",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);
	struct gantry_result *result;

	test_site_use(&cors, NULL);
	test_site_assert_header("Origin: https://b.example",
	    "Access-Control-Allow-Origin", "https://b.example");
	test_site_assert_header("Origin: https://b.example",
	    "Access-Control-Allow-Credentials", "true");
	test_site_assert_header("Origin: https://a.example",
	    "Access-Control-Allow-Credentials", NULL);
	test_site_assert_header(
	    "Origin: https://c.example", "Access-Control-Allow-Origin", NULL);
	result = test_site_ask("GET", NULL, NULL);
	gantry_assert_header(result, "Vary", "Origin");
	gantry_assert_header(result, "Access-Control-Allow-Origin", NULL);
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(credentials_are_allowed_only_for_allowed_origins)
{
	const struct gantry_cors_options one = {
		.allow_origins = "https://a.example",
		.allow_credentials = "https://a.example https://b.example",
	};
	const struct gantry_middleware of_one = GANTRY_CORS(&one);

	test_site_use(&of_one, NULL);
	test_site_assert_header("Origin: https://b.example",
	    "Access-Control-Allow-Origin", "https://a.example");
	test_site_assert_header("Origin: https://b.example",
	    "Access-Control-Allow-Credentials", NULL);
	test_site_assert_header("Origin: https://a.example",
	    "Access-Control-Allow-Credentials", "true");
	/* A cache must not reuse it for an origin with credentials. */
	test_site_assert_header(NULL, "Vary", "Origin");
	gantry_client_close(test_site_client);
}
END_TEST

/* Origins that resemble a trusted one, and those that anyone can send. */
START_TEST(no_other_origin_is_named_with_credentials)
{
	static const char *const others[] = { "null", "*", "https://evil.test",
		"http://a.example", "https://a.example:8443",
		"https://a.example.evil.test", "https://evil-a.example",
		"https://a.example/", "HTTPS://A.EXAMPLE",
		"https://a.example, https://evil.test",
		"https://b.example https://evil.test", "" };
	const struct gantry_cors_options options = {
		.allow_origins = "https://a.example https://b.example",
		.allow_credentials = "https://a.example https://b.example",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);
	char header[128];
	size_t i;

	test_site_use(&cors, NULL);
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		snprintf(header, sizeof(header), "Origin: %s", others[i]);
		test_site_assert_header(
		    header, "Access-Control-Allow-Origin", NULL);
		test_site_assert_header(
		    header, "Access-Control-Allow-Credentials", NULL);
		test_site_assert_header(header, "Vary", "Origin");
	}
	gantry_client_close(test_site_client);
}
END_TEST

/* With these, any site could read what its visitors may read. */
START_TEST(origins_that_anyone_has_are_an_error_at_open)
{
	static const struct {
		const char *origins, *trusted, *reason;
	} cases[] = {
		{ "*", "*", "together with the origin '*'" },
		{ NULL, "*", "together with the origin '*'" },
		{ NULL, "https://a.example", "together with the origin '*'" },
		{ "https://a.example", "*", "together with the origin '*'" },
		{ "https://a.example *", "https://a.example",
		    "together with the origin '*'" },
		{ "null", NULL, "'null' is the origin of every sandboxed" },
		{ "https://a.example", "null", "'null' is the origin" },
		{ "https://a.example/", NULL, "is not an origin" },
		{ "a.example", NULL, "'a.example' is not an origin" },
		{ "https://*.example", NULL, "is not an origin" },
		{ "https://A.example", NULL, "in lower case" },
		{ "https://a.example:443", NULL, "default port" },
		{ "http://a.example:80", NULL, "default port" },
		{ "https://", NULL, "is not an origin" },
		{ "https://a.example:", NULL, "is not an origin" },
		{ "://a", NULL, "is not an origin" },
	};
	struct gantry_cors_options options;
	struct gantry_error error;
	void *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		options = (struct gantry_cors_options){
			.allow_origins = cases[i].origins,
			.allow_credentials = cases[i].trusted,
		};
		ck_assert_int_eq(
		    gantry_cors_open(&options, NULL, &state, &error), -1);
		ck_assert_msg(strstr(error.text, cases[i].reason) != NULL, "%s",
		    error.text);
	}
}
END_TEST

/* "*" is never replaced by the origin that asks. */
START_TEST(any_origin_is_named_as_such)
{
	const struct gantry_cors_options options = {
		.allow_origins = "https://a.example *",
		.allow_credentials = "",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);

	test_site_use(&cors, NULL);
	test_site_assert_header(
	    "Origin: https://evil.test", "Access-Control-Allow-Origin", "*");
	test_site_assert_header(
	    "Origin: null", "Access-Control-Allow-Origin", "*");
	test_site_assert_header("Origin: https://a.example",
	    "Access-Control-Allow-Credentials", NULL);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(an_origin_with_control_characters_is_ignored)
{
	const struct gantry_cors_options options = {
		.allow_origins = "https://b.example https://a.example",
		.allow_credentials = "https://a.example",
	};
	const struct gantry_middleware cors = GANTRY_CORS(&options);
	struct gantry_result *result;

	test_site_use(&cors, NULL);
	ck_assert_int_eq(test_site_status("Origin: https://b\texample"), 200);
	result = test_site_ask("OPTIONS", "Access-Control-Request-Method: GET",
	    "Access-Control-Request-Headers: X-One,\tX-Two");
	gantry_assert_status(result, 204);
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_preflight_gets_what_is_allowed)
{
	const struct gantry_cors_options options = { .max_age = 60 };
	const struct gantry_middleware cors = GANTRY_CORS(&options);
	struct gantry_result *result;

	test_site_use(&cors, NULL);
	result = test_site_ask("OPTIONS", "Access-Control-Request-Method: GET",
	    "Access-Control-Request-Headers: X-One");
	gantry_assert_status(result, 204);
	gantry_assert_header(
	    result, "Access-Control-Allow-Methods", "GET, HEAD, OPTIONS");
	gantry_assert_header(result, "Access-Control-Allow-Headers", "X-One");
	gantry_assert_header(result, "Access-Control-Max-Age", "60");
	gantry_result_free(result);
	result = test_site_ask("OPTIONS", NULL, NULL);
	gantry_assert_header(result, "Access-Control-Allow-Methods", NULL);
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		one_origin_is_named_to_all,
		of_several_origins_the_requesting_one_is_named,
		credentials_are_allowed_only_for_allowed_origins,
		no_other_origin_is_named_with_credentials,
		origins_that_anyone_has_are_an_error_at_open,
		any_origin_is_named_as_such,
		an_origin_with_control_characters_is_ignored,
		a_preflight_gets_what_is_allowed,
		NULL,
	};

	return unit_run("middleware/cors", tests);
}
