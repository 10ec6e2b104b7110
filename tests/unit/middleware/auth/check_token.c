/*
 * Requests with the token pass.
 */
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

START_TEST(a_token_without_a_scheme_is_accepted)
{
	const struct gantry_token_options options = {
		.token_setting = "token",
	};
	const struct gantry_middleware token = GANTRY_TOKEN(&options);
	struct gantry_result *result;

	test_site_use(&token, "token=s3cret");
	ck_assert_int_eq(test_site_status("Authorization: s3cret"), 200);
	ck_assert_int_eq(test_site_status("Authorization: s3cre"), 403);
	ck_assert_int_eq(test_site_status("Authorization: s3crets"), 403);
	ck_assert_int_eq(test_site_status("Authorization: s3creT"), 403);
	ck_assert_int_eq(test_site_status("Authorization: s3crets3cret"), 403);
	ck_assert_int_eq(test_site_status(NULL), 403);
	gantry_client_close(test_site_client);
	test_site_use(&token, NULL);
	result = test_site_ask("GET", "Authorization:", NULL);
	gantry_assert_status(result, 403);
	gantry_assert_json_text(result, "/detail",
	    "This resource is disabled: no token is configured (setting 'token').");
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_missing_bearer_token_is_a_401)
{
	const struct gantry_token_options options = {
		.token_setting = "token",
		.scheme = "Bearer",
	};
	const struct gantry_middleware token = GANTRY_TOKEN(&options);
	struct gantry_result *result;

	test_site_use(&token, "token=s3cret");
	ck_assert_int_eq(test_site_status("Authorization: Bearer s3cret"), 200);
	ck_assert_int_eq(
	    test_site_status("Authorization: bearer  s3cret"), 200);
	ck_assert_int_eq(test_site_status("Authorization: s3cret"), 401);
	result = test_site_ask("GET", NULL, NULL);
	gantry_assert_header(
	    result, "WWW-Authenticate", "Bearer realm=\"gantry\"");
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_bearer_token_that_is_wrong_gets_the_errors_of_rfc_6750)
{
	const struct gantry_token_options options = {
		.token_setting = "token",
		.scheme = "Bearer",
		.realm = "the \"words\"",
	};
	const struct gantry_middleware token = GANTRY_TOKEN(&options);

	test_site_use(&token, "token=s3cret");
	ck_assert_int_eq(
	    test_site_status("Authorization: Bearer s3crets"), 401);
	test_site_assert_header("Authorization: Bearer s3crets",
	    "WWW-Authenticate",
	    "Bearer realm=\"the \\\"words\\\"\", error=\"invalid_token\"");
	ck_assert_int_eq(test_site_status("Authorization: Bearer a b"), 400);
	ck_assert_int_eq(test_site_status("Authorization: Bearer"), 400);
	test_site_assert_header("Authorization: Bearer a b", "WWW-Authenticate",
	    "Bearer realm=\"the \\\"words\\\"\", error=\"invalid_request\"");
	ck_assert_int_eq(
	    test_site_status("Authorization: Bearers s3cret"), 401);
	test_site_assert_header("Authorization: Basic czNjcmV0",
	    "WWW-Authenticate", "Bearer realm=\"the \\\"words\\\"\"");
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_token_of_any_characters_is_compared_first)
{
	const struct gantry_token_options options = {
		.token_setting = "token",
		.scheme = "Bearer",
	};
	const struct gantry_middleware token = GANTRY_TOKEN(&options);

	test_site_use(&token, "token=s3cret!");
	ck_assert_int_eq(
	    test_site_status("Authorization: Bearer s3cret!"), 200);
	ck_assert_int_eq(
	    test_site_status("Authorization: Bearer s3cret?"), 400);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(options_needs_no_token)
{
	const struct gantry_token_options options = {
		.token_setting = "token",
	};
	const struct gantry_middleware token = GANTRY_TOKEN(&options);
	struct gantry_result *result;

	test_site_use(&token, "token=s3cret");
	/* A browser's preflight has no token. */
	result = test_site_ask("OPTIONS", NULL, NULL);
	gantry_assert_status(result, 204);
	gantry_result_free(result);
	result = test_site_ask("HEAD", NULL, NULL);
	gantry_assert_status(result, 403);
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_token_without_a_scheme_is_accepted,
		a_missing_bearer_token_is_a_401,
		a_bearer_token_that_is_wrong_gets_the_errors_of_rfc_6750,
		a_token_of_any_characters_is_compared_first,
		options_needs_no_token,
		NULL,
	};

	return unit_run("middleware/token", tests);
}
