/*
 * Paths, as clients wrote them and as applications see them.
 */
#include <string.h>

#include "gate/environ/path.h"
#include "unit.h"

START_TEST(a_path_is_joined_and_normalized)
{
	static const struct {
		const char *script_name, *path_info, *expected;
	} cases[] = {
		{ "", "", "" },
		{ "", "/", "/" },
		{ "/a", "", "/a" },
		{ "/a", "/", "/a/" },
		{ "/a", "/b", "/a/b" },
		{ "/a/", "/b", "/a/b" },
		{ "", "//", "/" },
		{ "", "///a////b//", "/a/b/" },
		{ "", "/.", "/" },
		{ "", "/..", "/" },
		{ "", "/./", "/" },
		{ "", "/../..", "/" },
		{ "", "/../../a", "/a" },
		{ "", "/a/.", "/a/" },
		{ "", "/a/..", "/" },
		{ "", "/a/../", "/" },
		{ "", "/a/b/..", "/a/" },
		{ "", "/a/b/../c", "/a/c" },
		{ "", "/a/./b/./", "/a/b/" },
		{ "/a", "/../b", "/b" },
		{ "/a", "/b/../../../c/", "/c/" },
		{ "", "/a//../b", "/b" },
		/* Dots that mean themselves. */
		{ "", "/...", "/..." },
		{ "", "/.a/..b/c./d..", "/.a/..b/c./d.." },
		{ "", "/a.b/.../", "/a.b/.../" },
	};
	struct gantry_environ environ;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		environ_init(&environ);
		ck_assert_str_eq(path_join(&environ, cases[i].script_name,
				     cases[i].path_info),
		    cases[i].expected);
		environ_clear(&environ);
	}
}
END_TEST

START_TEST(a_path_that_was_not_decoded_is)
{
	static const struct {
		const char *path, *uri, *expected;
	} cases[] = {
		{ "/a%20b", "/a%20b", "/a b" },
		{ "/a?b=c", "/a?b=c", "/a" },
		{ "/a%2Fb/c?%", "/a%2Fb/c?%", "/a/b/c" },
		/* The slashes would make other segments go away. */
		{ "/a%2Fb/%2e%2E/c?%2F", "/a%2Fb/%2e%2E/c?%2F", "/c" },
		{ "/a/..%2Fb/%20", "/a/..%2Fb/%20", "/a/..%2Fb/ " },
		{ "/a/%2e%2e%2fb", "/a/%2e%2e%2fb", "/a/..%2fb" },
		{ "/a/b%2F..%2F..%2Fc", "/a/b%2F..%2F..%2Fc",
		    "/a/b%2F..%2F..%2Fc" },
		{ "/a/b%2F%2Fc", "/a/b%2F%2Fc", "/a/b%2F%2Fc" },
		{ "/a%zz", "/a%zz", "/a%zz" },
		{ "/a%00", "/a%00", "/a%00" },
		/* These were: the client wrote %25 and %3F. */
		{ "/a%20b", "/a%2520b", "/a%20b" },
		{ "/a?b", "/a%3Fb", "/a?b" },
		{ "/a%20b", "/other?x=/a%20b", "/a%20b" },
		{ "/a%20b", NULL, "/a%20b" },
	};
	struct gantry_environ environ;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		environ_init(&environ);
		if (cases[i].uri != NULL)
			environ_set(
			    &environ, "REQUEST_URI", cases[i].uri, NULL);
		ck_assert_str_eq(
		    path_join(&environ, "", cases[i].path), cases[i].expected);
		ck_assert_str_eq(
		    path_join(&environ, cases[i].path, ""), cases[i].expected);
		environ_clear(&environ);
	}
}
END_TEST

/* Apache with AllowEncodedSlashes NoDecode checks access to this path. */
START_TEST(an_encoded_slash_that_apache_keeps_stays)
{
	struct gantry_environ environ;

	environ_init(&environ);
	environ_set(&environ, "REQUEST_URI", "/a%2Fb", NULL);
	environ_set(&environ, "SERVER_SOFTWARE", "nginx/1.22.1", NULL);
	ck_assert_str_eq(path_join(&environ, "", "/a%2Fb"), "/a/b");
	environ_set(
	    &environ, "SERVER_SOFTWARE", "Apache/2.4.66 (Debian)", NULL);
	ck_assert_str_eq(path_join(&environ, "", "/a%2Fb"), "/a%2Fb");
	environ_clear(&environ);
}
END_TEST

START_TEST(the_raw_path_is_what_the_client_wrote)
{
	static const struct {
		const char *sent, *uri, *raw;
	} cases[] = {
		{ "/", "/", "/" },
		{ "/a%2Fb//./..?c=d?e", "/a%2Fb//./..?c=d?e", "/a%2Fb//./.." },
		{ "/?", "/?", "/" },
		{ "http://example.org/a?b", "/a?b", "/a" },
		{ "https://example.org:8080/a", "/a", "/a" },
		{ "http://example.org", "/", "/" },
		{ "http://example.org?a=/b", "/?a=/b", "/" },
		{ "/http://example.org/a", "/http://example.org/a",
		    "/http://example.org/a" },
		{ "/a?u=http://example.org/", "/a?u=http://example.org/",
		    "/a" },
		{ "*", "*", "*" },
		{ "://x", "://x", "://x" },
		{ NULL, NULL, NULL },
	};
	struct gantry_environ environ;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		environ_init(&environ);
		if (cases[i].sent != NULL)
			environ_set(
			    &environ, "REQUEST_URI", cases[i].sent, NULL);
		ck_assert_int_eq(path_keep_raw(&environ, NULL), 0);
		ck_assert_pstr_eq(
		    gantry_environ_get(&environ, "REQUEST_URI"), cases[i].uri);
		ck_assert_pstr_eq(
		    gantry_environ_get(&environ, "gantry.raw_path"),
		    cases[i].raw);
		environ_clear(&environ);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_path_is_joined_and_normalized,
		a_path_that_was_not_decoded_is,
		an_encoded_slash_that_apache_keeps_stays,
		the_raw_path_is_what_the_client_wrote,
		NULL,
	};

	return unit_run("gate/path", tests);
}
