/*
 * A compromised worker: it tries every descriptor that it holds.  The query
 * names the attempt, and the answer is how many descriptors it worked on.
 */
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "applications.h"

#define DESCRIPTORS_MAX 65536

/* The option OPTION of the socket; -1: it is not a socket. */
static int
option(int descriptor, int name)
{
	int value = -1;
	socklen_t length = sizeof(value);

	if (getsockopt(descriptor, SOL_SOCKET, name, &value, &length) == -1)
		return -1;
	return value;
}

/* Send a datagram to the unix socket ADDRESS. */
static bool
try_to_send(int descriptor, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	return sendto(descriptor, "intruder", 8, MSG_NOSIGNAL | MSG_DONTWAIT,
		   (const struct sockaddr *)&address, sizeof(address)) != -1;
}

/* The socket that passes connections to the master. */
static bool
is_transfer(int descriptor)
{
	return option(descriptor, SO_TYPE) == SOCK_SEQPACKET &&
	    option(descriptor - 1, SO_ACCEPTCONN) == 1;
}

/* Send SENT over DESCRIPTOR to the unix socket PATH, or to the other end. */
static bool
pass(int descriptor, int sent, const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
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

	snprintf(address.sun_path, sizeof(address.sun_path), "%s", path);
	if (*path != '\0') {
		message.msg_name = &address;
		message.msg_namelen = sizeof(address);
	}
	control.header.cmsg_level = SOL_SOCKET;
	control.header.cmsg_type = SCM_RIGHTS;
	control.header.cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(&control.header), &sent, sizeof(sent));
	return sendmsg(descriptor, &message, MSG_NOSIGNAL | MSG_DONTWAIT) != -1;
}

static bool
try_to_pass(int descriptor, const char *path)
{
	/* Web servers are trusted with that, and the master checks it. */
	if (option(descriptor, SO_DOMAIN) != AF_UNIX ||
	    option(descriptor, SO_TYPE) == SOCK_STREAM ||
	    is_transfer(descriptor))
		return false;
	return pass(descriptor, descriptor, path);
}

/* Pass the master a listening socket, though this worker does not drain. */
static bool
try_to_give(int descriptor, const char *unused)
{
	(void)unused;
	return is_transfer(descriptor) && pass(descriptor, descriptor - 1, "");
}

static bool
try_to_shut_down(int descriptor, const char *unused)
{
	(void)unused;
	return option(descriptor, SO_ACCEPTCONN) == 1 &&
	    shutdown(descriptor, SHUT_RDWR) == 0;
}

/* Write forged lines and garbage to pipes, as much as they take. */
static bool
try_to_flood(int descriptor, const char *unused)
{
	static const char forged[] =
	    "\0\0<0>root[1]: forged\nPRIORITY=0\x1b[2J\rforged\n";
	struct stat status;
	char garbage[4096];
	bool written = false;
	size_t i;
	int turn;

	(void)unused;
	if (descriptor <= STDERR_FILENO || fstat(descriptor, &status) == -1 ||
	    !S_ISFIFO(status.st_mode))
		return false;
	for (turn = 0; turn < 500; turn++) {
		for (i = 0; i < sizeof(garbage); i++)
			garbage[i] = (char)random();
		garbage[0] = (char)(turn % 3);
		garbage[1] = (char)(turn % 4);
		if (write(descriptor, garbage, sizeof(garbage)) == -1)
			usleep(100);
		if (write(descriptor, forged, sizeof(forged) - 1) != -1)
			written = true;
	}
	return written;
}

static const struct {
	const char *name;
	bool (*attempt)(int descriptor, const char *argument);
} attempts[] = {
	{ "send", try_to_send },
	{ "pass", try_to_pass },
	{ "give", try_to_give },
	{ "shutdown", try_to_shut_down },
	{ "flood", try_to_flood },
};

static int
intrude(struct gantry_environ *environ, gantry_start_response *start_response)
{
	static const struct gantry_header headers[] = {
		{ "Content-Type", "text/plain" },
		{ NULL, NULL },
	};
	const char *query = gantry_environ_get(environ, "QUERY_STRING");
	size_t length = strcspn(query, "="), i;
	const char *argument = query + length + (query[length] == '=');
	int descriptor, worked = 0;
	char answer[32];

	for (i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		if (strlen(attempts[i].name) != length ||
		    memcmp(attempts[i].name, query, length) != 0)
			continue;
		for (descriptor = 0; descriptor < DESCRIPTORS_MAX; descriptor++)
			if ((fcntl(descriptor, F_GETFD) != -1 ||
				is_transfer(descriptor)) &&
			    attempts[i].attempt(descriptor, argument))
				worked++;
	}
	snprintf(answer, sizeof(answer), "%d", worked);
	return gantry_write(
	    start_response(environ, "200 OK", headers), answer, strlen(answer));
}

const struct gantry_application intruder_application = {
	.name = "intruder",
	.help = "tries every descriptor that the worker holds",
	.call = intrude,
};

static void *
sleep_forever(void *unused)
{
	(void)unused;
	for (;;)
		poll(NULL, 0, -1);
	return NULL;
}

/* Starts a thread, which is outside of what is restricted later. */
static int
open_threaded(const struct gantry_settings *settings, void **state,
    struct gantry_error *error)
{
	pthread_t thread;

	(void)settings;
	(void)state;
	(void)error;
	return pthread_create(&thread, NULL, sleep_forever, NULL) == 0 ? 0 : -1;
}

const struct gantry_application threaded_application = {
	.name = "threaded",
	.help = "starts a thread when it is opened",
	.open = open_threaded,
	.call = intrude,
};
