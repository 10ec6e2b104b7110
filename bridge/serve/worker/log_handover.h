#ifndef SERVE_WORKER_LOG_HANDOVER_H
#define SERVE_WORKER_LOG_HANDOVER_H

#include "base/log/log_relay.h"

/*
 * How a worker gets the log files that the master has opened anew: a socket
 * that carries descriptors from the master to the worker, and nothing back.
 */

/* A descriptor for each log; -1: the log is not a file. */
struct log_files {
	int descriptors[LOG_RELAY_LOGS];
};

/*
 * Create the socket: the end of the master and the end of the worker, which can
 * only receive.  Neither blocks.  Returns 0, or -1 with errno set.
 */
int log_handover_open(int ends[2]);

/*
 * In the master: send the descriptors, which stay open here.  Returns 0, or -1
 * with errno set: EAGAIN if the worker has not received earlier ones.
 */
int log_handover_send(int end, const struct log_files *files);

/*
 * In the worker: receive the newest descriptors, which the caller closes.
 * Returns 1; 0 if there are none; or -1 if there are some for which this
 * process has too many open files: they wait for the next call.
 */
int log_handover_receive(int end, struct log_files *files);

/* Close the descriptors. */
void log_files_close(struct log_files *files);

#endif
