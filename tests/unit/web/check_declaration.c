/*
 * What a route says of its parameters and answers is checked at open.
 */
#include <string.h>

#include <gantry/openapi.h>
#include <gantry/web.h>

#include "unit.h"

static struct gantry_error error;

static int
answer(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_text(response, "");
}

/* Open a site of one route, "/a/{b}", and return why it is refused, or "". */
static const char *
refusal(const struct gantry_param *const *params,
    const struct gantry_answer *answers)
{
	const struct gantry_route routes[] = {
		{
		    .uri_template = "/a/{b}",
		    .on_get = GANTRY_RESPONDER(answer),
		    .params = params,
		    .answers = answers,
		},
		{ 0 },
	};
	const struct gantry_site site = { .routes = routes };
	struct gantry_web *web;

	strcpy(error.text, "");
	web = gantry_web_open(&site, NULL, NULL, &error);
	ck_assert((web == NULL) == (*error.text != '\0'));
	gantry_web_close(web);
	return error.text;
}

static const char *
refusal_of_param(struct gantry_param param)
{
	return refusal(
	    (const struct gantry_param *const[]){ &param, NULL }, NULL);
}

static const char *
refusal_of_answer(struct gantry_answer one)
{
	return refusal(NULL, (const struct gantry_answer[]){ one, { 0 } });
}

static const char *const no_choices[] = { NULL };
static const char *const two_choices[] = { "a", "b", NULL };

#define AT "the template '/a/{b}': the parameter "

START_TEST(parameters_that_no_request_can_have_are_refused)
{
	static const struct {
		struct gantry_param param;
		const char *why;
	} cases[] = {
		{ { .help = "nameless" }, AT "1 has no name" },
		{ { .name = "c", .place = GANTRY_IN_PATH },
		    AT "'c': the template has no such field" },
		{ { .name = "b" },
		    AT "'b': it is a field of the template; set .place = "
		       "GANTRY_IN_PATH, or declare the field as well" },
		{ { .name = "X Y", .place = GANTRY_IN_HEADER },
		    AT "'X Y': a header cannot have this name (RFC 9110 "
		       "section 5.6.2)" },
		{ { .name = "a=b", .place = GANTRY_IN_COOKIE },
		    AT "'a=b': a cookie cannot have this name (RFC 9110 "
		       "section 5.6.2)" },
		{ { .name = "c", .place = (enum gantry_param_place)9 },
		    AT "'c': .place is 9, not a place" },
		{ { .name = "c", .type = (enum gantry_param_type)9 },
		    AT "'c': .type is 9, not a type" },
		{ { .name = "c", .type = GANTRY_INTEGER, .minimum = 1 },
		    AT "'c': .minimum is greater than .maximum; without a "
		       "bound, write INT64_MIN or INT64_MAX" },
		{ { .name = "c", .type = GANTRY_NUMBER, .most = -1 },
		    AT "'c': .least is greater than .most" },
		{ { .name = "c", .choices = no_choices },
		    AT "'c': .choices has no choice" },
		{ { .name = "c", .type = GANTRY_TIME, .format = "%Q" },
		    AT "'c': .format: " },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		refusal_of_param(cases[i].param);
		ck_assert_msg(strncmp(error.text, cases[i].why,
				  strlen(cases[i].why)) == 0,
		    "%s, not %s", error.text, cases[i].why);
	}
}
END_TEST

START_TEST(other_parameters_are_taken)
{
	static const struct gantry_param field = {
		.name = "b",
		.place = GANTRY_IN_PATH,
	};
	static const struct gantry_param in_query = { .name = "b" };
	static const struct gantry_param in_header = {
		.name = "b",
		.place = GANTRY_IN_HEADER,
	};
	static const struct gantry_param in_cookie = {
		.name = "b",
		.place = GANTRY_IN_COOKIE,
		.choices = two_choices,
	};
	static const struct gantry_param bound = {
		.name = "c d[]",
		.type = GANTRY_INTEGER,
		.minimum = 1,
		.maximum = INT64_MAX,
		.fallback = "any",
	};
	static const struct gantry_param *const params[] = { &in_query, &field,
		&in_header, &in_cookie, &bound, NULL };

	ck_assert_str_eq(refusal(params, NULL), "");
}
END_TEST

START_TEST(a_parameter_is_declared_once)
{
	static const struct gantry_param one = { .name = "c" };
	static const struct gantry_param upper = {
		.name = "X-C",
		.place = GANTRY_IN_HEADER,
	};
	static const struct gantry_param lower = {
		.name = "x-c",
		.place = GANTRY_IN_HEADER,
	};

	ck_assert_str_eq(
	    refusal(
		(const struct gantry_param *const[]){ &one, &one, NULL }, NULL),
	    AT "'c' is declared twice");
	ck_assert_str_eq(refusal((const struct gantry_param *const[]){ &upper,
				     &lower, NULL },
			     NULL),
	    AT "'x-c' is declared twice");
}
END_TEST

#undef AT
#define AT "the template '/a/{b}': the answer "

START_TEST(answers_that_make_no_document_are_refused)
{
	static const struct {
		struct gantry_answer answer;
		const char *why;
	} cases[] = {
		{ { .help = "x" },
		    AT "1 has the status '', not one such as '200 OK'" },
		{ { .status = "OK" },
		    AT "1 has the status 'OK', not one such as '200 OK'" },
		{ { .status = "2000" },
		    AT "1 has the status '2000', not one such as '200 OK'" },
		{ { .status = "999 Odd" },
		    AT "1 has the status '999 Odd', not one such as "
		       "'200 OK'" },
		{ { .status = GANTRY_200, .type = "json" },
		    AT "'200 OK': 'json' is not a media type" },
		{ { .status = GANTRY_200, .type = "a/b c" },
		    AT "'200 OK': 'a/b c' is not a media type" },
		{ { .status = GANTRY_200, .schema = "{}" },
		    AT "'200 OK': it has a schema but no type" },
		{ { .status = GANTRY_200,
		      .type = "application/json",
		      .schema = "{\n  \"type\": array\n}" },
		    AT "'200 OK': the schema is not JSON: line 2, column 11: "
		       "a value is expected" },
		{ { .status = GANTRY_200,
		      .type = "application/json",
		      .schema = "" },
		    AT "'200 OK': the schema is not JSON: line 1, column 1: "
		       "a value is expected" },
		{ { .status = GANTRY_200, .example = "{}" },
		    AT "'200 OK': it has an example but no type" },
		{ { .status = GANTRY_200,
		      .type = "application/json",
		      .example = "{" },
		    AT "'200 OK': the example is not JSON: line 1, column 2: "
		       "a string is expected" },
		{ { .status = GANTRY_200,
		      .type = "application/json",
		      .schema = "[]" },
		    AT "'200 OK': the schema is neither an object nor a "
		       "boolean" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_str_eq(
		    refusal_of_answer(cases[i].answer), cases[i].why);
}
END_TEST

START_TEST(other_answers_are_taken)
{
	static const struct gantry_answer answers[] = {
		{ .status = GANTRY_200, .type = "text/html; charset=utf-8" },
		{ .status = GANTRY_200, .type = "image/*" },
		{ .status = "200",
		    .type = "application/json",
		    .schema = " true " },
		{ .status = GANTRY_404 },
		{ .status = GANTRY_404, .help = "or this" },
		{ .status = GANTRY_304 },
		{ 0 },
	};
	static const struct gantry_answer twice[] = {
		{ .status = GANTRY_200, .type = "text/plain" },
		{ .status = "200 Fine", .type = "text/plain" },
		{ 0 },
	};

	ck_assert_str_eq(refusal(NULL, answers), "");
	ck_assert_str_eq(refusal(NULL, twice),
	    AT "'200 Fine': 'text/plain' is declared twice");
}
END_TEST

START_TEST(a_security_scheme_has_what_its_kind_needs)
{
	static const struct {
		struct gantry_security security;
		const char *why; /* "": it is taken */
	} cases[] = {
		{ { .name = "a" }, "" },
		{ { .name = "a", .kind = GANTRY_SECURITY_API_KEY, .key = "k" },
		    "" },
		{ { .kind = GANTRY_SECURITY_BASIC },
		    "the security scheme '' needs a .name of letters, digits, "
		    "'.', '-' and '_'" },
		{ { .name = "a b" },
		    "the security scheme 'a b' needs a .name of letters, "
		    "digits, '.', '-' and '_'" },
		{ { .name = "a", .kind = GANTRY_SECURITY_API_KEY },
		    "the security scheme 'a' needs a .key" },
		{ { .name = "a",
		      .kind = GANTRY_SECURITY_API_KEY,
		      .key = "k",
		      .place = GANTRY_IN_FORM },
		    "the security scheme 'a' needs a .place: the query, a "
		    "header or a cookie" },
		{ { .name = "a", .kind = GANTRY_SECURITY_OAUTH2 },
		    "the security scheme 'a' needs a .token_url" },
		{ { .name = "a", .kind = GANTRY_SECURITY_OPENID_CONNECT },
		    "the security scheme 'a' needs a .url" },
	};
	const struct gantry_security *table[2] = { NULL };
	const struct gantry_site site = { .security = table };
	struct gantry_web *web;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		table[0] = &cases[i].security;
		strcpy(error.text, "");
		web = gantry_web_open(&site, NULL, NULL, &error);
		ck_assert_str_eq(error.text, cases[i].why);
		ck_assert((web == NULL) == (*cases[i].why != '\0'));
		gantry_web_close(web);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		parameters_that_no_request_can_have_are_refused,
		other_parameters_are_taken,
		a_parameter_is_declared_once,
		answers_that_make_no_document_are_refused,
		other_answers_are_taken,
		a_security_scheme_has_what_its_kind_needs,
		NULL,
	};

	return unit_run("web/declaration", tests);
}
