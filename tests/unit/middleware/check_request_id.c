/*
 * Responses have the id of their request.
 */
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

START_TEST(a_response_has_the_request_id)
{
	const struct gantry_middleware request_id = GANTRY_REQUEST_ID;

	test_site_use(&request_id, NULL);
	test_site_assert_header(
	    "X-Request-Id: mine-7", "X-Request-Id", "mine-7");
	gantry_client_close(test_site_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_response_has_the_request_id,
		NULL,
	};

	return unit_run("middleware/request_id", tests);
}
