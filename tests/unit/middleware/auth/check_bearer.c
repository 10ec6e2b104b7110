/*
 * Bearer tokens: the errors of RFC 6750, section 3.1.
 */
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

static enum gantry_bearer_result
verify(struct gantry_request *request, const char *token, const char *scope)
{
	if (strcmp(token, "broken") == 0) {
		gantry_response_fail(
		    gantry_request_response(request), GANTRY_503, "later");
		return GANTRY_BEARER_FAILED;
	}
	if (strcmp(token, "mF_9.B5f-4.1JqM=") != 0)
		return GANTRY_BEARER_INVALID;
	if (scope != NULL && strcmp(scope, "write all") == 0)
		return GANTRY_BEARER_INSUFFICIENT_SCOPE;
	gantry_request_set_user(request, "ada");
	return GANTRY_BEARER_VALID;
}

static const struct gantry_bearer_options options = { .verify = verify };
static const struct gantry_middleware bearer = GANTRY_BEARER(&options);

/* The status and the challenge of a request with HEADER. */
static void
expect(const char *header, int status, const char *challenge)
{
	ck_assert_int_eq(test_site_status(header), status);
	test_site_assert_header(header, "WWW-Authenticate", challenge);
}

START_TEST(each_error_has_its_status)
{
	test_site_use(&bearer, NULL);
	expect("Authorization: Bearer mF_9.B5f-4.1JqM=", 200, NULL);
	test_site_assert_header(
	    "Authorization: bearer  mF_9.B5f-4.1JqM=", "X-User", "ada");
	expect("X: y", 401, "Bearer realm=\"gantry\"");
	expect("Authorization: Digest a=b", 401, "Bearer realm=\"gantry\"");
	expect("Authorization: Bearer unknown", 401,
	    "Bearer realm=\"gantry\", error=\"invalid_token\"");
	expect("Authorization: Bearer", 400,
	    "Bearer realm=\"gantry\", error=\"invalid_request\"");
	expect("Authorization: Bearer a, Bearer b", 400,
	    "Bearer realm=\"gantry\", error=\"invalid_request\"");
	expect("Authorization: Bearer a=b", 400,
	    "Bearer realm=\"gantry\", error=\"invalid_request\"");
	expect("Authorization: Bearer =", 400,
	    "Bearer realm=\"gantry\", error=\"invalid_request\"");
	expect("Authorization: Bearer broken", 503, NULL);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(a_token_that_does_not_allow_this_gets_403)
{
	const struct gantry_bearer_options scoped = {
		.verify = verify,
		.realm = "words",
		.scope = "write all",
	};
	const struct gantry_middleware middleware = GANTRY_BEARER(&scoped);

	test_site_use(&middleware, NULL);
	expect("Authorization: Bearer mF_9.B5f-4.1JqM=", 403,
	    "Bearer realm=\"words\", error=\"insufficient_scope\", "
	    "scope=\"write all\"");
	gantry_client_close(test_site_client);
}
END_TEST

/* Opening a site with WRONG fails, with TEXT in the error. */
static void
refuse(const struct gantry_bearer_options *wrong, const char *text)
{
	struct gantry_error error;
	void *state = NULL;

	ck_assert_int_eq(gantry_bearer_open(wrong, NULL, &state, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, text));
}

START_TEST(options_that_no_challenge_can_name_are_refused)
{
	refuse(&(struct gantry_bearer_options){ .verify = verify,
		   .realm = "a\nb" },
	    "realm");
	refuse(&(struct gantry_bearer_options){ .verify = verify,
		   .scope = "a\"b" },
	    "scope");
	refuse(&(struct gantry_bearer_options){ .realm = "a" }, "verify");
}
END_TEST

START_TEST(an_optional_token_may_be_missing_but_not_wrong)
{
	const struct gantry_bearer_options optional = {
		.verify = verify,
		.is_optional = true,
	};
	const struct gantry_middleware middleware = GANTRY_BEARER(&optional);

	test_site_use(&middleware, NULL);
	expect("X: y", 200, NULL);
	test_site_assert_header("X: y", "X-User", NULL);
	expect("Authorization: Bearer unknown", 401,
	    "Bearer realm=\"gantry\", error=\"invalid_token\"");
	/* A 401 of the responder gets the challenge that RFC 9110 requires. */
	expect("X-Refused: y", 401, "Bearer realm=\"gantry\"");
	gantry_client_close(test_site_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		each_error_has_its_status,
		a_token_that_does_not_allow_this_gets_403,
		options_that_no_challenge_can_name_are_refused,
		an_optional_token_may_be_missing_but_not_wrong,
		NULL,
	};

	return unit_run("middleware/bearer", tests);
}
