/*
 * The status as JSON.  A functional test checks that all of it parses.
 */
#include <stdio.h>
#include <string.h>

#include "serve/board.h"
#include "unit.h"

static struct gantry_buffer buffer;

static void
write_board(void)
{
	struct scoreboard *board = board_new();
	struct status status;

	board_collect(&status, board);
	status.requests[0].since = 12345;
	status.requests[1].silent = -1;
	status.listener_count = 2;
	status.listeners[0] =
	    (struct status_listener){ "unix:/a\"b", 1, 2048, false, 0 };
	status.listeners[1] =
	    (struct status_listener){ "127.0.0.1:9", -1, -1, true, 0 };
	status_write_json(&buffer, &status);
	gantry_buffer_putc(&buffer, '\0');
	status_clear(&status);
	scoreboard_free(board);
}

static void
has(const char *part)
{
	ck_assert_msg(strstr(buffer.data, part) != NULL, "%s is not in %.1500s",
	    part, buffer.data);
}

START_TEST(times_are_seconds_and_sizes_bytes)
{
	write_board();
	has("{\"version\":\"" PACKAGE_VERSION "\",\"pid\":");
	has(",\"state\":\"ready\",\"configuration\":2,\"started\":\"20");
	has("\"since\":12.345,");
	has("\"rss_bytes\":7340032,");
	has("\"latencies\":{\"sum\":60.003150,\"buckets\":["
	    "{\"below\":0.000064,\"requests\":3},");
	has("{\"below\":null,\"requests\":1}]}");
	has("\"answers\":{\"cut\":1,\"1xx\":0,\"2xx\":3,\"3xx\":0,\"4xx\":1,"
	    "\"5xx\":0}");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(unknown_values_are_null)
{
	write_board();
	has("{\"address\":\"127.0.0.1:9\",\"queue\":null,\"queue_limit\":null,\"dead\":true}");
	has("\"silent\":null,");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(texts_are_escaped)
{
	write_board();
	has("\"target\":\"/hang?a=\\\"\\u001b[31m\xc3\xa4\xef\xbf\xbd\"");
	has("\"step\":\"SELECT 1\\nFROM x\"");
	has("{\"address\":\"unix:/a\\\"b\",\"queue\":1,\"queue_limit\":2048,\"dead\":false}");
	has("{\"fact\":\"entities: old \\\"one\\\"\",\"threads\":1}");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(the_last_crash_is_told)
{
	write_board();
	has("\"last_crash\":{\"signal\":11,\"since\":3.0");
	has(",\"tid\":4711,\"method\":\"GET\",\"target\":\"/hang?a=\\\"\\u001b[31m");
	has(",\"id\":\"id-1\","
	    "\"stack\":[\"#0 f\\\"\\u001b at a.c:1 (a)\"]},");
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(jobs_are_listed)
{
	write_board();
	has("\"jobs\":[{\"job\":\"a.runs\",\"state\":\"running\","
	    "\"pid\":4712,\"since\":2.5");
	has(",\"last_duration\":null,\"last_failed\":false,\"starts\":1,"
	    "\"failures\":0},{\"job\":\"a.ended\",\"state\":\"idle\","
	    "\"pid\":null,\"since\":90.");
	has(",\"last_duration\":4.500,\"last_failed\":true,\"starts\":3,"
	    "\"failures\":2},{\"job\":\"a.never\",\"state\":\"idle\","
	    "\"pid\":null,\"since\":null,\"last_duration\":null,"
	    "\"last_failed\":false,\"starts\":0,\"failures\":0}]");
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_last_crash_is_told,
		jobs_are_listed,
		times_are_seconds_and_sizes_bytes,
		unknown_values_are_null,
		texts_are_escaped,
		NULL,
	};

	return unit_run("serve/status_json", tests);
}
