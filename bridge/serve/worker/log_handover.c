/*
 * A message has a byte for each descriptor, the number of its log.  All logs
 * are in one message, so that a worker gets all of them or none.
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "serve/worker/log_handover.h"

/* Room for the descriptors of one message, aligned for its header. */
union control {
	struct cmsghdr header;
	char bytes[CMSG_SPACE(sizeof(int) * LOG_RELAY_LOGS)];
};

int
log_handover_open(int ends[2])
{
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK,
		0, ends) == -1)
		return -1;
	/* Whatever the worker does, it can never send descriptors here. */
	if (shutdown(ends[1], SHUT_WR) == 0)
		return 0;
	close(ends[0]);
	close(ends[1]);
	return -1;
}

int
log_handover_send(int end, const struct log_files *files)
{
	union control control = { 0 };
	char logs[LOG_RELAY_LOGS];
	int descriptors[LOG_RELAY_LOGS];
	struct iovec part = { .iov_base = logs };
	struct msghdr message = {
		.msg_iov = &part, .msg_iovlen = 1, .msg_control = control.bytes
	};
	size_t count = 0;
	int i;

	for (i = 0; i < LOG_RELAY_LOGS; i++)
		if (files->descriptors[i] != -1) {
			logs[count] = (char)i;
			descriptors[count++] = files->descriptors[i];
		}
	if (count == 0)
		return 0;
	part.iov_len = count;
	message.msg_controllen = CMSG_SPACE(sizeof(int) * count);
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int) * count);
	memcpy(CMSG_DATA(&control.header), descriptors, sizeof(int) * count);
	return sendmsg(end, &message, MSG_NOSIGNAL) == -1 ? -1 : 0;
}

void
log_files_close(struct log_files *files)
{
	int i;

	for (i = 0; i < LOG_RELAY_LOGS; i++) {
		if (files->descriptors[i] != -1)
			close(files->descriptors[i]);
		files->descriptors[i] = -1;
	}
}

/* Receive one message; false: there is none. */
static bool
receive(int end, struct log_files *files)
{
	union control control;
	char logs[LOG_RELAY_LOGS];
	struct iovec part = { .iov_base = logs, .iov_len = sizeof(logs) };
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	const struct cmsghdr *header;
	ssize_t count = recvmsg(end, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	ssize_t i;

	header = count > 0 ? CMSG_FIRSTHDR(&message) : NULL;
	if (header == NULL || header->cmsg_type != SCM_RIGHTS ||
	    header->cmsg_len != CMSG_LEN(sizeof(int) * (size_t)count))
		return false;
	for (i = 0; i < count; i++)
		memcpy(&files->descriptors[(unsigned char)logs[i]],
		    CMSG_DATA(header) + (size_t)i * sizeof(int), sizeof(int));
	return true;
}

bool
log_handover_receive(int end, struct log_files *files)
{
	const struct log_files none = { { -1, -1, -1 } };
	struct log_files newer = none;
	bool found = false;

	*files = none;
	while (receive(end, &newer)) {
		log_files_close(files);
		*files = newer;
		newer = none;
		found = true;
	}
	return found;
}
