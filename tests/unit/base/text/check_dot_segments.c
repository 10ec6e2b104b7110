/*
 * Paths without empty and dot segments (RFC 3986 section 5.2.4).
 */
#include <stdio.h>

#include "base/text/dot_segments.h"
#include "unit.h"

START_TEST(empty_and_dot_segments_are_removed)
{
	static const struct {
		const char *path, *without;
	} cases[] = {
		{ "/", "/" },
		{ "/a", "/a" },
		{ "/a/", "/a/" },
		{ "/a/b/c/./../../g", "/a/g" },
		{ "/a//b", "/a/b" },
		{ "//a", "/a" },
		{ "/a//", "/a/" },
		{ "/a/.", "/a/" },
		{ "/a/..", "/" },
		{ "/a/b/..", "/a/" },
		{ "/..", "/" },
		{ "/../../a", "/a" },
		{ "/.a/..b/c./...", "/.a/..b/c./..." },
	};
	char path[64];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(path, sizeof(path), "%s", cases[i].path);
		dot_segments_remove(path);
		ck_assert_str_eq(path, cases[i].without);
		ck_assert_msg(dot_segments_has(cases[i].path) ==
			(strcmp(path, cases[i].path) != 0),
		    "%s", cases[i].path);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		empty_and_dot_segments_are_removed,
		NULL,
	};

	return unit_run("base/dot_segments", tests);
}
