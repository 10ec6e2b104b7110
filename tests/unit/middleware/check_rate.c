/*
 * Requests are counted by the address of the client.
 */
#include <stdio.h>
#include <string.h>

#include <gantry/web.h>

#include "middleware/test_site.h"
#include "unit.h"

/* The status that a client at ADDRESS gets. */
static int
status_from(const char *address)
{
	const struct gantry_simulation simulation = { .remote_addr = address };
	struct gantry_result *result =
	    gantry_simulate_get(test_site_client, "/", &simulation);
	int status = gantry_result_status(result);

	if (status == 429)
		ck_assert_ptr_nonnull(
		    gantry_result_header(result, "Retry-After"));
	gantry_result_free(result);
	return status;
}

START_TEST(a_client_may_send_requests_up_to_the_rate)
{
	const struct gantry_rate_options options = {
		.count = 3,
		.seconds = 3600,
	};
	const struct gantry_middleware rate = GANTRY_RATE(&options);
	int i;

	test_site_use(&rate, NULL);
	for (i = 0; i < 3; i++)
		ck_assert_int_eq(status_from("192.0.2.1"), 200);
	ck_assert_int_eq(status_from("192.0.2.1"), 429);
	ck_assert_int_eq(status_from("192.0.2.2"), 200);
	for (i = 0; i < 3; i++)
		ck_assert_int_eq(status_from("2001:db8::1"), 200);
	/* The same 64 bits are the same client. */
	ck_assert_int_eq(status_from("2001:db8::2"), 429);
	ck_assert_int_eq(status_from("2001:db8:0:1::2"), 200);
	gantry_client_close(test_site_client);
}
END_TEST

START_TEST(an_ipv4_address_counts_as_one_client_in_every_notation)
{
	const struct gantry_rate_options options = {
		.count = 1,
		.seconds = 3600,
	};
	const struct gantry_middleware rate = GANTRY_RATE(&options);

	test_site_use(&rate, NULL);
	ck_assert_int_eq(status_from("::ffff:192.0.2.7"), 200);
	ck_assert_int_eq(status_from("::ffff:192.0.2.8"), 200);
	ck_assert_int_eq(status_from("192.0.2.7"), 429);
	ck_assert_int_eq(status_from("::ffff:192.0.2.8"), 429);
	gantry_client_close(test_site_client);
}
END_TEST

/* Such a rate would overflow, or limit nothing. */
START_TEST(a_rate_out_of_bounds_is_an_error_at_open)
{
	static const struct gantry_rate_options options[] = {
		{ .count = 0, .seconds = 1 },
		{ .count = 1, .seconds = 0 },
		{ .count = -1, .seconds = 1 },
		{ .count = 1000001, .seconds = 1 },
		{ .count = INT64_MAX, .seconds = 60 },
		{ .count = 1, .seconds = INT64_MAX },
		{ .count = 1, .seconds = 1LL << 40 },
	};
	struct gantry_error error;
	void *state;
	size_t i;

	for (i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		ck_assert_msg(
		    gantry_rate_open(&options[i], NULL, &state, &error) == -1,
		    "case %zu", i);
}
END_TEST

/* The table that all workers share; the second number of a pair is a time. */
static int64_t *
find_table(size_t size)
{
	FILE *file = fopen("/proc/self/maps", "r");
	unsigned long first, end;
	char line[512], rights[5];
	int64_t *table = NULL;

	ck_assert_ptr_nonnull(file);
	while (fgets(line, sizeof(line), file) != NULL)
		if (sscanf(line, "%lx-%lx %4s", &first, &end, rights) == 3 &&
		    strcmp(rights, "rw-s") == 0 && end - first == size)
			table = (int64_t *)first;
	fclose(file);
	ck_assert_ptr_nonnull(table);
	return table;
}

/* As a worker may write that is compromised. */
START_TEST(times_that_nobody_caused_shut_no_client_out)
{
	static const int64_t times[] = { INT64_MAX, INT64_MAX / 2, INT64_MIN,
		-1 };
	const struct gantry_rate_options options = {
		.count = 2,
		.seconds = 3600,
	};
	const struct gantry_middleware rate = GANTRY_RATE(&options);
	const size_t slots = 32768;
	int64_t *table;
	void *state;
	size_t i, at;

	/* Out of reach until a site uses it. */
	ck_assert_int_eq(gantry_rate_open(&options, NULL, &state, NULL), 0);
	gantry_rate_close(state);
	table = find_table(slots * 2 * sizeof(*table));
	test_site_use(&rate, NULL);
	for (i = 0; i < sizeof(times) / sizeof(times[0]); i++) {
		for (at = 0; at < slots; at++)
			table[2 * at + 1] = times[i];
		ck_assert_int_eq(status_from("192.0.2.1"), 200);
		ck_assert_int_eq(status_from("192.0.2.1"), 200);
		ck_assert_int_eq(status_from("192.0.2.1"), 429);
	}
	gantry_client_close(test_site_client);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_client_may_send_requests_up_to_the_rate,
		an_ipv4_address_counts_as_one_client_in_every_notation,
		a_rate_out_of_bounds_is_an_error_at_open,
		times_that_nobody_caused_shut_no_client_out,
		NULL,
	};

	return unit_run("middleware/rate", tests);
}
