/*
 * Entity tags in lists, compared weakly and strongly.
 */
#include <string.h>

#include "gantry/web.h"
#include "gate/environ/environ.h"
#include "unit.h"
#include "web/types/etag.h"

#define TAG "\"abc\""

START_TEST(a_tag_is_found_in_a_list)
{
	static const struct {
		const char *header;
		bool matches;
	} cases[] = {
		{ "\"abc\"", true },
		{ "W/\"abc\"", true },
		{ "\"x\", \"abc\"", true },
		{ "\"abc\", \"x\"", true },
		{ "\"x\",\"abc\",\"y\"", true },
		{ "\"x\" , W/\"y\" ,\tW/\"abc\"", true },
		{ ", \"abc\"", true },
		{ "  \"abc\"  ", true },
		{ "*", true },
		{ " *", true },
		{ "\"\", \"abc\"", true },
		{ "\"x,y\", \"abc\"", true },
		{ NULL, false },
		{ "", false },
		{ " ", false },
		{ ",", false },
		{ "\"\"", false },
		{ "\"ab\"", false },
		{ "\"abcd\"", false },
		{ "\"ABC\"", false },
		{ "\" abc\"", false },
		{ "\"x, abc\"", false },
		{ "abc", false },
		{ "\"abc", false },
		{ "abc\"", false },
		{ "\"", false },
		{ "W/", false },
		{ "W/abc", false },
		{ "w/\"abc\"", false },
		{ "W/ \"abc\"", false },
		{ "W/W/\"abc\"", false },
		{ "'abc'", false },
		{ "garbage, \"abc\"", false },
		{ "\"x\" garbage \"abc\"", false },
	};
	struct gantry_environ environ;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		environ_init(&environ);
		if (cases[i].header != NULL)
			ck_assert_int_eq(
			    environ_set(&environ, "HTTP_IF_NONE_MATCH",
				cases[i].header, NULL),
			    0);
		ck_assert_msg(gantry_etag_matches(&environ, "\"abc\"") ==
			cases[i].matches,
		    "'%s'", cases[i].header);
		environ_clear(&environ);
	}
}
END_TEST

START_TEST(repeated_headers_are_one_list)
{
	struct gantry_environ environ;

	environ_init(&environ);
	ck_assert_int_eq(
	    environ_add(&environ, "HTTP_IF_NONE_MATCH", 18, "\"x\"", NULL), 0);
	ck_assert(!gantry_etag_matches(&environ, "\"abc\""));
	ck_assert_int_eq(
	    environ_add(&environ, "HTTP_IF_NONE_MATCH", 18, "\"abc\"", NULL),
	    0);
	ck_assert(gantry_etag_matches(&environ, "\"abc\""));
	ck_assert(gantry_etag_matches(&environ, "\"x\""));
	environ_clear(&environ);
}
END_TEST

/* As gantry_response_etag does. */
START_TEST(a_tag_without_quotes_gets_them)
{
	char buffer[ETAG_SIZE], tag[ETAG_SIZE];
	struct gantry_environ environ;

	ck_assert_str_eq(etag_quote(buffer, "abc"), TAG);
	ck_assert_str_eq(etag_quote(buffer, TAG), TAG);
	ck_assert_str_eq(etag_quote(buffer, "W/" TAG), "W/" TAG);
	ck_assert_str_eq(etag_quote(buffer, "W/abc"), "\"W/abc\"");
	ck_assert_str_eq(etag_quote(buffer, ""), "\"\"");
	memset(tag, 'a', sizeof(tag));
	tag[ETAG_SIZE - 3] = '\0';
	ck_assert_uint_eq(strlen(etag_quote(buffer, tag)), ETAG_SIZE - 1);
	tag[ETAG_SIZE - 3] = 'a';
	tag[ETAG_SIZE - 2] = '\0';
	ck_assert_ptr_eq(etag_quote(buffer, tag), tag);
	environ_init(&environ);
	ck_assert_int_eq(
	    environ_set(&environ, "HTTP_IF_NONE_MATCH", TAG, NULL), 0);
	ck_assert(gantry_etag_matches(&environ, "abc"));
	ck_assert(!gantry_etag_matches(&environ, "ab"));
	environ_clear(&environ);
}
END_TEST

START_TEST(a_weak_tag_never_matches_strongly)
{
	static const struct {
		const char *list, *tag;
		bool weakly, strongly;
	} cases[] = {
		{ TAG, TAG, true, true },
		{ "W/" TAG, TAG, true, false },
		{ TAG, "W/" TAG, true, false },
		{ "W/" TAG, "W/" TAG, true, false },
		{ "W/" TAG ", " TAG, TAG, true, true },
		{ "*", TAG, true, false },
		{ "*", "W/" TAG, true, false },
		{ "\"x\"", TAG, false, false },
		{ TAG, "abc", false, false },
		{ "*", "", false, false },
	};
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ck_assert_msg(etag_is_in(cases[i].list, cases[i].tag, false) ==
			cases[i].weakly,
		    "case %zu", i);
		ck_assert_msg(etag_is_in(cases[i].list, cases[i].tag, true) ==
			cases[i].strongly,
		    "case %zu", i);
	}
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_tag_is_found_in_a_list,
		repeated_headers_are_one_list,
		a_tag_without_quotes_gets_them,
		a_weak_tag_never_matches_strongly,
		NULL,
	};

	return unit_run("web/etag", tests);
}
