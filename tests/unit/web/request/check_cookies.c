/*
 * The first cookie of a name, and signed cookies while they are valid.
 */
#include <string.h>
#include <time.h>

#include "unit.h"
#include "web/test_request.h"
#include "web/types/sign.h"

#define SECRET "a-secret-key-of-thirty-two-bytes"
#define OTHER  "another-key-of-at-least-32-bytes"

static struct test_request asked;
static struct gantry_request *const request = &asked.request;

START_TEST(a_cookie_is_found_among_others)
{
	static const struct {
		const char *header, *value;
	} cases[] = {
		{ "a=1", "1" },
		{ "a=", "" },
		{ "a", "" },
		{ "b=2; a=1", "1" },
		{ "b=2;a=1", "1" },
		{ "a=1; a=2", "1" },
		{ " a = 1 ; b", "1" },
		{ "\ta=1\t", "1" },
		{ "a=b=c", "b=c" },
		{ "a=x y", "x y" },
		{ "a=x,y", "x,y" },
		{ ";;a=1", "1" },
		{ "=2; a=1", "1" },
		{ "a=%20", "%20" },
		{ "a=caf\xc3\xa9", "caf\xc3\xa9" },
		{ "a=\"1\"", "1" },
		{ "a=\"\"", "" },
		{ "a=\" 1 \"", " 1 " },
		{ "a=\"", "\"" },
		{ "a=\"1", "\"1" },
		{ "a=1\"", "1\"" },
		{ "a=1\"2\"", "1\"2\"" },
		{ "a=\"x\\\"y\"", "x\"y" },
		{ "a=\"x\\\\y\"", "x\\y" },
		{ "a=\"x\\054y\"", "x,y" },
		{ "a=\"caf\\303\\251\"", "caf\xc3\xa9" },
		{ "a=\"\\000\"", "000" },
		{ "a=\"\\05\"", "05" },
		{ "a=\"\\400\"", "400" },
		{ "a=\"\\\"", "\\" },
		{ "a=x\\054y", "x\\054y" },
		{ NULL, NULL },
		{ "b=1", NULL },
		{ "aa=1", NULL },
		{ "A=1", NULL },
		{ "b=a=1", NULL },
		{ "b a=1", NULL },
		{ ";", NULL },
		{ "=a", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_request_begin(&asked,
		    cases[i].header != NULL ? "HTTP_COOKIE" : NULL,
		    cases[i].header, NULL);
		ck_assert_pstr_eq(
		    gantry_request_cookie(request, "a"), cases[i].value);
		ck_assert_ptr_null(gantry_request_cookie(request, ""));
		test_request_end(&asked);
	}
}
END_TEST

/* "NAME=" and VALUE, signed SECONDS ago for a minute. */
static const char *
signed_pair(const char *name, const char *value, int seconds)
{
	struct gantry_error error;
	const char *text = sign_value(&asked.environ,
	    &(struct signed_value){
		.name = name,
		.value = value,
		.signed_at = time(NULL) - seconds,
		.max_age = 60,
	    },
	    SECRET, &error);

	ck_assert_ptr_nonnull(text);
	return gantry_environ_format(&asked.environ, "%s=%s", name, text);
}

static void
send_cookies(const char *first, const char *second)
{
	const char *header =
	    gantry_environ_format(&asked.environ, "%s; %s", first, second);

	ck_assert_int_eq(
	    environ_set(&asked.environ, "HTTP_COOKIE", header, NULL), 0);
}

static const char *
open_cookie(const char *name, const char *secret)
{
	return gantry_request_signed_cookie(request, name, secret);
}

START_TEST(a_signed_cookie_is_verified)
{
	test_request_begin(&asked, NULL);
	send_cookies(signed_pair("user", "alice", 0), "user2=bob");
	ck_assert_pstr_eq(open_cookie("user", SECRET), "alice");
	ck_assert_ptr_null(open_cookie("user", OTHER));
	ck_assert_pstr_eq(open_cookie("user", OTHER " " SECRET), "alice");
	ck_assert_ptr_null(open_cookie("user2", SECRET));
	ck_assert_ptr_null(open_cookie("user3", SECRET));
	test_request_end(&asked);
}
END_TEST

START_TEST(an_expired_signed_cookie_is_ignored)
{
	test_request_begin(&asked, NULL);
	send_cookies(signed_pair("user", "alice", 120), "x=1");
	ck_assert_ptr_null(open_cookie("user", SECRET));
	test_request_end(&asked);
}
END_TEST

/* A cookie from another host of the domain must not hide ours. */
START_TEST(an_unsigned_cookie_is_skipped)
{
	test_request_begin(&asked, NULL);
	send_cookies("user=mallory", signed_pair("user", "alice", 0));
	ck_assert_pstr_eq(open_cookie("user", SECRET), "alice");
	ck_assert_pstr_eq(gantry_request_cookie(request, "user"), "mallory");
	test_request_end(&asked);
}
END_TEST

/* Such a secret would let others forge cookies. */
START_TEST(a_secret_that_is_too_short_is_logged)
{
	static const char *const secrets[] = { "", "secret" };
	struct gantry_error error;
	const char *log;
	size_t i;

	test_request_begin(&asked, NULL);
	send_cookies(signed_pair("user", "alice", 0), "x=1");
	for (i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		unit_capture();
		ck_assert_ptr_null(open_cookie("user", secrets[i]));
		log = unit_captured();
		ck_assert_msg(
		    strstr(log, "the signed cookie user: ") != NULL, "%s", log);
		ck_assert_int_eq(
		    gantry_cookie_secret_check(secrets[i], &error), -1);
	}
	ck_assert_ptr_nonnull(strstr(error.text, "has 6 bytes"));
	ck_assert_int_eq(gantry_cookie_secret_check(SECRET, &error), 0);
	test_request_end(&asked);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_cookie_is_found_among_others,
		a_signed_cookie_is_verified,
		an_expired_signed_cookie_is_ignored,
		an_unsigned_cookie_is_skipped,
		a_secret_that_is_too_short_is_logged,
		NULL,
	};

	return unit_run("web/cookies", tests);
}
