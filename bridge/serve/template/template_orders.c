/*
 * Messages are packets of a pair of sockets, so each arrives whole.  Every
 * process that is forked from the template has its end for a moment.
 */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/template/template_orders.h"

/* Room for the descriptors of one order, aligned for their header. */
union descriptors {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int) * TEMPLATE_DESCRIPTORS)];
};

/* And for the sender of a report; the kernel closes what does not fit. */
union sender {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(struct ucred))];
};

/* A report as it is sent. */
struct packet {
	unsigned slot;
	unsigned has_failed;
};

int
template_orders_open(int ends[2])
{
	const int on = 1;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) == -1)
		return -1;
	if (setsockopt(ends[0], SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) == 0)
		return 0;
	close(ends[0]);
	close(ends[1]);
	return -1;
}

int
template_orders_send(int end, const struct template_order *order)
{
	union descriptors control = { 0 };
	struct iovec part = {
		.iov_base = (void *)&order->slot,
		.iov_len = sizeof(order->slot),
	};
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(order->descriptors));
	memcpy(CMSG_DATA(&control.header), order->descriptors,
	    sizeof(order->descriptors));
	return sendmsg(end, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == -1 ? -1
									 : 0;
}

/* Take what has come with MESSAGE.  Returns how many there were. */
static size_t
take_descriptors(struct msghdr *message, struct template_order *order)
{
	const struct cmsghdr *header = CMSG_FIRSTHDR(message);
	size_t count, i;

	for (i = 0; i < TEMPLATE_DESCRIPTORS; i++)
		order->descriptors[i] = -1;
	if (header == NULL || header->cmsg_type != SCM_RIGHTS)
		return 0;
	count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
	memcpy(order->descriptors, CMSG_DATA(header), count * sizeof(int));
	return count;
}

int
template_orders_receive(int end, struct template_order *order)
{
	union descriptors control;
	struct iovec part = {
		.iov_base = &order->slot,
		.iov_len = sizeof(order->slot),
	};
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	ssize_t size;

	order->slot = UINT_MAX;
	do
		size = recvmsg(end, &message, MSG_CMSG_CLOEXEC);
	while (size == -1 && errno == EINTR);
	if (size <= 0)
		return (int)size;
	if (take_descriptors(&message, order) == TEMPLATE_DESCRIPTORS &&
	    size == sizeof(order->slot))
		return 1;
	template_order_close(order);
	errno = EMFILE;
	return -1;
}

void
template_order_close(struct template_order *order)
{
	size_t i;

	for (i = 0; i < TEMPLATE_DESCRIPTORS; i++) {
		if (order->descriptors[i] != -1)
			close(order->descriptors[i]);
		order->descriptors[i] = -1;
	}
}

int
template_report_send(int end, unsigned slot, bool has_failed)
{
	const struct packet packet = { slot, has_failed };

	return send(end, &packet, sizeof(packet), MSG_NOSIGNAL) ==
		sizeof(packet)
	    ? 0
	    : -1;
}

int
template_report_receive(int end, struct template_report *report)
{
	struct packet packet = { UINT_MAX, 0 };
	struct iovec part = { .iov_base = &packet, .iov_len = sizeof(packet) };
	struct ucred sender = { .pid = 0 };
	const struct cmsghdr *header;
	union sender control;
	struct msghdr message;
	ssize_t size;

	do {
		message = (struct msghdr){ .msg_iov = &part,
			.msg_iovlen = 1,
			.msg_control = control.bytes,
			.msg_controllen = sizeof(control.bytes) };
		size = recvmsg(end, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
	} while (size == -1 && errno == EINTR);
	if (size <= 0)
		return 0;
	header = CMSG_FIRSTHDR(&message);
	if (header != NULL && header->cmsg_level == SOL_SOCKET &&
	    header->cmsg_type == SCM_CREDENTIALS &&
	    header->cmsg_len == CMSG_LEN(sizeof(sender)))
		memcpy(&sender, CMSG_DATA(header), sizeof(sender));
	*report = (struct template_report){
		.slot = size == sizeof(packet) ? packet.slot : UINT_MAX,
		.has_failed = packet.has_failed != 0,
		.process = sender.pid,
	};
	return 1;
}
