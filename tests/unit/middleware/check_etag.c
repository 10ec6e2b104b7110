/*
 * ETags differ between bodies.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

START_TEST(an_etag_is_made_from_the_body)
{
	const struct gantry_middleware etag = GANTRY_ETAG;
	struct gantry_result *first, *other;
	char header[80];

	test_site_use(&etag, NULL);
	first = test_site_ask("GET", NULL, NULL);
	other = test_site_ask("GET", "X-Size: 101", NULL);
	ck_assert_ptr_nonnull(gantry_result_header(first, "ETag"));
	ck_assert_str_ne(gantry_result_header(first, "ETag"),
	    gantry_result_header(other, "ETag"));
	snprintf(header, sizeof(header), "If-None-Match: %s",
	    gantry_result_header(first, "ETag"));
	ck_assert_int_eq(test_site_status(header), 304);
	gantry_result_free(first);
	gantry_result_free(other);
	test_site_assert_header("X-Tagged: 1", "ETag", "\"mine\"");
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(the_response_to_a_post_has_no_etag)
{
	const struct gantry_middleware etag = GANTRY_ETAG;
	struct gantry_result *result;

	test_site_use(&etag, NULL);
	result = gantry_simulate_post(test_site_client, "/other", NULL);
	gantry_assert_status(result, 200);
	gantry_assert_header(result, "ETag", NULL);
	gantry_result_free(result);
	result = test_site_ask("HEAD", NULL, NULL);
	ck_assert_ptr_nonnull(gantry_result_header(result, "ETag"));
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

/* The responder left the body out; an ETag of nothing would be wrong. */
START_TEST(a_body_that_was_left_out_has_no_etag)
{
	const struct gantry_middleware etag = GANTRY_ETAG;
	struct gantry_result *result;

	test_site_use(&etag, NULL);
	result = test_site_ask("GET", "X-Dated: 1",
	    "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT");
	gantry_assert_status(result, 304);
	gantry_assert_header(result, "ETag", NULL);
	gantry_result_free(result);
	result = test_site_ask("GET", "X-Dated: 1", NULL);
	gantry_assert_status(result, 200);
	ck_assert_ptr_nonnull(gantry_result_header(result, "ETag"));
	gantry_result_free(result);
	gantry_client_close(test_site_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_etag_is_made_from_the_body,
		the_response_to_a_post_has_no_etag,
		a_body_that_was_left_out_has_no_etag,
		NULL,
	};

	return unit_run("middleware/etag", tests);
}
