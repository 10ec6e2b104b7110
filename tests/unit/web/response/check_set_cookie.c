/*
 * Set-Cookie: its attributes, and what clients would reject.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "unit.h"
#include "web/exchange.h"
#include "web/types/sign.h"

#define KEY		   "a-secret-key-of-thirty-two-bytes"
#define OTHER		   "another-key-of-at-least-32-bytes"
#define NAMED(NAME, VALUE) .name = NAME, .value = VALUE

#define LONG_LABEL                                                \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaaa"

static struct exchange it;
static struct gantry_cookie cookie;

static int
set_cookie(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_cookie(response, &cookie);
}

START_TEST(the_default_attributes_are_safe)
{
	cookie = (struct gantry_cookie){ .name = "a", .value = "1" };
	respond_to_get(&it, set_cookie);
	assert_header(
	    &it, "Set-Cookie", "a=1; Secure; HttpOnly; SameSite=Lax; Path=/");
	exchange_clear(&it);
}
END_TEST

START_TEST(each_attribute_is_written)
{
	static const struct {
		struct gantry_cookie cookie;
		const char *header;
	} cases[] = {
		{ { NAMED("a", ""), .path = "/x", .domain = "example.org",
		      .max_age = 60 },
		    "a=; Max-Age=60; Secure; HttpOnly; SameSite=Lax; Path=/x; "
		    "Domain=example.org" },
		{ { NAMED("a", "1"), .is_insecure = true,
		      .is_scriptable = true },
		    "a=1; SameSite=Lax; Path=/" },
		{ { NAMED("a", "1"), .same_site = GANTRY_SAME_SITE_STRICT },
		    "a=1; Secure; HttpOnly; SameSite=Strict; Path=/" },
		{ { NAMED("a", "1"), .same_site = GANTRY_SAME_SITE_NONE,
		      .is_partitioned = true },
		    "a=1; Secure; HttpOnly; SameSite=None; Partitioned; "
		    "Path=/" },
		{ { NAMED("__Host-a", "1") },
		    "__Host-a=1; Secure; HttpOnly; SameSite=Lax; Path=/" },
		{ { NAMED("__Secure-a", "1"), .path = "/x", .domain = "a.b" },
		    "__Secure-a=1; Secure; HttpOnly; SameSite=Lax; Path=/x; "
		    "Domain=a.b" },
		{ { NAMED("a", "1"), .domain = ".Example-1.org" },
		    "a=1; Secure; HttpOnly; SameSite=Lax; Path=/; "
		    "Domain=Example-1.org" },
		{ { NAMED("a", "1"), .domain = "127.0.0.1" },
		    "a=1; Secure; HttpOnly; SameSite=Lax; Path=/; "
		    "Domain=127.0.0.1" },
		{ { NAMED("a", "1"), .max_age = -1, .is_insecure = true },
		    "a=1; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; "
		    "HttpOnly; SameSite=Lax; Path=/" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cookie = cases[i].cookie;
		respond_to_get(&it, set_cookie);
		assert_header(&it, "Set-Cookie", cases[i].header);
	}
	exchange_clear(&it);
}
END_TEST

START_TEST(a_cookie_that_clients_ignore_is_a_500)
{
	static const struct {
		struct gantry_cookie cookie;
		const char *reason;
	} cases[] = {
		{ { NAMED(NULL, "1") }, "cookie->name is NULL" },
		{ { NAMED("", "1") }, "is not a cookie name" },
		{ { NAMED("a b", "1") }, "is not a cookie name" },
		{ { NAMED("a=b", "1") }, "is not a cookie name" },
		{ { NAMED("a", NULL) }, "cookie->value is NULL" },
		{ { NAMED("a", "1 2") }, "its value" },
		{ { NAMED("a", "1;2") }, "its value" },
		{ { NAMED("a", "1,2") }, "its value" },
		{ { NAMED("a", "\"1\"") }, "its value" },
		{ { NAMED("a", "1\\2") }, "its value" },
		{ { NAMED("a", "caf\xc3\xa9") }, "its value" },
		{ { NAMED("a", "1\r\n") }, "its value" },
		{ { NAMED("a", "1\x7f") }, "its value" },
		{ { NAMED("a", "1"), .path = "" }, "its path" },
		{ { NAMED("a", "1"), .path = "x" }, "its path" },
		{ { NAMED("a", "1"), .path = "/x; Domain=y" }, "its path" },
		{ { NAMED("a", "1"), .path = "/x\ny" }, "its path" },
		{ { NAMED("a", "1"), .domain = "" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "a;b" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "a b" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "." }, "its domain" },
		{ { NAMED("a", "1"), .domain = "..a" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "a..b" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "a.b." }, "its domain" },
		{ { NAMED("a", "1"), .domain = "a.b:80" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "https://a.b" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "a.b/c" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "-a.b" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "a-.b" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "*.b" }, "its domain" },
		{ { NAMED("a", "1"), .domain = "caf\xc3\xa9.org" },
		    "its domain" },
		{ { NAMED("a", "1"), .domain = LONG_LABEL ".org" },
		    "its domain" },
		{ { NAMED("a", "1"), .path = "/caf\xc3\xa9" }, "its path" },
		{ { NAMED("a", "1"), .path = "/a b" }, "its path" },
		{ { NAMED("__Http-a", "1"), .is_scriptable = true },
		    "requires HttpOnly" },
		{ { NAMED("__Host-Http-a", "1"), .is_scriptable = true },
		    "requires HttpOnly" },
		{ { NAMED("__Host-Http-a", "1"), .path = "/x" },
		    "__Host- allows" },
		{ { NAMED("__http-a", "1"), .is_insecure = true },
		    "its prefix" },
		{ { NAMED("a", "1"), .same_site = GANTRY_SAME_SITE_NONE,
		      .is_insecure = true },
		    "SameSite=None requires Secure" },
		{ { NAMED("a", "1"), .is_partitioned = true,
		      .is_insecure = true },
		    "Partitioned requires Secure" },
		{ { NAMED("__Host-a", "1"), .is_insecure = true },
		    "its prefix" },
		{ { NAMED("__host-a", "1"), .path = "/x" }, "__Host- allows" },
		{ { NAMED("__Host-a", "1"), .domain = "a.b" },
		    "__Host- allows" },
		{ { NAMED("__Secure-a", "1"), .is_insecure = true },
		    "its prefix" },
		{ { NAMED("a", "1"), .same_site = (enum gantry_same_site)7 },
		    "not one of enum gantry_same_site" },
		{ { NAMED("a", "1"), .secret = "" }, "the secret has no key" },
		{ { NAMED("a", "1"), .secret = "short" },
		    "has 5 bytes, but the minimum is 32" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cookie = cases[i].cookie;
		respond_to_get(&it, set_cookie);
		assert_internal_error(&it, cases[i].reason);
	}
	exchange_clear(&it);
}
END_TEST

START_TEST(a_cookie_may_be_as_large_as_clients_accept)
{
	char value[4097];

	memset(value, 'v', sizeof(value));
	value[4095] = '\0';
	cookie = (struct gantry_cookie){ .name = "a", .value = value };
	respond_to_get(&it, set_cookie);
	ck_assert_int_eq(it.answer.status, 200);
	value[4095] = 'v';
	value[4096] = '\0';
	respond_to_get(&it, set_cookie);
	assert_internal_error(&it, "larger than 4096 bytes");
	exchange_clear(&it);
}
END_TEST

static int
sign_cookie(struct gantry_request *request, struct gantry_response *response)
{
	char *text, *end;

	cookie = (struct gantry_cookie){ NAMED("user", "7"), .max_age = 60,
		.secret = KEY };
	ck_assert_int_eq(gantry_response_cookie(response, &cookie), 0);
	text = gantry_environ_format(request->environ, "%s",
	    gantry_response_get_header(response, "Set-Cookie"));
	ck_assert_int_eq(strncmp(text, "user=7.", 7), 0);
	end = strstr(text, "; Max-Age=60; ");
	ck_assert_ptr_nonnull(end);
	*end = '\0';
	ck_assert_str_eq(
	    sign_open(request->environ, "user", text + 5, KEY, time(NULL)),
	    "7");
	ck_assert_ptr_null(sign_open(
	    request->environ, "user", text + 5, KEY, time(NULL) + 120));
	ck_assert_ptr_null(
	    sign_open(request->environ, "user", text + 5, OTHER, time(NULL)));
	return 0;
}

START_TEST(a_signed_cookie_contains_its_age)
{
	respond_to_get(&it, sign_cookie);
	ck_assert_int_eq(it.answer.status, 200);
	exchange_clear(&it);
}
END_TEST

static int
set_again(struct gantry_request *request, struct gantry_response *response)
{
	static const struct gantry_cookie cookies[] = {
		{ NAMED("a", "1") },
		{ NAMED("a", "2"), .domain = "example.org" },
		{ NAMED("a", "3"), .path = "/x" },
		{ NAMED("aa", "4") },
		{ NAMED("a", "5"), .max_age = 60 },
	};
	size_t i;

	(void)request;
	for (i = 0; i < sizeof(cookies) / sizeof(cookies[0]); i++)
		ck_assert_int_eq(
		    gantry_response_cookie(response, &cookies[i]), 0);
	return 0;
}

START_TEST(the_last_cookie_of_a_name_and_place_counts)
{
	respond_to_get(&it, set_again);
	ck_assert_ptr_null(strstr(it.answer.head, "Set-Cookie: a=1"));
	ck_assert_ptr_nonnull(strstr(it.answer.head, "Set-Cookie: a=2"));
	ck_assert_ptr_nonnull(strstr(it.answer.head, "Set-Cookie: a=3"));
	ck_assert_ptr_nonnull(strstr(it.answer.head, "Set-Cookie: aa=4"));
	ck_assert_ptr_nonnull(strstr(it.answer.head, "Set-Cookie: a=5"));
	exchange_clear(&it);
}
END_TEST

static const char *forgotten;

static int
forget(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_forget_cookie(response, forgotten, "/x", "a.b");
}

START_TEST(a_cookie_is_removed_with_its_path_and_domain)
{
	forgotten = "a";
	respond_to_get(&it, forget);
	assert_header(&it, "Set-Cookie",
	    "a=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; HttpOnly; "
	    "SameSite=Lax; Path=/x; Domain=a.b");
	it.is_secure = true;
	respond(&it, forget);
	assert_header(&it, "Set-Cookie",
	    "a=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Secure; "
	    "HttpOnly; SameSite=Lax; Path=/x; Domain=a.b");
	forgotten = "__Secure-a";
	respond_to_get(&it, forget);
	ck_assert_ptr_nonnull(strstr(it.answer.head, "; Secure; "));
	/* Not a prefix: over http, clients would reject it with Secure. */
	forgotten = "__session";
	respond_to_get(&it, forget);
	ck_assert_ptr_null(strstr(it.answer.head, "Secure"));
	exchange_clear(&it);
}
END_TEST

static int
unset_cookie(struct gantry_request *request, struct gantry_response *response)
{
	(void)request;
	return gantry_response_unset_cookie(response, &cookie);
}

/* Without its attributes, clients reject a deletion or delete another. */
START_TEST(a_cookie_is_unset_with_all_its_attributes)
{
	static const struct {
		struct gantry_cookie cookie;
		const char *header; /* after Expires */
	} cases[] = {
		{ { NAMED("a", "1"), .max_age = 60, .secret = KEY },
		    "Secure; HttpOnly; SameSite=Lax; Path=/" },
		{ { NAMED("a", NULL), .path = "/x", .domain = "a.b",
		      .same_site = GANTRY_SAME_SITE_NONE,
		      .is_partitioned = true },
		    "Secure; HttpOnly; SameSite=None; Partitioned; Path=/x; "
		    "Domain=a.b" },
		{ { NAMED("a", "a b"), .is_insecure = true,
		      .is_scriptable = true,
		      .same_site = GANTRY_SAME_SITE_STRICT },
		    "SameSite=Strict; Path=/" },
		{ { NAMED("__Host-a", "1") },
		    "Secure; HttpOnly; SameSite=Lax; Path=/" },
	};
	char header[256];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		cookie = cases[i].cookie;
		respond_to_get(&it, unset_cookie);
		snprintf(header, sizeof(header),
		    "%s=; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT; %s",
		    cookie.name, cases[i].header);
		assert_header(&it, "Set-Cookie", header);
	}
	exchange_clear(&it);
}
END_TEST

static int
unset_both(struct gantry_request *request, struct gantry_response *response)
{
	const struct gantry_cookie plain = { .name = "a" };
	const struct gantry_cookie apart = { .name = "a",
		.is_partitioned = true };

	(void)request;
	gantry_response_unset_cookie(response, &plain);
	gantry_response_unset_cookie(response, &apart);
	gantry_response_unset_cookie(response, &plain);
	return gantry_response_unset_cookie(response, &apart);
}

START_TEST(a_partitioned_cookie_is_another_one)
{
	const char *first;

	respond_to_get(&it, unset_both);
	first = strstr(it.answer.head, "Set-Cookie: a=");
	ck_assert_ptr_nonnull(first);
	first = strstr(first + 1, "Set-Cookie: a=");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_null(strstr(first + 1, "Set-Cookie"));
	ck_assert_ptr_nonnull(strstr(first, "; Partitioned; Path=/"));
	exchange_clear(&it);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_default_attributes_are_safe,
		each_attribute_is_written,
		a_cookie_that_clients_ignore_is_a_500,
		a_cookie_may_be_as_large_as_clients_accept,
		a_signed_cookie_contains_its_age,
		the_last_cookie_of_a_name_and_place_counts,
		a_cookie_is_removed_with_its_path_and_domain,
		a_cookie_is_unset_with_all_its_attributes,
		a_partitioned_cookie_is_another_one,
		NULL,
	};

	return unit_run("web/set_cookie", tests);
}
