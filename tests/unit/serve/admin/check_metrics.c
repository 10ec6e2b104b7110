/*
 * The status as metrics.  A functional test checks that promtool and another
 * OpenMetrics reader accept them.
 */
#include <stdio.h>
#include <string.h>

#include "serve/board.h"
#include "unit.h"

static struct gantry_buffer buffer;

static void
write_board(bool openmetrics)
{
	struct scoreboard *board = board_new();
	struct status status;

	board_collect(&status, board);
	status.requests[0].since = 12345;
	status.uptime = 1500;
	status.time = 1700000000;
	status.workers[0].age = 500;
	status.listener_count = 2;
	status.listeners[0] =
	    (struct status_listener){ "unix:/a\\b", 1, 20, false, 0 };
	status.listeners[1] =
	    (struct status_listener){ "127.0.0.1:9", -1, -1, true, 0 };
	gantry_buffer_reset(&buffer);
	status_write_metrics(&buffer, &status, openmetrics);
	gantry_buffer_putc(&buffer, '\0');
	status_clear(&status);
	scoreboard_free(board);
}

static void
has(const char *part)
{
	ck_assert_msg(strstr(buffer.data, part) != NULL,
	    "%s is not in\n%.1500s", part, buffer.data);
}

static void
lacks(const char *part)
{
	ck_assert_msg(strstr(buffer.data, part) == NULL, "%s is in\n%.1500s",
	    part, buffer.data);
}

START_TEST(samples_are_the_same_in_both_formats)
{
	int openmetrics;

	for (openmetrics = 0; openmetrics < 2; openmetrics++) {
		write_board(openmetrics);
		has("\ngantry_build_info{version=\"" PACKAGE_VERSION "\"} 1\n");
		has("\ngantry_start_time_seconds 1699999998.500\n");
		has("\ngantry_ready 1\n");
		has("\ngantry_workers{state=\"serving\"} 1\n");
		has("\ngantry_threads{phase=\"running\"} 2\n");
		has("\ngantry_requests_total 5\n");
		has("\ngantry_job_running{job=\"a.runs\"} 1\n"
		    "gantry_job_running{job=\"a.ended\"} 0\n");
		has("\ngantry_job_starts_total{job=\"a.ended\"} 3\n");
		has("\ngantry_job_failures_total{job=\"a.ended\"} 2\n");
		has("\ngantry_job_last_duration_seconds{job=\"a.ended\"} "
		    "4.500\n");
		has("\ngantry_answers_total{status=\"2xx\"} 3\n");
		has("\ngantry_answers_total{status=\"cut\"} 1\n");
		has("\ngantry_body_bytes_total 310\n");
		has("\ngantry_connections 7\n");
		has("\ngantry_queued_requests 1\n");
		has("\ngantry_waiting_requests 5\n");
		has("\ngantry_running_requests 2\n");
		has("\ngantry_oldest_request_seconds 12.345\n");
		has("\ngantry_worker_requests_total{worker=\"0\"} 3\n");
		has("\ngantry_worker_resident_memory_bytes{worker=\"1\"} "
		    "7340032\n");
		has("\ngantry_worker_start_time_seconds{worker=\"0\"} "
		    "1699999999.500\n");
		has("\ngantry_worker_deaths_total 3\n");
	}
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(routes_and_codes_are_counted)
{
	struct score_route_lookups lookups = { 0 };
	struct scoreboard *board = board_of_one_worker(1);
	struct score_page *page = board->slots[0].page;
	struct score_request request = { .status = 404, .bytes = 5 };
	struct status status;

	score_count_request(page, &request);
	request = (struct score_request){ .status = 201,
		.bytes = 70,
		.microseconds = 1500000,
		.route = score_route_find(
		    page->routes, &lookups, "/a", "/q\"\n\\{x}") };
	score_count_request(page, &request);
	score_count_request(page, &request);
	board_collect(&status, board);
	gantry_buffer_reset(&buffer);
	status_write_metrics(&buffer, &status, true);
	gantry_buffer_putc(&buffer, '\0');
	has("\ngantry_responses_total{code=\"201\"} 2\n"
	    "gantry_responses_total{code=\"404\"} 1\n");
	has("\ngantry_route_requests_total{mount=\"\",route=\"\","
	    "status=\"4xx\"} 1\n"
	    "gantry_route_requests_total{mount=\"/a\","
	    "route=\"/q\\\"?\?{x}\",status=\"2xx\"} 2\n");
	has("_body_bytes_total{mount=\"\",route=\"\"} 5\n");
	has("_sum{mount=\"/a\",route=\"/q\\\"?\?{x}\"} "
	    "3.000000\n");
	has("_count{mount=\"/a\",route=\"/q\\\"?\?{x}\"} 2\n");
	has("\ngantry_requests_total 3\n");
	status_clear(&status);
	scoreboard_free(board);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(processes_have_the_names_of_prometheus)
{
	write_board(false);
	has("# TYPE process_cpu_seconds_total counter\n"
	    "process_cpu_seconds_total{process=\"worker\",worker=\"0\"} ");
	has("\nprocess_cpu_seconds_total{process=\"master\"} ");
	has("\nprocess_resident_memory_bytes{process=\"master\"} ");
	has("\nprocess_private_memory_bytes{process=\"master\"} ");
	has("\nprocess_open_fds{process=\"master\"} ");
	has("\nprocess_max_fds{process=\"master\"} ");
	has("\nprocess_start_time_seconds{process=\"master\"} ");
	/* No process has its id. */
	lacks("process_open_fds{process=\"worker\",worker=\"1\"}");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(latencies_are_a_cumulative_histogram)
{
	write_board(false);
	has("# TYPE gantry_request_duration_seconds histogram\n"
	    "gantry_request_duration_seconds_bucket{le=\"0.000064\"} 3\n"
	    "gantry_request_duration_seconds_bucket{le=\"0.000128\"} 3\n");
	has("_bucket{le=\"0.002048\"} 3\n");
	has("_bucket{le=\"0.004096\"} 4\n");
	has("_bucket{le=\"33.554432\"} 4\n");
	has("_bucket{le=\"+Inf\"} 5\n"
	    "gantry_request_duration_seconds_sum 60.003150\n"
	    "gantry_request_duration_seconds_count 5\n");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(family_names_follow_each_format)
{
	write_board(false);
	has("# TYPE gantry_requests_total counter\n");
	has("# HELP gantry_requests_total ");
	has("# TYPE gantry_build_info gauge\n");
	lacks("# UNIT");
	lacks("# EOF");
	write_board(true);
	has("# TYPE gantry_requests counter\n");
	has("# TYPE gantry_build info\n");
	has("# UNIT gantry_body_bytes bytes\n");
	has("# UNIT gantry_request_duration_seconds seconds\n");
	ck_assert_str_eq(buffer.data + buffer.length - 7, "# EOF\n");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(labels_are_escaped_and_never_from_a_client)
{
	write_board(true);
	has("{fact=\"entities: old \\\"one\\\"\"} 1\n");
	has("\ngantry_listen_queue{address=\"unix:/a\\\\b\"} 1\n");
	lacks("gantry_listen_queue{address=\"127.0.0.1:9\"}");
	has("gantry_listener_up{address=\"127.0.0.1:9\"} 0\n");
	has("gantry_listener_up{address=\"unix:/a\\\\b\"} 1\n");
	lacks("hang");
	lacks("id-1");
	lacks("SELECT");
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		samples_are_the_same_in_both_formats,
		routes_and_codes_are_counted,
		processes_have_the_names_of_prometheus,
		latencies_are_a_cumulative_histogram,
		family_names_follow_each_format,
		labels_are_escaped_and_never_from_a_client,
		NULL,
	};

	return unit_run("serve/metrics", tests);
}
