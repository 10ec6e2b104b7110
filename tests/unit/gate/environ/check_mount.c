/*
 * From paths, split or whole, to mounts.
 */
#include <string.h>

#include "gate/environ/mount.h"
#include "unit.h"

START_TEST(a_prefix_is_a_path_without_empty_segments)
{
	static const struct {
		const char *prefix;
		bool is_valid;
	} cases[] = {
		{ "/", true },
		{ "/a", true },
		{ "/a/b", true },
		{ "/a.b-c", true },
		{ "", false },
		{ "a", false },
		{ "a/", false },
		{ "/a/", false },
		{ "//", false },
		{ "//a", false },
		{ "/a//b", false },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		ck_assert_msg(
		    mount_prefix_is_valid(cases[i].prefix) == cases[i].is_valid,
		    "'%s'", cases[i].prefix);
}
END_TEST

/* The mounts that the cases below choose from. */
enum {
	ROOT = 1,
	HELLO = 2,
	HELLO_DEEP = 4,
	OTHER = 8
};

static const struct mount all[] = {
	{ .prefix = "" },
	{ .prefix = "/hello" },
	{ .prefix = "/hello/deep" },
	{ .prefix = "/other" },
};

struct resolution {
	int mounts;
	bool trust;
	const char *script_name, *path_info; /* NULL: not sent */
	const char *found; /* a prefix; NULL: an error */
	const char *script_name_seen, *path_info_seen;
};

static const struct resolution resolutions[] = {
	/* A bare nginx: the whole path is in SCRIPT_NAME. */
	{ ROOT, false, "/", NULL, "", "", "/" },
	{ ROOT, false, "/a/b", NULL, "", "", "/a/b" },
	{ ROOT, false, "/a/b", "", "", "", "/a/b" },
	{ ROOT, false, "", NULL, "", "", "/" },
	{ ROOT | HELLO, false, "/hello", NULL, "/hello", "/hello", "" },
	{ ROOT | HELLO, false, "/hello/", NULL, "/hello", "/hello", "/" },
	{ ROOT | HELLO, false, "/hello/x", NULL, "/hello", "/hello", "/x" },
	{ ROOT | HELLO, false, "/hellox", NULL, "", "", "/hellox" },
	{ ROOT | HELLO, false, "/hell", NULL, "", "", "/hell" },
	{ ROOT | HELLO, false, "/Hello", NULL, "", "", "/Hello" },
	/* The whole path is in PATH_INFO. */
	{ ROOT, false, "", "/a/b", "", "", "/a/b" },
	{ ROOT, false, NULL, "/a/b", "", "", "/a/b" },
	{ ROOT, false, "/", "/a/b", "", "", "/a/b" },
	{ ROOT | HELLO, false, "", "/hello/x", "/hello", "/hello", "/x" },
	/* A pair that was split at a mount. */
	{ ROOT | HELLO, false, "/hello", "/x", "/hello", "/hello", "/x" },
	{ HELLO, false, "/hello", "/x/y", "/hello", "/hello", "/x/y" },
	{ HELLO, false, "/hello", "/hello", "/hello", "/hello", "/hello" },
	/* A pair that was split above the mounts. */
	{ ROOT, false, "/app", "/x", "", "/app", "/x" },
	{ ROOT | HELLO, false, "/app", "/hello/x", "/hello", "/app/hello",
	    "/x" },
	{ HELLO, false, "/app", "/hello", "/hello", "/app/hello", "" },
	/* A pair that was split elsewhere than the mounts are. */
	{ ROOT | HELLO, false, "/hello/x", "/y", "/hello", "/hello", "/x/y" },
	{ ROOT | HELLO | HELLO_DEEP, false, "/hello", "/deep/x", "/hello/deep",
	    "/hello/deep", "/x" },
	{ ROOT | HELLO, false, "/hello/", "/x", "/hello", "/hello", "/x" },
	{ ROOT | HELLO, false, "/app", "/../hello", "/hello", "/hello", "" },
	{ ROOT | HELLO, false, "/hello", "/../x", "", "", "/x" },
	/* What half of the web servers normalize. */
	{ ROOT | HELLO, false, "", "//hello//x", "/hello", "/hello", "/x" },
	{ ROOT | HELLO, false, "", "/./hello/../hello/x/", "/hello", "/hello",
	    "/x/" },
	{ ROOT | HELLO, false, "/app", "//x/./y/..", "", "/app", "/x/" },
	/* Nested mounts: the longest prefix. */
	{ ROOT | HELLO | HELLO_DEEP, false, "/hello/deep/x", NULL,
	    "/hello/deep", "/hello/deep", "/x" },
	{ ROOT | HELLO | HELLO_DEEP, false, "/hello/deeper", NULL, "/hello",
	    "/hello", "/deeper" },
	{ HELLO | HELLO_DEEP | OTHER, false, "", "/hello/deep", "/hello/deep",
	    "/hello/deep", "" },
	/* CGI: SCRIPT_NAME is the program's, whatever PATH_INFO is. */
	{ ROOT, true, "/cgi-bin/gantry", NULL, "", "/cgi-bin/gantry", "" },
	{ ROOT, true, "/cgi-bin/gantry", "", "", "/cgi-bin/gantry", "" },
	{ ROOT, true, "/cgi-bin/gantry", "/x", "", "/cgi-bin/gantry", "/x" },
	{ ROOT | HELLO, true, "/cgi-bin/gantry", "/hello/x", "/hello",
	    "/cgi-bin/gantry/hello", "/x" },
	{ ROOT | HELLO, true, "/hello", NULL, "/hello", "/hello", "" },
	/* PEP 3333's validator: SCRIPT_NAME is never a lone slash. */
	{ ROOT, true, "/", NULL, "", "", "/" },
	{ ROOT, true, "/", "/x", "", "", "/x" },
};

/* Fill MOUNTS with the chosen ones, the last first.  Returns how many. */
static size_t
choose(int chosen, struct mount *mounts)
{
	size_t count = 0;
	int i;

	for (i = 3; i >= 0; i--)
		if (chosen & 1 << i)
			mounts[count++] = all[i];
	return count;
}

static void
set(struct gantry_environ *environ, const char *name, const char *value)
{
	if (value != NULL)
		ck_assert_int_eq(environ_set(environ, name, value, NULL), 0);
}

static int
resolve(struct gantry_environ *environ, const struct mount *mounts,
    size_t count, struct mount_match *match, struct gantry_error *error)
{
	const struct mount_search search = { mounts, count, false };

	return mount_resolve(&search, environ, match, error);
}

START_TEST(a_path_is_split_at_the_longest_mount)
{
	struct gantry_environ environ;
	struct gantry_error error;
	struct mount mounts[4];
	struct mount_match match;
	struct mount_search search = { .mounts = mounts };
	size_t i;

	for (i = 0; i < sizeof(resolutions) / sizeof(resolutions[0]); i++) {
		const struct resolution *it = &resolutions[i];

		environ_init(&environ);
		set(&environ, "SCRIPT_NAME", it->script_name);
		set(&environ, "PATH_INFO", it->path_info);
		search.count = choose(it->mounts, mounts);
		search.trust_script_name = it->trust;
		ck_assert_msg(
		    mount_resolve(&search, &environ, &match, &error) == 0,
		    "case %zu: %s", i, error.text);
		ck_assert_msg(strcmp(match.mount->prefix, it->found) == 0 &&
			strcmp(environ_text(&environ, "SCRIPT_NAME"),
			    it->script_name_seen) == 0 &&
			strcmp(environ_text(&environ, "PATH_INFO"),
			    it->path_info_seen) == 0,
		    "case %zu: mount '%s', SCRIPT_NAME '%s', PATH_INFO '%s'", i,
		    match.mount->prefix, environ_text(&environ, "SCRIPT_NAME"),
		    environ_text(&environ, "PATH_INFO"));
		environ_clear(&environ);
	}
}
END_TEST

START_TEST(a_split_that_apache_guessed_is_ignored)
{
	struct gantry_environ environ;
	struct mount_match match;

	environ_init(&environ);
	set(&environ, "SCRIPT_NAME", "/a");
	set(&environ, "PATH_INFO", "/b");
	set(&environ, "SCRIPT_FILENAME", "proxy:fcgi://gantry/srv/www/a");
	ck_assert_int_eq(resolve(&environ, all, 1, &match, NULL), 0);
	ck_assert_str_eq(environ_text(&environ, "SCRIPT_NAME"), "");
	ck_assert_str_eq(environ_text(&environ, "PATH_INFO"), "/a/b");
	ck_assert_ptr_null(gantry_environ_get(&environ, "SCRIPT_FILENAME"));
	environ_clear(&environ);
	environ_init(&environ);
	set(&environ, "SCRIPT_NAME", "/a");
	set(&environ, "PATH_INFO", "/b");
	set(&environ, "SCRIPT_FILENAME", "/usr/lib/cgi-bin/a");
	ck_assert_int_eq(resolve(&environ, all, 1, &match, NULL), 0);
	ck_assert_str_eq(environ_text(&environ, "SCRIPT_NAME"), "/a");
	ck_assert_ptr_null(gantry_environ_get(&environ, "SCRIPT_FILENAME"));
	environ_clear(&environ);
}
END_TEST

START_TEST(a_request_without_any_path_names_the_likely_cause)
{
	struct gantry_environ environ;
	struct gantry_error error;
	struct mount_match match;

	environ_init(&environ);
	ck_assert_int_eq(resolve(&environ, all, 1, &match, &error), -1);
	ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
	ck_assert_ptr_nonnull(strstr(error.text, "fastcgi_params"));
	set(&environ, "REQUEST_URI", "/a%20b?c");
	ck_assert_int_eq(resolve(&environ, all, 1, &match, &error), 0);
	ck_assert_str_eq(environ_text(&environ, "PATH_INFO"), "/a b");
	environ_clear(&environ);
}
END_TEST

START_TEST(a_path_without_a_mount_finds_none)
{
	static const struct {
		const char *script_name, *path_info;
		bool trust;
		const char *path;
	} cases[] = {
		{ "/", NULL, false, "/" },
		{ "/hellox", NULL, false, "/hellox" },
		{ "/app", "/x", false, "/app/x" },
		{ "/cgi-bin/gantry", NULL, true, "/cgi-bin/gantry" },
		{ "/a/../b", NULL, false, "/b" },
		{ "", "", false, "" },
	};
	struct mount_search search = { .mounts = &all[1], .count = 1 };
	struct gantry_environ environ;
	struct mount_match match;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		environ_init(&environ);
		set(&environ, "SCRIPT_NAME", cases[i].script_name);
		set(&environ, "PATH_INFO", cases[i].path_info);
		search.trust_script_name = cases[i].trust;
		ck_assert_int_eq(
		    mount_resolve(&search, &environ, &match, NULL), 0);
		ck_assert_ptr_null(match.mount);
		ck_assert_str_eq(match.path, cases[i].path);
		ck_assert_str_eq(environ_text(&environ, "SCRIPT_NAME"),
		    cases[i].script_name);
		environ_clear(&environ);
	}
}
END_TEST

START_TEST(a_path_that_begins_without_a_slash_is_malformed)
{
	static const struct {
		const char *script_name, *path_info;
	} cases[] = {
		{ "hello", NULL },
		{ "", "hello" },
		{ "app", "/hello" },
		{ "/app", "hello" },
		{ "*", NULL },
	};
	struct gantry_environ environ;
	struct mount_match match;
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		environ_init(&environ);
		set(&environ, "SCRIPT_NAME", cases[i].script_name);
		set(&environ, "PATH_INFO", cases[i].path_info);
		ck_assert_msg(
		    resolve(&environ, &all[1], 1, &match, &error) == -1,
		    "case %zu is found", i);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		environ_clear(&environ);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_prefix_is_a_path_without_empty_segments,
		a_path_is_split_at_the_longest_mount,
		a_split_that_apache_guessed_is_ignored,
		a_request_without_any_path_names_the_likely_cause,
		a_path_without_a_mount_finds_none,
		a_path_that_begins_without_a_slash_is_malformed,
		NULL,
	};

	return unit_run("gate/mount", tests);
}
