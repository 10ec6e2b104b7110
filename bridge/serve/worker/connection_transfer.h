#ifndef SERVE_WORKER_CONNECTION_TRANSFER_H
#define SERVE_WORKER_CONNECTION_TRANSFER_H

#include <stdbool.h>

/*
 * How an idle connection of a web server moves to another process without being
 * closed: a pair of sockets between a worker and its master, or between the
 * masters of an upgrade, carries the descriptor (SCM_RIGHTS).  What the web
 * server sends meanwhile stays in the connection, for the process that gets it.
 */

/* A connection on its way. */
struct transferred {
	int descriptor;
	bool is_kept; /* it has had a request */
};

/* Create the two ends.  Neither blocks.  Returns 0, or -1 with errno set. */
int connection_transfer_open(int ends[2]);

/*
 * Send the connection, which stays open here: the caller closes it.  Returns 0,
 * or -1 with errno set: EAGAIN if the other side has to receive first, EPIPE if
 * it will receive no more.
 */
int connection_transfer_send(int end, const struct transferred *connection);

enum transfer_result {
	TRANSFER_RECEIVED, /* the caller owns the descriptor */
	TRANSFER_INVALID, /* a message without one, which was dropped */
	TRANSFER_EMPTY, /* nothing has come, or too many files are open */
	TRANSFER_ENDED, /* nothing will come any more */
};

/* Receive one message, whatever the other side sent; never waits. */
enum transfer_result connection_transfer_receive(
    int end, struct transferred *connection);

/*
 * From now on the other side cannot send.  What it has sent can still be
 * received.
 */
void connection_transfer_finish(int end);

#endif
