/*
 * Orders from a master to a template, and the reports of new workers.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "serve/template/template_orders.h"
#include "unit.h"

static int ends[2];

static struct template_order
order_of(unsigned slot)
{
	struct template_order order = { .slot = slot };
	size_t i;

	for (i = 0; i < TEMPLATE_DESCRIPTORS; i++) {
		order.descriptors[i] = open("/dev/null", O_RDWR | O_CLOEXEC);
		ck_assert_int_ne(order.descriptors[i], -1);
	}
	return order;
}

START_TEST(an_order_has_its_slot_and_descriptors)
{
	const int before = unit_count_descriptors();
	struct template_order sent = order_of(7), got;
	size_t i;

	ck_assert_int_eq(template_orders_open(ends), 0);
	ck_assert_int_eq(template_orders_send(ends[0], &sent), 0);
	template_order_close(&sent);
	ck_assert_int_eq(template_orders_receive(ends[1], &got), 1);
	ck_assert_uint_eq(got.slot, 7);
	for (i = 0; i < TEMPLATE_DESCRIPTORS; i++)
		ck_assert_int_eq(
		    fcntl(got.descriptors[i], F_GETFD), FD_CLOEXEC);
	template_order_close(&got);
	template_order_close(&got);
	close(ends[0]);
	ck_assert_int_eq(template_orders_receive(ends[1], &got), 0);
	close(ends[1]);
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

START_TEST(an_order_that_does_not_fit_is_refused_with_its_slot)
{
	struct template_order sent = order_of(3), got;
	struct rlimit limit;
	int before;

	ck_assert_int_eq(template_orders_open(ends), 0);
	ck_assert_int_eq(template_orders_send(ends[0], &sent), 0);
	template_order_close(&sent);
	before = unit_count_descriptors();
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = (rlim_t)ends[0] - 2;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_int_eq(template_orders_receive(ends[1], &got), -1);
	limit.rlim_cur = limit.rlim_max;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
	ck_assert_uint_eq(got.slot, 3);
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

START_TEST(the_master_never_waits)
{
	struct template_order sent = order_of(0);
	struct template_report report;
	int count = 0;

	ck_assert_int_eq(template_orders_open(ends), 0);
	ck_assert_int_eq(template_report_receive(ends[0], &report), 0);
	while (count < 1000000 && template_orders_send(ends[0], &sent) == 0)
		count++;
	ck_assert_int_lt(count, 1000000);
	ck_assert_int_gt(count, 4);
}
END_TEST

START_TEST(a_report_names_the_process_that_sent_it)
{
	struct template_report report;
	pid_t process;

	ck_assert_int_eq(template_orders_open(ends), 0);
	process = fork();
	if (process == 0)
		_exit(template_report_send(ends[1], 9, false) == -1);
	ck_assert_int_eq(waitpid(process, NULL, 0), process);
	ck_assert_int_eq(template_report_receive(ends[0], &report), 1);
	ck_assert_uint_eq(report.slot, 9);
	ck_assert(!report.has_failed);
	ck_assert_int_eq(report.process, process);
	ck_assert_int_eq(template_report_send(ends[1], 2, true), 0);
	ck_assert_int_eq(template_report_receive(ends[0], &report), 1);
	ck_assert(report.has_failed);
	ck_assert_int_eq(report.process, getpid());
}
END_TEST

/* With descriptors, and of any length. */
static void
send_anything(size_t length)
{
	union {
		struct cmsghdr header;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	char bytes[64] = { 0 };
	struct iovec part = { bytes, length };
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	*(int *)CMSG_DATA(&control.header) = STDIN_FILENO;
	ck_assert_int_eq(sendmsg(ends[1], &message, 0), (ssize_t)length);
}

START_TEST(what_is_no_report_has_no_slot_and_leaves_no_descriptor)
{
	static const size_t lengths[] = { 1, 4, 7, 9, 64 };
	struct template_report report;
	size_t i;
	int before;

	ck_assert_int_eq(template_orders_open(ends), 0);
	before = unit_count_descriptors();
	for (i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		send_anything(lengths[i]);
		ck_assert_int_eq(template_report_receive(ends[0], &report), 1);
		if (lengths[i] < 8)
			ck_assert_uint_eq(report.slot, UINT_MAX);
		ck_assert_int_eq(report.process, getpid());
	}
	ck_assert_int_eq(unit_count_descriptors(), before);
}
END_TEST

int
main(void)
{
	const TTest *const tests[] = {
		an_order_has_its_slot_and_descriptors,
		an_order_that_does_not_fit_is_refused_with_its_slot,
		the_master_never_waits,
		a_report_names_the_process_that_sent_it,
		what_is_no_report_has_no_slot_and_leaves_no_descriptor,
		NULL,
	};

	return unit_run("serve/template_orders", tests);
}
