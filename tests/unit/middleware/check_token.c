/*
 * Who has the token passes.
 */
#include <string.h>

#include <gantry/web.h>

#include "middleware/tried.h"
#include "unit.h"

START_TEST(a_bare_token_lets_pass)
{
	const struct gantry_token_options options = {
		.token_setting = "token",
	};
	const struct gantry_middleware token = GANTRY_TOKEN(&options);
	struct gantry_result *result;

	tried_use(&token, "token=s3cret");
	ck_assert_int_eq(tried_status("Authorization: s3cret"), 200);
	ck_assert_int_eq(tried_status("Authorization: s3cre"), 403);
	ck_assert_int_eq(tried_status("Authorization: s3crets"), 403);
	ck_assert_int_eq(tried_status("Authorization: s3creT"), 403);
	ck_assert_int_eq(tried_status("Authorization: s3crets3cret"), 403);
	ck_assert_int_eq(tried_status(NULL), 403);
	gantry_client_close(tried_client);
	tried_use(&token, NULL);
	result = tried_ask("GET", "Authorization:", NULL);
	gantry_assert_status(result, 403);
	gantry_assert_json_text(result, "/detail",
	    "This resource is disabled: no token is configured (setting 'token').");
	gantry_result_free(result);
	gantry_client_close(tried_client);
}
END_TEST

START_TEST(a_bearer_is_asked_for_its_token)
{
	const struct gantry_token_options options = {
		.token_setting = "token",
		.scheme = "Bearer",
	};
	const struct gantry_middleware token = GANTRY_TOKEN(&options);
	struct gantry_result *result;

	tried_use(&token, "token=s3cret");
	ck_assert_int_eq(tried_status("Authorization: Bearer s3cret"), 200);
	ck_assert_int_eq(tried_status("Authorization: bearer  s3cret"), 200);
	ck_assert_int_eq(tried_status("Authorization: s3cret"), 401);
	result = tried_ask("GET", NULL, NULL);
	gantry_assert_header(
	    result, "WWW-Authenticate", "Bearer realm=\"gantry\"");
	gantry_result_free(result);
	gantry_client_close(tried_client);
}
END_TEST

START_TEST(who_asks_what_may_be_asked_needs_none)
{
	const struct gantry_token_options options = {
		.token_setting = "token",
	};
	const struct gantry_middleware token = GANTRY_TOKEN(&options);
	struct gantry_result *result;

	tried_use(&token, "token=s3cret");
	/* A browser's preflight never has it. */
	result = tried_ask("OPTIONS", NULL, NULL);
	gantry_assert_status(result, 204);
	gantry_result_free(result);
	result = tried_ask("HEAD", NULL, NULL);
	gantry_assert_status(result, 403);
	gantry_result_free(result);
	gantry_client_close(tried_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_bare_token_lets_pass,
		a_bearer_is_asked_for_its_token,
		who_asks_what_may_be_asked_needs_none,
		NULL,
	};

	return unit_run("middleware/token", tests);
}
