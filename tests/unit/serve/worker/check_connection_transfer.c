/*
 * Connections that go from one process to another.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/worker/connection_transfer.h"
#include "unit.h"

static int ends[2];

static void
begin(void)
{
	ck_assert_int_eq(connection_transfer_open(ends), 0);
}

static void
finish(void)
{
	close(ends[0]);
	close(ends[1]);
}

START_TEST(what_was_sent_meanwhile_reaches_the_receiver)
{
	const int before = unit_count_descriptors();
	struct transferred sent = { .is_kept = true }, got;
	int connection[2];
	char bytes[8];

	begin();
	ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, connection), 0);
	sent.descriptor = connection[0];
	ck_assert_int_eq(write(connection[1], "one", 3), 3);
	ck_assert_int_eq(connection_transfer_send(ends[0], &sent), 0);
	close(connection[0]);
	ck_assert_int_eq(write(connection[1], "two", 3), 3);
	ck_assert_int_eq(
	    connection_transfer_receive(ends[1], &got), TRANSFER_RECEIVED);
	ck_assert(got.is_kept);
	ck_assert_int_eq(fcntl(got.descriptor, F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(read(got.descriptor, bytes, sizeof(bytes)), 6);
	ck_assert_mem_eq(bytes, "onetwo", 6);
	close(got.descriptor);
	close(connection[1]);
	finish();
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

START_TEST(a_connection_may_be_new)
{
	struct transferred sent = { STDERR_FILENO, false };
	struct transferred got = { -1, true };

	begin();
	ck_assert_int_eq(
	    connection_transfer_receive(ends[0], &got), TRANSFER_EMPTY);
	ck_assert_int_eq(connection_transfer_send(ends[1], &sent), 0);
	ck_assert_int_eq(
	    connection_transfer_receive(ends[0], &got), TRANSFER_RECEIVED);
	ck_assert(!got.is_kept);
	close(got.descriptor);
	finish();
}
END_TEST

/* Send a message with COUNT descriptors, as a hostile worker could. */
static void
send_many(size_t count)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(8 * sizeof(int))];
	} control = { 0 };
	char bytes[100] = { 0 };
	struct iovec part = { .iov_base = bytes, .iov_len = sizeof(bytes) };
	struct msghdr message = { .msg_iov = &part, .msg_iovlen = 1 };
	const int given = STDERR_FILENO;
	size_t i;

	if (count > 0) {
		message.msg_control = control.bytes;
		message.msg_controllen = CMSG_SPACE(count * sizeof(int));
		control.header.cmsg_level = SOL_SOCKET;
		control.header.cmsg_type = SCM_RIGHTS;
		control.header.cmsg_len = CMSG_LEN(count * sizeof(int));
	}
	for (i = 0; i < count; i++)
		memcpy(CMSG_DATA(&control.header) + i * sizeof(int), &given,
		    sizeof(given));
	ck_assert_int_eq(sendmsg(ends[1], &message, 0), sizeof(bytes));
}

START_TEST(other_messages_leave_nothing_open)
{
	const int before = unit_count_descriptors();
	struct transferred got;
	size_t count;

	begin();
	send_many(0);
	ck_assert_int_eq(
	    connection_transfer_receive(ends[0], &got), TRANSFER_INVALID);
	for (count = 1; count <= 8; count++) {
		send_many(count);
		ck_assert_int_eq(connection_transfer_receive(ends[0], &got),
		    TRANSFER_RECEIVED);
		close(got.descriptor);
		ck_assert_int_eq(unit_count_descriptors(), before + 2);
	}
	ck_assert_int_eq(
	    connection_transfer_receive(ends[0], &got), TRANSFER_EMPTY);
	finish();
}
END_TEST

START_TEST(a_connection_waits_for_a_free_descriptor)
{
	struct transferred sent = { STDERR_FILENO, true }, got;
	struct rlimit before, none;

	begin();
	ck_assert_int_eq(connection_transfer_send(ends[1], &sent), 0);
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = before;
	none.rlim_cur = 0;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &none), 0);
	ck_assert_int_eq(
	    connection_transfer_receive(ends[0], &got), TRANSFER_EMPTY);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &before), 0);
	ck_assert_int_eq(
	    connection_transfer_receive(ends[0], &got), TRANSFER_RECEIVED);
	close(got.descriptor);
	ck_assert_int_eq(
	    connection_transfer_receive(ends[0], &got), TRANSFER_EMPTY);
	finish();
}
END_TEST

START_TEST(the_end_comes_after_what_was_sent)
{
	struct transferred sent = { STDERR_FILENO, true }, got;

	begin();
	ck_assert_int_eq(connection_transfer_send(ends[1], &sent), 0);
	close(ends[1]);
	ck_assert_int_eq(
	    connection_transfer_receive(ends[0], &got), TRANSFER_RECEIVED);
	close(got.descriptor);
	ck_assert_int_eq(
	    connection_transfer_receive(ends[0], &got), TRANSFER_ENDED);
	close(ends[0]);
}
END_TEST

START_TEST(a_receiver_that_finishes_loses_nothing)
{
	struct transferred sent = { STDERR_FILENO, true }, got;

	begin();
	ck_assert_int_eq(connection_transfer_send(ends[0], &sent), 0);
	connection_transfer_finish(ends[1]);
	ck_assert_int_eq(connection_transfer_send(ends[0], &sent), -1);
	ck_assert_int_eq(errno, EPIPE);
	ck_assert_int_eq(
	    connection_transfer_receive(ends[1], &got), TRANSFER_RECEIVED);
	close(got.descriptor);
	/* It can still send. */
	ck_assert_int_eq(connection_transfer_send(ends[1], &sent), 0);
	finish();
}
END_TEST

START_TEST(a_receiver_that_does_nothing_does_not_block_the_sender)
{
	struct transferred sent = { STDERR_FILENO, true };
	int i, result = 0;

	begin();
	for (i = 0; i < 100000 && result == 0; i++)
		result = connection_transfer_send(ends[0], &sent);
	ck_assert_int_eq(result, -1);
	finish();
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		what_was_sent_meanwhile_reaches_the_receiver,
		a_connection_may_be_new,
		other_messages_leave_nothing_open,
		a_connection_waits_for_a_free_descriptor,
		the_end_comes_after_what_was_sent,
		a_receiver_that_finishes_loses_nothing,
		a_receiver_that_does_nothing_does_not_block_the_sender,
		NULL,
	};

	return unit_run("serve/connection_transfer", tests);
}
