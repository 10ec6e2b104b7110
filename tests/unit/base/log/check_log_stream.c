/*
 * Writing to what is not read: a pipe, a terminal, a socket.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/log/log_stream.h"
#include "unit.h"

#define LINE "a line of the log\n"

static struct log_stream *stream;
static int reader, writer;
static unsigned lost;

static void
begin_pipe(int size)
{
	int ends[2];

	ck_assert_int_eq(pipe2(ends, O_CLOEXEC), 0);
	reader = ends[0];
	writer = ends[1];
	fcntl(writer, F_SETPIPE_SZ, size);
	ck_assert(log_stream_may_wait(writer));
	stream = log_stream_new(writer, false);
	ck_assert_ptr_nonnull(stream);
}

static void
end(void)
{
	log_stream_free(stream);
	close(writer);
	if (reader != -1)
		close(reader);
}

static int
put(bool queues)
{
	return log_stream_write(stream, LINE, strlen(LINE), queues);
}

/* Write until nothing is taken.  Returns how many lines were. */
static unsigned
fill(bool queues)
{
	unsigned count = 0;

	while (put(queues) == 0)
		count++;
	ck_assert_int_eq(errno, EAGAIN);
	return count;
}

/* Read and flush until nothing is left.  Returns how many lines there were. */
static unsigned
drain(void)
{
	char bytes[4096];
	unsigned count = 0;
	ssize_t size;
	bool done;

	fcntl(reader, F_SETFL, O_NONBLOCK);
	do {
		done = log_stream_flush(stream, &lost);
		ck_assert_uint_eq(lost, 0);
		while ((size = read(reader, bytes, sizeof(bytes))) > 0)
			while (size-- > 0)
				count += bytes[size] == '\n';
	} while (!done);
	return count;
}

START_TEST(a_file_never_waits)
{
	int file = open(unit_path("x"), O_WRONLY | O_CREAT, 0600);
	int null = open("/dev/null", O_WRONLY);

	ck_assert(!log_stream_may_wait(file));
	ck_assert(!log_stream_may_wait(null));
	ck_assert(!log_stream_may_wait(-1));
	close(file);
	close(null);
}
END_TEST

START_TEST(a_full_pipe_takes_no_line_and_its_flags_stay)
{
	unsigned count;

	begin_pipe(4096);
	count = fill(false);
	ck_assert_uint_eq(count, 4096 / strlen(LINE));
	ck_assert_int_eq(fcntl(writer, F_GETFL) & O_NONBLOCK, 0);
	ck_assert_uint_eq(drain(), count);
	ck_assert_int_eq(put(false), 0);
	end();
}
END_TEST

START_TEST(lines_wait_in_a_queue_with_a_limit)
{
	unsigned count;

	begin_pipe(4096);
	count = fill(true);
	ck_assert_uint_gt(count, 65536 / strlen(LINE));
	ck_assert_uint_lt(count, 2 * 65536 / strlen(LINE));
	ck_assert(!log_stream_flush(stream, &lost));
	/* A line that may not wait does not pass those that do. */
	ck_assert_int_eq(put(false), -1);
	ck_assert_uint_eq(drain(), count);
	end();
}
END_TEST

START_TEST(a_queue_whose_reader_is_gone_is_lost)
{
	unsigned queued;

	signal(SIGPIPE, SIG_IGN);
	begin_pipe(4096);
	queued = fill(true) - 4096 / (unsigned)strlen(LINE);
	close(reader);
	reader = -1;
	ck_assert(log_stream_flush(stream, &lost));
	ck_assert_uint_eq(lost, queued);
	ck_assert_int_eq(put(true), -1);
	ck_assert_int_eq(errno, EPIPE);
	end();
}
END_TEST

START_TEST(a_child_does_not_write_the_queue_of_its_parent)
{
	unsigned count;
	pid_t child;
	int status;

	begin_pipe(4096);
	count = fill(true);
	child = fork();
	if (child == 0)
		_exit(!log_stream_flush(stream, &lost) || lost != 0);
	ck_assert_int_eq(waitpid(child, &status, 0), child);
	ck_assert_int_eq(status, 0);
	ck_assert_uint_eq(drain(), count);
	end();
}
END_TEST

START_TEST(a_socket_and_a_terminal_that_are_not_read_take_no_line)
{
	int ends[2];

	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
	reader = ends[0];
	writer = ends[1];
	stream = log_stream_new(writer, false);
	ck_assert_uint_eq(drain(), 0);
	ck_assert_uint_gt(fill(false), 0);
	end();
	reader = posix_openpt(O_RDWR | O_NOCTTY);
	ck_assert_int_eq(grantpt(reader), 0);
	ck_assert_int_eq(unlockpt(reader), 0);
	writer = open(ptsname(reader), O_WRONLY | O_NOCTTY);
	ck_assert(log_stream_may_wait(writer));
	stream = log_stream_new(writer, false);
	ck_assert_uint_gt(fill(false), 0);
	end();
}
END_TEST

/* What cannot be opened again, as it belongs to another user. */
START_TEST(a_description_that_is_shared_is_asked_first)
{
	const uid_t before = geteuid();
	unsigned count;

	if (before != 0)
		return;
	ck_assert_int_eq(seteuid(65534), 0);
	begin_pipe(4096);
	ck_assert_int_eq(seteuid(before), 0);
	log_stream_free(stream);
	ck_assert_int_eq(fchown(writer, 0, 0), 0);
	ck_assert_int_eq(seteuid(65534), 0);
	stream = log_stream_new(writer, false);
	ck_assert_int_eq(seteuid(before), 0);
	count = fill(false);
	ck_assert_uint_gt(count, 0);
	ck_assert_uint_eq(drain(), count);
	end();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_file_never_waits,
		a_full_pipe_takes_no_line_and_its_flags_stay,
		lines_wait_in_a_queue_with_a_limit,
		a_queue_whose_reader_is_gone_is_lost,
		a_child_does_not_write_the_queue_of_its_parent,
		a_socket_and_a_terminal_that_are_not_read_take_no_line,
		a_description_that_is_shared_is_asked_first,
		NULL,
	};

	return unit_run("base/log_stream", tests);
}
