/*
 * The accept queues of listening sockets, as the kernel reports them.
 */
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "serve/admin/listen_queue.h"
#include "serve/socket/activation.h"

/* For a listening socket these two fields are its queue and its limit. */
static bool
read_tcp(int descriptor, int64_t *waiting, int64_t *most)
{
	struct tcp_info information;
	socklen_t length = sizeof(information);

	if (getsockopt(
		descriptor, IPPROTO_TCP, TCP_INFO, &information, &length) == -1)
		return false;
	*waiting = information.tcpi_unacked;
	*most = information.tcpi_sacked;
	return true;
}

/* Query the queue of the unix socket INODE; *LENGTH is that of REPLY. */
static bool
query_kernel(ino_t inode, char *reply, size_t size, size_t *length)
{
	struct {
		struct nlmsghdr header;
		struct unix_diag_req body;
	} request = {
		.header = {
			.nlmsg_len = sizeof(request),
			.nlmsg_type = SOCK_DIAG_BY_FAMILY,
			.nlmsg_flags = NLM_F_REQUEST,
		},
		.body = {
			.sdiag_family = AF_UNIX,
			.udiag_ino = (uint32_t)inode,
			.udiag_show = UDIAG_SHOW_RQLEN,
			/* INET_DIAG_NOCOOKIE: any */
			.udiag_cookie = { ~0u, ~0u },
		},
	};
	const int given = activation_diagnostics();
	const int netlink = given != -1
	    ? given
	    : socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_SOCK_DIAG);
	ssize_t count = -1;

	if (netlink == -1)
		return false;
	/* The kernel has answered when send returns. */
	if (send(netlink, &request, sizeof(request), 0) ==
	    (ssize_t)sizeof(request))
		count = recv(netlink, reply, size, MSG_DONTWAIT);
	if (netlink != given)
		close(netlink);
	*length = count > 0 ? (size_t)count : 0;
	return count > 0;
}

/* Find the attribute UNIX_DIAG_RQLEN in REPLY. */
static bool
find_queue(const char *reply, size_t length, struct unix_diag_rqlen *queue)
{
	size_t at = NLMSG_SPACE(sizeof(struct unix_diag_msg));
	struct nlmsghdr header;
	struct rtattr attribute;

	if (length < at)
		return false;
	memcpy(&header, reply, sizeof(header));
	if (header.nlmsg_type != SOCK_DIAG_BY_FAMILY)
		return false;
	while (length - at >= sizeof(attribute)) {
		memcpy(&attribute, reply + at, sizeof(attribute));
		if (attribute.rta_len < sizeof(attribute) ||
		    attribute.rta_len > length - at)
			return false;
		if (attribute.rta_type == UNIX_DIAG_RQLEN &&
		    attribute.rta_len >= RTA_LENGTH(sizeof(*queue))) {
			memcpy(
			    queue, reply + at + RTA_LENGTH(0), sizeof(*queue));
			return true;
		}
		at += RTA_ALIGN(attribute.rta_len);
		if (at > length)
			return false;
	}
	return false;
}

static bool
read_unix(int descriptor, int64_t *waiting, int64_t *most)
{
	struct unix_diag_rqlen queue;
	struct stat status;
	char reply[1024];
	size_t length;

	if (fstat(descriptor, &status) == -1 ||
	    !query_kernel(status.st_ino, reply, sizeof(reply), &length) ||
	    !find_queue(reply, length, &queue))
		return false;
	*waiting = queue.udiag_rqueue;
	*most = queue.udiag_wqueue;
	return true;
}

void
listen_queue_read(int descriptor, int64_t *waiting, int64_t *most)
{
	int family = 0;
	socklen_t length = sizeof(family);
	bool known = false;

	getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &family, &length);
	if (family == AF_INET || family == AF_INET6)
		known = read_tcp(descriptor, waiting, most);
	else if (family == AF_UNIX)
		known = read_unix(descriptor, waiting, most);
	if (!known)
		*waiting = *most = -1;
}
