/*
 * The status as a table.
 */
#include <string.h>

#include "serve/board.h"
#include "unit.h"

static struct gantry_buffer buffer;
static struct status status;

static void
has(const char *part)
{
	ck_assert_msg(strstr(buffer.data, part) != NULL,
	    "%s is not in\n%.1500s", part, buffer.data);
}

static void
write_status(void)
{
	gantry_buffer_reset(&buffer);
	status_write_text(&buffer, &status);
	gantry_buffer_putc(&buffer, '\0');
}

START_TEST(the_table_shows_workers_and_their_requests)
{
	struct scoreboard *board = board_new();

	board_collect(&status, board);
	status.uptime = 3661000;
	status.workers[1].age = 90061000;
	status.requests[0].since = 12345;
	write_status();
	has(": ready, up 1 h 1 min, configuration 2\n");
	has("requests   5 served: 3 2xx, 0 3xx, 1 4xx, 0 5xx, 1 cut; 0 "
	    "rejected, ");
	has("serving    entities: abc (2 threads)\n");
	has("serving    entities: old \"one\" (1 thread)\n");
	has("job        a.runs: running for 2.5 s as 4712; 1 started, 0 "
	    "failed\n");
	has("job        a.ended: idle, failed last time, in 4.5 s; 3 started, "
	    "2 failed\n");
	has("job        a.never: idle; 0 started, 0 failed\n");
	has("last crash 3.0 s ago, signal 11 in worker ");
	has(": GET /hang?a=\"\\x1b[31m\\xc3\\xa4\\xff id id-1\n");
	has("   1 2147483632 draining    1     1 d 1 h          0   7.0 MiB "
	    "          4      1     1/2       5\n");
	has(" id id-1\n  #0 f\"\\x1b at a.c:1 (a)\n");
	has(" running      12.3 s GET /hang?a=\"\\x1b[31m\\xc3\\xa4\\xff id "
	    "id-1\n        at: SELECT 1\\x0aFROM x\n");
	ck_assert_ptr_null(strchr(buffer.data, '\033'));
	status_clear(&status);
	scoreboard_free(board);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(latencies_are_shown_between_the_first_and_last)
{
	struct scoreboard *board = board_new();

	board_collect(&status, board);
	write_status();
	has("(mean 12 s)\n"
	    "below    64 us          3  "
	    "########################################\n"
	    "below   128 us          0\n");
	has("below   4.1 ms          1  ##############\n");
	has(" from   33.6 s          1  ##############\n");
	status_clear(&status);
	scoreboard_free(board);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(an_idle_gantry_has_no_requests_and_no_latencies)
{
	struct scoreboard *board = scoreboard_new(1);

	board_collect(&status, board);
	write_status();
	ck_assert_ptr_null(strstr(buffer.data, "LATENCY"));
	ck_assert_ptr_null(strstr(buffer.data, "PHASE"));
	status_clear(&status);
	scoreboard_free(board);
	gantry_buffer_clear(&buffer);
}
END_TEST

START_TEST(an_unknown_queue_is_not_shown)
{
	struct scoreboard *board = scoreboard_new(1);

	board_collect(&status, board);
	status.listener_count = 2;
	status.listeners[0] =
	    (struct status_listener){ "unix:/a\n", 1, 2048, false, 0 };
	status.listeners[1] =
	    (struct status_listener){ "127.0.0.1:9", -1, -1, true, 0 };
	write_status();
	has("listening  unix:/a\\x0a, 1 of 2048 wait\n");
	has("listening  127.0.0.1:9, dead: it was shut down; reload to open it "
	    "again\n");
	status_clear(&status);
	scoreboard_free(board);
	gantry_buffer_clear(&buffer);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		the_table_shows_workers_and_their_requests,
		latencies_are_shown_between_the_first_and_last,
		an_idle_gantry_has_no_requests_and_no_latencies,
		an_unknown_queue_is_not_shown,
		NULL,
	};

	return unit_run("serve/status_text", tests);
}
