/*
 * Which slashes of a path separate segments (RFC 3986 section 2.2), and when
 * PATH_INFO counts instead.
 */
#include <stdio.h>

#include "gate/environ/environ.h"
#include "unit.h"
#include "web/routing/routed_path.h"

struct expected {
	const char *raw; /* NULL: the web server sends no REQUEST_URI */
	const char *script_name, *path_info;
	const char *segments; /* "[a][b/c]"; NULL: PATH_INFO counts */
};

static void
set(struct gantry_environ *environ, const char *name, const char *value)
{
	struct gantry_error error;

	ck_assert_int_eq(environ_set(environ, name, value, &error), 0);
}

/* Write the segments of PATH as "[a][b/c]". */
static void
list(const struct routed_path *path, char *text, size_t size)
{
	const char *at = routed_path_first(path), *segment;
	size_t used = 0, i, length;

	for (i = 0; at != NULL; i++) {
		segment = at;
		length = routed_path_next(path, i, &at);
		used += (size_t)snprintf(
		    text + used, size - used, "[%.*s]", (int)length, segment);
	}
}

static void
check(const struct expected *expected, bool strips)
{
	struct gantry_environ environ;
	struct routed_path path;
	char segments[256];

	environ_init(&environ);
	set(&environ, "SCRIPT_NAME", expected->script_name);
	set(&environ, "PATH_INFO", expected->path_info);
	if (expected->raw != NULL)
		set(&environ, "gantry.raw_path", expected->raw);
	ck_assert_int_eq(routed_path_find(&path, &environ, strips), 0);
	ck_assert_msg((path.ends != NULL) == (expected->segments != NULL),
	    "%s: %s", expected->raw, path.text);
	if (path.ends == NULL)
		ck_assert_str_eq(path.text, expected->path_info);
	list(&path, segments, sizeof(segments));
	if (expected->segments != NULL)
		ck_assert_str_eq(segments, expected->segments);
	environ_clear(&environ);
}

START_TEST(an_encoded_slash_separates_nothing)
{
	static const struct expected cases[] = {
		{ "/e/a%2Fb", "", "/e/a/b", "[e][a/b]" },
		{ "/e/a%2fb/c", "", "/e/a/b/c", "[e][a/b][c]" },
		{ "/e/a%2F%2Fb", "", "/e/a/b", "[e][a//b]" },
		{ "/e/%2Flead", "", "/e/lead", "[e][/lead]" },
		{ "/e/trail%2F", "", "/e/trail/", "[e][trail/]" },
		{ "/e/%2F", "", "/e/", "[e][/]" },
		{ "/e/a%2F..%2Fb", "", "/e/b", "[e][a/../b]" },
		{ "/e/a%2F..", "", "/e/", "[e][a/..]" },
		{ "/e/a%2F%2e", "", "/e/a/", "[e][a/.]" },
		{ "/%2Fe", "", "/e", "[/e]" },
		{ "/a%2Fb/", "", "/a/b/", "[a/b][]" },
		/* Decoded once. */
		{ "/e/a%252Fb%2Fc", "", "/e/a%2Fb/c", "[e][a%2Fb/c]" },
		{ "/e/%25%2F%ff%3F", "", "/e/%/\xff?", "[e][%/\xff?]" },
		/* Empty and dot segments, however encoded, are resolved. */
		{ "//e//a%2Fb/./c", "", "/e/a/b/c", "[e][a/b][c]" },
		{ "/e/x/../a%2Fb", "", "/e/a/b", "[e][a/b]" },
		{ "/e/x/%2e%2E/a%2Fb", "", "/e/a/b", "[e][a/b]" },
		{ "/e/a%2Fb/%2E", "", "/e/a/b/", "[e][a/b][]" },
		{ "/e/x/a%2Fb/c/..", "", "/e/x/a/b/", "[e][x][a/b][]" },
		{ "/../e/a%2Fb", "", "/e/a/b", "[e][a/b]" },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i], false);
}
END_TEST

START_TEST(the_prefix_may_be_encoded)
{
	static const struct expected cases[] = {
		{ "/app/a%2Fb", "/app", "/a/b", "[a/b]" },
		{ "/%61pp/a%2Fb", "/app", "/a/b", "[a/b]" },
		{ "/x/../app//a%2Fb/c", "/app", "/a/b/c", "[a/b][c]" },
		{ "/a/b%20c/a%2Fb", "/a/b c", "/a/b", "[a/b]" },
		{ "/a/b/a%2Fb", "/a/b", "/a/b", "[a/b]" },
		/* A proxy may have removed it. */
		{ "/e/a%2Fb", "/x", "/e/a/b", "[e][a/b]" },
		/* The slash of the prefix is not one that separates. */
		{ "/a%2Fb/c", "/a/b", "/c", NULL },
		{ "/a%2Fb%2Fc", "/a/b", "/c", NULL },
		{ "/ap/p%2Fb", "/app", "/b", NULL },
		{ "/app%2Fb", "/app", "/b", NULL },
		{ "/x%2F..%2Fapp/b", "/app", "/b", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i], false);
}
END_TEST

START_TEST(path_info_counts_if_the_raw_path_is_another)
{
	static const struct expected cases[] = {
		{ NULL, "", "/e/a/b", NULL },
		{ "/e/a/b", "", "/e/a/b", NULL },
		{ "/e/a%20b", "", "/e/a b", NULL },
		/* Rewritten. */
		{ "/old/a%2Fb", "", "/e/a/b", NULL },
		{ "/e/a%2Fb", "", "/e/a/b/c", NULL },
		{ "/e/a%2Fb", "", "/index.php", NULL },
		{ "/e/a%2Fb", "/x", "/x/e/a/b", NULL },
		/* What a web server resolves must not reach another route. */
		{ "/e/..%2Fb", "", "/b", NULL },
		{ "/admin/x%2F..%2F..%2Fpublic", "", "/public", NULL },
		{ "/admin/..%2F", "", "/", NULL },
		{ "/admin/a%2Fb/../..", "", "/admin/", NULL },
		{ "/admin/x%2F%2e%2e%2F%2E%2E%2Fpublic", "", "/public", NULL },
		{ "/e/a%2Fb/..", "", "/e/a/", NULL },
		/* Not decodable. */
		{ "/e/a%2Fb%00c", "", "/e/a/b", NULL },
		{ "/e/a%2Fb%", "", "/e/a/b%", NULL },
		{ "*%2F", "", "/", NULL },
		{ "%2Fa", "", "/a", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i], false);
}
END_TEST

/* Apache with AllowEncodedSlashes NoDecode. */
START_TEST(a_web_server_may_keep_encoded_slashes)
{
	static const struct expected cases[] = {
		{ "/e/a%2Fb%20", "", "/e/a%2Fb ", "[e][a/b ]" },
		{ "/e/a%2fb/c", "", "/e/a%2fb/c", "[e][a/b][c]" },
		{ "/e/a%2F%2Fb", "/e", "/a%2F%2Fb", "[a//b]" },
		{ "/e/a%2Fb", "", "/e/a%2Fbc", NULL },
		{ "/e/a%2Fb", "", "/e/a%2", NULL },
		{ "/e/a%2Fb/c", "", "/e/a/b%2Fc", NULL },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i], false);
}
END_TEST

START_TEST(only_an_empty_last_segment_is_stripped)
{
	static const struct expected cases[] = {
		{ "/a%2Fb/", "", "/a/b/", "[a/b]" },
		{ "/e/a%2F/", "", "/e/a/", "[e][a/]" },
		{ "/e/a%2F", "", "/e/a/", "[e][a/]" },
		{ "/e/%2F", "", "/e/", "[e][/]" },
	};
	struct gantry_environ environ;
	struct routed_path path;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		check(&cases[i], true);
	environ_init(&environ);
	set(&environ, "PATH_INFO", "/a/b/");
	ck_assert_int_eq(routed_path_find(&path, &environ, true), 0);
	ck_assert_str_eq(path.text, "/a/b");
	set(&environ, "PATH_INFO", "/");
	ck_assert_int_eq(routed_path_find(&path, &environ, true), 0);
	ck_assert_str_eq(path.text, "/");
	set(&environ, "PATH_INFO", "/a/b/");
	set(&environ, "gantry.raw_path", "/a%2Fb/");
	ck_assert_int_eq(routed_path_find(&path, &environ, true), 0);
	ck_assert_str_eq(path.text, "a/b");
	environ_clear(&environ);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_encoded_slash_separates_nothing,
		the_prefix_may_be_encoded,
		path_info_counts_if_the_raw_path_is_another,
		a_web_server_may_keep_encoded_slashes,
		only_an_empty_last_segment_is_stripped,
		NULL,
	};

	return unit_run("web/routed_path", tests);
}
