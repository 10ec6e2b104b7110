/*
 * What the master does with the lines of a worker that may be hostile.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "base/log/log_losses.h"
#include "serve/master/workers/worker_logs.h"
#include "unit.h"

#define WORKER 4711

static int64_t now = 1000000;

int64_t __wrap_clock_milliseconds(void);

int64_t
__wrap_clock_milliseconds(void)
{
	return now;
}

static struct gantry_error error;
static struct access_log access_log;
static struct slow_log slow_log;
static const struct request_observer_options options = {
	.access_log = &access_log,
	.slow_log = &slow_log,
};
static struct worker_logs logs;
static struct worker_ends ends;
static char access_text[300];

/* The socket of the daemon NAME, which the access log goes to. */
static int
begin(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	snprintf(
	    address.sun_path, sizeof(address.sun_path), "%s", unit_path(name));
	ck_assert_int_eq(
	    bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	snprintf(
	    access_text, sizeof(access_text), "syslog:%s", unit_path(name));
	ck_assert_int_eq(log_target_open(&access_log.target, access_text,
			     LOG_RELAY_ACCESS, &error),
	    0);
	slow_log.target = (struct log_target){ .kind = LOG_TARGET_STDERR,
		.descriptor = STDERR_FILENO };
	ck_assert_int_eq(worker_logs_open(&logs, &ends), 0);
	return listener;
}

static void
end(int listener)
{
	worker_logs_close(&logs);
	worker_ends_close(&ends);
	log_target_close(&access_log.target);
	close(listener);
}

/* The worker writes these bytes. */
static void
sends(const char *bytes, size_t size)
{
	ck_assert_int_eq(write(ends.relay, bytes, size), (ssize_t)size);
}

static const char *
received(int listener)
{
	static char frame[10000];
	ssize_t count = recv(listener, frame, sizeof(frame) - 1, 0);

	frame[count > 0 ? count : 0] = '\0';
	return frame;
}

START_TEST(lines_have_the_process_that_the_master_knows)
{
	int listener = begin("log");
	const char *frame;

	sends("\1\2GET /\n<0>root[1]: forged\n", 26);
	ck_assert(!worker_logs_relay(&logs, WORKER, &options));
	frame = received(listener);
	ck_assert_mem_eq(frame, "<30>", 4);
	ck_assert_str_eq(frame + 4 + 15, " gantry[4711]: GET /");
	frame = received(listener);
	ck_assert_str_eq(frame + 4 + 15, " gantry[4711]: <0>root[1]: forged");
	end(listener);
}
END_TEST

START_TEST(lines_of_the_error_log_are_marked_and_cleaned)
{
	int listener = begin("log");
	const char *line;

	sends("\0\0bad\x1b[2J\r\n\nlast without a newline", 34);
	unit_capture();
	worker_logs_relay(&logs, WORKER, &options);
	line = unit_captured();
	ck_assert_ptr_nonnull(strstr(line, "gantry[4711] error: bad?[2J?\n"));
	ck_assert_ptr_nonnull(
	    strstr(line, "gantry[4711] error: last without a newline\n"));
	ck_assert_ptr_null(strchr(line, '\x1b'));
	end(listener);
}
END_TEST

START_TEST(a_log_that_is_not_a_daemon_takes_no_lines)
{
	int listener = begin("log");

	sends("\2\0forged\n", 9);
	unit_capture();
	ck_assert(!worker_logs_relay(&logs, WORKER, &options));
	ck_assert_str_eq(unit_captured(), "");
	ck_assert_str_eq(received(listener), "");
	end(listener);
}
END_TEST

START_TEST(lines_for_a_pipe_are_written_as_they_are)
{
	int listener = begin("log"), pair[2];
	char bytes[100] = "";

	ck_assert_int_eq(pipe(pair), 0);
	slow_log.target = (struct log_target){
		.kind = LOG_TARGET_FILE,
		.descriptor = pair[1],
		.line_max = PIPE_BUF,
		.log = LOG_RELAY_SLOW,
		.stream = log_stream_new(pair[1], false),
	};
	sends("\2\2\n\n", 4);
	sends("\2\2{one\x1b}\n\n{two}", 15);
	ck_assert(!worker_logs_relay(&logs, WORKER, &options));
	ck_assert_int_gt(read(pair[0], bytes, sizeof(bytes) - 1), 0);
	ck_assert_str_eq(bytes, "{one?}\n{two}\n");
	ck_assert(!worker_logs_wait(&logs));
	log_target_close(&slow_log.target);
	close(pair[0]);
	end(listener);
}
END_TEST

START_TEST(what_has_no_head_was_written_to_standard_error)
{
	int listener = begin("log");
	const char *line;

	sends("frame 1\nframe 2\n", 16);
	unit_capture();
	ck_assert(!worker_logs_relay(&logs, WORKER, &options));
	line = unit_captured();
	ck_assert_ptr_nonnull(strstr(line, "gantry[4711] error: frame 1\n"));
	ck_assert_ptr_nonnull(strstr(line, "gantry[4711] error: frame 2\n"));
	end(listener);
}
END_TEST

START_TEST(a_byte_wakes_the_master_and_garbage_does_no_harm)
{
	int listener = begin("log");
	char garbage[LOG_RELAY_PACKET_MAX];
	int i;

	sends("w", 1);
	ck_assert(worker_logs_relay(&logs, WORKER, &options));
	ck_assert(!worker_logs_relay(&logs, WORKER, &options));
	srandom(1);
	log_set_level(LOG_LEVEL_ERROR);
	for (i = 0; i < 2000; i++) {
		size_t size = 1 + (size_t)random() % sizeof(garbage), at;

		for (at = 0; at < size; at++)
			garbage[at] = (char)(at < 2 ? random() % 5 : random());
		sends(garbage, size);
		unit_capture();
		worker_logs_relay(&logs, WORKER, &options);
		while (*received(listener) != '\0')
			worker_logs_relay(&logs, WORKER, &options);
		unit_captured();
	}
	log_set_level(LOG_LEVEL_INFO);
	end(listener);
}
END_TEST

START_TEST(a_flood_is_read_in_turns)
{
	int listener = begin("log"), packets = 0, turns = 0;
	char packet[LOG_RELAY_PACKET_MAX];

	memset(packet, '\n', sizeof(packet));
	packet[0] = LOG_RELAY_ACCESS;
	packet[1] = LOG_LEVEL_INFO;
	while (write(ends.relay, packet, sizeof(packet)) > 0)
		packets++;
	ck_assert_int_eq(errno, EAGAIN);
	/* After a turn there is room for a few packets, not for all. */
	worker_logs_relay(&logs, WORKER, &options);
	for (turns = 0; write(ends.relay, packet, sizeof(packet)) > 0; turns++)
		continue;
	ck_assert_int_gt(turns, 0);
	ck_assert_int_lt(turns, packets / 2);
	end(listener);
}
END_TEST

START_TEST(a_slow_daemon_loses_no_line)
{
	int listener = begin("log"), sent = 0, got = 0;
	const char *frame;
	char packet[64];

	while (got < 2000) {
		for (; sent < 2000; sent++) {
			snprintf(packet, sizeof(packet), "xx%d.\n", sent);
			packet[0] = LOG_RELAY_ACCESS;
			packet[1] = LOG_LEVEL_INFO;
			if (write(ends.relay, packet, strlen(packet + 2) + 2) ==
			    -1)
				break;
		}
		worker_logs_relay(&logs, WORKER, &options);
		frame = received(listener);
		if (*frame == '\0')
			continue;
		snprintf(packet, sizeof(packet), "]: %d.", got++);
		ck_assert_ptr_nonnull(strstr(frame, packet));
	}
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_ACCESS), 0);
	ck_assert(!worker_logs_wait(&logs));
	end(listener);
}
END_TEST

/* Send lines and relay them, until the daemon takes no more. */
static void
fill_daemon(void)
{
	while (!worker_logs_wait(&logs)) {
		sends("\1\2one\ntwo\n", 10);
		worker_logs_relay(&logs, WORKER, &options);
	}
}

START_TEST(lines_that_a_daemon_does_not_take_are_lost_and_counted)
{
	int listener = begin("log");

	fill_daemon();
	now += 99;
	worker_logs_relay(&logs, WORKER, &options);
	ck_assert(worker_logs_wait(&logs));
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_ACCESS), 0);
	now += 1;
	worker_logs_relay(&logs, WORKER, &options);
	ck_assert(!worker_logs_wait(&logs));
	ck_assert_uint_gt(log_losses_take(LOG_RELAY_ACCESS), 0);
	/* Other lines do not wait again. */
	sends("\1\2one\ntwo\n", 10);
	worker_logs_relay(&logs, WORKER, &options);
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_ACCESS), 2);
	ck_assert(log_losses_is_failing(LOG_RELAY_ACCESS));
	/* The daemon reads again. */
	while (*received(listener) != '\0')
		continue;
	sends("\1\2again\n", 8);
	worker_logs_relay(&logs, WORKER, &options);
	ck_assert_ptr_nonnull(strstr(received(listener), ": again"));
	ck_assert(!log_losses_is_failing(LOG_RELAY_ACCESS));
	fill_daemon();
	worker_logs_relay(&logs, WORKER, &options);
	ck_assert(worker_logs_wait(&logs));
	end(listener);
}
END_TEST

START_TEST(the_last_lines_of_a_worker_are_written)
{
	int listener = begin("log"), got = 0;

	fill_daemon();
	sends("\1\2last\n", 7);
	sends("w", 1);
	worker_ends_close(&ends);
	worker_logs_relay(&logs, WORKER, &options);
	ck_assert(!worker_logs_are_done(&logs));
	while (!worker_logs_are_done(&logs)) {
		got += strstr(received(listener), ": last") != NULL;
		worker_logs_relay(&logs, WORKER, &options);
	}
	while (got == 0)
		got += strstr(received(listener), ": last") != NULL;
	ck_assert_int_eq(got, 1);
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_ACCESS), 0);
	worker_logs_close(&logs);
	log_target_close(&access_log.target);
	close(listener);
}
END_TEST

/* A child of the worker may have its end, and never close it. */
START_TEST(an_end_that_stays_open_keeps_nothing)
{
	int listener = begin("log"), turns, got = 0;

	worker_logs_relay(&logs, WORKER, &options);
	ck_assert(worker_logs_are_done(&logs));
	for (turns = 0; turns < 10; turns++)
		sends("\1\2last\n", 7);
	for (turns = 0; turns < 10 && (turns == 0 || got < 10); turns++) {
		worker_logs_relay(&logs, WORKER, &options);
		while (strstr(received(listener), ": last") != NULL)
			got++;
		ck_assert(worker_logs_are_done(&logs) == (got == 10));
	}
	ck_assert_int_eq(got, 10);
	end(listener);
}
END_TEST

START_TEST(files_that_a_worker_does_not_take_are_sent_later)
{
	int listener = begin("log"), i;
	struct log_files got;

	ck_assert_int_eq(log_target_open(&slow_log.target,
			     unit_path("slow.log"), LOG_RELAY_SLOW, &error),
	    0);
	for (i = 0; i < 100000 && !logs.owes_files; i++)
		worker_logs_send_files(&logs, &options);
	ck_assert(logs.owes_files);
	ck_assert_int_eq(log_handover_receive(ends.handover, &got), 1);
	log_files_close(&got);
	worker_logs_check(&logs, &options);
	ck_assert(!logs.owes_files);
	ck_assert_int_eq(log_handover_receive(ends.handover, &got), 1);
	ck_assert_int_ne(got.descriptors[LOG_RELAY_SLOW], -1);
	ck_assert_int_eq(got.descriptors[LOG_RELAY_ACCESS], -1);
	log_files_close(&got);
	log_target_close(&slow_log.target);
	end(listener);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		lines_have_the_process_that_the_master_knows,
		lines_of_the_error_log_are_marked_and_cleaned,
		a_log_that_is_not_a_daemon_takes_no_lines,
		lines_for_a_pipe_are_written_as_they_are,
		what_has_no_head_was_written_to_standard_error,
		a_byte_wakes_the_master_and_garbage_does_no_harm,
		a_flood_is_read_in_turns,
		a_slow_daemon_loses_no_line,
		lines_that_a_daemon_does_not_take_are_lost_and_counted,
		the_last_lines_of_a_worker_are_written,
		an_end_that_stays_open_keeps_nothing,
		files_that_a_worker_does_not_take_are_sent_later,
		NULL,
	};

	return unit_run("serve/worker_logs", tests);
}
