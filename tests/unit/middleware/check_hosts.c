/*
 * Requests are rejected by their host.
 */
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

START_TEST(other_hosts_are_rejected)
{
	static const struct {
		const char *header;
		int status;
	} cases[] = {
		{ "Host: a.example", 200 },
		{ "Host: A.Example:8080", 200 },
		{ "Host: b.example", 200 },
		{ "Host: x.b.example", 200 },
		{ "Host: xb.example", 400 },
		{ "Host: x.a.example", 400 },
		{ "Host: evil.example", 400 },
	};
	const struct gantry_hosts_options options = {
		.hosts_setting = "hosts",
	};
	const struct gantry_middleware hosts = GANTRY_HOSTS(&options);
	struct gantry_result *result;
	size_t i;

	test_site_use(&hosts, "hosts=a.example .b.example");
	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		result = test_site_ask("GET", cases[i].header, NULL);
		ck_assert_msg(gantry_result_status(result) == cases[i].status,
		    "%s: %d", cases[i].header, gantry_result_status(result));
		gantry_result_free(result);
	}
	gantry_client_close(test_site_client);
	ck_assert_ptr_null(
	    gantry_client_open(&test_site_application, NULL, &test_site_error));
	ck_assert_str_eq(test_site_error.text,
	    "application 'test': middleware 'hosts': no host is allowed; "
	    "list the hosts, or use '*' for any");
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		other_hosts_are_rejected,
		NULL,
	};

	return unit_run("middleware/hosts", tests);
}
