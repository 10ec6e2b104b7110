/*
 * Targets of logs: files that are renamed, pipes, the sockets of daemons.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log/log.h"
#include "base/log/log_losses.h"
#include "unit.h"

static struct gantry_error error;
static struct log_target target;
static char text[512]; /* of a target, whose path it is */

static void
open_target(const char *prefix, const char *name)
{
	snprintf(text, sizeof(text), "%s%s", prefix, unit_path(name));
	ck_assert_msg(
	    log_target_open(&target, text, LOG_RELAY_SLOW, &error) == 0, "%s",
	    error.text);
}

static void
write_text(const char *lines)
{
	log_target_write(&target, LOG_LEVEL_INFO, lines, strlen(lines));
}

static const char *
content(const char *name)
{
	static char bytes[1000];
	FILE *file = fopen(unit_path(name), "r");

	ck_assert_ptr_nonnull(file);
	bytes[fread(bytes, 1, sizeof(bytes) - 1, file)] = '\0';
	fclose(file);
	return bytes;
}

START_TEST(an_invalid_log_target_is_an_error)
{
	static const char *const bad[] = { "", "stdout", "log", "./log",
		"syslogd", "syslog:", "syslog:log", "journal:x", "journald" };
	static const char *const good[] = { "stderr", "/x", "syslog", "journal",
		"syslog:/x", "journal:/x" };
	char longest[200];
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		ck_assert_int_eq(log_target_check(bad[i], &error), -1);
		ck_assert_int_eq(error.code, GANTRY_ERROR_INPUT);
		ck_assert_int_eq(
		    log_target_open(&target, bad[i], LOG_RELAY_ERROR, &error),
		    -1);
	}
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		ck_assert_int_eq(log_target_check(good[i], &error), 0);
	/* A socket's path has 107 bytes at most. */
	snprintf(longest, sizeof(longest), "syslog:/%0106d", 0);
	ck_assert_int_eq(log_target_check(longest, &error), 0);
	snprintf(longest, sizeof(longest), "syslog:/%0107d", 0);
	ck_assert_int_eq(log_target_check(longest, &error), -1);
}
END_TEST

START_TEST(a_log_file_is_appended_to_and_private)
{
	struct stat status;

	umask(0);
	open_target("", "x.log");
	write_text("a\n");
	ck_assert_int_eq(stat(unit_path("x.log"), &status), 0);
	ck_assert_int_eq(status.st_mode & 07777, 0640);
	unit_write_text(unit_path("x.log"), "");
	write_text("b\nc\n");
	log_target_close(&target);
	log_target_close(&target);
	open_target("", "x.log");
	write_text("d\n");
	log_target_close(&target);
	ck_assert_str_eq(content("x.log"), "b\nc\nd\n");
}
END_TEST

START_TEST(a_file_that_was_renamed_is_reopened)
{
	int descriptor;

	open_target("", "x.log");
	descriptor = target.descriptor;
	write_text("a\n");
	ck_assert_int_eq(rename(unit_path("x.log"), unit_path("x.log.1")), 0);
	write_text("b\n");
	ck_assert_int_eq(log_target_reopen(&target, &error), 0);
	write_text("c\n");
	ck_assert_int_eq(target.descriptor, descriptor);
	ck_assert_int_eq(fcntl(descriptor, F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(rename(unit_path("x.log"), unit_path("x.log.2")), 0);
	log_target_close(&target);
	ck_assert_str_eq(content("x.log.1"), "a\nb\n");
	ck_assert_str_eq(content("x.log.2"), "c\n");
}
END_TEST

START_TEST(a_file_that_cannot_be_reopened_is_kept)
{
	open_target("", "x.log");
	ck_assert_int_eq(rename(unit_path("x.log"), unit_path("y.log")), 0);
	ck_assert_int_eq(mkdir(unit_path("x.log"), 0700), 0);
	ck_assert_int_eq(log_target_reopen(&target, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, unit_path("x.log")));
	write_text("a\n");
	log_target_close(&target);
	ck_assert_str_eq(content("y.log"), "a\n");
	ck_assert_int_eq(log_target_open(&target, unit_path("x.log"),
			     LOG_RELAY_SLOW, &error),
	    -1);
}
END_TEST

/* Each write to such a pipe is read by itself. */
START_TEST(a_pipe_gets_whole_lines_in_atomic_writes)
{
	static char lines[10000], piece[PIPE_BUF + 1];
	size_t total = 0;
	ssize_t count;
	int ends[2], pieces = 0;

	ck_assert_int_eq(pipe2(ends, O_DIRECT), 0);
	target = (struct log_target){
		.kind = LOG_TARGET_FILE,
		.descriptor = ends[1],
		.line_max = PIPE_BUF,
	};
	memset(lines, 'x', sizeof(lines));
	for (total = 99; total < sizeof(lines); total += 100)
		lines[total] = '\n';
	log_target_write(&target, LOG_LEVEL_INFO, lines, sizeof(lines));
	log_target_close(&target);
	total = 0;
	while ((count = read(ends[0], piece, sizeof(piece))) > 0) {
		ck_assert_int_le(count, PIPE_BUF);
		ck_assert_int_eq(piece[count - 1], '\n');
		total += (size_t)count;
		pieces++;
	}
	close(ends[0]);
	ck_assert_uint_eq(total, sizeof(lines));
	ck_assert_int_eq(pieces, 3);
}
END_TEST

/* A daemon's socket. */
static int
listen_at(const char *name)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);

	ck_assert_int_ne(listener, -1);
	snprintf(
	    address.sun_path, sizeof(address.sun_path), "%s", unit_path(name));
	ck_assert_int_eq(
	    bind(listener, (struct sockaddr *)&address, sizeof(address)), 0);
	return listener;
}

static const char *
received(int listener)
{
	static char frame[10000];
	ssize_t count = recv(listener, frame, sizeof(frame) - 1, 0);

	frame[count > 0 ? count : 0] = '\0';
	return frame;
}

START_TEST(syslog_gets_each_line_as_a_message)
{
	static char longest[9000];
	char process[64];
	int listener = listen_at("log");
	const char *frame;

	open_target("syslog:", "log");
	ck_assert(log_target_is_daemon(&target));
	write_text("the first\nthe second\n");
	frame = received(listener);
	/* The facility 3, the severity 6, a time of 15 characters. */
	ck_assert_mem_eq(frame, "<30>", 4);
	snprintf(process, sizeof(process), " gantry[%ld]: the first",
	    (long)getpid());
	ck_assert_str_eq(frame + 4 + 15, process);
	ck_assert_ptr_nonnull(strstr(received(listener), ": the second"));
	log_target_write(&target, LOG_LEVEL_ERROR, "bad\n", 4);
	ck_assert_mem_eq(received(listener), "<27>", 4);
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\n';
	log_target_write(&target, LOG_LEVEL_INFO, longest, sizeof(longest));
	ck_assert_uint_gt(strlen(received(listener)), 8000);
	ck_assert_str_eq(received(listener), "");
	log_target_close(&target);
	close(listener);
}
END_TEST

START_TEST(the_journal_gets_fields)
{
	int listener = listen_at("journal");
	char expected[200];

	open_target("journal:", "journal");
	log_target_write(&target, LOG_LEVEL_WARNING, "a=b\n", 4);
	snprintf(expected, sizeof(expected),
	    "PRIORITY=4\nSYSLOG_FACILITY=3\nSYSLOG_IDENTIFIER=gantry\n"
	    "SYSLOG_PID=%ld\nMESSAGE=a=b\n",
	    (long)getpid());
	ck_assert_str_eq(received(listener), expected);
	/* A restarted daemon is found. */
	close(listener);
	unlink(unit_path("journal"));
	write_text("lost\n");
	listener = listen_at("journal");
	write_text("found\n");
	ck_assert_ptr_nonnull(strstr(received(listener), "MESSAGE=found\n"));
	ck_assert_int_eq(log_target_reopen(&target, &error), 0);
	log_target_close(&target);
	close(listener);
}
END_TEST

START_TEST(a_line_of_another_process_is_cleaned)
{
	static const char line[] =
	    "a\nPRIORITY=0\x1b[2J\0b\xc2\x85\x7f\xc3\xa9";
	int listener = listen_at("journal");

	open_target("journal:", "journal");
	ck_assert_int_eq(log_target_write_for(&target, LOG_LEVEL_INFO, 4711,
			     line, sizeof(line) - 1),
	    0);
	ck_assert_str_eq(received(listener),
	    "PRIORITY=6\nSYSLOG_FACILITY=3\nSYSLOG_IDENTIFIER=gantry\n"
	    "SYSLOG_PID=4711\nMESSAGE=a?PRIORITY=0?[2J?b???\xc3\xa9\n");
	log_target_close(&target);
	close(listener);
}
END_TEST

START_TEST(a_line_of_another_process_never_waits)
{
	int listener = listen_at("log");
	int64_t begun = clock_milliseconds();
	int i, lost = 0;

	open_target("syslog:", "log");
	for (i = 0; i < 2000; i++)
		lost += log_target_write_for(
			    &target, LOG_LEVEL_INFO, 1, "x", 1) == -1;
	ck_assert_int_gt(lost, 0);
	ck_assert_int_lt(lost, 2000);
	/* Each wait would take a tenth of a second. */
	ck_assert_int_lt(clock_milliseconds() - begun, lost * 50);
	log_target_close(&target);
	close(listener);
}
END_TEST

/* The packet that is read next; its text, without the first two bytes. */
static const char *
packet(int relay, char head[2])
{
	static char bytes[LOG_RELAY_PACKET_MAX + 1];
	ssize_t size = read(relay, bytes, sizeof(bytes) - 1);

	ck_assert_int_gt(size, 2);
	memcpy(head, bytes, 2);
	bytes[size] = '\0';
	return bytes + 2;
}

START_TEST(a_relay_takes_the_place_of_a_daemon)
{
	static char longest[9000];
	int listener = listen_at("log"), ends[2], daemon;
	const char *sent;
	char head[2];

	ck_assert_int_eq(log_relay_open(ends), 0);
	open_target("syslog:", "log");
	daemon = target.descriptor;
	log_target_relay(&target, ends[1]);
	ck_assert_int_eq(fcntl(daemon, F_GETFD), -1);
	ck_assert(log_target_is_daemon(&target));
	log_target_write(&target, LOG_LEVEL_WARNING, "one\ntwo\n", 8);
	ck_assert_str_eq(packet(ends[0], head), "one\ntwo\n");
	ck_assert_int_eq(head[0], LOG_RELAY_SLOW);
	ck_assert_int_eq(head[1], LOG_LEVEL_WARNING);
	ck_assert_str_eq(received(listener), "");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\n';
	log_target_write(&target, LOG_LEVEL_INFO, longest, sizeof(longest));
	sent = packet(ends[0], head);
	ck_assert_uint_eq(strlen(sent), LOG_RELAY_LINES_MAX);
	ck_assert_int_eq(sent[LOG_RELAY_LINES_MAX - 1], '\n');
	/* The relay is the caller's. */
	log_target_close(&target);
	ck_assert_int_ne(fcntl(ends[1], F_GETFD), -1);
	close(ends[0]);
	close(ends[1]);
	close(listener);
}
END_TEST

START_TEST(a_full_relay_loses_lines_and_counts_them)
{
	int listener = listen_at("log"), ends[2], i;
	unsigned written = 0;
	char head[2];

	ck_assert_int_eq(log_relay_open(ends), 0);
	open_target("syslog:", "log");
	log_target_relay(&target, ends[1]);
	while (log_losses_take(LOG_RELAY_SLOW) == 0) {
		log_target_write(&target, LOG_LEVEL_ERROR, "a\nb\n", 4);
		written++;
	}
	/* The last call lost both of its lines. */
	log_target_write(&target, LOG_LEVEL_ERROR, "a\nb\n", 4);
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_SLOW), 2);
	for (i = 1; i < (int)written; i++)
		ck_assert_str_eq(packet(ends[0], head), "a\nb\n");
	log_target_write(&target, LOG_LEVEL_ERROR, "later\n", 6);
	ck_assert_str_eq(packet(ends[0], head), "later\n");
	ck_assert_uint_eq(log_losses_take(LOG_RELAY_SLOW), 0);
	close(ends[0]);
	close(ends[1]);
	close(listener);
}
END_TEST

START_TEST(a_malformed_packet_has_no_lines)
{
	static const char *const bad[] = { "", "w", "\0\0", "\3\0x", "\0\4x",
		"\377\0x", "\0\377x" };
	static const size_t sizes[] = { 0, 1, 2, 3, 3, 3, 3 };
	struct log_relay_packet found;
	size_t i;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		ck_assert(!log_relay_parse(bad[i], sizes[i], &found));
	ck_assert(log_relay_parse("\2\3x", 3, &found));
	ck_assert_int_eq(found.log, LOG_RELAY_SLOW);
	ck_assert_int_eq(found.level, LOG_LEVEL_DEBUG);
	ck_assert_uint_eq(found.length, 1);
}
END_TEST

START_TEST(a_missing_daemon_is_an_error)
{
	snprintf(text, sizeof(text), "syslog:%s", unit_path("log"));
	ck_assert_int_eq(
	    log_target_open(&target, text, LOG_RELAY_SLOW, &error), -1);
	ck_assert_ptr_nonnull(strstr(error.text, unit_path("log")));
	ck_assert_ptr_nonnull(strstr(error.text, strerror(ENOENT)));
	ck_assert_int_eq(target.descriptor, -1);
}
END_TEST

START_TEST(a_daemon_that_hangs_does_not_block_the_log)
{
	static char lines[20000];
	int listener = listen_at("log");
	int64_t begun = clock_milliseconds();
	size_t i;

	open_target("syslog:", "log");
	/* More than any daemon's queue holds. */
	for (i = 0; i < sizeof(lines); i++)
		lines[i] = i % 2 == 0 ? 'x' : '\n';
	log_target_write(&target, LOG_LEVEL_INFO, lines, sizeof(lines));
	ck_assert_int_lt(clock_milliseconds() - begun, 5000);
	log_target_close(&target);
	close(listener);
}
END_TEST

START_TEST(the_error_log_can_be_opened_elsewhere)
{
	unit_capture();
	ck_assert_int_eq(log_open("/nonexistent/x", &error), -1);
	log_error("here");
	ck_assert_ptr_nonnull(strstr(unit_captured(), "error: here\n"));
	snprintf(text, sizeof(text), "%s", unit_path("x.log"));
	ck_assert_int_eq(log_open(text, &error), 0);
	log_warning("a\nb");
	ck_assert_int_eq(rename(unit_path("x.log"), unit_path("y.log")), 0);
	log_reopen();
	log_info("c");
	ck_assert_ptr_nonnull(strstr(content("y.log"), "warning: a\\x0ab\n"));
	ck_assert_ptr_nonnull(strstr(content("x.log"), "info: c\n"));
	ck_assert_ptr_null(strstr(content("x.log"), "warning"));
	ck_assert_int_eq(log_open("stderr", NULL), 0);
	unit_capture();
	log_error("back");
	ck_assert_ptr_nonnull(strstr(unit_captured(), "error: back\n"));
}
END_TEST

START_TEST(a_daemon_gets_only_the_text_of_the_error_log)
{
	int listener = listen_at("journal");

	snprintf(text, sizeof(text), "journal:%s", unit_path("journal"));
	ck_assert_int_eq(log_open(text, &error), 0);
	log_error("%d bottles", 9);
	ck_assert_ptr_nonnull(
	    strstr(received(listener), "MESSAGE=9 bottles\n"));
	ck_assert_int_eq(log_open("stderr", NULL), 0);
	close(listener);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_invalid_log_target_is_an_error,
		a_log_file_is_appended_to_and_private,
		a_file_that_was_renamed_is_reopened,
		a_file_that_cannot_be_reopened_is_kept,
		a_pipe_gets_whole_lines_in_atomic_writes,
		syslog_gets_each_line_as_a_message,
		the_journal_gets_fields,
		a_line_of_another_process_is_cleaned,
		a_line_of_another_process_never_waits,
		a_relay_takes_the_place_of_a_daemon,
		a_full_relay_loses_lines_and_counts_them,
		a_malformed_packet_has_no_lines,
		a_missing_daemon_is_an_error,
		a_daemon_that_hangs_does_not_block_the_log,
		the_error_log_can_be_opened_elsewhere,
		a_daemon_gets_only_the_text_of_the_error_log,
		NULL,
	};

	return unit_run("base/log_target", tests);
}
