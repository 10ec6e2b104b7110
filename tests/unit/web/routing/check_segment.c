/*
 * Segments with fields, which are greedy from left to right.
 */
#include <string.h>

#include "unit.h"
#include "web/routing/template.h"

static struct arena arena;

static const struct segment *
parse(const char *text)
{
	struct gantry_error error;
	struct template template;

	ck_assert_msg(
	    template_parse(&template, text, NULL, &arena, &error) == 0, "%s",
	    error.text);
	ck_assert_uint_eq(template.count, 1);
	return &template.segments[0];
}

START_TEST(fields_are_greedy_from_the_first)
{
	static const struct {
		const char *template, *text;
		const char *fields; /* with '|' between them; NULL: none */
	} cases[] = {
		{ "/{a}", "x", "x" },
		{ "/{a}", "", NULL },
		{ "/{a}-{b}", "1-2", "1|2" },
		{ "/{a}-{b}", "1-2-3", "1-2|3" },
		{ "/{a}-{b}", "--", NULL },
		{ "/{a}-{b}", "---", "-|-" },
		{ "/{a}-{b}", "-2", NULL },
		{ "/{a}-{b}", "1-", NULL },
		{ "/{a}-{b}", "12", NULL },
		{ "/{a}-{b}", "1-2-", "1|2-" },
		{ "/{a}{b}", "123", "12|3" },
		{ "/{a}{b}", "1", NULL },
		{ "/{a}{b}{c}", "12345", "123|4|5" },
		{ "/{a}{b}", "x\xc3\xa9", "x|\xc3\xa9" },
		{ "/{a}{b}", "\xc3\xa9", NULL },
		{ "/{a}.{b}.{c}", "1.2.3.4", "1.2|3|4" },
		{ "/{a}.{b}-{c}", "1.2-3.4-5", "1.2-3|4|5" },
		{ "/{a}.{b}-{c}", "1-2.3", NULL },
		{ "/x{a}", "x1", "1" },
		{ "/x{a}", "x", NULL },
		{ "/x{a}", "1x", NULL },
		{ "/{a}x", "1x", "1" },
		{ "/{a}x", "xx", "x" },
		{ "/{a}x", "x", NULL },
		{ "/{a}x", "1xy", NULL },
		{ "/x{a}x", "xx", NULL },
		{ "/x{a}x", "xxx", "x" },
		{ "/{a}aa{b}", "1aaa2", "1a|2" },
		{ "/{a}aa{b}aa", "1aaaaa", "1|a" },
		{ "/{a}...{b}", "1....2", "1.|2" },
		{ "/{a}:{b}...{c}:{d}", "u:b...v:c", "u|b|v|c" },
		{ "/People({a})(z)", "People(b)(z)", "b" },
		{ "/People({a})", "People('hob)bes')", "'hob)bes'" },
		{ "/{a}|{b}|", "1|2", NULL },
		{ "/{a}*{b}foo", "1*2foobar", NULL },
		{ NULL, NULL, NULL },
	};
	const struct segment *segment;
	struct match match;
	char text[64];
	size_t i, j, rejected;

	arena_init(&arena);
	for (i = 0; cases[i].text != NULL; i++) {
		segment = parse(cases[i].template);
		match.count = 0;
		ck_assert_msg(
		    segment_match(segment, cases[i].text, strlen(cases[i].text),
			&match, &rejected) == (cases[i].fields != NULL),
		    "%s %s", cases[i].template, cases[i].text);
		if (cases[i].fields == NULL) {
			ck_assert_uint_eq(match.count, 0);
			continue;
		}
		ck_assert_uint_eq(match.count, segment->count);
		for (text[0] = '\0', j = 0; j < match.count; j++) {
			if (j > 0)
				strcat(text, "|");
			strncat(
			    text, match.fields[j].text, match.fields[j].length);
		}
		ck_assert_str_eq(text, cases[i].fields);
	}
	arena_clear(&arena);
}
END_TEST

START_TEST(a_converter_does_not_change_the_split)
{
	const struct segment *segment;
	struct match match = { .count = 0 };
	size_t rejected;

	arena_init(&arena);
	segment = parse("/{a:int}-{b}");
	ck_assert(segment_match(segment, "1-2", 3, &match, &rejected));
	ck_assert_int_eq(match.fields[0].integer, 1);
	match.count = 0;
	ck_assert(!segment_match(segment, "1-2-3", 5, &match, &rejected));
	ck_assert_uint_eq(match.count, 0);
	ck_assert_uint_eq(rejected, 0);
	ck_assert(!segment_match(segment, "12", 2, &match, &rejected));
	ck_assert_uint_eq(rejected, segment->count);
	arena_clear(&arena);
}
END_TEST

START_TEST(segments_are_compared_without_their_braces)
{
	static const struct {
		const char *a, *b;
		bool are_alike;
	} cases[] = {
		{ "/{a}-{b}", "/{c}-{d:int}", true },
		{ "/x{a}", "/x{b}", true },
		{ "/{a}-{b}", "/{a}.{b}", false },
		{ "/{a}-{b}", "/{a}-{b}-{c}", false },
		{ "/{a}-{b}", "/{a}-v", false },
		{ "/x{a}", "/{a}x", false },
		{ "/x{a}", "/xy{a}", false },
	};
	struct segment first;
	size_t i;

	arena_init(&arena);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		first = *parse(cases[i].a);
		ck_assert_msg(segment_is_like(&first, parse(cases[i].b)) ==
			cases[i].are_alike,
		    "%s %s", cases[i].a, cases[i].b);
	}
	arena_clear(&arena);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		fields_are_greedy_from_the_first,
		a_converter_does_not_change_the_split,
		segments_are_compared_without_their_braces,
		NULL,
	};

	return unit_run("web/segment", tests);
}
