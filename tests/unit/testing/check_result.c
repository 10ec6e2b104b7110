/*
 * The parts of a response.
 */
#include <string.h>

#include "testing/mirror.h"
#include "unit.h"

static struct gantry_client *client;
static struct gantry_result *result;

static void
ask(const char *target)
{
	client = mirror_open(NULL);
	unit_capture();
	result = gantry_simulate_get(client, target, NULL);
	unit_captured();
}

static void
end(void)
{
	gantry_result_free(result);
	gantry_client_close(client);
}

START_TEST(status_headers_and_body_are_parsed)
{
	ask("/setting");
	ck_assert_ptr_null(gantry_result_error(result));
	ck_assert_int_eq(gantry_result_status(result), 200);
	ck_assert_str_eq(gantry_result_status_line(result), "200 OK");
	ck_assert_str_eq(gantry_result_text(result), "hey");
	ck_assert_uint_eq(gantry_result_length(result), 3);
	gantry_assert_header(
	    result, "content-TYPE", "text/plain; charset=utf-8");
	gantry_assert_header(result, "Status", NULL);
	gantry_assert_header(result, "X-None", NULL);
	end();
}
END_TEST

START_TEST(a_body_may_contain_any_byte)
{
	const struct gantry_simulation simulation = {
		.headers = (const char *const[]){ "Content-Type: a/b", NULL },
		.body = "\0\r\n\r\nStatus: 404\n",
		.body_length = 17,
	};

	client = mirror_open(NULL);
	result = gantry_simulate_put(client, "/same", &simulation);
	gantry_assert_status(result, 200);
	ck_assert_uint_eq(gantry_result_length(result), 17);
	ck_assert_mem_eq(gantry_result_text(result), simulation.body, 17);
	ck_assert_int_eq(gantry_result_text(result)[17], '\0');
	ck_assert_ptr_null(gantry_result_json(result));
	end();
}
END_TEST

START_TEST(headers_are_iterated_in_order)
{
	const char *last = NULL;
	struct gantry_header header;
	size_t position = 0, count = 0;

	ask("/cookies");
	while (gantry_result_next_header(result, &position, &header))
		if (strcmp(header.name, "Set-Cookie") == 0) {
			count++;
			last = header.value;
		}
	ck_assert_uint_eq(count, 3);
	ck_assert_pstr_eq(last, "sidecar=no; HttpOnly; SameSite=Lax; Path=/");
	end();
}
END_TEST

START_TEST(the_last_cookie_of_a_name_counts)
{
	ask("/cookies");
	ck_assert_pstr_eq(gantry_result_cookie(result, "sid"), "new");
	ck_assert_pstr_eq(gantry_result_cookie(result, "sidecar"), "no");
	ck_assert_ptr_null(gantry_result_cookie(result, "side"));
	ck_assert_ptr_null(gantry_result_cookie(result, "SID"));
	end();
}
END_TEST

START_TEST(attributes_of_cookies_are_read)
{
	ask("/cookies");
	ck_assert_pstr_eq(
	    gantry_result_cookie_attribute(result, "sid", "max-age"), "60");
	ck_assert_pstr_eq(
	    gantry_result_cookie_attribute(result, "sid", "Path"), "/");
	ck_assert_pstr_eq(
	    gantry_result_cookie_attribute(result, "sid", "SameSite"), "Lax");
	ck_assert_pstr_eq(
	    gantry_result_cookie_attribute(result, "sid", "Secure"), "");
	ck_assert_ptr_null(
	    gantry_result_cookie_attribute(result, "sid", "Sec"));
	ck_assert_ptr_null(
	    gantry_result_cookie_attribute(result, "sid", "Domain"));
	ck_assert_ptr_null(
	    gantry_result_cookie_attribute(result, "sidecar", "Secure"));
	ck_assert_ptr_null(
	    gantry_result_cookie_attribute(result, "sidecar", "Max-Age"));
	ck_assert_ptr_null(
	    gantry_result_cookie_attribute(result, "none", "Path"));
	end();
}
END_TEST

START_TEST(the_log_of_a_request_can_be_read)
{
	ask("/log");
	gantry_assert_text(result, "said");
	ck_assert_str_eq(gantry_result_log(result), "one; two");
	end();
	ask("/setting");
	ck_assert_str_eq(gantry_result_log(result), "");
	end();
}
END_TEST

START_TEST(a_truncated_response_is_kept)
{
	ask("/broken");
	ck_assert_str_eq(gantry_result_error(result),
	    "the application broke its answer off");
	ck_assert_int_eq(gantry_result_status(result), 200);
	ck_assert_str_eq(gantry_result_text(result), "part");
	end();
	gantry_result_free(NULL);
}
END_TEST

START_TEST(a_part_is_not_the_whole)
{
	ask("/broken");
	gantry_assert_text(result, "part");
	end();
}
END_TEST

START_TEST(one_status_is_not_another)
{
	ask("/setting");
	gantry_assert_status(result, 201);
	end();
}
END_TEST

START_TEST(a_number_is_not_a_text)
{
	client = mirror_open(NULL);
	result = mirror_json(client, "{\"a\":1}");
	gantry_assert_json_integer(result, "/a", 1);
	gantry_assert_json_text(result, "/a", "1");
	end();
}
END_TEST

START_TEST(a_text_is_not_a_number)
{
	client = mirror_open(NULL);
	result = mirror_json(client, "{\"a\":\"1\"}");
	gantry_assert_json_text(result, "/a", "1");
	gantry_assert_json_integer(result, "/a", 1);
	end();
}
END_TEST

/* Assertions that must fail: each runs in a process of its own. */
static int
run_failing(void)
{
	const TTest *const tests[] = {
		a_part_is_not_the_whole,
		one_status_is_not_another,
		a_number_is_not_a_text,
		a_text_is_not_a_number,
	};
	const int count = (int)(sizeof(tests) / sizeof(tests[0]));
	Suite *suite = suite_create("failing");
	TCase *cases = tcase_create("failing");
	SRunner *runner;
	int i, failed;

	for (i = 0; i < count; i++)
		tcase_add_test(cases, tests[i]);
	suite_add_tcase(suite, cases);
	runner = srunner_create(suite);
	srunner_set_tap(runner, "/dev/null");
	srunner_run_all(runner, CK_SILENT);
	failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed - count;
}

START_TEST(assertions_fail_where_they_must)
{
	ck_assert_int_eq(run_failing(), 0);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		status_headers_and_body_are_parsed,
		a_body_may_contain_any_byte,
		headers_are_iterated_in_order,
		the_last_cookie_of_a_name_counts,
		attributes_of_cookies_are_read,
		the_log_of_a_request_can_be_read,
		a_truncated_response_is_kept,
		assertions_fail_where_they_must,
		NULL,
	};

	return unit_run("testing/result", tests);
}
