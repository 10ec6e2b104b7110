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

/* The descriptors of MESSAGE that this process could take. */
static size_t
count_taken(struct msghdr *message)
{
	const struct cmsghdr *header = CMSG_FIRSTHDR(message);

	if (header == NULL || header->cmsg_type != SCM_RIGHTS)
		return 0;
	return (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
}

/*
 * Receive one message; 0: there is none.  What does not fit the table of
 * descriptors is lost with its message, so this looks first, and leaves a
 * message that does not fit: -1.
 */
static int
receive(int end, struct log_files *files)
{
	union control control;
	char logs[LOG_RELAY_LOGS];
	struct iovec part = { .iov_base = logs, .iov_len = sizeof(logs) };
	struct msghdr message = { .msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = control.bytes,
		.msg_controllen = sizeof(control.bytes) };
	ssize_t count =
	    recvmsg(end, &message, MSG_PEEK | MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	size_t taken, i;

	if (count <= 0)
		return 0;
	taken = count_taken(&message);
	for (i = 0; i < taken; i++)
		memcpy(&files->descriptors[(unsigned char)logs[i]],
		    CMSG_DATA(CMSG_FIRSTHDR(&message)) + i * sizeof(int),
		    sizeof(int));
	if (taken < (size_t)count) {
		log_files_close(files);
		return -1;
	}
	recv(end, logs, sizeof(logs), MSG_DONTWAIT);
	return 1;
}

int
log_handover_receive(int end, struct log_files *files)
{
	const struct log_files none = { { -1, -1, -1 } };
	struct log_files newer = none;
	int result, found = 0;

	*files = none;
	while ((result = receive(end, &newer)) == 1) {
		log_files_close(files);
		*files = newer;
		newer = none;
		found = 1;
	}
	return found == 1 ? 1 : result;
}
