/*
 * A message is one byte and one descriptor.  The receiver may not trust the
 * sender: its buffer has room for one descriptor, and the kernel closes others.
 * A descriptor that does not fit the table of this process would be lost with
 * its message, so the receiver looks first.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/worker/connection_transfer.h"

#define NEW  'n'
#define KEPT 'k'

/* Room for one descriptor, aligned for its header. */
union control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int))];
};

int
connection_transfer_open(int ends[2])
{
	return socketpair(
	    AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends);
}

int
connection_transfer_send(int end, const struct transferred *connection)
{
	union control control = { 0 };
	char byte = connection->is_kept ? KEPT : NEW;
	struct iovec part = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };

	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &connection->descriptor,
	    sizeof(connection->descriptor));
	return sendmsg(end, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == -1 ? -1
									 : 0;
}

enum transfer_result
connection_transfer_receive(int end, struct transferred *connection)
{
	union control control;
	char byte = NEW;
	struct iovec part = { .iov_base = &byte, .iov_len = 1 };
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		/* CMSG_SPACE would leave room for two. */
		.msg_controllen = CMSG_LEN(sizeof(int)) };
	const struct cmsghdr *header;
	ssize_t count;

	do
		count = recvmsg(
		    end, &message, MSG_PEEK | MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	while (count == -1 && errno == EINTR);
	if (count == -1)
		return errno == EAGAIN ? TRANSFER_EMPTY : TRANSFER_ENDED;
	header = CMSG_FIRSTHDR(&message);
	if (header == NULL && (message.msg_flags & MSG_CTRUNC) != 0)
		return TRANSFER_EMPTY;
	if (header == NULL && count == 0)
		return TRANSFER_ENDED;
	recv(end, &byte, 1, MSG_DONTWAIT);
	if (header == NULL || header->cmsg_level != SOL_SOCKET ||
	    header->cmsg_type != SCM_RIGHTS ||
	    header->cmsg_len != CMSG_LEN(sizeof(int)))
		return TRANSFER_INVALID;
	connection->is_kept = byte == KEPT;
	memcpy(&connection->descriptor, CMSG_DATA(header),
	    sizeof(connection->descriptor));
	return TRANSFER_RECEIVED;
}

void
connection_transfer_finish(int end)
{
	shutdown(end, SHUT_RD);
}
