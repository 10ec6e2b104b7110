#ifndef SERVE_MASTER_WORKERS_WORKER_LOGS_H
#define SERVE_MASTER_WORKERS_WORKER_LOGS_H

#include <sys/types.h>

#include "serve/observe/request_observer.h"
#include "serve/worker/log_handover.h"

/*
 * The logs of one worker, in the master: the lines that the worker wrote to its
 * relay are written to the daemons, which only the master has sockets of, and
 * to pipes and terminals, whose readers no worker waits for; and log files that
 * were opened anew go to the worker.  A worker may be hostile: what it sends is
 * data, and it gets no more time than others.
 */

struct worker_logs {
	int relay; /* the reading end of a pipe; -1: none */
	int handover; /* the sending end of a socket; -1: none */
	bool owes_files; /* new log files that could not be sent yet */
	/* The packet that was read last, without the lines that are written. */
	struct log_relay_packet rest;
	char bytes[LOG_RELAY_PACKET_MAX];
	int64_t waits_since; /* for a log to take a line; 0: it does not */
	bool is_empty; /* the last turn left nothing in the pipe */
	bool is_stuck[LOG_RELAY_LOGS]; /* it has taken none for long */
};

/* The ends that the worker gets. */
struct worker_ends {
	int relay, handover;
};

/* A pair of none. */
#define WORKER_LOGS_NONE       \
	((struct worker_logs){ \
	    .relay = -1,       \
	    .handover = -1,    \
	})

/* Create both pairs.  Returns 0, or -1 with errno set and nothing open. */
int worker_logs_open(struct worker_logs *logs, struct worker_ends *ends);

/* Close this side; idempotent. */
void worker_logs_close(struct worker_logs *logs);

/* Close the worker's side, after the fork. */
void worker_ends_close(struct worker_ends *ends);

/*
 * Write some of the lines that PROCESS, which is observed with OPTIONS, has
 * sent.  Never waits: when a log takes no line, the rest stays for the next
 * call, and is lost and counted if that lasts.  True: PROCESS also asked the
 * master to look at its state.
 */
bool worker_logs_relay(struct worker_logs *logs, pid_t process,
    const struct request_observer_options *options);

/* Are there lines that a log has not taken yet? */
bool worker_logs_wait(const struct worker_logs *logs);

/*
 * Once the worker has exited: is nothing left that it has written?  Another
 * process may still have its end of the pipe, such as a child that the worker
 * forked, so there may be no end of the file.
 */
bool worker_logs_are_done(const struct worker_logs *logs);

/* The log files of OPTIONS were opened anew: send them as soon as possible. */
void worker_logs_send_files(
    struct worker_logs *logs, const struct request_observer_options *options);

/* About once a second: try again what could not be sent. */
void worker_logs_check(
    struct worker_logs *logs, const struct request_observer_options *options);

#endif
