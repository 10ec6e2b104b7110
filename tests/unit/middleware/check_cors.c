/*
 * The headers of CORS, by the options.
 */
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
		.allow_credentials = "*",
	};
	const struct gantry_cors_options all = {
		.allow_credentials = "https://a.example",
	};
	const struct gantry_middleware of_one = GANTRY_CORS(&one);
	const struct gantry_middleware of_all = GANTRY_CORS(&all);

	test_site_use(&of_one, NULL);
	test_site_assert_header("Origin: https://evil.example",
	    "Access-Control-Allow-Origin", "https://a.example");
	test_site_assert_header("Origin: https://evil.example",
	    "Access-Control-Allow-Credentials", NULL);
	test_site_assert_header("Origin: https://a.example",
	    "Access-Control-Allow-Credentials", "true");
	gantry_client_close(test_site_client);
	test_site_use(&of_all, NULL);
	test_site_assert_header("Origin: https://a.example",
	    "Access-Control-Allow-Credentials", "true");
	test_site_assert_header(
	    "Origin: https://b.example", "Access-Control-Allow-Origin", "*");
	/* A cache must not reuse it for an origin with credentials. */
	test_site_assert_header(NULL, "Vary", "Origin");
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(an_origin_with_control_characters_is_ignored)
{
	const struct gantry_cors_options options = {
		.allow_origins = "* https://a.example",
		.allow_credentials = "*",
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
		an_origin_with_control_characters_is_ignored,
		a_preflight_gets_what_is_allowed,
		NULL,
	};

	return unit_run("middleware/cors", tests);
}
