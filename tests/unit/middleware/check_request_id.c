/*
 * Answers have the id of their request.
 */
#include <string.h>

#include <gantry/web.h>

#include "middleware/tried.h"
#include "unit.h"

START_TEST(an_answer_has_the_requests_id)
{
	const struct gantry_middleware request_id = GANTRY_REQUEST_ID;

	tried_use(&request_id, NULL);
	tried_assert_header("X-Request-Id: mine-7", "X-Request-Id", "mine-7");
	gantry_client_close(tried_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_answer_has_the_requests_id,
		NULL,
	};

	return unit_run("middleware/request_id", tests);
}
