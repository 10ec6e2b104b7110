/*
 * Lists of entity tags, and what is changed only as the client saw it.
 */
#include <string.h>

#include "asked.h"
#include "gantry/web.h"
#include "gate/environ.h"
#include "unit.h"
#include "web/conditional.h"

#define TAG	"\"abc\""
#define BEFORE	"Sun, 06 Nov 1994 08:49:36 GMT"
#define THEN	"Sun, 06 Nov 1994 08:49:37 GMT"
#define THEN_AS INT64_C(784111777)

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

START_TEST(weak_tags_are_strongly_equal_to_none)
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
		{ "*", TAG, true, true },
		{ "*", "W/" TAG, true, true },
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

START_TEST(what_changed_meanwhile_is_not_changed_again)
{
	static const struct {
		const char *method, *header, *value, *etag;
		int64_t last_modified;
		const char *failure; /* in it; NULL: none */
	} cases[] = {
		{ "PUT", NULL, NULL, TAG, THEN_AS, NULL },
		{ "PUT", "HTTP_IF_MATCH", TAG, TAG, -1, NULL },
		{ "PUT", "HTTP_IF_MATCH", "\"x\", " TAG, TAG, -1, NULL },
		{ "PUT", "HTTP_IF_MATCH", "*", TAG, -1, NULL },
		{ "PUT", "HTTP_IF_MATCH", "*", NULL, 5, NULL },
		{ "PUT", "HTTP_IF_MATCH", "\"x\"", TAG, -1, "If-Match" },
		{ "GET", "HTTP_IF_MATCH", "\"x\"", TAG, -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", "W/" TAG, TAG, -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", TAG, "W/" TAG, -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", TAG, NULL, 5, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", "*", NULL, -1, "not there" },
		{ "PUT", "HTTP_IF_MATCH", TAG, NULL, -1, "not there" },
		{ "PUT", "HTTP_IF_NONE_MATCH", "*", NULL, -1, NULL },
		{ "PUT", "HTTP_IF_NONE_MATCH", TAG, NULL, -1, NULL },
		{ "PUT", "HTTP_IF_NONE_MATCH", "\"x\"", TAG, -1, NULL },
		{ "PUT", "HTTP_IF_NONE_MATCH", "*", TAG, -1, "If-None-Match" },
		{ "PUT", "HTTP_IF_NONE_MATCH", " *", NULL, 5, "If-None-Match" },
		{ "POST", "HTTP_IF_NONE_MATCH", "W/" TAG, TAG, -1,
		    "If-None-Match" },
		/* The answer is a 304 then. */
		{ "GET", "HTTP_IF_NONE_MATCH", TAG, TAG, -1, NULL },
		{ "HEAD", "HTTP_IF_NONE_MATCH", "*", TAG, -1, NULL },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE", THEN, TAG, THEN_AS, NULL },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE", THEN, NULL, -1, NULL },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE", "never", TAG, THEN_AS,
		    NULL },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE", BEFORE, TAG, THEN_AS,
		    "If-Unmodified-Since" },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE",
		    "Sunday, 06-Nov-94 08:49:36 GMT", TAG, THEN_AS,
		    "If-Unmodified-Since" },
	};
	struct asked asked;
	size_t i;
	int result;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		asked_begin(&asked, "REQUEST_METHOD", cases[i].method,
		    cases[i].header, cases[i].value, NULL);
		result = gantry_request_precondition(
		    &asked.request, cases[i].etag, cases[i].last_modified);
		ck_assert_msg(result == (cases[i].failure != NULL ? -1 : 0),
		    "case %zu", i);
		if (cases[i].failure != NULL) {
			ck_assert_ptr_nonnull(strstr(
			    asked_failure(&asked), "412 Precondition Failed"));
			ck_assert_ptr_nonnull(
			    strstr(asked_failure(&asked), cases[i].failure));
		}
		asked_end(&asked);
	}
}
END_TEST

START_TEST(tags_count_before_dates)
{
	struct asked asked;

	asked_begin(&asked, "REQUEST_METHOD", "PUT", "HTTP_IF_MATCH", TAG,
	    "HTTP_IF_UNMODIFIED_SINCE", BEFORE, NULL);
	ck_assert_int_eq(
	    gantry_request_precondition(&asked.request, TAG, THEN_AS), 0);
	asked_end(&asked);
	asked_begin(&asked, "REQUEST_METHOD", "PUT", "HTTP_IF_MATCH", TAG,
	    "HTTP_IF_NONE_MATCH", TAG, NULL);
	ck_assert_int_eq(
	    gantry_request_precondition(&asked.request, TAG, THEN_AS), -1);
	asked_end(&asked);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_tag_is_found_in_a_list,
		repeated_headers_are_one_list,
		weak_tags_are_strongly_equal_to_none,
		what_changed_meanwhile_is_not_changed_again,
		tags_count_before_dates,
		NULL,
	};

	return unit_run("web/conditional", tests);
}
