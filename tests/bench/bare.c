/*
 * A minimal FastCGI responder with libfcgi, to compare gantry with.  It expects
 * a web server that keeps its connections.
 *
 *	bare SOCKET
 *
 * Two processes with one thread each wait for readable connections, pass one
 * after the other to libfcgi and answer "hey!".  It checks only what a
 * benchmark needs.
 */
#include <err.h>
#include <fcgiapp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS	   2
#define EVENTS_MAX 64

static int
listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener;

	if (strlen(path) >= sizeof(address.sun_path))
		errx(1, "%s: the path is too long", path);
	strcpy(address.sun_path, path);
	unlink(path);
	listener = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
	if (listener == -1 ||
	    bind(listener, (struct sockaddr *)&address, sizeof(address)) ==
		-1 ||
	    listen(listener, SOMAXCONN) == -1)
		err(1, "%s", path);
	return listener;
}

static void
watch(int epoll, int descriptor, uint32_t events)
{
	struct epoll_event event = {
		.events = events,
		.data.fd = descriptor,
	};

	if (epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event) == -1)
		err(1, "epoll_ctl");
}

static void
accept_connection(int epoll, int listener)
{
	int descriptor = accept(listener, NULL, NULL);

	if (descriptor != -1)
		watch(epoll, descriptor, EPOLLIN);
}

/*
 * The same as in bridge/gate/transport/libfcgi.c.  libfcgi closes a connection
 * that ends.
 */
static void
serve(FCGX_Request *request, int descriptor)
{
	request->ipcFd = descriptor;
	request->keepConnection = 1;
	request->detached = 1;
	request->listen_sock = -1;
	if (FCGX_Accept_r(request) != 0)
		return;
	FCGX_PutS("Content-Type: text/plain\r\n\r\nhey!", request->out);
	FCGX_Finish_r(request);
}

static void
work(int listener)
{
	struct epoll_event events[EVENTS_MAX];
	FCGX_Request request;
	int epoll = epoll_create1(0), count, i;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (epoll == -1 || FCGX_Init() != 0 ||
	    FCGX_InitRequest(&request, listener, 0) != 0)
		err(1, "cannot start a worker");
	watch(epoll, listener, EPOLLIN | EPOLLEXCLUSIVE);
	for (;;) {
		count = epoll_wait(epoll, events, EVENTS_MAX, -1);
		for (i = 0; i < count; i++) {
			if (events[i].data.fd == listener)
				accept_connection(epoll, listener);
			else
				serve(&request, events[i].data.fd);
		}
	}
}

int
main(int argc, char *argv[])
{
	int listener, i;

	if (argc != 2)
		errx(2, "usage: bare SOCKET");
	listener = listen_at(argv[1]);
	for (i = 0; i < WORKERS; i++) {
		switch (fork()) {
		case -1:
			err(1, "fork");
		case 0:
			work(listener);
		}
	}
	/* This process runs until it is killed; the workers end with it. */
	wait(NULL);
	errx(1, "a worker died");
}
