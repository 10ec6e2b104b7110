/*
 * Preconditions protect changes that the client has not seen.
 */
#include <string.h>

#include "unit.h"
#include "web/test_request.h"

#define TAG	"\"abc\""
#define BEFORE	"Sun, 06 Nov 1994 08:49:36 GMT"
#define THEN	"Sun, 06 Nov 1994 08:49:37 GMT"
#define THEN_AS INT64_C(784111777)

START_TEST(a_resource_that_has_changed_is_not_overwritten)
{
	static const struct {
		const char *method, *header, *value, *etag;
		int64_t last_modified;
		const char *failure; /* in it; NULL: none */
	} cases[] = {
		{ "PUT", NULL, NULL, TAG, THEN_AS, NULL },
		{ "PUT", "HTTP_IF_MATCH", TAG, TAG, -1, NULL },
		{ "PUT", "HTTP_IF_MATCH", "\"x\", " TAG, TAG, -1, NULL },
		{ "PUT", "HTTP_IF_MATCH", TAG, "abc", -1, NULL },
		{ "PUT", "HTTP_IF_MATCH", "W/" TAG, "abc", -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", "\"x\"", "abc", -1, "If-Match" },
		{ "PUT", "HTTP_IF_NONE_MATCH", TAG, "abc", -1,
		    "If-None-Match" },
		{ "PUT", "HTTP_IF_MATCH", "*", TAG, -1, NULL },
		{ "PUT", "HTTP_IF_MATCH", "*", NULL, 5, NULL },
		{ "PUT", "HTTP_IF_MATCH", "\"x\"", TAG, -1, "If-Match" },
		{ "GET", "HTTP_IF_MATCH", "\"x\"", TAG, -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", "W/" TAG, TAG, -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", TAG, "W/" TAG, -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", TAG, NULL, 5, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", "\"x\", *", TAG, -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", "*, \"x\"", TAG, -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", "*x", TAG, -1, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", "*x", NULL, 5, "If-Match" },
		{ "PUT", "HTTP_IF_MATCH", "* ", NULL, 5, NULL },
		{ "PUT", "HTTP_IF_NONE_MATCH", "*x", NULL, 5, "If-None-Match" },
		{ "PUT", "HTTP_IF_MATCH", "*", NULL, -1, "does not exist" },
		{ "PUT", "HTTP_IF_MATCH", TAG, NULL, -1, "does not exist" },
		{ "PUT", "HTTP_IF_NONE_MATCH", "*", NULL, -1, NULL },
		{ "PUT", "HTTP_IF_NONE_MATCH", TAG, NULL, -1, NULL },
		{ "PUT", "HTTP_IF_NONE_MATCH", "\"x\"", TAG, -1, NULL },
		{ "PUT", "HTTP_IF_NONE_MATCH", "*", TAG, -1, "If-None-Match" },
		{ "PUT", "HTTP_IF_NONE_MATCH", " *", NULL, 5, "If-None-Match" },
		{ "POST", "HTTP_IF_NONE_MATCH", "W/" TAG, TAG, -1,
		    "If-None-Match" },
		/* The response is a 304 then. */
		{ "GET", "HTTP_IF_NONE_MATCH", TAG, TAG, -1, NULL },
		{ "HEAD", "HTTP_IF_NONE_MATCH", "*", TAG, -1, NULL },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE", THEN, TAG, THEN_AS, NULL },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE", THEN, NULL, -1, NULL },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE",
		    "Mon, 01 Jan 1900 00:00:00 GMT", TAG, -1, NULL },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE", "never", TAG, THEN_AS,
		    NULL },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE", BEFORE, TAG, THEN_AS,
		    "If-Unmodified-Since" },
		{ "PUT", "HTTP_IF_UNMODIFIED_SINCE",
		    "Sunday, 06-Nov-94 08:49:36 GMT", TAG, THEN_AS,
		    "If-Unmodified-Since" },
	};
	struct test_request asked;
	size_t i;
	int result;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		test_request_begin(&asked, "REQUEST_METHOD", cases[i].method,
		    cases[i].header, cases[i].value, NULL);
		result = gantry_request_precondition(
		    &asked.request, cases[i].etag, cases[i].last_modified);
		ck_assert_msg(result == (cases[i].failure != NULL ? -1 : 0),
		    "case %zu", i);
		if (cases[i].failure != NULL) {
			ck_assert_ptr_nonnull(
			    strstr(test_request_failure(&asked),
				"412 Precondition Failed"));
			ck_assert_ptr_nonnull(strstr(
			    test_request_failure(&asked), cases[i].failure));
		}
		test_request_end(&asked);
	}
}
END_TEST

START_TEST(tags_count_before_dates)
{
	struct test_request asked;

	test_request_begin(&asked, "REQUEST_METHOD", "PUT", "HTTP_IF_MATCH",
	    TAG, "HTTP_IF_UNMODIFIED_SINCE", BEFORE, NULL);
	ck_assert_int_eq(
	    gantry_request_precondition(&asked.request, TAG, THEN_AS), 0);
	test_request_end(&asked);
	test_request_begin(&asked, "REQUEST_METHOD", "PUT", "HTTP_IF_MATCH",
	    TAG, "HTTP_IF_NONE_MATCH", TAG, NULL);
	ck_assert_int_eq(
	    gantry_request_precondition(&asked.request, TAG, THEN_AS), -1);
	test_request_end(&asked);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_resource_that_has_changed_is_not_overwritten,
		tags_count_before_dates,
		NULL,
	};

	return unit_run("web/precondition", tests);
}
