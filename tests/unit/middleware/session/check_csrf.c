/*
 * Forged requests, and tokens against them.
 */
#include <stdio.h>
#include <string.h>

#include "middleware/session/csrf.h"
#include "middleware/session/session_site.h"
#include "unit.h"

static const struct gantry_session_options session = {
	.secret = SESSION_KEY_1,
};
static const struct gantry_csrf_options by_origin = {
	.secret = SESSION_KEY_1,
	.trusted_origins = "https://partner.example",
};
static const struct gantry_csrf_options by_token = {
	.secret = SESSION_KEY_1,
	.requires_token = true,
};

/* POST of /act with headers: the status, and the code of the failure. */
static void
expect(const char *header, const char *second, int status, const char *code)
{
	const char *const headers[] = { header, second, NULL };
	struct gantry_result *result =
	    session_site_ask("POST", "/act", headers);

	ck_assert_msg(gantry_result_status(result) == status, "%s: %d %s",
	    header, gantry_result_status(result), gantry_result_text(result));
	if (code != NULL)
		gantry_assert_json_text(result, "/code", code);
	gantry_result_free(result);
}

START_TEST(the_browser_says_where_a_request_comes_from)
{
	session_site_open(&session, &by_origin);
	expect("Sec-Fetch-Site: same-origin", NULL, 200, NULL);
	expect("Sec-Fetch-Site: none", NULL, 200, NULL);
	expect("Sec-Fetch-Site: cross-site", NULL, 403, "csrf_cross_site");
	expect("Sec-Fetch-Site: same-site", NULL, 403, "csrf_cross_site");
	expect("Sec-Fetch-Site: ", NULL, 403, NULL);
	expect("Sec-Fetch-Site: cross-site", "Origin: https://partner.example",
	    200, NULL);
	expect("Sec-Fetch-Site: cross-site", "Origin: https://localhost", 403,
	    "csrf_cross_site");
	expect("Origin: https://partner.example", NULL, 200, NULL);
	expect(
	    "Origin: https://partner.example.evil", NULL, 403, "csrf_origin");
	expect("Origin: https://shop.example", "Host: shop.example", 200, NULL);
	expect("Origin: https://shop.example:8443", "Host: shop.example:8443",
	    200, NULL);
	expect("Origin: https://shop.example", "Host: shop.example:8443", 403,
	    "csrf_origin");
	expect("Origin: http://shop.example", "Host: shop.example", 403,
	    "csrf_origin");
	expect("Origin: null", NULL, 403, "csrf_origin");
	expect(NULL, NULL, 403, "csrf_token_missing");
	session_site_close();
}
END_TEST

START_TEST(methods_that_change_nothing_pass)
{
	static const char *const headers[] = { "Sec-Fetch-Site: cross-site",
		NULL };
	static const char *const methods[] = { "GET", "HEAD", "OPTIONS", NULL };
	struct gantry_result *result;
	size_t i;

	session_site_open(&session, &by_token);
	for (i = 0; methods[i] != NULL; i++) {
		result = session_site_ask(methods[i], "/", headers);
		ck_assert_int_lt(gantry_result_status(result), 300);
		gantry_result_free(result);
	}
	session_site_close();
}
END_TEST

/* A header with a token for the client. */
static const char *
token_header(void)
{
	static char header[512];

	snprintf(header, sizeof(header), CSRF_HEADER ": %s",
	    session_site_text("GET", "/?token=1"));
	return header;
}

START_TEST(a_token_belongs_to_a_cookie)
{
	char cookie[64], header[512];

	session_site_open(&session, &by_token);
	snprintf(header, sizeof(header), "%s", token_header());
	snprintf(
	    cookie, sizeof(cookie), "%s", session_site_cookie("__Host-csrf"));
	expect(header, NULL, 200, NULL);
	/* The next token differs, and the first stays valid. */
	ck_assert_str_ne(token_header(), header);
	ck_assert_str_eq(session_site_cookie("__Host-csrf"), cookie);
	expect(header, NULL, 200, NULL);
	expect(header, "Sec-Fetch-Site: cross-site", 403, "csrf_cross_site");
	expect("Sec-Fetch-Site: same-origin", NULL, 403, "csrf_token_missing");
	/* The cookie of another client, no cookie, a cookie that is wrong. */
	cookie[0] = cookie[0] == 'A' ? 'B' : 'A';
	session_site_set_cookie("__Host-csrf", cookie);
	expect(header, NULL, 403, "csrf_token_invalid");
	session_site_set_cookie("__Host-csrf", "");
	expect(header, NULL, 403, "csrf_cookie_missing");
	session_site_set_cookie("__Host-csrf", "x");
	expect(header, NULL, 403, "csrf_cookie_missing");
	/* The value of the cookie is no token. */
	session_site_set_cookie("__Host-csrf", cookie);
	snprintf(header, sizeof(header), CSRF_HEADER ": %s", cookie);
	expect(header, NULL, 403, "csrf_token_invalid");
	session_site_close();
}
END_TEST

/* POST of TARGET with HEADER, whose answer is TEXT. */
static void
log_in(const char *target, const char *header, char text[256])
{
	const char *const headers[] = { header, NULL };
	struct gantry_result *result =
	    session_site_ask("POST", target, headers);

	ck_assert_int_eq(gantry_result_status(result), 200);
	snprintf(text, 256, "%s", gantry_result_text(result));
	gantry_result_free(result);
}

START_TEST(a_token_of_a_user_belongs_to_the_session)
{
	char before[512], header[512], other[512], text[256];

	session_site_open(&session, &by_origin);
	snprintf(before, sizeof(before), "%s", token_header());
	expect(before, NULL, 200, NULL);
	log_in("/login?user=ada&token=1", before, text);
	snprintf(header, sizeof(header), CSRF_HEADER ": %s", text);
	/* A token from before the login is not valid after it. */
	expect(before, NULL, 403, "csrf_token_invalid");
	expect(header, NULL, 200, NULL);
	snprintf(other, sizeof(other), "%s", token_header());
	expect(other, NULL, 200, NULL);
	/* Another user has another session. */
	session_site_forget();
	log_in("/login?user=bob", "Sec-Fetch-Site: none", text);
	expect(other, NULL, 403, "csrf_token_invalid");
	session_site_close();
}
END_TEST

/* POST of BODY of TYPE, with %s in it for a token. */
static void
expect_form(const char *type, const char *body, int status)
{
	char header[128], text[2048];
	const char *const headers[] = { header, NULL };
	struct gantry_result *result;

	snprintf(header, sizeof(header), "Content-Type: %s", type);
	snprintf(
	    text, sizeof(text), body, session_site_text("GET", "/?token=1"));
	result = session_site_send("/act", headers, text);
	ck_assert_msg(gantry_result_status(result) == status, "%s: %s", text,
	    gantry_result_text(result));
	gantry_result_free(result);
}

#define FORM  "application/x-www-form-urlencoded"
#define PARTS "multipart/form-data; boundary=x"
#define PART(name, text)                                      \
	"--x\r\nContent-Disposition: form-data; name=\"" name \
	"\"\r\n\r\n" text "\r\n"

START_TEST(a_form_has_the_token_in_a_field)
{
	session_site_open(&session, &by_token);
	expect_form(FORM, "a=1&csrf_token=%s&b=2", 200);
	expect_form(FORM, "a=1&csrf_token=%.20s", 403);
	expect_form(FORM, "a=1&xcsrf_token=%s", 403);
	expect_form(FORM, "csrf_token=%s&csrf_token=x", 400);
	expect_form(
	    PARTS, PART("a", "1") PART("csrf_token", "%s") "--x--", 200);
	expect_form(
	    PARTS, PART("csrf_token", "%s") PART("a", "1") "--x--", 200);
	expect_form(PARTS, PART("csrf_token", "%.20s") "--x--", 403);
	expect_form(PARTS,
	    PART("csrf_token", "%s") PART("csrf_token", "x") "--x--", 403);
	expect_form(PARTS, PART("a", "%s") "--x--", 403);
	expect_form(PARTS, PART("csrf_token", "%s"), 400);
	expect_form("application/json", "{\"csrf_token\":\"%s\"}", 403);
	session_site_close();
}
END_TEST

static void
refuse(const struct gantry_csrf_options *options, const char *text)
{
	struct gantry_error error;
	void *state;

	ck_assert_int_eq(gantry_csrf_open(options, NULL, &state, &error), -1);
	ck_assert_msg(strstr(error.text, text) != NULL, "%s", error.text);
}

START_TEST(options_that_cannot_work_are_refused)
{
	refuse(&(struct gantry_csrf_options){ .secret = NULL }, "no secret");
	refuse(&(struct gantry_csrf_options){ .secret = "x" }, "minimum");
	refuse(&(struct gantry_csrf_options){ .secret = SESSION_KEY_1,
		   .trusted_origins = "https://a.example/" },
	    "is not an origin");
	refuse(&(struct gantry_csrf_options){ .secret = SESSION_KEY_1,
		   .trusted_origins = "*" },
	    "would trust every site");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_browser_says_where_a_request_comes_from,
		methods_that_change_nothing_pass,
		a_token_belongs_to_a_cookie,
		a_token_of_a_user_belongs_to_the_session,
		a_form_has_the_token_in_a_field,
		options_that_cannot_work_are_refused,
		NULL,
	};

	return unit_run("middleware/csrf", tests);
}
