/*
 * Descriptors that go to a worker, and never back.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/worker/log_handover.h"
#include "unit.h"

static int
open_file(const char *name)
{
	int file = open(unit_path(name), O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

	ck_assert_int_ne(file, -1);
	return file;
}

START_TEST(a_worker_gets_the_newest_files)
{
	struct log_files sent = { { -1, -1, -1 } }, got;
	const int before = unit_count_descriptors();
	int ends[2];

	ck_assert_int_eq(log_handover_open(ends), 0);
	ck_assert_int_eq(log_handover_receive(ends[1], &got), 0);
	/* No log is a file. */
	ck_assert_int_eq(log_handover_send(ends[0], &sent), 0);
	ck_assert_int_eq(log_handover_receive(ends[1], &got), 0);
	sent.descriptors[LOG_RELAY_SLOW] = open_file("old");
	ck_assert_int_eq(log_handover_send(ends[0], &sent), 0);
	log_files_close(&sent);
	sent.descriptors[LOG_RELAY_SLOW] = open_file("slow");
	sent.descriptors[LOG_RELAY_ERROR] = open_file("error");
	ck_assert_int_eq(log_handover_send(ends[0], &sent), 0);
	log_files_close(&sent);
	ck_assert_int_eq(log_handover_receive(ends[1], &got), 1);
	ck_assert_int_eq(got.descriptors[LOG_RELAY_ACCESS], -1);
	ck_assert_int_eq(
	    fcntl(got.descriptors[LOG_RELAY_SLOW], F_GETFD), FD_CLOEXEC);
	ck_assert_int_eq(write(got.descriptors[LOG_RELAY_SLOW], "s", 1), 1);
	ck_assert_int_eq(write(got.descriptors[LOG_RELAY_ERROR], "ee", 2), 2);
	log_files_close(&got);
	close(ends[0]);
	close(ends[1]);
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

START_TEST(a_worker_that_receives_nothing_does_not_block_the_master)
{
	struct log_files sent = { { -1, -1, -1 } };
	int ends[2], i, result = 0;

	ck_assert_int_eq(log_handover_open(ends), 0);
	sent.descriptors[LOG_RELAY_ERROR] = open_file("error");
	for (i = 0; i < 100000 && result == 0; i++)
		result = log_handover_send(ends[0], &sent);
	ck_assert_int_eq(result, -1);
	close(ends[1]);
	ck_assert_int_eq(log_handover_send(ends[0], &sent), -1);
	log_files_close(&sent);
	close(ends[0]);
}
END_TEST

/* As when peers hold connections while logs are rotated. */
START_TEST(files_wait_for_a_worker_without_free_descriptors)
{
	struct log_files sent = { { -1, -1, -1 } }, got;
	const int before = unit_count_descriptors();
	struct rlimit limit, low;
	int ends[2], filled[2];

	ck_assert_int_eq(log_handover_open(ends), 0);
	sent.descriptors[LOG_RELAY_SLOW] = open_file("slow");
	sent.descriptors[LOG_RELAY_ERROR] = open_file("error");
	ck_assert_int_eq(log_handover_send(ends[0], &sent), 0);
	log_files_close(&sent);
	/* There is a number left for one of the two. */
	filled[0] = open_file("x");
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	low = limit;
	low.rlim_cur = (rlim_t)filled[0] + 2;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &low), 0);
	ck_assert_int_eq(log_handover_receive(ends[1], &got), -1);
	filled[1] = open_file("y");
	ck_assert_int_eq(log_handover_receive(ends[1], &got), -1);
	close(filled[0]);
	close(filled[1]);
	ck_assert_int_eq(log_handover_receive(ends[1], &got), 1);
	ck_assert_int_eq(write(got.descriptors[LOG_RELAY_ERROR], "ee", 2), 2);
	log_files_close(&got);
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	close(ends[0]);
	close(ends[1]);
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

START_TEST(a_worker_cannot_send_anything_to_the_master)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char byte = 'x';
	struct iovec part = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	const int given = STDERR_FILENO;
	int ends[2];

	ck_assert_int_eq(log_handover_open(ends), 0);
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &given, sizeof(given));
	ck_assert_int_eq(sendmsg(ends[1], &message, MSG_NOSIGNAL), -1);
	ck_assert_int_eq(errno, EPIPE);
	ck_assert_int_eq(send(ends[1], "x", 1, MSG_NOSIGNAL), -1);
	close(ends[0]);
	close(ends[1]);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		a_worker_gets_the_newest_files,
		a_worker_that_receives_nothing_does_not_block_the_master,
		files_wait_for_a_worker_without_free_descriptors,
		a_worker_cannot_send_anything_to_the_master,
		NULL,
	};

	return unit_run("serve/log_handover", tests);
}
