/*
 * Security headers, and leaving them out.
 */
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

START_TEST(security_headers_are_set)
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

	test_site_use(&security, NULL);
	result = gantry_simulate_get(test_site_client, "/", &over_tls);
	gantry_assert_header(result, "X-Content-Type-Options", "nosniff");
	gantry_assert_header(result, "Content-Security-Policy",
	    "default-src 'none'; frame-ancestors 'none'");
	gantry_assert_header(result, "X-Frame-Options", NULL);
	gantry_assert_header(result, "Referrer-Policy", "no-referrer");
	gantry_assert_header(result, "Strict-Transport-Security",
	    "max-age=31536000; includeSubDomains");
	gantry_result_free(result);
	test_site_assert_header(NULL, "Strict-Transport-Security", NULL);
	gantry_client_close(test_site_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		security_headers_are_set,
		NULL,
	};

	return unit_run("middleware/security", tests);
}
