/*
 * The router: which template matches a path, and which templates conflict.
 */
#include <stdio.h>
#include <string.h>

#include "unit.h"
#include "web/sample_site.h"

/* A path, the template that matches it, and its fields: "a=text b=text". */
struct expected {
	const char *path, *template, *fields;
};

static const char *
find(const struct router *router, const char *text, struct match *match)
{
	const struct routed_path path = path_of(text);

	return router_find(router, &path, match);
}

static void
check_path(const struct router *router, const struct expected *expected)
{
	struct match match;
	const char *found = find(router, expected->path, &match);
	char fields[256] = "", text[64];
	size_t i;

	ck_assert_msg(found == expected->template ||
		(found != NULL && expected->template != NULL &&
		    strcmp(found, expected->template) == 0),
	    "%s: %s, not %s", expected->path, found, expected->template);
	if (found == NULL)
		return;
	for (i = 0; i < match.count; i++) {
		ck_assert_uint_le(
		    match_field_size(&match.fields[i]), sizeof(text));
		match_field_write(&match.fields[i], text);
		if (i > 0)
			strcat(fields, " ");
		strcat(fields, match.fields[i].name);
		strcat(fields, "=");
		strcat(fields, text);
	}
	ck_assert_str_eq(
	    fields, expected->fields == NULL ? "" : expected->fields);
}

static void
check_paths(const char *const templates[], const struct expected *expected)
{
	struct router *router = site_new(templates);

	for (; expected->path != NULL; expected++)
		check_path(router, expected);
	router_free(router);
}

START_TEST(a_path_is_matched_segment_by_segment)
{
	static const char *const templates[] = { "/", "/teams/{id}",
		"/teams/{id}/members", "/repos/{org}/{repo}/commits", "/slash/",
		"/slash", "/images/{id}.gif", NULL };
	static const struct expected expected[] = {
		{ "/", "/", NULL },
		{ "", "/", NULL },
		{ "///", "/", NULL },
		{ "/teams/42", "/teams/{id}", "id=42" },
		{ "//teams/42", "/teams/{id}", "id=42" },
		{ "/teams/42/members", "/teams/{id}/members", "id=42" },
		{ "/repos/a/b/commits", "/repos/{org}/{repo}/commits",
		    "org=a repo=b" },
		{ "/slash/", "/slash/", NULL },
		{ "/slash", "/slash", NULL },
		{ "/images/4.2.gif", "/images/{id}.gif", "id=4.2" },
		{ "/teams", NULL, NULL },
		{ "/teams/", NULL, NULL },
		{ "/teams//members", NULL, NULL },
		{ "/teams/42/", NULL, NULL },
		{ "/teams/42/members/", NULL, NULL },
		{ "/teams/42/member", NULL, NULL },
		{ "/teams/42/memberss", NULL, NULL },
		{ "/repos/a/commits", NULL, NULL },
		{ "/slash//", NULL, NULL },
		{ "/Teams/42", NULL, NULL },
		{ "/a/b/c/d/e/f/g/h/i/j/k/l/m/n/o/p/q/r/s/t/u/v/w/x/y/z/0/1/2/"
		  "3/4/5/6/7/8/9",
		    NULL, NULL },
		{ NULL, NULL, NULL },
	};

	check_paths(templates, expected);
}
END_TEST

START_TEST(literals_win_over_mixed_segments_and_those_over_fields)
{
	static const char *const templates[] = { "/x/{a}", "/x/{a}-{b}",
		"/x/{a}-{b:int}.{c}", "/x/1-2", NULL };
	static const struct expected expected[] = {
		{ "/x/1-2", "/x/1-2", NULL },
		{ "/x/1-3", "/x/{a}-{b}", "a=1 b=3" },
		/* Of several that match, the first one added. */
		{ "/x/1-3.4", "/x/{a}-{b}", "a=1 b=3.4" },
		{ "/x/1", "/x/{a}", "a=1" },
		{ "/x/1-", "/x/{a}", "a=1-" },
		{ NULL, NULL, NULL },
	};

	check_paths(templates, expected);
}
END_TEST

START_TEST(the_search_backtracks)
{
	static const char *const templates[] = { "/v2", "/{v}/messages",
		"/gists/first", "/gists/{id}/raw", "/gists/{id}/{form}",
		"/c/{a}-{b}/x", "/c/{a}-{b:int}.{c}/y", "/c/{a}/z", "/c/1-2/w",
		"/n/{a:int}-{b}/x", "/n/{c}/{d}", NULL };
	static const struct expected expected[] = {
		{ "/v2", "/v2", NULL },
		{ "/v2/messages", "/{v}/messages", "v=v2" },
		{ "/v1", NULL, NULL },
		{ "/gists/first", "/gists/first", NULL },
		{ "/gists/first/raw", "/gists/{id}/raw", "id=first" },
		{ "/gists/first/pdf", "/gists/{id}/{form}",
		    "id=first form=pdf" },
		{ "/gists/first/", NULL, NULL },
		{ "/c/1-2/w", "/c/1-2/w", NULL },
		{ "/c/1-2/x", "/c/{a}-{b}/x", "a=1 b=2" },
		{ "/c/1-2.3/y", "/c/{a}-{b:int}.{c}/y", "a=1 b=2 c=3" },
		{ "/c/1-2.3/z", "/c/{a}/z", "a=1-2.3" },
		{ "/c/1-2/z", "/c/{a}/z", "a=1-2" },
		{ "/c/1-2/v", NULL, NULL },
		{ "/n/1-2/x", "/n/{a:int}-{b}/x", "a=1 b=2" },
		{ "/n/q-2/x", "/n/{c}/{d}", "c=q-2 d=x" },
		{ NULL, NULL, NULL },
	};

	check_paths(templates, expected);
}
END_TEST

START_TEST(a_field_that_its_converter_rejects_does_not_match)
{
	static const char *const templates[] = { "/t/{id:int(min=7)}",
		"/t/{id:int(min=7)}/m", "/t/default", "/u/{id:uuid}", NULL };
	static const struct expected expected[] = {
		{ "/t/007", "/t/{id:int(min=7)}", "id=007" },
		{ "/t/6", NULL, NULL },
		{ "/t/x", NULL, NULL },
		{ "/t/6/m", NULL, NULL },
		{ "/t/1234/m", "/t/{id:int(min=7)}/m", "id=1234" },
		{ "/t/default", "/t/default", NULL },
		{ "/u/0123ABCD456789abCDEF0123456789ab", "/u/{id:uuid}",
		    "id=0123abcd-4567-89ab-cdef-0123456789ab" },
		{ NULL, NULL, NULL },
	};

	check_paths(templates, expected);
}
END_TEST

START_TEST(a_path_field_matches_the_rest)
{
	static const char *const templates[] = { "/f/{p:path}", "/f/a",
		"/f/a/{x}.png", "/f/{y}-{z}/b", NULL };
	static const struct expected expected[] = {
		{ "/f/b", "/f/{p:path}", "p=b" },
		{ "/f/b/c", "/f/{p:path}", "p=b/c" },
		{ "/f/b//c/", "/f/{p:path}", "p=b//c/" },
		{ "/f//b", "/f/{p:path}", "p=/b" },
		{ "/f/", NULL, NULL },
		{ "/f", NULL, NULL },
		{ "/f/a", "/f/a", NULL },
		{ "/f/a/", "/f/{p:path}", "p=a/" },
		{ "/f/a/b.png", "/f/a/{x}.png", "x=b" },
		{ "/f/a/b.gif", "/f/{p:path}", "p=a/b.gif" },
		{ "/f/1-2/b", "/f/{y}-{z}/b", "y=1 z=2" },
		{ "/f/1-2/c", "/f/{p:path}", "p=1-2/c" },
		{ NULL, NULL, NULL },
	};

	check_paths(templates, expected);
}
END_TEST

START_TEST(templates_that_conflict_are_both_named)
{
	static const struct {
		const char *first, *second;
		bool conflict;
	} cases[] = {
		{ "/t/{a}", "/t/{b}", true },
		{ "/t/{a}/x", "/t/{b}/y", true },
		{ "/t/{a}", "/t/{a:int}", true },
		{ "/t/{a:int}", "/t/{a}/settings", true },
		{ "/t/{a:int(1)}", "/t/{a:int(2)}", true },
		{ "/t/{a}", "/t/{a:path}", true },
		{ "/t/{a:path}", "/t/{b}/c", true },
		{ "/{a}:{b}...{c}:{d}", "/{e}:{f}...{g}:{h}", true },
		{ "/{a}-{b}", "/{a}-{b:int}/x", true },
		{ "/x{a}", "/x{b}", true },
		{ "/t/{a}", "/t/x", false },
		{ "/t/{a}", "/t/{a}/{b}", false },
		{ "/t/{a}", "/t/{b}-{c}", false },
		{ "/{a}-{b}", "/{a}-{b}-{c}", false },
		{ "/{a}-{b}", "/{a}-v", false },
		{ "/{a}/x", "/y/{b}", false },
	};
	struct gantry_error error;
	struct router *router;
	char text[128];
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		router = router_new(NULL);
		ck_assert_ptr_nonnull(router);
		ck_assert_ptr_nonnull(
		    router_add(router, cases[i].first, router, &error));
		ck_assert_msg((router_add(router, cases[i].second, router,
				   &error) == NULL) == cases[i].conflict,
		    "%s %s", cases[i].first, cases[i].second);
		snprintf(text, sizeof(text),
		    "the template '%s' conflicts with '%s': ", cases[i].second,
		    cases[i].first);
		if (cases[i].conflict)
			ck_assert_ptr_eq(strstr(error.text, text), error.text);
		router_free(router);
	}
}
END_TEST

START_TEST(a_template_can_be_added_twice)
{
	struct gantry_error error;
	struct router *router = router_new(NULL);
	struct match match;
	char template[] = "/a/{b}";
	int first, second;

	ck_assert_ptr_nonnull(router);
	ck_assert_ptr_eq(
	    router_add(router, "/a/{b}/c", &second, &error), &second);
	ck_assert_ptr_eq(router_add(router, "/a/{b}", &first, &error), &first);
	ck_assert_ptr_eq(router_add(router, template, &second, &error), &first);
	ck_assert_uint_eq(router_template(router, template)->count, 2);
	ck_assert_ptr_null(router_template(router, "/a"));
	ck_assert_ptr_eq(find(router, "/a/x", &match), &first);
	ck_assert_ptr_null(find(router, "/a", &match));
	router_free(router);
	router_free(NULL);
}
END_TEST

START_TEST(a_template_that_is_rejected_leaves_nothing)
{
	static const char *const templates[] = { "/a/{b}", NULL };
	struct router *router = site_new(templates);
	struct gantry_error error;
	struct match match;

	ck_assert_ptr_null(router_add(router, "/a/{c}/d", router, &error));
	ck_assert_ptr_null(router_add(router, "/e/{f:g}", router, &error));
	ck_assert_ptr_null(find(router, "/a/x/d", &match));
	ck_assert_ptr_null(find(router, "/e/x", &match));
	ck_assert_ptr_nonnull(router_add(router, "/e/{f:int}", router, &error));
	router_free(router);
}
END_TEST

START_TEST(many_literals_are_found)
{
	static char templates[2000][16];
	struct router *router = router_new(NULL);
	struct gantry_error error;
	struct match match;
	size_t i;

	ck_assert_ptr_nonnull(router);
	for (i = 0; i < 2000; i++) {
		snprintf(templates[i], sizeof(templates[i]), "/n%zu", i);
		ck_assert_ptr_eq(
		    router_add(router, templates[i], templates[i], &error),
		    templates[i]);
	}
	for (i = 0; i < 2000; i++)
		ck_assert_ptr_eq(
		    find(router, templates[i], &match), templates[i]);
	ck_assert_ptr_null(find(router, "/n2000", &match));
	ck_assert_ptr_null(find(router, "/n", &match));
	router_free(router);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_path_is_matched_segment_by_segment,
		literals_win_over_mixed_segments_and_those_over_fields,
		the_search_backtracks,
		a_field_that_its_converter_rejects_does_not_match,
		a_path_field_matches_the_rest,
		templates_that_conflict_are_both_named,
		a_template_can_be_added_twice,
		a_template_that_is_rejected_leaves_nothing,
		many_literals_are_found,
		NULL,
	};

	return unit_run("web/router", tests);
}
