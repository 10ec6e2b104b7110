/*
 * Why a template does not match: the first segment that differs.
 */
#include <string.h>

#include "unit.h"
#include "web/sample_site.h"

START_TEST(the_first_segment_that_differs_is_named)
{
	static const char *const templates[] = { "/", "/a/{b:int(2)}",
		"/a/{b:int(2)}/c", "/{d}-{e:float}", "/f/{g:path}", "/h",
		NULL };
	static const struct {
		const char *template, *path, *why;
	} cases[] = {
		{ "/", "/", NULL },
		{ "/", "/a", "segment 1: 'a' is not ''" },
		{ "/a/{b:int(2)}", "/a/12", NULL },
		{ "/a/{b:int(2)}", "/x/12", "segment 1: 'x' is not 'a'" },
		{ "/a/{b:int(2)}", "/a/1",
		    "segment 2: '1' is not a valid int(2)" },
		{ "/a/{b:int(2)}", "/a/",
		    "segment 2 is empty, not '{b:int(2)}'" },
		{ "/a/{b:int(2)}", "/a",
		    "the path ends before segment 2, '{b:int(2)}'" },
		{ "/a/{b:int(2)}", "/a/12/c/d",
		    "the path continues after the template with '/c/d'" },
		{ "/a/{b:int(2)}/c", "/a/12/d", "segment 3: 'd' is not 'c'" },
		{ "/{d}-{e:float}", "/x-1.5", NULL },
		{ "/{d}-{e:float}", "/x-y",
		    "segment 1: 'y' is not a valid float" },
		{ "/{d}-{e:float}", "/xy",
		    "segment 1: 'xy' does not match '{d}-{e:float}'" },
		{ "/f/{g:path}", "/f/a/b", NULL },
		{ "/f/{g:path}", "/f/", "segment 2 is empty, not '{g:path}'" },
		{ "/h", "//h", NULL },
		{ "/a", "/a", "no such template: '/a'" },
		{ "/i", "/i", "no such template: '/i'" },
		{ "", "", "no such template: ''" },
	};
	struct router *router = site_new(templates);
	struct gantry_buffer buffer = { 0 };
	struct routed_path path;
	struct match match;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		path = path_of(cases[i].path);
		ck_assert_pstr_eq(router_explain(router, cases[i].template,
				      &path, &match, &buffer),
		    cases[i].why);
	}
	gantry_buffer_clear(&buffer);
	router_free(router);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_first_segment_that_differs_is_named,
		NULL,
	};

	return unit_run("web/explain", tests);
}
