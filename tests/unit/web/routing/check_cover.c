/*
 * Templates that can never match, and that no other is taken for one.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"
#include "web/routing/cover.h"
#include "web/sample_site.h"

static const char *
text_of(const struct template *template)
{
	return template != NULL ? template->text : NULL;
}

START_TEST(a_template_that_another_covers_is_found)
{
	static const struct {
		const char *first, *second;
		bool is_hidden;
	} cases[] = {
		{ "/x{a}", "/x{b}y", true },
		{ "/x{a}y", "/x{b}", false },
		{ "/{a}.{b}", "/{c}.tar.gz", true },
		{ "/{a}.tar.gz", "/{c}.{b}", false },
		{ "/{a}-{b}", "/{c}-{d}-{e}", true },
		{ "/{a}-{b}-{c}", "/{d}-{e}", false },
		{ "/x{a}/b", "/x{c}y/b", true },
		{ "/x{a}/b", "/x{c}y/d", false },
		{ "/x{a}/b", "/x{c}y", false },
		{ "/x{a}/{b}", "/x{c}y/d", true },
		{ "/x{a}/{b}", "/x{c}y/d{e}", true },
		{ "/x{a}/d", "/x{c}y/{b}", false },
		{ "/x{a}/{b:path}", "/x{c}y/d/e/{f}", true },
		{ "/x{a}/{b:path}", "/x{c}y", false },
		{ "/x{a}/{b:path}", "/x{c}y/", false },
		{ "/x{a}/", "/x{c}y/", true },
		{ "/x{a}/{b:int}", "/x{c}y/12", true },
		{ "/x{a}/{b:int}", "/x{c}y/z", false },
		{ "/x{a}/{b:int}", "/x{c}y/{b:int}", true },
		{ "/x{a}/{b:int}", "/x{c}y/{b:float}", false },
		/* What converters take is not known. */
		{ "/x{a:int}", "/x{b}y", false },
		{ "/x{a:int}", "/x{b:int}y", false },
		{ "/a/x{a}", "/b/x{b}y", false },
		/* Other kinds have their own order. */
		{ "/{a}", "/x", false },
		{ "/{a:path}", "/x{a}", false },
		{ "/{a:path}", "/x/y", false },
		{ "/x{a}", "/xy", false },
		{ "/x{a}", "/{b}", false },
	};
	struct router *router;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		router = site_new((const char *const[]){
		    cases[i].first, cases[i].second, NULL });
		ck_assert_pstr_eq(
		    text_of(cover_find(router, cases[i].first)), NULL);
		ck_assert_msg((cover_find(router, cases[i].second) != NULL) ==
			cases[i].is_hidden,
		    "%s %s", cases[i].first, cases[i].second);
		router_free(router);
	}
}
END_TEST

START_TEST(a_prefix_that_a_route_takes_whole_is_found)
{
	static const struct {
		const char *route, *prefix;
		bool is_taken;
	} cases[] = {
		{ "/{a:path}", "/x", true },
		{ "/{a:path}", "/x/{b}/y", true },
		{ "/{a:path}", "/", false },
		{ "/x/{a:path}", "/x/y", true },
		{ "/x/{a:path}", "/x", false },
		{ "/x/{a:path}", "/x/", false },
		{ "/x/{a:path}", "/y/z", false },
		{ "/{a}/{b:path}", "/x/y", true },
		{ "/{a}/{b:path}", "/{a}/y", true },
		{ "/x{a}/{b:path}", "/xy{c}/z", true },
		{ "/x{a}/{b:path}", "/{c}/z", false },
		{ "/{a:int}/{b:path}", "/x/y", false },
		{ "/{a:int}/{b:path}", "/12/y", true },
		{ "/x/{a}", "/x/y", false },
		{ "/x", "/x", false },
	};
	struct router *routes, *sinks;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		routes =
		    site_new((const char *const[]){ cases[i].route, NULL });
		sinks =
		    site_new((const char *const[]){ cases[i].prefix, NULL });
		ck_assert_msg((cover_find_below(routes,
				   router_template(sinks, cases[i].prefix)) !=
				  NULL) == cases[i].is_taken,
		    "%s %s", cases[i].route, cases[i].prefix);
		router_free(routes);
		router_free(sinks);
	}
}
END_TEST

/* A random text of PARTS, of which several are joined. */
static void
fill(char *text, size_t size, unsigned *state, const char *const *parts,
    size_t count)
{
	size_t left = 1 + (size_t)rand_r(state) % 4;

	*text = '\0';
	for (; left > 0 && strlen(text) + 16 < size; left--)
		strcat(text, parts[(size_t)rand_r(state) % count]);
}

/* A random template with its fields named apart. */
static void
make_template(char *text, size_t size, unsigned *state)
{
	static const char *const parts[] = { "x", "y", "-", "/", "{}", "{}",
		"{:int}", "/x", "/{}", "z{}" };
	char pattern[128], *to = text;
	const char *from = pattern;
	char name = 'a';

	fill(pattern, sizeof(pattern), state, parts,
	    sizeof(parts) / sizeof(parts[0]));
	*to++ = '/';
	for (; *from != '\0' && (size_t)(to - text) + 2 < size; from++) {
		*to++ = *from;
		if (*from == '{')
			*to++ = name++;
	}
	*to = '\0';
}

/* No path leads to a template that is said never to match. */
START_TEST(what_is_found_never_matches)
{
	static const char *const parts[] = { "x", "y", "-", "/", "1", "xy", "z",
		"x-y", "\xc3\xa9", "/x" };
	char templates[6][64], path[128];
	struct gantry_error error;
	struct routed_path wanted;
	struct router *router;
	struct match match;
	const char *found;
	unsigned state = 1, hidden = 0, round, i, j, k;
	bool is_hidden[6];

	for (round = 0; round < 800; round++) {
		router = router_new(NULL);
		for (i = 0; i < 6; i++) {
			make_template(
			    templates[i], sizeof(templates[i]), &state);
			router_add(router, templates[i], templates[i], &error);
		}
		for (i = 0; i < 6; i++)
			is_hidden[i] = cover_find(router, templates[i]) != NULL;
		for (j = 0; j < 60; j++) {
			*path = '/';
			fill(path + 1, sizeof(path) - 1, &state, parts,
			    sizeof(parts) / sizeof(parts[0]));
			wanted = path_of(path);
			found = router_find(router, &wanted, &match);
			for (k = 0; k < 6; k++)
				ck_assert_msg(
				    found != templates[k] || !is_hidden[k],
				    "%s leads to %s", path, templates[k]);
		}
		for (i = 0; i < 6; i++)
			hidden += is_hidden[i];
		router_free(router);
	}
	ck_assert_uint_gt(hidden, 10);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_template_that_another_covers_is_found,
		a_prefix_that_a_route_takes_whole_is_found,
		what_is_found_never_matches,
		NULL,
	};

	return unit_run("web/cover", tests);
}
