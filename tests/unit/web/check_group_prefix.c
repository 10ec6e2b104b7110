/*
 * Which group a path without a route belongs to.
 */
#include <string.h>

#include <check.h>

#include "unit.h"
#include "web/group_prefix.h"

static struct scope site;
static struct scope scopes[8] = {
	{ .outer = &site },
	{ .outer = &site },
	{ .outer = &site },
	{ .outer = &site },
	{ .outer = &site },
	{ .outer = &scopes[0] },
	{ .outer = &site },
	{ .outer = &site },
};
static const char *const added[] = { "/api", "/{tenant}", "/api/v1/", "/same",
	"/same", "/api/inner", "not a template", "/f/{rest:path}" };

static const struct {
	const char *path;
	int scope; /* of SCOPES; -1: none; -2: the site's */
} paths[] = {
	{ "/api", 0 },
	{ "/api/", 0 },
	{ "/api/x/y", 0 },
	{ "//api/x", 0 },
	{ "/apix", 1 },
	{ "/other/x", 1 },
	{ "/api/v1", 2 },
	{ "/api/v1/x", 2 },
	{ "/api/v10", 0 },
	{ "/api/inner/x", 5 },
	{ "/same/x", -2 },
	{ "/f/a/b", 7 },
	{ "/", -1 },
	{ "", -1 },
};

START_TEST(the_longest_prefix_by_segments_counts)
{
	struct group_prefixes prefixes = { 0 };
	const struct scope *expected;
	struct gantry_error error;
	struct match match;
	struct arena arena;
	size_t i;

	arena_init(&arena);
	for (i = 0; i < sizeof(added) / sizeof(added[0]); i++)
		ck_assert_int_eq(group_prefix_add(&prefixes, &arena, added[i],
				     &scopes[i], &error),
		    0);
	ck_assert_int_eq(
	    group_prefix_add(&prefixes, &arena, "/", &site, &error), 0);
	for (i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		expected = paths[i].scope == -1 ? NULL
		    : paths[i].scope == -2	? &site
						: &scopes[paths[i].scope];
		ck_assert_msg(
		    group_prefix_find(&prefixes,
			&(struct routed_path){ .text = paths[i].path },
			&match) == expected,
		    "%s", paths[i].path);
		if (expected == NULL)
			ck_assert_uint_eq(match.count, 0);
	}
	ck_assert_ptr_eq(group_prefix_find(&prefixes,
			     &(struct routed_path){ .text = "/t1/x" }, &match),
	    &scopes[1]);
	ck_assert_str_eq(match.fields[0].name, "tenant");
	ck_assert_int_eq(strncmp(match.fields[0].text, "t1/", 3), 0);
	group_prefix_clear(&prefixes);
	group_prefix_clear(&prefixes);
	arena_clear(&arena);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_longest_prefix_by_segments_counts,
		NULL,
	};

	return unit_run("web/group_prefix", tests);
}
