/*
 * Two different security schemes of a site have two names.
 */
#include <string.h>

#include "gantry/openapi.h"
#include "gantry/response.h"
#include "gantry/web.h"
#include "unit.h"

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, "hey");
}

static const struct gantry_scope one[] = { { "read", "reads" }, { 0 } };
static const struct gantry_scope two[] = { { "read", "reads" },
	{ "write", "writes" }, { 0 } };
static const struct gantry_security key = {
	.name = "a", .kind = GANTRY_SECURITY_API_KEY, .key = "k"
};
static const struct gantry_security same_key = {
	.name = "a", .kind = GANTRY_SECURITY_API_KEY, .key = "k"
};
static const struct gantry_security other_key = {
	.name = "a", .kind = GANTRY_SECURITY_API_KEY, .key = "other"
};
static const struct gantry_security bearer = { .name = "a",
	.kind = GANTRY_SECURITY_BEARER };
static const struct gantry_security named = { .name = "b" };
static const struct gantry_security reading = { .name = "a",
	.kind = GANTRY_SECURITY_OAUTH2,
	.token_url = "/token",
	.scopes = one };
static const struct gantry_security writing = { .name = "a",
	.kind = GANTRY_SECURITY_OAUTH2,
	.token_url = "/token",
	.scopes = two };

/* The reason why a site with these schemes does not open, or "". */
static const char *
reason(const struct gantry_security *of_site,
    const struct gantry_security *of_route,
    const struct gantry_security *of_other)
{
	static struct gantry_error error;
	const struct gantry_security *const site_table[] = { of_site, NULL };
	const struct gantry_security *const first[] = { of_route, NULL };
	const struct gantry_security *const second[] = { of_other, NULL };
	const struct gantry_route routes[] = {
		{ .uri_template = "/first",
		    .on_get = GANTRY_RESPONDER(answer),
		    .security = first },
		{ .uri_template = "/second",
		    .on_get = GANTRY_RESPONDER(answer) },
		{ .uri_template = "/second",
		    .on_post = GANTRY_RESPONDER(answer),
		    .security = second },
		{ 0 },
	};
	const struct gantry_site site = {
		.routes = routes,
		.security = site_table,
	};
	struct gantry_web *web;

	strcpy(error.text, "");
	web = gantry_web_open(&site, NULL, NULL, &error);
	ck_assert((web == NULL) == (*error.text != '\0'));
	gantry_web_close(web);
	return error.text;
}

#define AGAIN                                                                   \
	" has a security scheme 'a' other than one before it; give it another " \
	"name"

START_TEST(two_different_schemes_have_two_names)
{
	ck_assert_str_eq(
	    reason(&key, &bearer, NULL), "the route '/first'" AGAIN);
	ck_assert_str_eq(
	    reason(&key, NULL, &other_key), "the route '/second'" AGAIN);
	ck_assert_str_eq(
	    reason(NULL, &key, &bearer), "the route '/second'" AGAIN);
	ck_assert_str_eq(
	    reason(NULL, &reading, &writing), "the route '/second'" AGAIN);
}
END_TEST

START_TEST(the_same_scheme_may_be_declared_again)
{
	ck_assert_str_eq(reason(&key, &key, &same_key), "");
	ck_assert_str_eq(reason(&key, &named, NULL), "");
	ck_assert_str_eq(reason(NULL, &writing, &writing), "");
	ck_assert_str_eq(reason(NULL, NULL, NULL), "");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		two_different_schemes_have_two_names,
		the_same_scheme_may_be_declared_again,
		NULL,
	};

	return unit_run("web/security_names", tests);
}
