/*
 * What is sent to statsd.
 */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "serve/admin/statsd.h"
#include "serve/board.h"
#include "unit.h"

static struct gantry_buffer lines;
static struct statsd statsd;
static struct statsd_options options;

static void
collect(struct status *status, struct scoreboard *board)
{
	board_collect(status, board);
	gantry_buffer_reset(&lines);
	statsd_write(&lines, &statsd, &options, status);
	gantry_buffer_putc(&lines, '\0');
	status_clear(status);
}

static void
has(const char *line)
{
	ck_assert_msg(strstr(lines.data, line) != NULL, "%s is not in\n%.1500s",
	    line, lines.data);
}

static void
lacks(const char *line)
{
	ck_assert_msg(strstr(lines.data, line) == NULL, "%s is in\n%.1500s",
	    line, lines.data);
}

static struct scoreboard *
start(struct score_route_lookups *lookups)
{
	struct scoreboard *board = board_of_one_worker(1);
	struct score_page *page = board->slots[0].page;
	struct score_request request = { .status = 503, .microseconds = 100 };

	score_count_request(page, &request);
	request = (struct score_request){ .status = 201,
		.bytes = 70,
		.microseconds = 1500000,
		.route = score_route_find(
		    page->routes, lookups, "/a.b", "/q:|@#{x}") };
	score_count_request(page, &request);
	score_count_request(page, &request);
	return board;
}

static void
end(struct scoreboard *board)
{
	statsd_close(&statsd);
	scoreboard_free(board);
	gantry_buffer_clear(&lines);
	options = (struct statsd_options){ 0 };
}

START_TEST(counters_are_what_they_grew_by)
{
	struct score_route_lookups lookups = { 0 };
	struct scoreboard *board = start(&lookups);
	struct status status;

	collect(&status, board);
	has("gantry.requests:3|c\n");
	has("\ngantry.answers.5xx:1|c\n");
	has("\ngantry.request.status.201:2|c\n");
	has("\ngantry.request.duration:0.096|ms\n");
	has("\ngantry.request.duration:1572.864|ms|@0.5\n");
	has("\ngantry.route.requests._a_b._q_____x_.2xx:2|c\n");
	has("\ngantry.route.duration._a_b._q_____x_:1500.000|ms|@0.5\n");
	has("\ngantry.route.body_bytes._a_b._q_____x_:140|c\n");
	has("\ngantry.workers:1|g\n");
	has("\ngantry.ready:1|g\n");
	lacks("#");
	collect(&status, board);
	lacks("|c\n");
	lacks("|ms");
	has("gantry.workers:1|g\n");
	score_count_request(board->slots[0].page,
	    &(struct score_request){
		.status = 201, .route = SCORE_ROUTE_FIRST });
	collect(&status, board);
	has("gantry.requests:1|c\n");
	has("\ngantry.route.requests._a_b._q_____x_.2xx:1|c\n");
	end(board);
}
END_TEST

START_TEST(tags_and_a_prefix_are_options)
{
	struct score_route_lookups lookups = { 0 };
	struct scoreboard *board = start(&lookups);
	struct status status;

	options = (struct statsd_options){ .prefix = "site", .tags = true };
	collect(&status, board);
	has("site.gantry.requests:3|c\n");
	has("\nsite.gantry.request.status:2|c|#status:201\n");
	has("\nsite.gantry.route.requests:2|c|#mount:/a.b,route:/q____{x},"
	    "status:2xx\n");
	has("\nsite.gantry.route.requests:1|c|#mount:none,route:none,"
	    "status:5xx\n");
	options.prefix = "site.";
	collect(&status, board);
	has("site.gantry.workers:1|g\n");
	lacks("site..");
	end(board);
}
END_TEST

START_TEST(addresses_are_checked)
{
	static const char *const right[] = { "localhost:8125", "[::1]:1",
		"unix:/run/x", "192.0.2.1:65535" };
	static const char *const wrong[] = { "", "localhost", ":8125", "a:0",
		"a:65536", "a:x", "unix:x", "unix:", "a:" };
	struct gantry_error error;
	size_t i;

	for (i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		ck_assert_msg(statsd_check_address(right[i], &error) == 0, "%s",
		    right[i]);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		ck_assert_msg(statsd_check_address(wrong[i], &error) == -1,
		    "%s", wrong[i]);
}
END_TEST

/* Whole lines, in datagrams that fit into a frame; nobody must listen. */
START_TEST(datagrams_have_whole_lines)
{
	struct sockaddr_un name = { .sun_family = AF_UNIX };
	const int server = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	struct scoreboard *board = board_new();
	struct status status;
	char address[200], bytes[4096];
	const char *log;
	size_t total = 0;
	ssize_t size;
	int i;

	snprintf(
	    name.sun_path, sizeof(name.sun_path), "%s", unit_path("statsd"));
	snprintf(address, sizeof(address), "unix:%s", name.sun_path);
	options = (struct statsd_options){ .address = address,
		.prefix = "a-long-prefix-for-a-long-list-of-lines",
		.interval = 10000 };
	statsd_open(&statsd, &options);
	ck_assert(statsd_is_due(&statsd, &options, 10000));
	board_collect(&status, board);
	unit_capture();
	for (i = 0; i < 3; i++)
		statsd_send(&statsd, &options, &status);
	log = unit_captured();
	ck_assert_ptr_nonnull(strstr(log, "cannot send metrics"));
	ck_assert_ptr_eq(strchr(log, '\n'), log + strlen(log) - 1);
	statsd_close(&statsd);
	statsd_open(&statsd, &options);
	ck_assert_int_eq(
	    bind(server, (const struct sockaddr *)&name, sizeof(name)), 0);
	statsd_send(&statsd, &options, &status);
	while ((size = recv(server, bytes, sizeof(bytes), 0)) > 0) {
		ck_assert_int_le(size, 1432);
		ck_assert_int_eq(
		    memcmp(bytes, options.prefix, strlen(options.prefix)), 0);
		total += (size_t)size + 1;
	}
	ck_assert_uint_gt(total, 1500);
	ck_assert(!statsd_is_due(&statsd, &options, statsd.sent + 9999));
	ck_assert(statsd_is_due(&statsd, &options, statsd.sent + 10000));
	close(server);
	status_clear(&status);
	end(board);
}
END_TEST

int
main(void)
{
	const TTest *tests[] = {
		counters_are_what_they_grew_by,
		tags_and_a_prefix_are_options,
		addresses_are_checked,
		datagrams_have_whole_lines,
		NULL,
	};

	return unit_run("serve/statsd", tests);
}
