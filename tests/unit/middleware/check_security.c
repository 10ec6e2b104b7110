/*
 * Headers of strictness, but for those that are left out.
 */
#include <string.h>

#include <gantry/web.h>

#include "middleware/tried.h"
#include "unit.h"

START_TEST(browsers_are_told_to_be_strict)
{
	const struct gantry_security_options options = {
		.frame_options = "",
		.referrer_policy = "no-referrer",
		.hsts_max_age = 31536000,
		.hsts_subdomains = true,
	};
	const struct gantry_middleware security = GANTRY_SECURITY(&options);
	const struct gantry_simulation over_tls = { .is_https = true };
	struct gantry_result *result;

	tried_use(&security, NULL);
	result = gantry_simulate_get(tried_client, "/", &over_tls);
	gantry_assert_header(result, "X-Content-Type-Options", "nosniff");
	gantry_assert_header(result, "Content-Security-Policy",
	    "default-src 'none'; frame-ancestors 'none'");
	gantry_assert_header(result, "X-Frame-Options", NULL);
	gantry_assert_header(result, "Referrer-Policy", "no-referrer");
	gantry_assert_header(result, "Strict-Transport-Security",
	    "max-age=31536000; includeSubDomains");
	gantry_result_free(result);
	tried_assert_header(NULL, "Strict-Transport-Security", NULL);
	gantry_client_close(tried_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		browsers_are_told_to_be_strict,
		NULL,
	};

	return unit_run("middleware/security", tests);
}
